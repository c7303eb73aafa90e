"""The codebook's examples as marked sentences: what a rule's file says must come out, laid onto the words by the engine itself.

An example says who did what to whom, not where in the text it stands. Where the engine codes just what the example says, its spans are taken;
where it does not, the example is left out. Near misses are sentences without an event.
"""
import glob
import json
import os
import re
import subprocess
import tomllib

from . import claims

FOLDER = "../crates/legation-data/data/codebook/plover"


def examples(folder):
    """(text, the claims it says as strings) of every example and near miss, by file and place."""
    for path in sorted(glob.glob(os.path.join(folder, "*.toml"))):
        with open(path, "rb") as f:
            book = tomllib.load(f)
        for rule in book.get("rules", []):
            for example in rule.get("examples", []):
                yield example["text"], example.get("claims", [])
            for text in rule.get("near_misses", []):
                yield text, []


def wanted(text):
    """(actors, recipients, type, mode or None, status) of one expected claim."""
    kind = next(t for t in re.split(r"[\s/]", text) if t in claims.MODES)
    sides, _, rest = text.partition(kind)
    actors, _, recipients = sides.partition(">")
    mode = re.match(r"/([a-z-]+)", rest)
    status = [w for w in re.sub(r"^/[a-z-]+|@.*$", "", rest).split() if w in claims.STATUSES]
    side = lambda s: frozenset(filter(None, map(str.strip, s.split("+"))))
    return side(actors), side(recipients), kind, mode and mode[1], (status or ["asserted"])[0]


def coded(binary, texts):
    """{index of the text: its claims as the engine's records}."""
    lines = "".join(json.dumps({"id": str(i), "text": t}) + "\n" for i, t in enumerate(texts))
    shown = subprocess.run([binary, "code", "--input", "jsonl", "--format", "jsonl", "--min-confidence", "0", "-"],
                           input=lines, capture_output=True, text=True, check=True)
    found = {}
    for record in map(json.loads, shown.stdout.splitlines()):
        found.setdefault(int(record["article"]), []).append(record)
    return found


def said(record):
    """What the engine coded, as `wanted` says it; all its modes."""
    side = lambda name: frozenset(a["country_code"] for a in record[name] if a["country_code"])
    return side("actor"), side("recipient"), record["event"][0], record["mode"], record["status"]


def agrees(expected, record):
    sides, found = expected[:2], said(record)
    return all("?" in want or want == got for want, got in zip(sides, found)) and expected[2] == found[2] and expected[4] == found[4] \
        and (expected[3] is None or expected[3] in found[3])


def marked(record, expected, text):
    """An engine's claim as a claim of the corpus; `text` is the sentence."""
    spans = lambda name: [(*a["span"], a["country_code"] or "?") for a in record[name]]
    at = lambda words: [(i, i + len(words)) for i in [text.find(words)] if i >= 0]
    voices = record["attribution"][:1]
    return claims.Claim(expected[2], expected[3] or "", expected[4], tuple(record["evidence"]["trigger"]), spans("actor"), spans("recipient"),
                        [x for v in voices if v["holder"] for x in at(v["holder"])], [x for v in voices for x in at(v["cue"])])


def sentences(binary, folder=FOLDER):
    """Examples that the engine codes as they say, and near misses, as `claims.Sentence`s."""
    texts = list(examples(folder))
    found = coded(binary, [t for t, _ in texts])
    for i, (text, claims_said) in enumerate(texts):
        records, pairs = list(found.get(i, [])), []
        for expected in map(wanted, claims_said):
            match = next((r for r in records if agrees(expected, r)), None)
            if match is not None:
                records.remove(match)
                pairs.append(marked(match, expected, text))
        if len(pairs) == len(claims_said) and (not records or not claims_said):
            yield claims.Sentence(text, False, pairs)
