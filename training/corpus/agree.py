"""How far the second reading of a random tenth of the claims corpus agrees with the first: `python3 training/corpus/agree.py`.

The second readers saw the text alone. A claim of one reader is another's when their triggers share a character; figures are F1 of triggers, of
triggers with the same type, and, of those, the share with the same status, mode, and codes of both sides.
"""
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from legation_training.claims import read_file  # noqa: E402


def sentences(paths):
    return {s.text: s for path in paths for block in read_file(path) for s in block}


def pairs(first, second):
    """One-to-one pairs of claims whose triggers overlap, the same type first."""
    left = list(second)
    for claim in first:
        beside = [c for c in left if c.trigger[0] < claim.trigger[1] and claim.trigger[0] < c.trigger[1]]
        if beside:
            other = max(beside, key=lambda c: c.type == claim.type)
            left.remove(other)
            yield claim, other


def main():
    first, second = sentences(sorted(HERE.glob("*.txt"))), sentences(sorted(HERE.glob("second/*.txt")))
    read = [(first[text].claims, s.claims) for text, s in second.items() if text in first]
    linked = [p for a, b in read for p in pairs(a, b)]
    typed = [(a, b) for a, b in linked if a.type == b.type]
    total = sum(len(a) + len(b) for a, b in read)
    sides = lambda c: ({x[2] for x in c.actors}, {x[2] for x in c.recipients})
    share = lambda same: sum(same(a, b) for a, b in typed) / len(typed)
    print(f"{len(read)} sentences, {sum(len(a) for a, _ in read)} claims, {sum(len(b) for _, b in read)} in the second reading")
    print(f"trigger F1 {2 * len(linked) / total:.3f}, with type {2 * len(typed) / total:.3f}")
    print(f"of the same type: status {share(lambda a, b: a.status == b.status):.3f}, mode {share(lambda a, b: a.mode == b.mode):.3f}, "
          f"both sides' codes {share(lambda a, b: sides(a) == sides(b)):.3f}")
    print(f"sentences where both see an event or both none: {sum(bool(a) == bool(b) for a, b in read) / len(read):.3f}")


main()
