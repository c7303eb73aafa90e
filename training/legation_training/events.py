"""Sentences with marked events, voices and factuality, as layers of `corpora.Sentence`.

The claims corpus and the voices corpus are text: their words and trees come from the engine itself (`legation annotate`), so that training and
inference share one featuriser. UDS factuality joins the sentences of EWT that it was annotated on.
"""
import glob
import hashlib
import json
import os
import pathlib
import re
import subprocess

from . import claims, codebook
from .corpora import Sentence

ROLES = ("-", "actor", "recipient", "holder", "cue")
VOICE = ("-", "source", "content", "cue")
TYPES = ["-"] + claims.TYPES
MODES = ["-"] + [f"{t}/{m}" for t, ms in claims.MODES.items() for m in ms]


def is_dev(text):
    """A tenth of the lines, by hash."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 10 == 0


def analysed(binary, texts):
    """For each text its sentences, each a list of (start, end, head, upos, xpos, deprel, name tag), heads inside the sentence, -1 for the root."""
    lines = "".join(json.dumps({"id": str(i), "text": t}) + "\n" for i, t in enumerate(texts))
    shown = subprocess.run([binary, "annotate", "--input", "jsonl", "--layers", "tokens,entities", "-"], input=lines, capture_output=True, text=True, check=True)
    for line in shown.stdout.splitlines():
        record = json.loads(line)
        tokens, out = record["tokens"], []
        for start, end in record["sentences"]:
            ids = [i for i, t in enumerate(tokens) if start <= t["span"][0] < end]
            if ids:
                a = ids[0]
                names = [_name_tag(tokens[i]["span"], record["entities"]) for i in ids]
                out.append([(*t["span"], t["head"] - a if t["head"] >= 0 else -1, t["upos"], t["xpos"], t["deprel"], n)
                            for t, n in zip((tokens[i] for i in ids), names)])
        yield out


def _name_tag(span, entities):
    """The BIO tag of a word."""
    for e in entities:
        if e["span"][0] <= span[0] and span[1] <= e["span"][1]:
            return ("B-" if e["span"][0] == span[0] else "I-") + e["kind"]
    return "O"


def _sentence(text, words, corpus, **layers):
    """A sentence with the engine's own tags, tree and names: what the encoder knew before it must know afterwards, on this kind of text too."""
    return Sentence([text[w[0]:w[1]] for w in words], corpus, upos=[w[3] for w in words], xpos=[w[4] for w in words],
                    heads=[w[2] + 1 for w in words], deprels=[w[5] for w in words], ner=[w[6] for w in words], **layers)


def inside(words, span):
    """Indices of the words in a character span."""
    return [i for i, w in enumerate(words) if w[0] < span[1] and w[1] > span[0]]


def head(words, span):
    """The word of the span that hangs outside of it, or None where the span has no word here."""
    ids = inside(words, span)
    tops = [i for i in ids if words[i][2] not in ids and words[i][3] not in ("PUNCT", "DET", "ADP")]
    return (tops or ids or [None])[0]


def _marked(text, words, marked):
    """The layers of one engine sentence of a corpus line; claims whose trigger lies elsewhere are another sentence's."""
    s = _sentence(text, words, "claims", acts={}, roles=[], pairs=[])
    for claim in marked:
        trigger = head(words, claim.trigger)
        if trigger is None:
            continue
        s.acts[trigger] = (claim.type, f"{claim.type}/{claim.mode}" if claim.mode else "-", claim.status)
        row = {}
        for name, spans in (("cue", claim.cues), ("holder", claim.holders), ("recipient", claim.recipients), ("actor", claim.actors)):
            row.update({h: name for h in (head(words, x[:2]) for x in spans) if h is not None})
        s.roles.append((trigger, row))
        s.pairs += _pair(words, claim)
    return s


def _pair(words, claim):
    """(words of the actors, words of the recipients, type); of a reciprocal act the first party against the others."""
    sides = [[inside(words, x[:2]) for x in xs] for xs in (claim.actors, claim.recipients)]
    if not claim.recipients and len(claim.actors) > 1:
        sides = [sides[0][:1], sides[0][1:]]
    a, r = (sorted({i for ids in xs for i in ids}) for xs in sides)
    return [(a, r, claim.type)] if a and r and a != r else []


def claims_corpus(folder, binary, trees):
    """(train, dev): the claims corpus and the codebook's examples; words and trees by `trees`, another engine than `binary` where that parses better."""
    lines = [s for path in sorted(glob.glob(os.path.join(folder, "*.txt"))) for block in claims.read_file(pathlib.Path(path)) for s in block]
    lines += codebook.sentences(binary)
    parts = [], []
    for line, sentences in zip(lines, analysed(trees, [x.text for x in lines])):
        for words in sentences:
            parts[is_dev(line.text)].append(_marked(line.text, words, line.claims))
    return parts


def voices_corpus(folder, binary):
    """(train, dev): the voices corpus; a source or content in another sentence than its cue is left to the rules."""
    texts = [x for path in sorted(glob.glob(os.path.join(folder, "*.txt"))) for x in claims.read_voices(pathlib.Path(path))]
    parts = [], []
    for (text, found), sentences in zip(texts, analysed(binary, [t for t, _ in texts])):
        for words in sentences:
            parts[is_dev(text)].append(_voiced(text, words, found.values()))
    return parts


def _voiced(text, words, attributions):
    s = _sentence(text, words, "voices", voices=[])
    for spans in attributions:
        cues = [h for h in (head(words, c) for c in spans.get("c", [])) if h is not None]
        if not cues:
            continue
        row = {}
        for kind, name in (("q", "content"), ("s", "source"), ("c", "cue")):
            for span in spans.get(kind, []):
                row.update({i: name for i in inside(words, span)})
        s.voices.append((cues[0], row))
    return s


def factuality(data, part, binary=None):
    """{words joined: (words, {word: factuality})} of UDS."""
    out = {}
    at = os.path.join(data, "predicates", f"uds_ih2_{part}")
    with open(at + ".jsonl", encoding="utf-8") as f, open(at + ".gold.jsonl", encoding="utf-8") as g:
        for line, gold in zip(f, g):
            record, gold = json.loads(line), json.loads(gold)
            facts = {p["token"]: p["factuality"] for p in gold["predicates"]}
            out.setdefault("".join(record["tokens"]), (record["tokens"], {}))[1].update(facts)
    return out


def add_factuality(sentences, found):
    """Lay factuality onto the sentences it was annotated on; what finds none becomes a sentence of its own."""
    left = dict(found)
    for s in sentences:
        words, facts = left.pop("".join(s.words), (None, None)) if s.corpus == "ewt" else (None, None)
        if words is not None:
            s.facts = _moved(words, facts, s.words)
    return [Sentence(words, "uds", facts=facts) for words, facts in left.values()]


def _moved(old, facts, new):
    """Facts by word index, moved from one tokenisation of the same letters to another."""
    if old == new:
        return facts
    starts = lambda ws: [sum(map(len, ws[:i])) for i in range(len(ws))]
    where = {a: i for i, a in enumerate(starts(new))}
    return {where[a]: facts[i] for i, a in enumerate(starts(old)) if i in facts and a in where}


def training_files(folder):
    """Every file of the claims and voices corpora, sorted, for the model card."""
    return sorted(glob.glob(os.path.join(folder, "*.txt")) + glob.glob(os.path.join(folder, "voices", "*.txt")))
