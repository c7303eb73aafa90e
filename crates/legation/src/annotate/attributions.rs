//! Who says what: attributions in PolNeAR's terms.
//!
//! In: the encoder's readings of the words that may attribute. Out: [`Attributed`] for each: source, cue and content as runs of
//! words. Within a sentence the encoder decides; a quotation that runs on into the next sentences of its paragraph is the same
//! speaker's, by rule.

use super::encoder::VoiceReading;
use super::repair::covered;
use super::{Annotations, Sentence, TokenId, Upos};
use crate::Span;
use std::ops::Range;

/// A word attributes if it does so with at least this probability.
const CUE: f32 = 0.65;
/// A second piece of content, on the other side of the cue, weighs at least this share of the first.
const SECOND: f32 = 0.15;
/// Places of the parts in the encoder's list; the first is none.
const SOURCE: usize = 1;
const CONTENT: usize = 2;
const CUE_PART: usize = 3;

/// One attribution; each part may be in several pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attributed {
    /// Who says it; none where the text names nobody.
    pub source: Vec<Span>,
    /// The words that attribute ("said", "according to").
    pub cue: Vec<Span>,
    /// What is said.
    pub content: Vec<Span>,
    /// The attribution that this one is part of the content of.
    pub nested_in: Option<usize>,
}

/// The attributions of a text, in the order of their cues.
pub fn attributions(text: &str, ann: &Annotations) -> Vec<Attributed> {
    let mut out: Vec<Attributed> =
        ann.voices.iter().filter(|v| v.cue >= CUE).filter_map(|v| read(text, ann, v)).collect();
    for attributed in &mut out {
        run_on(text, ann, attributed);
        join(text, &mut attributed.content);
    }
    nest(&mut out);
    let mut kept: Vec<Attributed> =
        out.iter().filter(|a| is_chained(text, ann, &out, a)).cloned().collect();
    nest(&mut kept);
    kept
}

/// Notes for each the smallest attribution that its cue stands in the content of.
fn nest(all: &mut [Attributed]) {
    let inside = |inner: &Attributed, outer: &Attributed| {
        inner.cue.iter().all(|c| outer.content.iter().any(|q| q.contains(*c)))
    };
    let length = |a: &Attributed| a.content.iter().map(|q| q.len()).sum::<usize>();
    for i in 0..all.len() {
        let outer = (0..all.len()).filter(|&j| j != i && inside(&all[i], &all[j]));
        all[i].nested_in = outer.min_by_key(|&j| length(&all[j]));
    }
}

/// Whether this voice is the text's own, or another's that a chain of indirect speech names ("X said that **the envoy** had told …").
/// What somebody quoted thinks or hears ("I believe", "they say") adds no voice; PolNeAR marks nothing within a content.
fn is_chained(text: &str, ann: &Annotations, all: &[Attributed], voice: &Attributed) -> bool {
    let Some(outer) = voice.nested_in.and_then(|j| all.get(j)) else { return true };
    let quoted = outer.content.iter().any(|q| q.slice(text).starts_with(['“', '"']));
    let named = |t: &super::Token| {
        matches!(t.upos, Upos::Noun | Upos::Propn)
            && voice.source.iter().any(|s| s.contains(t.span))
    };
    !quoted && ann.tokens.iter().any(named)
}

fn read(text: &str, ann: &Annotations, voice: &VoiceReading) -> Option<Attributed> {
    let sentence = ann.sentence_of(voice.word)?;
    let parts = Parts { ann, sentence, voice };
    let cue = parts.grow(CUE_PART, voice.word..voice.word + 1);
    let (left, right) = (sentence.tokens.start..cue.start, cue.end..sentence.tokens.end);
    let before = parts.whole(CONTENT, left.clone());
    let after = parts.whole(CONTENT, right.clone());
    let mut content: Vec<Range<TokenId>> =
        [before, after].into_iter().filter(|r| !r.is_empty()).collect();
    if content.len() > 1 {
        let most = content.iter().map(|r| parts.weight(CONTENT, r)).fold(0.0, f32::max);
        content.retain(|r| parts.weight(CONTENT, r) >= most * SECOND);
    }
    if content.is_empty() {
        return None;
    }
    let span = |words: &Range<TokenId>| covered(&ann.tokens[words.clone()]);
    let sources = [left, right].map(|side| parts.whole(SOURCE, side));
    let source = sources
        .into_iter()
        .filter(|r| !r.is_empty())
        .max_by(|a, b| parts.weight(SOURCE, a).total_cmp(&parts.weight(SOURCE, b)));
    let mut content: Vec<Span> = content.iter().map(span).collect();
    begin_of_quote(text, ann, sentence, &mut content);
    Some(Attributed {
        source: source.iter().map(span).collect(),
        cue: vec![span(&cue)],
        content,
        nested_in: None,
    })
}

/// The words of a sentence as parts of one attribution.
struct Parts<'a> {
    ann: &'a Annotations,
    sentence: &'a Sentence,
    voice: &'a VoiceReading,
}

impl Parts<'_> {
    /// How much speaks for a word being that part: its probability less an even chance.
    fn score(&self, part: usize, word: TokenId) -> f32 {
        self.voice.parts.of(word).and_then(|s| s.get(part)).copied().unwrap_or(0.0) - 0.5
    }

    fn weight(&self, part: usize, words: &Range<TokenId>) -> f32 {
        words.clone().map(|w| self.score(part, w)).sum()
    }

    /// The run of words that is that part most of all, holes of a doubtful word or two included; empty where nothing speaks for any.
    fn best(&self, part: usize, within: Range<TokenId>) -> Range<TokenId> {
        let (mut best, mut top) = (within.start..within.start, 0.0);
        let (mut start, mut sum) = (within.start, 0.0);
        for word in within {
            if sum <= 0.0 {
                (start, sum) = (word, 0.0);
            }
            sum += self.score(part, word);
            if sum > top {
                (best, top) = (start..word + 1, sum);
            }
        }
        self.trim(best)
    }

    /// The same with its phrases made whole: what hangs on one of its words, on this side of the cue, belongs to it.
    fn whole(&self, part: usize, within: Range<TokenId>) -> Range<TokenId> {
        let found = self.best(part, within.clone());
        let mut out = found.clone();
        for word in found.clone() {
            let outside = self.ann.tokens[word].head.is_none_or(|h| !found.contains(&h));
            if !outside || self.score(part, word) <= 0.0 {
                continue;
            }
            let below = self.ann.subtree(word);
            let (Some(&first), Some(&last)) = (below.first(), below.last()) else { continue };
            if within.contains(&first) && within.contains(&last) {
                out = out.start.min(first)..out.end.max(last + 1);
            }
        }
        self.without_stop(out)
    }

    /// Less a full stop at the end, and a comma or dash at either.
    fn without_stop(&self, mut words: Range<TokenId>) -> Range<TokenId> {
        let mark = |w: TokenId| {
            matches!(self.ann.tokens[w].form.as_str(), "." | "," | ";" | "—" | "–" | ":")
        };
        while !words.is_empty() && mark(words.end - 1) {
            words.end -= 1;
        }
        while !words.is_empty() && mark(words.start) {
            words.start += 1;
        }
        words
    }

    /// The words around that belong to the cue too.
    fn grow(&self, part: usize, mut words: Range<TokenId>) -> Range<TokenId> {
        while words.start > self.sentence.tokens.start && self.score(part, words.start - 1) > 0.0 {
            words.start -= 1;
        }
        while words.end < self.sentence.tokens.end && self.score(part, words.end) > 0.0 {
            words.end += 1;
        }
        words
    }

    /// A run of nothing but marks is none.
    fn trim(&self, words: Range<TokenId>) -> Range<TokenId> {
        let spoken = words.clone().any(|w| self.ann.tokens[w].upos != Upos::Punct);
        if spoken { words } else { words.start..words.start }
    }
}

/// “It is late. **We must go,” she said**: a quotation that began in an earlier sentence of the paragraph begins there.
fn begin_of_quote(text: &str, ann: &Annotations, sentence: &Sentence, content: &mut [Span]) {
    let Some(first) = content.first_mut().filter(|c| c.start() == sentence.span.start()) else {
        return;
    };
    let closes = text[first.start()..sentence.span.end()].find(['”', '"']);
    let inner = closes.map(|at| &text[first.start()..first.start() + at]);
    if inner.is_none_or(|words| words.contains('“')) {
        return;
    }
    let paragraph = text[..first.start()].rfind('\n').map_or(0, |at| at + 1);
    let before = ann.sentences.iter().rev().filter(|s| s.span.end() <= first.start());
    for earlier in before.take_while(|s| s.span.start() >= paragraph) {
        let words = earlier.span.slice(text);
        if words.contains('”') {
            return;
        }
        if let Some(at) = words.find(['“', '"']) {
            *first = Span::new(earlier.span.start() + at, first.end());
            return;
        }
    }
}

/// “We will fight,” she said. “**They will not.**”: sentences wholly in quotation marks that follow in the paragraph, without a
/// speaker of their own.
fn run_on(text: &str, ann: &Annotations, attributed: &mut Attributed) {
    let quoted = attributed.content.iter().any(|q| q.slice(text).starts_with(['“', '"']));
    let Some(last) = attributed.content.iter().chain(&attributed.cue).map(|s| s.end()).max() else {
        return;
    };
    if !quoted {
        return;
    }
    let at = ann.sentences.partition_point(|s| s.span.end() < last);
    let mut open = opens(text, ann.sentences.get(at).map_or(Span::new(0, 0), |s| s.span));
    let mut before = ann.sentences.get(at).map_or(last, |s| s.span.end());
    for sentence in ann.sentences.iter().skip(at + 1) {
        let words = sentence.span.slice(text);
        let beside = !text[before..sentence.span.start()].contains('\n');
        let speech = open || words.starts_with(['“', '"']);
        let whole = open || words.ends_with(['”', '"']) || opens(text, sentence.span);
        if !beside || !speech || !whole || speaks(ann, sentence, text) {
            return;
        }
        attributed.content.push(sentence.span);
        open = (open || words.starts_with(['“', '"'])) && !words.ends_with(['”', '"']);
        before = sentence.span.end();
    }
}

/// Pieces of one paragraph with nothing but space between them are one.
fn join(text: &str, pieces: &mut Vec<Span>) {
    pieces.sort();
    pieces.dedup_by(|next, last| {
        let between = text.get(last.end()..next.start());
        let beside = between.is_some_and(|b| b.chars().all(|c| c.is_whitespace() && c != '\n'));
        if beside {
            *last = last.cover(*next);
        }
        beside
    });
}

/// Whether a quotation is still open at the end of the sentence.
fn opens(text: &str, sentence: Span) -> bool {
    let mut open = false;
    for c in sentence.slice(text).chars() {
        match c {
            '“' => open = true,
            '”' => open = false,
            '"' => open = !open,
            _ => {}
        }
    }
    open
}

/// Whether somebody speaks in the sentence outside of its quotation marks.
fn speaks(ann: &Annotations, sentence: &Sentence, text: &str) -> bool {
    let cues = ann.voices.iter().filter(|v| v.cue >= CUE && sentence.tokens.contains(&v.word));
    cues.into_iter().any(|v| {
        let before = Span::new(sentence.span.start(), ann.tokens[v.word].span.start());
        !opens(text, before) && before.slice(text).contains(['”', '"'])
    })
}
