"""Check the claims corpus and the voices corpus: markup, codes, sides, duplicates, balance, and (with --against) overlap with other texts.

    python3 training/corpus/lint.py [FILE ...] [--against DIR]

Exit code 1 and a line for each fault: FILE:LINE: what is wrong.
"""
import argparse
import collections
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from legation_training.claims import MODES, REQUIRED, STATUSES, MarkupError, read_line, read_voices  # noqa: E402

RUN = 8  # words: shorter runs are shared by all news


def words(text):
    return re.findall(r"[a-z0-9]+", text.lower())


def runs(text):
    w = words(text)
    return {tuple(w[i:i + RUN]) for i in range(len(w) - RUN + 1)}


def foreign_runs(folder):
    """Every run of words in the texts of the evaluation sets under `folder`."""
    out = {}
    for path in sorted(folder.rglob("*.jsonl")):
        if path.name.endswith(".gold.jsonl"):
            continue
        for line in path.open(encoding="utf-8"):
            record = json.loads(line)
            for run in runs(" ".join(str(record.get(k) or "") for k in ("title", "text"))):
                out.setdefault(run, path.name)
    return out


def check(path, seen, foreign, counts):
    """The faults of one file."""
    for number, line in enumerate(path.open(encoding="utf-8"), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        try:
            sentence = read_line(line)
        except MarkupError as fault:
            yield number, str(fault)
            continue
        key = " ".join(words(sentence.text))
        if key in seen:
            yield number, "the same sentence as " + seen[key]
        seen[key] = f"{path.name}:{number}"
        for run in runs(sentence.text):
            if run in foreign:
                yield number, f"shares {' '.join(run)!r} with {foreign[run]}"
                break
        counts["sentence"]["with an event" if sentence.claims else "without"] += 1
        for claim in sentence.claims:
            counts["type"][claim.type] += 1
            counts["status"][claim.status] += 1
            if claim.mode:
                counts["mode"][f"{claim.type}/{claim.mode}"] += 1
            if claim.holders:
                counts["voice"]["with a holder"] += 1
            if claim.type in REQUIRED and not claim.recipients and claim.type != "COOPERATE":
                counts["note"][f"{claim.type} without recipient"] += 1


def check_voices(path, foreign, counts):
    """The faults of one file of voices; a fault of markup hides those behind it."""
    number = 0
    try:
        for number, (text, found) in enumerate(read_voices(path), 1):
            counts["voices"]["articles"] += 1
            counts["voices"]["attributions"] += len(found)
            yield from ((number, f"attribution {k} has no cue: {text[:50]!r}") for k, parts in found.items() if "c" not in parts)
            yield from ((number, f"shares {' '.join(run)!r} with {foreign[run]}") for run in runs(text) if run in foreign)
    except MarkupError as fault:
        yield number + 1, str(fault)


def main():
    args = argparse.ArgumentParser()
    args.add_argument("files", nargs="*", type=pathlib.Path)
    args.add_argument("--against", type=pathlib.Path)
    args = args.parse_args()
    foreign = foreign_runs(args.against) if args.against else {}
    seen, counts, faults = {}, collections.defaultdict(collections.Counter), 0
    for path in args.files or sorted([*HERE.glob("*.txt"), *HERE.glob("voices/*.txt")]):
        voices = path.parent.name == "voices"
        for number, fault in check_voices(path, foreign, counts) if voices else check(path, seen, foreign, counts):
            print(f"{path}:{number}: {fault}")
            faults += 1
    for what, table in counts.items():
        print(f"{what}: " + ", ".join(f"{k} {n}" for k, n in table.most_common()))
    missing = [f"{t}/{m}" for t, ms in MODES.items() for m in ms if not counts["mode"][f"{t}/{m}"]]
    missing += [s for s in STATUSES if not counts["status"][s]]
    if missing:
        print("none yet of: " + " ".join(missing))
    print(f"{faults} faults")
    sys.exit(1 if faults else 0)


main()
