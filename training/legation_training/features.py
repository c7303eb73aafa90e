"""What a sentence looks like to the encoder: piece ids, case classes, lexicon flags (docs/MODEL.md)."""
CASE_CLASSES = 6
CLASSES = ("country", "demonym", "place", "person", "given", "surname", "org", "orgword", "title", "month")
FLAGS = 2 * len(CLASSES)


def case_class(word):
    """0 lower · 1 Title · 2 UPPER (two letters or more) · 3 mixed · 4 has an ASCII digit · 5 one upper-case letter."""
    if any("0" <= c <= "9" for c in word):
        return 4
    upper = [c.isupper() for c in word if c.isalpha()]
    if not any(upper):
        return 0
    if len(upper) == 1:
        return 5
    if all(upper):
        return 2
    return 1 if upper[0] and sum(upper) == 1 else 3


class Lexicon:
    """names.tsv, matched against lower-cased words."""

    def __init__(self, path):
        self.entries = [set() for _ in CLASSES]
        self.longest = {}  # first word -> most words of an entry that begins with it
        with open(path, encoding="utf-8") as f:
            for line in f:
                kind, name = line.rstrip("\n").split("\t")
                words = name.split(" ")
                self.entries[CLASSES.index(kind)].add(tuple(words))
                self.longest[words[0]] = max(len(words), self.longest.get(words[0], 0))

    def matches(self, words):
        """[(class index, start, end)]: the longest of each class, left to right, without overlap inside a class."""
        low = [w.lower() for w in words]
        free, out = [0] * len(CLASSES), []
        for i, first in enumerate(low):
            most = min(self.longest.get(first, 0), len(low) - i)
            keys = [tuple(low[i:i + n]) for n in range(most, 0, -1)]
            for c, entries in enumerate(self.entries):
                if i < free[c]:
                    continue
                hit = next((k for k in keys if k in entries), None)
                if hit:
                    out.append((c, i, i + len(hit)))
                    free[c] = i + len(hit)
        return out

    @staticmethod
    def flags(matches, n):
        """For each of n words the sorted list of its flag ids: 2 × class for the first word of a match, + 1 for the others."""
        out = [[] for _ in range(n)]
        for c, start, end in matches:
            out[start].append(2 * c)
            for i in range(start + 1, end):
                out[i].append(2 * c + 1)
        return [sorted(f) for f in out]
