"""A hundred wrong or missed claims of the corpus' development lines, sorted by cause (docs/ERRORS.md).

    python errors.py --corpus corpus --binary ../target/release/legation
"""
import argparse
import collections
import json
import random
import subprocess

from calibrate import own_texts
from legation_training import claims as corpus


def main():
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("--corpus", default="corpus")
    args.add_argument("--binary", default="../target/release/legation")
    args.add_argument("--seed", type=int, default=7)
    args = args.parse_args()
    inputs, _ = own_texts(args.corpus)
    lines = "".join(json.dumps(x) + "\n" for x in inputs)
    shown = subprocess.run([args.binary, "code", "--input", "jsonl", "--format", "jsonl", "--explain-skipped", "-"], input=lines, capture_output=True, text=True, check=True)
    found, skipped = collections.defaultdict(list), collections.defaultdict(list)
    for line in shown.stdout.splitlines():
        record = json.loads(line)
        (skipped if "skipped" in record else found)[record["article"]].append(record)
    marked = {s.text: s for s in all_sentences(args.corpus)}
    faults, right = [], 0
    for text in inputs:
        golds = marked[text["text"]].claims
        for fault in judge(text, golds, found[text["id"]], skipped[text["id"]]):
            right += fault is None
            faults += [fault] if fault else []
    sample = random.Random(args.seed).sample(faults, min(100, len(faults)))
    print(f"{right} claims right, {len(faults)} wrong or missed; of {len(sample)} of these:")
    for cause, n in collections.Counter(c for c, _ in sample).most_common():
        print(f"\n{n}  {cause}")
        for _, told in [x for x in sample if x[0] == cause][:4]:
            print("    " + told)


def all_sentences(folder):
    import pathlib
    for path in sorted(pathlib.Path(folder).glob("*.txt")):
        for block in corpus.read_file(path):
            yield from block


def judge(text, golds, found, skipped):
    """For each gold claim None or (cause, what), and one for each claim that no gold has."""
    left = list(found)
    for gold in golds:
        words = text["text"][gold.trigger[0]:gold.trigger[1]]
        told = f"{gold.type} “{words}”: {text['text']}"
        at = [c for c in left if c["evidence"]["trigger"][0] < gold.trigger[1] and gold.trigger[0] < c["evidence"]["trigger"][1]]
        if not at:
            yield missed(words, skipped), told
            continue
        claim = at[0]
        left.remove(claim)
        yield wrong(gold, claim, told)
    for claim in left:
        start, end = claim["evidence"]["trigger"]
        yield "a claim where the reader saw no event", f"{claim['event'][0]} “{text['text'][start:end]}”: {text['text']}"


def missed(words, skipped):
    """Why there is no claim at these words, as far as the coder says."""
    for record in skipped:
        note = record["skipped"]
        if note["text"] and (note["text"] in words or words in note["text"]):
            for part, cause in (("does not resolve", "missed: the rule fits, a side has no country"), ("is the content of", "missed: taken for the content of another act"),
                                ("not sure enough", "missed: below the least confidence"), ("is about", "missed: taken for sport, markets or weather")):
                if part in note["message"]:
                    return cause
    return "missed: no rule and no reading sees the act, or nobody in it has a country"


def wrong(gold, claim, told):
    """None if type and sides are right, else the cause."""
    if claim["event"][0] != gold.type:
        return "another type", f"{claim['event'][0]} for {told}"
    codes = lambda side: {a["country_code"] for a in claim[side] if a["country_code"]}
    for side, spans in (("actor", gold.actors), ("recipient", gold.recipients)):
        want = {x[2] for x in spans}
        have = codes(side)
        if side == "recipient" and not want and len(gold.actors) > 1:
            continue
        if have != want:
            kind = "is missing or has no country" if not have else "is somebody else"
            return f"the {side} {kind}", f"{sorted(have)} for {sorted(want)} in {told}"
    return None


if __name__ == "__main__":
    main()
