"""Fits the weights of a claim's confidence, and prints how well it keeps its word; fits those of relate's voices.

    python calibrate.py --corpus corpus --data ../../shared/data --eval ../../shared/eval --out ../crates/legation-data/data/models/confidence.toml

A claim is right when its sides and type are (the scorer's `dyad + type`). The weights are fitted on the development tenth of the claims corpus,
which no model was trained on, as are those of the voices of `relate`; scale and constant are then set on news (voa, probe): two numbers.
A claim is kept if it is likelier right than wrong.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys

import numpy as np

from legation_training import claims as corpus
from legation_training.events import is_dev

NAMES = ("ruled", "rule", "kind", "act", "actor", "recipient", "inferred", "unplaced", "bare", "lost")


def main():
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("--corpus", default="corpus")
    args.add_argument("--data", default="../../shared/data")
    args.add_argument("--eval", default="../../shared/eval")
    args.add_argument("--binary", default="../target/release/examples/signals")
    args.add_argument("--out", default="../crates/legation-data/data/models/confidence.toml")
    args.add_argument("--voices", default="../target/release/examples/voices")
    args.add_argument("--relate", default="../crates/legation-data/data/models/relate.toml")
    args.add_argument("--least", type=float, default=0.5, help="claims of less confidence are left out")
    args = args.parse_args()
    sys.path.insert(0, args.eval)
    own = examples(args, *own_texts(args.corpus))
    news = [examples(args, *shared_texts(args.data, name)) for name in ("voa", "probe")]
    weights, base = logistic(own[0], own[1])
    x, y, gold = (np.concatenate([n[0] for n in news]), np.concatenate([n[1] for n in news]), sum(n[2] for n in news))
    (scale,), shift = logistic((x @ weights + base)[:, None], y)
    weights, base = weights * scale, base * scale + shift
    sure = lambda rows: 1 / (1 + np.exp(-(rows @ weights + base)))
    write(args.out, weights, base, args.least)
    for name, (rows, right, n) in zip(("own dev", "voa + probe"), ((own[0], own[1], own[2]), (x, y, gold))):
        report(name, sure(rows), right, n, args.least)
    fit_voices(args)


def fit_voices(args):
    """Weights of the three voices of `relate`, by likelihood of the development lines' types."""
    pairs = own_pairs(args.corpus)
    lines = "".join(json.dumps({k: v for k, v in p.items() if k != "type"}) + "\n" for p in pairs)
    shown = subprocess.run([args.voices], input=lines, capture_output=True, text=True, check=True)
    x = np.array([[json.loads(line)["voices"][t] for t in corpus.TYPES] for line in shown.stdout.splitlines()])
    y = np.array([corpus.TYPES.index(p["type"]) for p in pairs])
    weights = np.ones(x.shape[2])
    for _ in range(3000):
        logits = x @ weights
        p = np.exp(logits - logits.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        p[np.arange(len(y)), y] -= 1
        weights -= 0.3 * np.einsum("nt,ntv->v", p, x) / len(y)
    right = lambda w: ((x @ w).argmax(1) == y).mean()
    print(f"pairs: {len(y)}, right {right(weights):.3f}; pair head alone {right(np.array([1, 0, 0])):.3f}, "
          f"readings {right(np.array([0, 1, 0])):.3f}, rules {right(np.array([0, 0, 1])):.3f}")
    head = ["# Weights of the voices that say what passes between two known sides, fitted by training/calibrate.py: a type's share is",
            "# exp(sum of weight x voice), over all types."]
    lines = [f"{k} = {w:.4f}" for k, w in zip(("pair", "readings", "rules"), weights)]
    pathlib.Path(args.relate).write_text("\n".join(head + lines) + "\n", encoding="utf-8")


def own_pairs(folder):
    """Claims of the corpus' development lines with two sides, as `relate` takes them, and their type."""
    out = []
    for path in sorted(pathlib.Path(folder).glob("*.txt")):
        for sentence in (s for block in corpus.read_file(path) for s in block if is_dev(s.text)):
            for claim in sentence.claims:
                sides = [[list(x[:2]) for x in xs] for xs in (claim.actors, claim.recipients)]
                if not sides[1] and len(sides[0]) > 1:
                    sides = [sides[0][:1], sides[0][1:]]
                if all(sides) and sides[0] != sides[1]:
                    out.append({"id": str(len(out)), "text": sentence.text, "actor": sides[0], "recipient": sides[1], "type": claim.type})
    return out


def own_texts(folder):
    """(inputs, golds) of the corpus' development lines whose sides all have a code."""
    inputs, golds = [], []
    for path in sorted(pathlib.Path(folder).glob("*.txt")):
        for number, line in enumerate(path.open(encoding="utf-8"), 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            sentence = corpus.read_line(line)
            sides = [x[2] for c in sentence.claims for x in c.actors + c.recipients]
            if is_dev(sentence.text) and "?" not in sides:
                key = f"{path.stem}-{number}"
                inputs.append({"id": key, "text": sentence.text, "date": "2025-06-11"})
                golds.append({"id": key, "claims": [gold_claim(c) for c in sentence.claims]})
    return inputs, golds


def gold_claim(claim):
    """A claim of the corpus as the scorer's gold has it."""
    codes = lambda sides: sorted({x[2] for x in sides})
    reciprocal = {"reciprocal": True} if len(claim.actors) > 1 and not claim.recipients else {}
    return {"actor": codes(claim.actors), "recipient": codes(claim.recipients), "type": claim.type, "status": claim.status, **reciprocal}


def shared_texts(data, name):
    at = os.path.join(data, name, f"{name}-dev")
    read = lambda path: [json.loads(line) for line in open(path, encoding="utf-8")]
    return read(at + ".jsonl"), read(at + ".gold.jsonl")


def examples(args, inputs, golds):
    """(signals [N, names], right [N], gold claims): every claim of the engine with its outcome; those that count for nothing are left out."""
    import claims
    lines = "".join(json.dumps(x) + "\n" for x in inputs)
    shown = subprocess.run([args.binary], input=lines, capture_output=True, text=True, check=True)
    found = {}
    for line in shown.stdout.splitlines():
        claim = json.loads(line)
        sides = {k: frozenset(a["country_code"] for a in claim[k] if a["country_code"]) for k in ("actor", "recipient")}
        found.setdefault(claim["article"], []).append({**sides, "type": claim["event"][0], "status": claim["status"], "signals": claim["signals"]})
    rows, right, n = [], [], 0
    for gold in golds:
        n += sum(not g.get("optional") for g in gold["claims"])
        for claim, outcome in outcomes(claims, gold["claims"], found.get(gold["id"], [])):
            rows.append([claim["signals"][k] for k in NAMES])
            right.append(outcome)
    return np.array(rows, float).reshape(-1, len(NAMES)), np.array(right, float), n


def outcomes(scorer, golds, found):
    """Each claim with whether it is right, paired greedily; pairs with optional golds and tolerated claims are left out."""
    pairs = [(c["dyad"] and c["type"], c["dyad"], not g.get("optional"), -i, -j, c) for i, g in enumerate(golds)
             for j, p in enumerate(found) if (c := scorer.compare(g, p)) and (c["pair"] or c["some_type"])]
    links = {}
    for _, _, _, i, j, c in sorted(pairs, key=lambda x: x[:5], reverse=True):
        if -j not in links and -i not in {g for g, _ in links.values()}:
            links[-j] = (-i, c)
    matched = {id(golds[i]) for i, c in links.values() if c["type"]}
    for j, claim in enumerate(found):
        if j in links and golds[links[j][0]].get("optional"):
            continue
        if j not in links and scorer.tolerated(claim, golds, matched):
            continue
        yield claim, j in links and links[j][1]["type"]


def logistic(x, y, ridge=1.0, steps=100):
    """(weights, constant) by Newton's method; the ridge holds back weights that few examples speak for."""
    a = np.concatenate([x, np.ones((len(x), 1))], 1)
    w = np.zeros(a.shape[1])
    keep = np.diag([ridge] * x.shape[1] + [1e-6])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-a @ w))
        w -= np.linalg.solve((a * (p * (1 - p))[:, None]).T @ a + keep, a.T @ (p - y) + keep @ w)
    return w[:-1], w[-1]


def write(path, weights, base, least):
    lines = ["# Weights of a claim's signals, fitted by training/calibrate.py: the confidence is 1 / (1 + exp(-(base + sum of weight x value))).",
             "# Claims below `least` are left out.", f"base = {base:.4f}"]
    lines += [f"{k} = {w:.4f}" for k, w in zip(NAMES, weights)] + [f"least = {least}"]
    pathlib.Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


def report(name, p, y, gold, least):
    """The reliability curve, the expected calibration error over ten bins, and what the threshold gives."""
    error = 0.0
    print(f"{name}: {len(p)} claims, {gold} in the gold")
    for low in np.arange(0, 1, 0.1):
        inside = (p >= low) & (p < low + 0.1 + (low > 0.85) * 1e-9)
        if inside.any():
            error += inside.mean() * abs(p[inside].mean() - y[inside].mean())
            print(f"  {low:.1f}-{low + 0.1:.1f}: {inside.sum():4d} claims, said {p[inside].mean():.3f}, right {y[inside].mean():.3f}")
    kept = p >= least
    print(f"  expected calibration error {error:.3f}; at {least}: precision {y[kept].mean():.3f}, recall {y[kept].sum() / gold:.3f}; "
          f"at 0.9: precision {y[p >= 0.9].mean() if (p >= 0.9).any() else float('nan'):.3f} of {(p >= 0.9).sum()}")


if __name__ == "__main__":
    main()
