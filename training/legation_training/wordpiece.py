"""BERT's uncased word pieces, word by word, as docs/MODEL.md sets out."""
import unicodedata

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
MAX_RUN = 100  # characters; a longer run is [UNK]


def normalise(word):
    """Without control characters and combining marks, lower-cased."""
    kept = "".join(" " if c in "\t\n\r" else c for c in word if c in "\t\n\r" or not _is_control(c))
    bare = "".join(c for c in unicodedata.normalize("NFD", kept) if unicodedata.category(c) != "Mn")
    return bare.lower()


def _is_control(c):
    return unicodedata.category(c)[0] == "C" or c == "\ufffd"


def _stands_alone(c):
    """Punctuation (all ASCII punctuation, Unicode P*) and CJK ideographs."""
    o = ord(c)
    if 33 <= o <= 47 or 58 <= o <= 64 or 91 <= o <= 96 or 123 <= o <= 126:
        return True
    cjk = 0x4E00 <= o <= 0x9FFF or 0x3400 <= o <= 0x4DBF or 0x20000 <= o <= 0x2CEAF or 0xF900 <= o <= 0xFAFF or 0x2F800 <= o <= 0x2FA1F
    return cjk or unicodedata.category(c)[0] == "P"


def runs(text):
    """The maximal runs between white space and characters that stand alone, and those characters."""
    out, run = [], ""
    for c in text:
        if c.isspace() or _stands_alone(c):
            if run:
                out.append(run)
            run = ""
            if not c.isspace():
                out.append(c)
        else:
            run += c
    return out + [run] if run else out


class WordPiece:
    """Greedy longest-match pieces over a list of pieces (index = id)."""

    def __init__(self, pieces):
        self.pieces = list(pieces)
        self.ids = {p: i for i, p in enumerate(self.pieces)}
        self.pad, self.unk, self.cls, self.sep = (self.ids[s] for s in SPECIAL)
        self._cache = {}

    def word(self, word):
        """Ids of one word, never empty."""
        if word not in self._cache:
            self._cache[word] = tuple(i for r in runs(normalise(word)) for i in self._cover(r)) or (self.unk,)
        return self._cache[word]

    def _cover(self, run):
        if len(run) > MAX_RUN:
            return [self.unk]
        out, start = [], 0
        while start < len(run):
            for end in range(len(run), start, -1):
                i = self.ids.get(("##" if start else "") + run[start:end])
                if i is not None:
                    break
            else:
                return [self.unk]
            out.append(i)
            start = end
        return out


def read_pieces(path):
    """Pieces of a vocab.txt, one a line."""
    with open(path, encoding="utf-8") as f:
        return [line.rstrip("\n") for line in f]


def english_pieces(pieces):
    """(kept pieces, their old ids): special ones first, then those that English news can produce, in the old order.

    Kept are pieces of ASCII, Latin letters, general punctuation and a few signs; [unused] and other scripts go.
    """
    def kept(p):
        body = p[2:] if p.startswith("##") else p
        return all(c < "\u0250" or "\u2010" <= c <= "\u206f" or "\u20a0" <= c <= "\u20bf" or c in "™°²³¹½¼¾×÷−" for c in body)
    rest = [i for i, p in enumerate(pieces) if p not in SPECIAL and not p.startswith("[") and kept(p)]
    rest += [i for i, p in enumerate(pieces) if p == "["]
    old = [pieces.index(s) for s in SPECIAL] + sorted(set(rest))
    return [pieces[i] for i in old], old
