"""Pieces, case classes, lexicon flags and corpus conventions on small cases."""
import os
import tempfile
import unittest

from legation_training import corpora
from legation_training.features import Lexicon, case_class
from legation_training.wordpiece import WordPiece, english_pieces, normalise, runs


class Words(unittest.TestCase):
    def test_case_classes(self):
        cases = {"said": 0, "—": 0, "Kim": 1, "'Tis": 1, "UN": 2, "U.S.": 2, "McCain": 3, "iPhone": 3, "G7": 4, "2024": 4, "A": 5, "J.": 5}
        self.assertEqual({w: case_class(w) for w in cases}, cases)

    def test_normalise(self):
        self.assertEqual(normalise("Pyŏng\u00adyang"), "pyongyang")
        self.assertEqual(runs("rock'n'roll"), ["rock", "'", "n", "'", "roll"])

    def test_pieces(self):
        wp = WordPiece(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##able", "’"])
        self.assertEqual(wp.word("Unable"), (4, 5))
        self.assertEqual(wp.word("zz"), (1,))
        self.assertEqual(wp.word("\u200d"), (1,))
        self.assertEqual(wp.word("’"), (6,))

    def test_pruning(self):
        kept, old = english_pieces(["[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "the", "##ия", "人", "’", "["])
        self.assertEqual(kept, ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "’", "["])
        self.assertEqual(old, [0, 2, 3, 4, 5, 8, 9])


class Flags(unittest.TestCase):
    def test_longest_match_of_each_class(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "names.tsv")
            with open(path, "w", encoding="utf-8") as f:
                f.write("country\tnorth korea\nplace\tkorea\nplace\tnorth\n")
            lexicon = Lexicon(path)
        found = lexicon.matches(["In", "North", "Korea"])
        self.assertEqual(found, [(0, 1, 3), (2, 1, 2), (2, 2, 3)][:1] + [(2, 1, 2), (2, 2, 3)])
        self.assertEqual(Lexicon.flags(found, 3), [[], [0, 4], [1, 4]])


class Corpora(unittest.TestCase):
    def test_ud_words(self):
        cases = {"al-Ani": ["al", "-", "Ani"], "Korea's": ["Korea", "'s"], "don't": ["do", "n't"], "U.S.": ["U.S."], "2015-21": ["2015-21"]}
        self.assertEqual({w: corpora.ud_words(w) for w in cases}, cases)

    def test_demonyms_are_no_entity(self):
        tags = corpora._bio(["The", "Italian", "Greens"], ["O", "I-misc", "B-party"], {"misc": "MISC", "party": "ORG"}, {"italian"})
        self.assertEqual(tags, ["O", "O", "B-ORG"])


if __name__ == "__main__":
    unittest.main()
