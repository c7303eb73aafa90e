"""Sentences as tensors: augmentation, feature dropout, batches of like length."""
import numpy as np
import torch

from . import events
from .claims import STATUSES
from .corpora import Sentence
from .features import FLAGS, Lexicon, case_class

MOST_PIECES = 160  # longer training sentences are left out


class Item:
    """A sentence with what was computed of it once."""

    def __init__(self, sentence):
        self.sentence = sentence
        self.matches = None
        self.length = None


class Maker:
    """Makes batches out of sentences. `labels` is {head: list}."""

    def __init__(self, pieces, lexicon, labels, swapper=None):
        self.swapper = swapper
        self.pieces, self.lexicon, self.labels = pieces, lexicon, labels
        self.index = {head: {x: i for i, x in enumerate(names)} for head, names in labels.items()}
        self.allowed = {t: self._allowed(t) for t in labels["ner"] + ["O?", "?"]}

    def _allowed(self, tag):
        """Which tags a gold tag allows."""
        if tag == "?":
            return np.zeros(len(self.labels["ner"]), bool)
        return np.array([t == tag or tag == "O?" and t in ("O", "B-MISC", "I-MISC") for t in self.labels["ner"]])

    def measure(self, item):
        """Compute pieces' number and lexicon matches of an item once."""
        if item.length is None:
            item.length = 2 + sum(len(self.pieces.word(w)) for w in item.sentence.words)
            item.matches = self.lexicon.matches(item.sentence.words)

    def plan(self, items, config, rng):
        """Lists of items, each at most `batch_pieces` padded pieces; like lengths together, order shuffled."""
        for item in items:
            self.measure(item)
        chosen = [x for x in items if x.length <= MOST_PIECES and rng.random() < config["share"].get(x.sentence.corpus, 1.0)]
        chosen.sort(key=lambda x: x.length + rng.random() * 4)
        out, now = [], []
        for item in chosen:
            if now and (len(now) + 1) * max(item.length, now[-1].length) > config["batch_pieces"]:
                out.append(now)
                now = []
            now.append(item)
        out.append(now)
        rng.shuffle(out)
        return out

    def epoch(self, items, config, rng):
        """Training batches of one epoch, with augmentation and feature dropout."""
        for group in self.plan(items, config, rng):
            rows = self._joined([self._swapped(x, config, rng) for x in group], config, rng)
            yield self.batch([(self._vary(s.words, config, rng), s, self._drop(matches, config, rng)) for s, matches in rows])

    def _joined(self, rows, config, rng):
        """Now and then two short sentences run together, as where a line break was lost; the tree is then unknown."""
        out = []
        for s, matches in rows:
            last = out[-1][0] if out else None
            fits = last is not None and s.corpus in ("ewt", "gum") and s.ner and last.ner and s.upos and last.upos and len(last.words) + len(s.words) < 40
            if fits and rng.random() < config.get("join", 0):
                both = Sentence(last.words + s.words, s.corpus, upos=last.upos + s.upos, xpos=last.xpos + s.xpos, ner=last.ner + s.ner)
                out[-1] = both, self.lexicon.matches(both.words)
            else:
                out.append((s, matches))
        return out

    def _swapped(self, item, config, rng):
        """The item's sentence and matches, now and then with other names in it."""
        share = config["swap"] if item.sentence.acts is None else config["swap_claims"]
        if self.swapper and item.sentence.ner and item.sentence.voices is None and rng.random() < share:
            s = self.swapper.swap(item.sentence, rng)
            return s, self.lexicon.matches(s.words)
        return item.sentence, item.matches

    def _vary(self, words, config, rng):
        """The words in capitals, Title Case or lower case, or with other quotation marks, each with a small chance."""
        r = rng.random() - config["upper"]
        if r < 0:
            return [w.upper() for w in words]
        r -= config["title"]
        if r < 0:
            return [w[:1].upper() + w[1:] if len(w) > 3 or i == 0 or rng.random() < 0.5 else w for i, w in enumerate(words)]
        r -= config["lower"]
        if r < 0:
            return [w.lower() for w in words]
        return typographic(words) if rng.random() < config["quotes"] else words

    @staticmethod
    def _drop(matches, config, rng):
        if rng.random() < config["drop_all_flags"]:
            return []
        return [m for m in matches if rng.random() >= config["drop_flag"]]

    def batch(self, rows):
        """Tensors of [(words shown, sentence, lexicon matches)]."""
        ids = [[self.pieces.word(w) for w in words] for words, _, _ in rows]
        b, w = len(rows), max(len(x) for x in ids)
        p = 2 + max(sum(map(len, x)) for x in ids)
        t = {"pieces": np.zeros((b, p), np.int64), "word_of": np.zeros((b, p), np.int64), "pool": np.zeros((b, w + 1, p), np.float32),
             "case": np.zeros((b, w + 1), np.int64), "flags": np.zeros((b, w + 1, FLAGS), np.float32), "candidates": np.zeros((b, w + 1), bool),
             "ner": np.zeros((b, w, len(self.labels["ner"])), bool)}
        for head in ("upos", "xpos", "heads", "deprels", "act", "mode", "status", "cue"):
            t[head] = np.full((b, w), -1, np.int64)
        t["fact"] = np.full((b, w), np.nan, np.float32)
        lists = {k: [] for k in ("role_at", "role", "voice_at", "voice", "pair_at", "pair_mask", "pair")}
        for i, (words, sentence, matches) in enumerate(rows):
            self._fill_input(t, i, words, ids[i], matches)
            self._fill_gold(t, i, sentence)
            self._fill_events(t, i, sentence)
            self._fill_lists(lists, i, w, sentence)
        t |= {k: np.array(v, np.float32 if k == "pair_mask" else np.int64) for k, v in lists.items() if v}
        return {k: torch.from_numpy(v) for k, v in t.items()}

    def _fill_events(self, t, i, s):
        n = len(s.words)
        if s.acts is not None:
            t["act"][i, :n] = 0
            for k, (kind, mode, status) in s.acts.items():
                t["act"][i, k], t["mode"][i, k], t["status"][i, k] = events.TYPES.index(kind), events.MODES.index(mode), STATUSES.index(status)
        if s.voices is not None:
            t["cue"][i, :n] = 0
            t["cue"][i, [k for k, _ in s.voices]] = 1
        for k, value in (s.facts or {}).items():
            t["fact"][i, k] = value

    @staticmethod
    def _fill_lists(lists, i, width, s):
        n = len(s.words)
        for name, names, rows in (("role", events.ROLES, s.roles), ("voice", events.VOICE, s.voices)):
            for at, row in rows or []:
                lists[name + "_at"].append((i, at))
                lists[name].append([names.index(row.get(k, "-")) if k < n else -1 for k in range(width)])
        for actors, recipients, kind in s.pairs or []:
            lists["pair_at"].append(i)
            lists["pair_mask"].append([[k in side for k in range(width)] for side in (actors, recipients)])
            lists["pair"].append(events.TYPES.index(kind) - 1)

    def _fill_input(self, t, i, words, ids, matches):
        t["pieces"][i, 0], t["pool"][i, 0, 0] = self.pieces.cls, 1
        at = 1
        for k, piece_ids in enumerate(ids, 1):
            end = at + len(piece_ids)
            t["pieces"][i, at:end], t["word_of"][i, at:end], t["pool"][i, k, at:end] = piece_ids, k, 1 / len(piece_ids)
            t["case"][i, k] = case_class(words[k - 1])
            at = end
        t["pieces"][i, at] = self.pieces.sep
        t["candidates"][i, :len(words) + 1] = True
        for k, flags in enumerate(Lexicon.flags(matches, len(words)), 1):
            t["flags"][i, k, flags] = 1

    def _fill_gold(self, t, i, s):
        n = len(s.words)
        if s.upos:
            t["upos"][i, :n] = [self.index["upos"].get(x, -1) for x in s.upos]
            t["xpos"][i, :n] = [self.index["xpos"].get(x, -1) for x in s.xpos]
        if s.heads:
            t["heads"][i, :n] = s.heads
            t["deprels"][i, :n] = [self.index["deprel"].get(x, -1) for x in s.deprels]
        if s.ner:
            t["ner"][i, :n] = [self.allowed[x] for x in s.ner]

    def plain(self, sentences, batch_pieces=2000):
        """Batches for prediction: [(indices, tensors)]."""
        items = [Item(s) for s in sentences]
        for x in items:
            self.measure(x)
        order = sorted(range(len(items)), key=lambda i: items[i].length)
        while order:
            take = max(1, batch_pieces // items[order[0]].length)
            while take > 1 and take * items[order[min(take, len(order)) - 1]].length > batch_pieces:
                take -= 1
            now, order = order[:take], order[take:]
            yield now, self.batch([(items[i].sentence.words, items[i].sentence, items[i].matches) for i in now])


def typographic(words):
    """Straight quotation marks and apostrophes as printed ones; a double hyphen as a dash."""
    out, opened = [], False
    for w in words:
        if w in ('"', "``", "''"):
            opened = w == "``" or w == '"' and not opened
            out.append("“" if opened else "”")
        else:
            out.append("–" if w == "--" else w.replace("'", "’"))
    return out
