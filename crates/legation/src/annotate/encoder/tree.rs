//! From arc scores to a tree.
//!
//! In: for every word a score for each head, column 0 being the root. Out: the head of each word, so that all words hang together
//! and exactly one hangs on the root. Each word first takes its best head; when that is no tree, the tree with the greatest sum
//! of scores is found by Chu–Liu–Edmonds.

/// Scores of heads for the words of a sentence.
#[derive(Clone, Copy)]
pub(super) struct ArcScores<'a> {
    /// Row after row; word `i` (from 1) has row `i − 1`, its columns are the root and the words.
    pub(super) numbers: &'a [f32],
    /// Distance from one row to the next, more than the number of words.
    pub(super) stride: usize,
    pub(super) words: usize,
}

impl ArcScores<'_> {
    /// The score of an arc; no word is its own head. Bounds keep a broken model from overruling the single root.
    fn get(self, word: usize, head: usize) -> f64 {
        const BOUND: f64 = 1e5;
        let score = f64::from(self.numbers[(word - 1) * self.stride + head]);
        if score.is_nan() { -BOUND } else { score.clamp(-BOUND, BOUND) }
    }
}

/// The head of each word, 0 for the root's only child, else the number of a word counted from 1.
pub(super) fn heads(scores: ArcScores<'_>) -> Vec<usize> {
    let greedy: Vec<usize> = (1..=scores.words).map(|word| best_head(scores, word)).collect();
    if is_tree(&greedy) { greedy } else { Graph::new(scores).best_tree() }
}

fn best_head(scores: ArcScores<'_>, word: usize) -> usize {
    let row = &scores.numbers[(word - 1) * scores.stride..][..=scores.words];
    let better = |best, next| if next != word && row[next] > row[best] { next } else { best };
    (1..row.len()).fold(0, better)
}

/// The first of those with the greatest score.
fn first_best<T>(scored: impl Iterator<Item = (T, f64)>) -> Option<T> {
    let better = |best: (T, f64), next: (T, f64)| if next.1 > best.1 { next } else { best };
    scored.reduce(better).map(|(item, _)| item)
}

/// Whether the heads make one tree with one child of the root.
pub(super) fn is_tree(heads: &[usize]) -> bool {
    heads.iter().filter(|&&head| head == 0).count() == 1
        && cycle(heads.len(), |word| heads[word - 1]).is_none()
}

/// The words of a cycle, if following the heads leads into one. A head of 0 ends the way.
fn cycle(words: usize, head: impl Fn(usize) -> usize) -> Option<Vec<usize>> {
    // On which walk a word was first seen; meeting one's own trace closes a cycle.
    let mut seen = vec![0; words + 1];
    for start in 1..=words {
        let mut word = start;
        while word != 0 && seen[word] == 0 {
            seen[word] = start;
            word = head(word);
        }
        if word != 0 && seen[word] == start {
            let mut cycle = vec![word];
            let mut next = head(word);
            while next != word {
                cycle.push(next);
                next = head(next);
            }
            return Some(cycle);
        }
    }
    None
}

/// An arc between words of the sentence.
#[derive(Clone, Copy, Default)]
struct Arc {
    word: usize,
    head: usize,
    score: f64,
}

/// The graph of all arcs. Cycles are contracted to their first node until the best arcs make a tree.
struct Graph {
    nodes: usize,
    /// For each node and each node as head the best arc between words in them; row after row.
    arcs: Vec<Arc>,
    /// Whether a node still stands for itself. Node 0 is the root.
    alive: Vec<bool>,
    /// The words that each node stands for.
    members: Vec<Vec<usize>>,
    contractions: Vec<Vec<Contracted>>,
}

/// A node of a cycle at the time it was contracted.
struct Contracted {
    node: usize,
    members: Vec<usize>,
    arc: Arc,
}

impl Graph {
    fn new(scores: ArcScores<'_>) -> Self {
        /// More than all other scores together can weigh: the best tree has as few children of the root as there can be.
        const ROOT_COST: f64 = 1e9;
        let nodes = scores.words + 1;
        let mut arcs = vec![Arc::default(); nodes * nodes];
        for word in 1..nodes {
            for head in (0..nodes).filter(|&head| head != word) {
                let cost = if head == 0 { ROOT_COST } else { 0.0 };
                arcs[word * nodes + head] =
                    Arc { word, head, score: scores.get(word, head) - cost };
            }
        }
        let members = (0..nodes).map(|node| vec![node]).collect();
        Self { nodes, arcs, alive: vec![true; nodes], members, contractions: Vec::new() }
    }

    fn best_tree(mut self) -> Vec<usize> {
        loop {
            let best: Vec<Arc> = (0..self.nodes).map(|node| self.best_arc(node)).collect();
            let owner = self.owner();
            let head = |node: usize| if self.alive[node] { owner[best[node].head] } else { 0 };
            match cycle(self.nodes - 1, head) {
                Some(cycle) => self.contract(&cycle, &best),
                None => return self.expand(best),
            }
        }
    }

    /// The node that each word is in.
    fn owner(&self) -> Vec<usize> {
        let mut owner = vec![0; self.nodes];
        for (node, members) in self.members.iter().enumerate().filter(|&(node, _)| self.alive[node])
        {
            members.iter().for_each(|&word| owner[word] = node);
        }
        owner
    }

    fn best_arc(&self, node: usize) -> Arc {
        let heads = (0..self.nodes).filter(|&head| head != node && self.alive[head]);
        let arcs = heads.map(|head| self.arcs[node * self.nodes + head]);
        first_best(arcs.filter(|_| node != 0).map(|arc| (arc, arc.score))).unwrap_or_default()
    }

    /// Makes one node of a cycle. An arc into it is worth what it gains over the arc of the cycle that it replaces.
    fn contract(&mut self, cycle: &[usize], best: &[Arc]) {
        let nodes = self.nodes;
        let (first, others) = (cycle[0], &cycle[1..]);
        cycle.iter().for_each(|&node| self.alive[node] = false);
        for outside in (0..nodes).filter(|&node| self.alive[node]) {
            let into = cycle.iter().map(|&node| {
                let arc = self.arcs[node * nodes + outside];
                Arc { score: arc.score - best[node].score, ..arc }
            });
            let into = first_best(into.map(|arc| (arc, arc.score))).unwrap_or_default();
            let out_of = cycle.iter().map(|&node| self.arcs[outside * nodes + node]);
            let out_of = first_best(out_of.map(|arc| (arc, arc.score))).unwrap_or_default();
            self.arcs[first * nodes + outside] = into;
            self.arcs[outside * nodes + first] = out_of;
        }
        let contracted = cycle.iter().map(|&node| Contracted {
            node,
            members: self.members[node].clone(),
            arc: best[node],
        });
        self.contractions.push(contracted.collect());
        for &node in others {
            let members = std::mem::take(&mut self.members[node]);
            self.members[first].extend(members);
        }
        self.alive[first] = true;
    }

    /// Opens the contracted cycles, the last one first: the arc into a cycle takes the place of one of its own.
    fn expand(self, mut arcs: Vec<Arc>) -> Vec<usize> {
        for cycle in self.contractions.iter().rev() {
            let into = arcs[cycle[0].node];
            for contracted in cycle {
                let enters = contracted.members.contains(&into.word);
                arcs[contracted.node] = if enters { into } else { contracted.arc };
            }
        }
        arcs[1..].iter().map(|arc| arc.head).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(seed: u64) -> impl FnMut() -> f32 {
        let mut state = seed.wrapping_add(99);
        move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / 1e6
        }
    }

    fn tree_of(numbers: &[f32], words: usize) -> Vec<usize> {
        heads(ArcScores { numbers, stride: words + 1, words })
    }

    /// The best sum over all trees with one root, by trying every combination of heads.
    fn best_sum(numbers: &[f32], words: usize) -> f32 {
        let sum = |heads: &[usize]| -> f32 {
            heads.iter().enumerate().map(|(word, head)| numbers[word * (words + 1) + head]).sum()
        };
        let mut heads = vec![0; words];
        let mut best = f32::MIN;
        loop {
            if is_tree(&heads) {
                best = best.max(sum(&heads));
            }
            let Some(next) = heads.iter().position(|&head| head < words) else { return best };
            heads[..next].fill(0);
            heads[next] += 1;
        }
    }

    #[test]
    fn no_words_no_heads() {
        assert!(tree_of(&[], 0).is_empty());
    }

    #[test]
    fn one_word_hangs_on_the_root() {
        assert_eq!(tree_of(&[-50.0, 9.0], 1), [0]);
    }

    #[test]
    fn best_heads_that_make_a_tree_are_taken() {
        assert_eq!(tree_of(&[0.0, 0.0, 5.0, 5.0, 0.0, 0.0], 2), [2, 0]);
    }

    #[test]
    fn a_cycle_is_opened_where_it_costs_least() {
        // 1 and 2 prefer each other; 2 loses less by going to the root.
        assert_eq!(tree_of(&[0.0, 0.0, 9.0, 5.0, 8.0, 0.0], 2), [2, 0]);
    }

    #[test]
    fn of_several_roots_the_best_stays() {
        assert_eq!(tree_of(&[9.0, 0.0, 1.0, 8.0, 7.5, 0.0], 2), [0, 1]);
    }

    #[test]
    fn no_tree_is_better() {
        for seed in 0..2000 {
            let words = 2 + seed as usize % 4;
            let mut next = noise(seed);
            let numbers: Vec<f32> = (0..words * (words + 1)).map(|_| next()).collect();
            let heads = tree_of(&numbers, words);
            assert!(is_tree(&heads), "{heads:?}");
            let sum: f32 = heads
                .iter()
                .enumerate()
                .map(|(word, head)| numbers[word * (words + 1) + head])
                .sum();
            let best = best_sum(&numbers, words);
            assert!((sum - best).abs() < 1e-4, "found {sum}, best {best}");
        }
    }

    #[test]
    fn any_numbers_give_a_tree() {
        let odd = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, f32::MIN, 0.0];
        for seed in 0..300 {
            let words = 1 + seed as usize % 60;
            let mut next = noise(seed);
            let mut pick = || match next() {
                x if seed % 3 == 0 => odd[(x * 1e6) as usize % odd.len()],
                x if seed % 3 == 1 => (x as i32 % 3) as f32,
                x => x * 1e4,
            };
            let numbers: Vec<f32> = (0..words * (words + 1)).map(|_| pick()).collect();
            let heads = tree_of(&numbers, words);
            assert!(is_tree(&heads), "{words} words: {heads:?}");
        }
    }
}
