//! Lines to roles: which run of lines is the body, and what the others are.
//!
//! In: the blocks of a page in order, from flat text or from HTML, and what the page's metadata know. Out: a role for each.
//! Steps: what can be told of a line alone (phrases, markup, repetition) is fixed first; then every line gets a score for
//! being body (weights in `furniture.toml`), and the run of lines with the largest sum is the body; lines around it are named
//! by where they stand.

use super::line::{Block, Element, Line, Place, fold, words};
use crate::LineRole;
use legation_data::{furniture, is_function_word};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of the article before its lines are read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known<'a> {
    pub(super) title: Option<&'a str>,
    pub(super) site: Option<&'a str>,
}

/// A run must score this much to be an article: about two good sentences.
const LEAST_SCORE: f64 = 3.0;

/// A pull quote stands within this many lines of the paragraph that it repeats.
const NEARBY: usize = 8;

/// A headline shares at least this much with the body, see `overlap`.
const LEAST_OVERLAP: f64 = 1.0;

/// The roles of the blocks, one each. No block is body if no run of them reads like an article.
pub(super) fn label(blocks: &[Block], known: Known<'_>) -> Vec<LineRole> {
    let lines: Vec<Line> = blocks.iter().map(|block| Line::of(&block.text)).collect();
    let fixed = fixed_roles(blocks, &lines, known);
    let scores: Vec<f64> = blocks
        .iter()
        .zip(&lines)
        .zip(&fixed)
        .map(|((block, line), role)| score(block, line, *role))
        .collect();
    let Some((first, end)) = best_run(&scores) else {
        return fixed.into_iter().map(|role| role.unwrap_or(LineRole::Boilerplate)).collect();
    };
    let page = Page { blocks, lines: &lines, fixed: &fixed, scores: &scores, first, end };
    let headline = page.headline();
    (0..blocks.len()).map(|at| page.role(at, headline)).collect()
}

/// Roles that do not depend on where the body is.
fn fixed_roles(blocks: &[Block], lines: &[Line], known: Known<'_>) -> Vec<Option<LineRole>> {
    let repeats = Repeats::of(lines);
    let title = known.title.map(fold);
    let site = known.site.map(fold);
    let address = lines
        .iter()
        .find(|line| line.phrase == Some(LineRole::Site))
        .map(|line| host(&line.folded));
    let is = |name: &Option<String>, line: &Line| name.as_deref() == Some(line.folded.as_str());
    (0..lines.len())
        .map(|at| {
            let line = &lines[at];
            if is(&title, line) {
                return Some(LineRole::Headline);
            }
            if is(&site, line) || address.as_deref().is_some_and(|address| names(line, address)) {
                return Some(LineRole::Site);
            }
            line.phrase.or(blocks[at].markup.hint).or_else(|| repeats.role(at, lines))
        })
        .collect()
}

/// The letters of an address, without what every address has: "harbourgazettecom".
fn host(address: &str) -> String {
    letters(address.split("://").last().unwrap_or(address).trim_start_matches("www."))
}

/// Whether a line is the name of the site that has this address: "Harbour Gazette".
fn names(line: &Line, host: &str) -> bool {
    let name = letters(&line.folded);
    (1..=5).contains(&line.words) && name.len() > 3 && host.starts_with(&name)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Lines that stand on the page more than once, whole or as the beginning of another.
struct Repeats<'a> {
    places: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Repeats<'a> {
    fn of(lines: &'a [Line]) -> Self {
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, line) in lines.iter().enumerate() {
            places.entry(&line.folded).or_default().push(at);
        }
        Self { places }
    }

    /// A repeated line is a caption if it is long enough to describe something; of repeated prose the first is kept.
    fn role(&self, at: usize, lines: &[Line]) -> Option<LineRole> {
        let line = &lines[at];
        let places = &self.places[line.folded.as_str()];
        if line.is_prose() && line.words >= 12 {
            return (places[0] != at).then_some(LineRole::Boilerplate);
        }
        let described = if line.words >= 4 { LineRole::Caption } else { LineRole::Boilerplate };
        (places.len() > 1 || self.extends_another(line)).then_some(described)
    }

    /// A caption with its credit glued on: the line begins with another line and goes on without a break.
    fn extends_another(&self, line: &Line) -> bool {
        // What begins a line sorts right before it, but for other lines that begin so, too.
        let mut before = self.places.range(..line.folded.as_str()).rev().take(4);
        before.any(|(other, _)| {
            let rest = line.folded.strip_prefix(*other);
            words(other).count() >= 4
                && rest.is_some_and(|rest| rest.len() < other.len() && !rest.starts_with(' '))
        })
    }
}

/// How much a line speaks for being body.
fn score(block: &Block, line: &Line, fixed: Option<LineRole>) -> f64 {
    let w = &furniture().weights;
    let place = match block.markup.place {
        Place::Unknown => 0.0,
        Place::Inside => w.inside,
        Place::Outside => w.outside,
    };
    if fixed.is_some() {
        return if block.markup.place == Place::Outside { w.between } else { w.furniture };
    }
    let mut sum = place + w.word * line.words.min(w.most_words) as f64;
    sum += match (line.sentence_end, line.words >= 6) {
        (true, true) => w.sentence,
        (true, false) => w.short_sentence,
        (false, _) => w.fragment,
    };
    if line.function_share < 0.125 {
        sum += w.few_function_words;
    }
    if line.title_case {
        sum += w.title_case;
    }
    if block.markup.linked {
        sum += w.linked;
    }
    // The candidate finder has seen where the article goes on; what it left out in between does not end it.
    if block.markup.place == Place::Outside && sum < 0.0 { w.between } else { sum }
}

/// The run of lines with the largest sum, as a half-open range.
fn best_run(scores: &[f64]) -> Option<(usize, usize)> {
    let (mut best, mut best_sum) = (None, LEAST_SCORE);
    let (mut start, mut sum) = (0, 0.0);
    for (at, score) in scores.iter().enumerate() {
        if sum <= 0.0 {
            (start, sum) = (at, 0.0);
        }
        sum += score;
        if sum >= best_sum {
            (best, best_sum) = (Some((start, at + 1)), sum);
        }
    }
    best
}

/// A page whose body has been found.
struct Page<'a> {
    blocks: &'a [Block],
    lines: &'a [Line],
    fixed: &'a [Option<LineRole>],
    scores: &'a [f64],
    first: usize,
    end: usize,
}

impl Page<'_> {
    fn role(&self, at: usize, headline: Option<usize>) -> LineRole {
        if headline.is_some_and(|h| h == at || at < self.first && self.extends(at, h)) {
            return LineRole::Headline;
        }
        if let Some(role) = self.fixed[at] {
            return role;
        }
        if at < self.first {
            return self.role_above(at, headline);
        }
        if at < self.end { self.role_within(at) } else { self.role_below(at) }
    }

    fn role_above(&self, at: usize, headline: Option<usize>) -> LineRole {
        let short = (3..=40).contains(&self.lines[at].words) && !self.blocks[at].markup.linked;
        let beside =
            headline.is_some_and(|h| at == h + 1 || at.abs_diff(h) <= 3 && self.shares_words(at));
        if short && beside { LineRole::Kicker } else { LineRole::Boilerplate }
    }

    /// A line that goes on after the words of another, as the title of the window after the headline: "… | Site".
    fn extends(&self, at: usize, shorter: usize) -> bool {
        self.lines[at]
            .folded
            .strip_prefix(self.lines[shorter].folded.as_str())
            .is_some_and(|rest| !rest.is_empty())
    }

    /// Words of a paragraph nearby, shown once more in large letters.
    fn is_pull_quote(&self, at: usize) -> bool {
        let quote = self.lines[at].folded.trim_matches(|c: char| !c.is_alphanumeric());
        let near = at.saturating_sub(NEARBY)..(at + NEARBY + 1).min(self.lines.len());
        let within = |other: usize| {
            other != at && self.lines[other].is_prose() && self.lines[other].folded.contains(quote)
        };
        let label = self.is_stray(at) || self.lines[at].folded.starts_with('"');
        label && self.lines[at].words >= 4 && near.into_iter().any(within)
    }

    /// Within the body, sentences and single cross-heads are body; two labels in a row are a list of something else.
    fn role_within(&self, at: usize) -> LineRole {
        let stray = |i: usize| self.in_body(i) && self.is_stray(i);
        if self.is_pull_quote(at) {
            return LineRole::Boilerplate;
        }
        if !self.is_stray(at) {
            return LineRole::Body;
        }
        let beside = at.checked_sub(1).is_some_and(stray) || stray(at + 1);
        let markup = self.blocks[at].markup;
        match (
            beside || markup.linked || markup.place == Place::Outside,
            self.lines[at].is_title_like(),
        ) {
            (false, _) => LineRole::Body,
            (true, true) => LineRole::Related,
            (true, false) => LineRole::Boilerplate,
        }
    }

    /// A line that by itself would not be taken for body.
    fn is_stray(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let markup = self.blocks[at].markup;
        let part = markup.place == Place::Inside
            && matches!(markup.element, Element::Heading | Element::ListItem);
        !line.sentence_end && (markup.linked || self.scores[at] < 0.0 && !part)
    }

    fn role_below(&self, at: usize) -> LineRole {
        let line = &self.lines[at];
        if line.is_title_like() && line.words >= 5 {
            LineRole::Related
        } else {
            LineRole::Boilerplate
        }
    }

    fn in_body(&self, at: usize) -> bool {
        (self.first..self.end).contains(&at) && self.fixed[at].is_none()
    }

    /// The line that names this article: given by metadata, or the line above the body that shares most words with it; of
    /// several that stand together, the first.
    fn headline(&self) -> Option<usize> {
        if let Some(known) = self.fixed.iter().position(|role| *role == Some(LineRole::Headline)) {
            return Some(known);
        }
        let topics = self.topics();
        let shared: Vec<f64> = (0..self.first).map(|at| self.promise(at, &topics)).collect();
        let best = shared.iter().copied().fold(0.0, f64::max);
        let mut at = shared.iter().position(|shared| *shared == best && best >= LEAST_OVERLAP)?;
        // A sub-title often says more than the title above it.
        while at > 0 && shared[at - 1] >= LEAST_OVERLAP && !self.extends(at - 1, at) {
            at -= 1;
        }
        let shorter = (0..self.first)
            .find(|other| shared[*other] >= LEAST_OVERLAP && self.extends(at, *other));
        Some(shorter.unwrap_or(at))
    }

    /// How much a line above the body promises what the body tells.
    fn promise(&self, at: usize, topics: &BTreeSet<&str>) -> f64 {
        let open = self.fixed[at].is_none() && self.lines[at].is_title_like();
        if open { overlap(&self.lines[at], topics) } else { 0.0 }
    }

    fn shares_words(&self, at: usize) -> bool {
        overlap(&self.lines[at], &self.topics()) >= 0.5
    }

    /// The content words of the body.
    fn topics(&self) -> BTreeSet<&str> {
        let lines = (self.first..self.end)
            .filter(|at| self.in_body(*at) && self.lines[*at].is_prose())
            .map(|at| &self.lines[at]);
        lines.flat_map(|line| content_words(&line.folded)).collect()
    }
}

fn content_words(folded: &str) -> impl Iterator<Item = &str> {
    let bare = words(folded).map(|word| word.trim_matches(['.', '\'', '-']).trim_end_matches("'s"));
    bare.filter(|word| word.chars().count() > 2 && !is_function_word(word))
}

/// How many of the line's content words are topics, weighed down if many are not.
fn overlap(line: &Line, topics: &BTreeSet<&str>) -> f64 {
    let own: BTreeSet<&str> = content_words(&line.folded).collect();
    let shared = own.iter().filter(|word| topics.contains(*word)).count() as f64;
    shared * (shared / own.len().max(1) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One letter a line: what each line of the page is.
    #[track_caller]
    fn check(page: &str, expected: &str) {
        let blocks: Vec<Block> = page.lines().map(Block::of_line).collect();
        let letters = label(&blocks, Known::default()).into_iter().map(|role| match role {
            LineRole::Headline => 'H',
            LineRole::Kicker => 'K',
            LineRole::Byline => 'A',
            LineRole::Dateline => 'D',
            LineRole::Caption => 'C',
            LineRole::Body => 'B',
            LineRole::Related => 'R',
            LineRole::Site => 'S',
            LineRole::Boilerplate => '-',
        });
        assert_eq!(letters.collect::<String>(), expected, "{page}");
    }

    const LEAD: &str = "The Norland parliament rejected the border treaty with Estavia on Tuesday after a long debate in the capital.";
    const MORE: &str = "Ministers said that they would return to the talks once the army had left the valley, and not before that.";

    #[test]
    fn lines_around_the_body_are_named() {
        check(
            &format!(
                "Norland Parliament Rejects Border Treaty\nEstavia calls the vote a mistake\nBy Mara Lind\n{LEAD}\n{MORE}\nShare this article\nEstavian Army Begins Exercises Near Valley Towns\nnorlandcourier.com"
            ),
            "HKABB-RS",
        );
    }

    #[test]
    fn repeated_lines_and_glued_credits_are_captions() {
        let caption = "The parliament building in Port Vell";
        check(
            &format!(
                "Norland Parliament Rejects Border Treaty\n{caption}\n{caption}Norland Press\n{LEAD}\n{MORE}\n{caption}"
            ),
            "HCCBBC",
        );
    }

    #[test]
    fn a_cross_head_is_body_and_a_list_of_headlines_is_not() {
        check(&format!("{LEAD}\nA long debate\n{MORE}\n{MORE} {LEAD}"), "BBBB");
        check(
            &format!(
                "{LEAD}\n{MORE} {LEAD}\nHarvest Festival Opens In Port Vell\nFerry Strike Enters Its Third Week\n{LEAD} {MORE}\n{LEAD} {LEAD}"
            ),
            "BBRRBB",
        );
    }

    #[test]
    fn a_short_answer_within_the_body_stays() {
        check(&format!("{LEAD}\n“No,” she said.\n{MORE}"), "BBB");
    }

    #[test]
    fn a_page_without_prose_has_no_body() {
        check("Home\nWorld\nPolitics\nNorland Parliament Rejects Border Treaty", "----");
    }
}
