"""Trees and tag sequences against brute force: python -m unittest discover tests"""
import itertools
import unittest

import numpy as np

from legation_training import decode
from legation_training.corpora import TAGS


def best_by_force(scores):
    """The best one-root tree of a few words, all tried."""
    n = len(scores)
    trees = (np.array(h) for h in itertools.product(range(n + 1), repeat=n))
    return max((scores[range(n), h].sum(), tuple(h)) for h in trees if decode.is_tree(h))


class Trees(unittest.TestCase):
    def test_best_tree(self):
        rng = np.random.default_rng(3)
        for _ in range(300):
            n = int(rng.integers(1, 5))
            scores = rng.normal(size=(n, n + 1)) * 3
            scores[range(n), range(1, n + 1)] = -1e4
            found = decode.heads(scores)
            self.assertTrue(decode.is_tree(found))
            greedy = scores.argmax(1)
            self.assertEqual(tuple(found), tuple(greedy) if decode.is_tree(greedy) else best_by_force(scores)[1])

    def test_no_tree(self):
        for h in ([0, 0], [2, 1], [1], [0, 3, 2]):
            self.assertFalse(decode.is_tree(np.array(h)))


class Tags(unittest.TestCase):
    def test_best_sequence(self):
        rng = np.random.default_rng(4)
        fits = lambda seq: all(not TAGS[t].startswith("I-") or (i and TAGS[seq[i - 1]][1:] == TAGS[t][1:]) for i, t in enumerate(seq))
        for _ in range(50):
            scores = rng.normal(size=(3, len(TAGS)))
            best = max((sum(scores[i, t] for i, t in enumerate(s)), s) for s in itertools.product(range(len(TAGS)), repeat=3) if fits(s))
            self.assertEqual(decode.entity_tags(scores, TAGS), list(best[1]))


if __name__ == "__main__":
    unittest.main()
