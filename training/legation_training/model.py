"""The joint encoder in PyTorch: a MiniLM trunk with case and lexicon inputs, and heads for tags, names and trees (docs/MODEL.md).

Shapes: B sentences, P pieces with [CLS] and [SEP], W words; arcs have W + 1 candidates, 0 is the root.
"""
import torch
import torch.nn.functional as F
from torch import nn

from . import events
from .claims import STATUSES
from .features import CASE_CLASSES, FLAGS

HIDDEN, HEADS, INNER, POSITIONS = 384, 12, 1536, 512
ARC, LABEL, NER, ACT, PAIR = 256, 128, 256, 256, 256
# what the act head says of a word, one after the other
ACT_PARTS = {"act": len(events.TYPES), "mode": len(events.MODES), "status": len(STATUSES), "cue": 2, "fact": 1}
EPS = 1e-12
SCALE = (HIDDEN // HEADS) ** -0.5


def gelu(x):
    return F.gelu(x, approximate="tanh")


class Dropout(nn.Module):
    """Dropout whose masks are slices of one random pool, drawn anew every 200 calls: a tenth less time a step than nn.Dropout on a CPU."""

    POOL = 1 << 23

    def __init__(self, p):
        super().__init__()
        self.p, self.calls, self.pool = p, 0, None

    def forward(self, x):
        if not self.training or self.p == 0 or x.numel() > self.POOL // 2:
            return F.dropout(x, self.p, self.training)
        if self.calls % 200 == 0:
            self.pool = (torch.rand(self.POOL) >= self.p).to(torch.bfloat16)
        self.calls += 1
        at = int(torch.randint(self.POOL - x.numel(), ()))
        return x * self.pool[at:at + x.numel()].view(x.shape) * (1 / (1 - self.p))


class Layer(nn.Module):
    """One post-norm BERT layer."""

    def __init__(self, dropout):
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=EPS)
        self.inner = nn.Linear(HIDDEN, INNER)
        self.outer = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=EPS)
        self.dropout = dropout

    def forward(self, x, mask):
        """x [B,P,384], mask [B,1,1,P] is 0 where a piece is, else very negative."""
        b, p, _ = x.shape
        q, k, v = self.qkv(x).view(b, p, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        weights = torch.softmax(q @ k.transpose(2, 3) * SCALE + mask.to(q.dtype), -1)  # faster here than PyTorch's fused kernel, its backward above all
        a = weights.to(v.dtype) @ v
        x = self.norm1(x + self.dropout(self.out(a.transpose(1, 2).reshape(b, p, HIDDEN))))
        return self.norm2(x + self.dropout(self.outer(gelu(self.inner(x)))))


class Encoder(nn.Module):
    """Embedding, trunk and heads. `sizes` is {head: number of labels} for upos, xpos, ner, deprel."""

    def __init__(self, layers, vocabulary, sizes, dropout=0.1, head_dropout=0.2):
        super().__init__()
        self.word = nn.Embedding(vocabulary, HIDDEN)
        self.position = nn.Parameter(torch.zeros(POSITIONS, HIDDEN))
        self.case = nn.Parameter(torch.zeros(CASE_CLASSES, HIDDEN))
        self.lexicon = nn.Parameter(torch.zeros(FLAGS, HIDDEN))
        self.norm = nn.LayerNorm(HIDDEN, eps=EPS)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(self.dropout) for _ in range(layers))
        self.head_dropout = Dropout(head_dropout)
        self.upos = nn.Linear(HIDDEN, sizes["upos"])
        self.xpos = nn.Linear(HIDDEN, sizes["xpos"])
        self.ner1 = nn.Linear(HIDDEN, NER)
        self.ner2 = nn.Linear(NER, sizes["ner"])
        self.arc_dep, self.arc_head = nn.Linear(HIDDEN, ARC), nn.Linear(HIDDEN, ARC)
        self.arc_u, self.arc_u0 = nn.Parameter(torch.zeros(ARC, ARC)), nn.Parameter(torch.zeros(ARC))
        self.label_dep, self.label_head = nn.Linear(HIDDEN, LABEL), nn.Linear(HIDDEN, LABEL, bias=False)
        self.label_out = nn.Linear(LABEL, sizes["deprel"])
        nn.init.normal_(self.arc_u, std=1 / ARC)
        self.act1, self.act2 = nn.Linear(HIDDEN, ACT), nn.Linear(ACT, sum(ACT_PARTS.values()))
        for name, labels in (("role", events.ROLES), ("voice", events.VOICE)):
            setattr(self, name + "_at", nn.Linear(HIDDEN, LABEL))
            setattr(self, name + "_word", nn.Linear(HIDDEN, LABEL, bias=False))
            setattr(self, name + "_out", nn.Linear(LABEL, len(labels)))
        self.pair_query, self.pair_key = nn.Linear(2 * HIDDEN, LABEL), nn.Linear(HIDDEN, LABEL, bias=False)
        self.pair1, self.pair2 = nn.Linear(3 * HIDDEN, PAIR), nn.Linear(PAIR, len(events.TYPES) - 1)

    def load_minilm(self, weights, old_ids):
        """Take the first layers of all-MiniLM-L6-v2; `old_ids` are the kept rows of its word table."""
        with torch.no_grad():
            self.word.weight.copy_(weights["embeddings.word_embeddings.weight"][old_ids])
            self.position.copy_(weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0])
            _copy(self.norm, weights, "embeddings.LayerNorm")
            for i, layer in enumerate(self.layers):
                at = f"encoder.layer.{i}."
                for part in ("weight", "bias"):
                    three = [weights[f"{at}attention.self.{n}.{part}"] for n in ("query", "key", "value")]
                    getattr(layer.qkv, part).copy_(torch.cat(three))
                _copy(layer.out, weights, at + "attention.output.dense")
                _copy(layer.norm1, weights, at + "attention.output.LayerNorm")
                _copy(layer.inner, weights, at + "intermediate.dense")
                _copy(layer.outer, weights, at + "output.dense")
                _copy(layer.norm2, weights, at + "output.LayerNorm")

    def states(self, batch):
        """[B, W+1, 384]: the state of [CLS], then of each word (the mean of its pieces)."""
        pieces = batch["pieces"]
        mask = (pieces == 0)[:, None, None, :] * -1e4
        word_input = self.case[batch["case"]] + batch["flags"] @ self.lexicon
        x = self.word(pieces) + self.position[:pieces.shape[1]] + _gather(word_input, batch["word_of"])
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return torch.einsum("bwp,bph->bwh", batch["pool"], x.float())

    def forward(self, batch):
        """Logits: upos, xpos, ner [B,W,·], arc [B,W,W+1], and the two halves of the label head."""
        h = self.head_dropout(self.states(batch))
        words = h[:, 1:]
        d, g = gelu(self.arc_dep(words)), gelu(self.arc_head(h))
        arc = (d @ self.arc_u + self.arc_u0) @ g.transpose(1, 2)
        arc = arc.float().masked_fill(~batch["candidates"][:, None, :], -1e4)
        return {"upos": self.upos(words), "xpos": self.xpos(words), "ner": self.ner2(gelu(self.ner1(words))), "arc": arc,
                "label_dep": self.label_dep(words), "label_head": self.label_head(h), "words": words,
                **dict(zip(ACT_PARTS, self.act2(gelu(self.act1(words))).split(list(ACT_PARTS.values()), -1)))}

    def parts_of(self, name, words, at):
        """What each word of the sentence is to the word at `at` [N, 2] (sentence, word): logits [N,W,·]; `name` is role or voice."""
        centre = getattr(self, name + "_at")(words[at[:, 0], at[:, 1]])
        return getattr(self, name + "_out")(gelu(centre[:, None] + getattr(self, name + "_word")(words)[at[:, 0]]))

    def pair_type(self, words, at, mask, real):
        """Logits [N,types] of what passes between two sides; `mask` [N,2,W] marks their words, `real` [B,W] the words there are."""
        of = words[at].float()
        sides = (mask / mask.sum(-1, keepdim=True)) @ of
        sides = sides.flatten(1)
        scores = (self.pair_key(of) @ self.pair_query(sides)[..., None]).squeeze(-1).float() * LABEL ** -0.5
        weights = torch.softmax(scores.masked_fill(~real[at], -1e4), -1)
        between = (weights[:, None] @ of).squeeze(1)
        return self.pair2(gelu(self.pair1(torch.cat([sides, between], -1))))

    def labels(self, out, heads):
        """[B,W,relations] for the given heads [B,W]."""
        return self.label_out(gelu(out["label_dep"] + _gather(out["label_head"], heads)))


def _copy(module, weights, name):
    module.weight.copy_(weights[name + ".weight"])
    module.bias.copy_(weights[name + ".bias"])


def _gather(x, index):
    """x [B,N,H], index [B,M] → [B,M,H]."""
    return x.gather(1, index[..., None].expand(-1, -1, x.shape[-1]))


def losses(model, batch, weights, smoothing=0.0, teacher=None):
    """The weighted sum of all heads' losses (each a mean over its labelled words), and the parts as floats.

    With a teacher the parts are joined by the divergence from its distributions, on every word, whatever layers the sentence has.
    """
    out = model(batch)
    parts = {}
    for head in ("upos", "xpos"):
        parts[head] = _cross(out[head], batch[head], smoothing)
    parts["arc"] = _cross(out["arc"], batch["heads"])
    parts["label"] = _cross(model.labels(out, batch["heads"].clamp(min=0)), batch["deprels"], smoothing)
    parts["ner"] = _partial(out["ner"], batch["ner"])
    parts |= _event_losses(model, batch, out, smoothing)
    if teacher is not None:
        parts["teacher"] = _from_teacher(model, teacher, batch, out, weights)
    total = sum(weights[k] * v for k, v in parts.items())
    return total, {k: float(v.detach()) for k, v in parts.items()}


def _event_losses(model, batch, out, smoothing):
    """Losses of the heads that know events and voices, for what the batch has of them."""
    parts = {k: _cross(out[k], batch[k], smoothing if k != "cue" else 0) for k in ("act", "mode", "status", "cue")}
    known = ~batch["fact"].isnan()
    parts["fact"] = F.smooth_l1_loss(out["fact"].float().squeeze(-1)[known], batch["fact"][known]) if known.any() else out["fact"].float().sum() * 0
    for name in ("role", "voice"):
        if name in batch:
            parts[name] = _cross(model.parts_of(name, out["words"], batch[name + "_at"]), batch[name])
    if "pair" in batch:
        logits = model.pair_type(out["words"], batch["pair_at"], batch["pair_mask"], batch["candidates"][:, 1:])
        parts["pair"] = F.cross_entropy(logits.float(), batch["pair"], label_smoothing=smoothing)
    return parts


def _from_teacher(model, teacher, batch, out, weights):
    """The weighted divergence of the model's distributions from the teacher's; relations on gold heads, or else the teacher's."""
    with torch.no_grad():
        aim = teacher(batch)
        heads = torch.where(batch["heads"] >= 0, batch["heads"], aim["arc"].argmax(-1))
        aim["label"] = teacher.labels(aim, heads)
    given = dict(out, label=model.labels(out, heads))
    real = batch["candidates"][:, 1:]
    return sum(weights[k] * _divergence(given[k][real], aim[k][real]) for k in ("upos", "xpos", "ner", "arc", "label"))


def _divergence(logits, aim):
    return F.kl_div(F.log_softmax(logits.float(), -1), F.log_softmax(aim.float(), -1), log_target=True, reduction="batchmean")


def _cross(logits, gold, smoothing=0.0):
    if not (gold >= 0).any():
        return logits.float().sum() * 0
    return F.cross_entropy(logits.float().flatten(0, 1), gold.flatten(), ignore_index=-1, label_smoothing=smoothing)


def _partial(logits, allowed):
    """−log of the probability of the allowed tags; allowed [B,W,T] bool, all false where nothing is known."""
    known = allowed.any(-1)
    if not known.any():
        return logits.float().sum() * 0
    log = F.log_softmax(logits.float()[known], -1)
    return -log.masked_fill(~allowed[known], -1e4).logsumexp(-1).mean()
