"""The engine's arithmetic in numpy: int8 products with a scale a row, all else f32 (docs/MODEL.md). Slow and exact on purpose."""
import json

import numpy as np
from safetensors import safe_open

from . import decode, events
from .claims import STATUSES
from .features import Lexicon, case_class
from .wordpiece import WordPiece, read_pieces

F = np.float32
WIDTH = 32  # of an attention head


class Reference:
    """An exported model. `annotate(words)` gives what the Rust engine must give."""

    def __init__(self, weights, vocabulary, names):
        self.t = {}
        with safe_open(weights, "np") as f:
            self.meta = f.metadata()
            for k in f.keys():
                self.t[k] = f.get_tensor(k)
        self.layers = int(self.meta["layers"])
        self.labels = {k: self.meta[k].split(" ") for k in ("upos", "xpos", "ner", "deprel")}
        self.pieces = WordPiece(read_pieces(vocabulary))
        self.lexicon = Lexicon(names)

    def linear(self, x, name):
        """x [N, in] → [N, out]: rows to int8, integer products, scaled back."""
        w, t = self.t[name], self.t
        top = np.abs(x).max(1, keepdims=True)
        scale = np.where(top > 0, top / F(127), F(1)).astype(F)
        q = np.clip(np.rint(x / scale), -127, 127).astype(F)
        y = integer_product(q, w).astype(F) * scale * t[name + ".scale"]
        return y + t[name + ".bias"] if name + ".bias" in t else y

    def norm(self, x, name):
        mean = x.mean(1, keepdims=True, dtype=F)
        centred = x - mean
        variance = (centred * centred).mean(1, keepdims=True, dtype=F)
        return centred / np.sqrt(variance + F(1e-12)) * self.t[name + ".weight"] + self.t[name + ".bias"]

    def inputs(self, words, matches=None):
        """(piece ids, word index of each piece with 0 for the two marks, case classes, flags of each word)."""
        matches = self.lexicon.matches(words) if matches is None else matches
        ids, word_of = [self.pieces.cls], [0]
        for i, w in enumerate(words, 1):
            piece_ids = self.pieces.word(w)
            ids += piece_ids
            word_of += [i] * len(piece_ids)
        return ids + [self.pieces.sep], word_of + [0], [case_class(w) for w in words], Lexicon.flags(matches, len(words))

    def states(self, words):
        """h [W+1, 384]: the root's state, then each word's."""
        ids, word_of, case, flags = self.inputs(words)
        t = self.t
        extra = np.zeros((len(words) + 1, t["embed.case"].shape[1]), F)
        extra[0] = t["embed.case"][0]
        for i, (c, fs) in enumerate(zip(case, flags), 1):
            extra[i] = t["embed.case"][c] + sum((t["embed.lexicon"][f] for f in fs), F(0))
        x = t["embed.word"][ids].astype(F) * t["embed.word.scale"][ids][:, None] + t["embed.position"][:len(ids)] + extra[word_of]
        x = self.norm(x, "embed.norm")
        for n in range(self.layers):
            x = self._layer(x, f"layer.{n}.")
        spots = np.array(word_of)
        return np.stack([x[0]] + [x[spots == i].mean(0, dtype=F) for i in range(1, len(words) + 1)])

    def _layer(self, x, at):
        p, hidden = x.shape
        q, k, v = self.linear(x, at + "qkv").reshape(p, 3, hidden // WIDTH, WIDTH).transpose(1, 2, 0, 3)
        a = softmax(q @ k.transpose(0, 2, 1) / np.sqrt(F(WIDTH))) @ v
        x = self.norm(x + self.linear(a.transpose(1, 0, 2).reshape(p, hidden), at + "out"), at + "norm1")
        inner = gelu(self.linear(x, at + "inner"))
        return self.norm(x + self.linear(inner, at + "outer"), at + "norm2")

    def annotate(self, words):
        """{h, upos, xpos, ner, heads, deprels} of one sentence."""
        h = self.states(words)
        w = h[1:]
        name = lambda head, scores: [self.labels[head][i] for i in scores.argmax(1)]
        ner = self.linear(gelu(self.linear(w, "head.ner.1")), "head.ner.2")
        d, g = gelu(self.linear(w, "head.arc.dep")), gelu(self.linear(h, "head.arc.head"))
        scores = (d @ self.t["head.arc.u"] + self.t["head.arc.u0"]) @ g.T
        scores[np.arange(len(words)), np.arange(1, len(words) + 1)] = F(-1e4)
        heads = decode.heads(scores.astype(np.float64))
        hidden = gelu(self.linear(w, "head.label.dep") + self.linear(h, "head.label.head")[heads])
        return {"h": h, "upos": name("upos", self.linear(w, "head.upos")), "xpos": name("xpos", self.linear(w, "head.xpos")),
                "ner": [self.labels["ner"][i] for i in decode.entity_tags(ner, self.labels["ner"])],
                "heads": [int(x) for x in heads], "deprels": name("deprel", self.linear(hidden, "head.label.out"))}


    def acts(self, h):
        """What the act head says of each word: probabilities of types, modes, statuses and cue, and the factuality."""
        said = self.linear(gelu(self.linear(h[1:], "head.act.1")), "head.act.2")
        sizes = (len(events.TYPES), len(events.MODES), len(STATUSES), 2)
        types, modes, statuses, cue, fact = np.split(said, np.cumsum(sizes), axis=1)
        return softmax(types), softmax(modes), softmax(statuses), softmax(cue)[:, 1], fact[:, 0].clip(-3, 3)

    def around(self, h, name, word):
        """What each word is to the one at `word`: probabilities of the labels of role or voice."""
        sums = self.linear(h[1:], f"head.{name}.at")[word] + self.linear(h[1:], f"head.{name}.word")
        return softmax(self.linear(gelu(sums), f"head.{name}.out"))

    def pair(self, h, actor, recipient):
        """Probabilities of the types of what passes between two sides, given as lists of words."""
        words = h[1:]
        sides = np.concatenate([words[actor].mean(0, dtype=F), words[recipient].mean(0, dtype=F)])[None]
        keys, query = self.linear(words, "head.pair.key"), self.linear(sides, "head.pair.query")
        between = softmax((query @ keys.T) / np.sqrt(F(keys.shape[1]))) @ words
        inner = gelu(self.linear(np.concatenate([sides, between], 1), "head.pair.1"))
        return softmax(self.linear(inner, "head.pair.2"))[0]


def integer_product(q, w):
    """q [N, in] · w [out, in]ᵀ, exact: whole numbers below 2^24 in f32, the input side cut in runs of 768."""
    out = np.zeros((len(q), len(w)), np.int64)
    for a in range(0, q.shape[1], 768):
        out += (q[:, a:a + 768] @ w[:, a:a + 768].astype(F).T).astype(np.int64)
    return out


def gelu(x):
    return F(0.5) * x * (F(1) + np.tanh(F(0.7978845608) * (x + F(0.044715) * x * x * x)))


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True, dtype=F)


GOLDEN = (
    "North Korea 's Kim Jong - un sent a letter to U.S. President Donald Trump on Friday .",
    "The Ministry of Foreign Affairs in Tehran denied the report .",
    "BEIJING — China ’s Xi Jinping met Vladimir Putin .",
    "Protesters clashed with police in Khartoum , killing 12 people .",
    "Israeli Prime Minister Benjamin Netanyahu said he would not accept the U.N. Security Council resolution .",
    "“ We will respond , ” a spokesman for Hezbollah told Reuters .",
    "Did n't São Tomé and Príncipe sign the treaty in 2017 ?",
    "TALKS COLLAPSE",
)


def golden(reference):
    """What the Rust engine is tested against, ready for JSON."""
    out = []
    for text in GOLDEN:
        words = text.split(" ")
        ids, _, case, flags = reference.inputs(words)
        found = reference.annotate(words)
        h = found.pop("h")
        types, _, _, cue, facts = reference.acts(h)
        first = [float(f"{x:.3f}") for x in types[:, 0]]
        rows = {"act": first, "cue": [float(f"{x:.3f}") for x in cue], "fact": [float(f"{x:.3f}") for x in facts],
                "pair": [float(f"{x:.3f}") for x in reference.pair(h, [0], [len(words) - 1])]}
        h = [[float(f"{x:.6g}") for x in row[:8]] for row in h]
        out.append({"words": words, "pieces": [int(i) for i in ids], "case": case, "lexicon": flags, "h": h, **found, **rows})
    return out


def write_golden(reference, path):
    rows = ",\n".join(json.dumps(x, ensure_ascii=False) for x in golden(reference))
    with open(path, "w", encoding="utf-8") as f:
        f.write("[\n" + rows + "\n]\n")
