"""From scores to a tree and to entity tags, as the engine does it."""
import numpy as np


def heads(scores):
    """Heads of one sentence; scores [W, W+1] with 0 the root. Greedy, then the best tree with one root if that is none."""
    greedy = scores.argmax(1)
    if is_tree(greedy):
        return greedy
    n = len(scores)
    full = np.full((n + 1, n + 1), -np.inf)
    full[1:] = scores
    full[1:, 0] -= 1e6  # so that exactly one word hangs on the root
    np.fill_diagonal(full, -np.inf)
    return chu_liu_edmonds(full)[1:]


def is_tree(h):
    """Whether heads h (word i at h[i-1]) make one tree with one root."""
    if (h == 0).sum() != 1:
        return False
    seen = np.zeros(len(h) + 1, int)
    for i in range(1, len(h) + 1):
        j = i
        while j and not seen[j]:
            seen[j] = i
            j = h[j - 1]
        if j and seen[j] == i:
            return False
    return True


def chu_liu_edmonds(scores):
    """Maximum arborescence rooted at 0; scores [n,n] of dependant × head. Returns the head of every node (0's is 0)."""
    best = scores.argmax(1)
    best[0] = 0
    cycle = _cycle(best)
    if cycle is None:
        return best
    rest = [i for i in range(len(scores)) if i not in set(cycle)]
    own = scores[cycle, best[cycle]]
    out_of = scores[np.ix_(rest, cycle)]
    into = scores[np.ix_(cycle, rest)] - own[:, None]
    m = len(rest)
    small = np.full((m + 1, m + 1), -np.inf)
    small[:m, :m] = scores[np.ix_(rest, rest)]
    small[:m, m] = out_of.max(1)
    small[m, :m] = into.max(0)
    tree = chu_liu_edmonds(small)
    result = best.copy()
    for k in range(1, m):
        result[rest[k]] = cycle[out_of[k].argmax()] if tree[k] == m else rest[tree[k]]
    enters = into[:, tree[m]].argmax()
    result[cycle[enters]] = rest[tree[m]]
    return result


def _cycle(h):
    """The nodes of one cycle, or None."""
    state = np.zeros(len(h), int)
    for i in range(1, len(h)):
        path, j = [], i
        while j and not state[j]:
            state[j] = i
            path.append(j)
            j = h[j]
        if j and state[j] == i and j in path:
            return path[path.index(j):]
    return None


def entity_tags(scores, tags):
    """Indices of the best BIO sequence: I-X only after B-X or I-X. scores [W, tags]."""
    allowed = np.array([[not t.startswith("I-") or p[2:] == t[2:] and p != "O" for t in tags] for p in tags])
    total = np.where([t.startswith("I-") for t in tags], -np.inf, scores[0])
    back = []
    for row in scores[1:]:
        step = np.where(allowed, total[:, None], -np.inf)
        back.append(step.argmax(0))
        total = step.max(0) + row
    path = [int(total.argmax())]
    for b in reversed(back):
        path.append(int(b[path[-1]]))
    return path[::-1]
