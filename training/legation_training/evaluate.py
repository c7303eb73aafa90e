"""Predictions over development data and their figures; `shared/eval` has the scorers of record."""
import numpy as np
import torch

from . import decode, events

KINDS = ("PER", "ORG", "LOC")


def predict(model, maker, sentences):
    """[{upos, xpos, heads, deprels, ner}] in the order of the sentences."""
    out = [None] * len(sentences)
    model.eval()
    with torch.no_grad():
        for indices, batch in maker.plain(sentences):
            scores = model(batch)
            heads = [decode.heads(scores["arc"][k, :len(sentences[i].words), :len(sentences[i].words) + 1].double().numpy()) for k, i in enumerate(indices)]
            padded = torch.zeros(len(indices), scores["arc"].shape[1], dtype=torch.long)
            for k, h in enumerate(heads):
                padded[k, :len(h)] = torch.from_numpy(np.asarray(h))
            relations = model.labels(scores, padded).argmax(-1)
            for k, i in enumerate(indices):
                out[i] = _one(maker, scores, relations, heads[k], k, len(sentences[i].words))
    return out


def _one(maker, scores, relations, heads, k, n):
    names = lambda head, ids: [maker.labels[head][int(x)] for x in ids]
    tags = decode.entity_tags(scores["ner"][k, :n].float().numpy(), maker.labels["ner"])
    return {"upos": names("upos", scores["upos"][k, :n].argmax(-1)), "xpos": names("xpos", scores["xpos"][k, :n].argmax(-1)),
            "heads": [int(h) for h in heads], "deprels": names("deprel", relations[k, :n]), "ner": names("ner", tags)}


def figures(gold, pred):
    """{upos, xpos, uas, las, las_subtypes, ner, PER, ORG, LOC}: shares of words, F1 of entities."""
    n, right = 0, {k: 0 for k in ("upos", "xpos", "uas", "las", "las_subtypes")}
    spans = {k: [0, 0, 0] for k in KINDS}
    for g, p in zip(gold, pred):
        if g.heads:
            n += len(g.words)
            for i in range(len(g.words)):
                head = g.heads[i] == p["heads"][i]
                right["upos"] += g.upos[i] == p["upos"][i]
                right["xpos"] += g.xpos[i] == p["xpos"][i]
                right["uas"] += head
                right["las"] += head and g.deprels[i].split(":")[0] == p["deprels"][i].split(":")[0]
                right["las_subtypes"] += head and g.deprels[i] == p["deprels"][i]
        if g.ner:
            _count(spans, entities(g.ner), entities(p["ner"]))
    out = {k: round(100 * v / max(1, n), 2) for k, v in right.items()}
    if any(s[2] for s in spans.values()):
        out["ner"] = _f1([sum(s[i] for s in spans.values()) for i in range(3)])
        out.update({k: _f1(s) for k, s in spans.items()})
    return out


def _count(spans, gold, pred):
    for kind in KINDS:
        g, p = ({e for e in es if e[2] == kind} for es in (gold, pred))
        spans[kind] = [a + b for a, b in zip(spans[kind], (len(g & p), len(p), len(g)))]


def _f1(counts):
    hit, pred, gold = counts
    return round(200 * hit / max(1, pred + gold), 2)


def entities(tags):
    """{(start, end, kind)} of BIO tags; anything that is no B- or I- is outside."""
    out, start = set(), None
    for i, t in enumerate(list(tags) + ["O"]):
        if start is not None and not (t.startswith("I-") and t[2:] == tags[start][2:]):
            out.add((start, i, tags[start][2:]))
            start = None
        if t[:2] in ("B-", "I-") and start is None:
            start = i
    return out


def event_figures(model, maker, sentences):
    """{what: figure in per cent} of the heads that know events and voices, for the layers these sentences have."""
    c = {k: [] for k in ("act", "type", "status", "mode", "cue", "role", "voice", "pair", "fact")}
    with torch.no_grad():
        for _, batch in maker.plain(sentences):
            out = model(batch)
            for head in ("act", "cue"):
                known = batch[head] >= 0
                c[head].append(torch.stack([out[head].argmax(-1)[known], batch[head][known]]))
            acts = batch["act"] > 0
            for name, head in (("type", "act"), ("mode", "mode"), ("status", "status")):
                c[name].append(torch.stack([out[head][..., 1:].argmax(-1)[acts] + 1 if head == "act" else out[head].argmax(-1)[acts], batch[head][acts]]))
            known = ~batch["fact"].isnan()
            c["fact"].append(torch.stack([out["fact"].squeeze(-1)[known], batch["fact"][known]]))
            for name in ("role", "voice"):
                if name in batch:
                    known = batch[name] >= 0
                    c[name].append(torch.stack([model.parts_of(name, out["words"], batch[name + "_at"]).argmax(-1)[known], batch[name][known]]))
            if "pair" in batch:
                logits = model.pair_type(out["words"], batch["pair_at"], batch["pair_mask"], batch["candidates"][:, 1:])
                c["pair"].append(torch.stack([logits.argmax(-1), batch["pair"]]))
    tables = {k: torch.cat(v, 1).numpy() for k, v in c.items() if v and sum(x.shape[1] for x in v)}
    return {k: _event_figure(k, *v) for k, v in tables.items()}


def _event_figure(name, pred, gold):
    if name == "fact":
        return {"r": round(100 * float(np.corrcoef(pred, gold)[0, 1]), 2), "mae": round(float(np.abs(pred - gold).mean()), 3)}
    if name in ("type", "mode", "status", "pair"):
        return round(100 * float((pred == gold).mean()), 2)
    per = {}
    for label in range(1, int(gold.max(initial=0)) + 1):
        per[label] = _f1((int(((pred == label) & (gold == label)).sum()), int((pred == label).sum()), int((gold == label).sum())))
    found = _f1((int(((pred == gold) & (gold > 0)).sum()), int((pred > 0).sum()), int((gold > 0).sum())))
    return {"f1": found, **({n: per.get(i) for i, n in enumerate(getattr(events, "ROLES" if name == "role" else "VOICE")) if i} if name in ("role", "voice") else {})}
