"""Names changed for others of the same kind and number of words, so that the encoder learns how names stand and not which they are."""
import collections
import dataclasses

from .evaluate import entities
from .features import CLASSES

SOURCES = {"PER": ("person", "surname"), "LOC": ("country", "place"), "ORG": ("org",)}  # lexicon classes of each kind
SMALL = {"of", "the", "and", "for", "in", "on", "to", "a", "de", "al", "bin", "el", "da", "dos", "von", "van", "-", "'s"}


class Swapper:
    """Pools of names {kind: {number of words: [names as tuples]}}, half of the choices from the corpora, half from the lexicon."""

    def __init__(self, sentences, lexicon):
        self.corpora, self.lexicon = (collections.defaultdict(lambda: collections.defaultdict(list)) for _ in range(2))
        for s in sentences:
            for start, end, kind in sorted(entities(s.ner or [])):
                self.corpora[kind][end - start].append(tuple(s.words[start:end]))
        for kind, classes in SOURCES.items():
            for c in classes:
                for words in sorted(lexicon.entries[CLASSES.index(c)]):
                    if kind != "PER" or c == "person" or len(words) == 1:
                        self.lexicon[kind][len(words)].append(printed(words))

    def swap(self, sentence, rng):
        """The sentence with every PER, ORG and LOC name exchanged; tags of the new words' part of speech become unknown."""
        words, upos, xpos = list(sentence.words), list(sentence.upos or []), list(sentence.xpos or [])
        for start, end, kind in sorted(entities(sentence.ner)):
            pool = (self.corpora if rng.random() < 0.5 else self.lexicon)[kind][end - start]
            if kind == "MISC" or not pool:
                continue
            words[start:end] = rng.choice(pool)
            if upos and kind == "ORG":
                upos[start:end] = xpos[start:end] = ["?"] * (end - start)
        return dataclasses.replace(sentence, words=words, upos=upos or None, xpos=xpos or None)


def printed(words):
    """A lower-cased lexicon name as newspapers print it."""
    one = len(words) == 1
    case = lambda w: w if w in SMALL and not one else w.upper() if "." in w or one and len(w) <= 4 and not set(w) & set("aeiou") else w[:1].upper() + w[1:]
    return tuple(case(w) for w in words)
