//! Where sentences end.
//!
//! Two steps. [`blocks`] parts the text at line breaks that end a paragraph, a heading or an item. [`split`] parts the tokens of
//! a block at end marks; quotes and brackets that close stay with the sentence they close. A full stop that belongs to an
//! abbreviation ends a sentence only before a capitalised word that opens sentences (`in the U.S. He`, not `U.S. President`).

use super::is_gap;
use crate::Span;
use crate::dateline::split_dateline;
use legation_data::{Abbreviation, words};
use std::ops::Range;

/// More tokens than this are no sentence: the encoder takes 512 pieces, and a tree over a list means nothing.
const LONGEST: usize = 250;

/// Lines no longer than this may have been broken by a mail program or a terminal.
const WRAPPED_WIDTH: usize = 100;

/// The stretches that no sentence crosses.
///
/// A blank line always parts. A single line break parts as well, for news has one paragraph a line, unless the text was wrapped:
/// the next line begins in lower case and the line before it has no end mark, or all lines are short, of about the same length,
/// and some line goes on in lower case.
pub(super) fn blocks(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut paragraph: Vec<Span> = Vec::new();
    for line in lines(text) {
        if line.slice(text).chars().all(is_gap) {
            close(text, &mut paragraph, &mut out);
        } else {
            paragraph.push(line);
        }
    }
    close(text, &mut paragraph, &mut out);
    out
}

/// The lines of a text without their ends; line and paragraph separators of Unicode count.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{0C}', '\u{0B}', '\u{85}'])
        .filter_map(move |line| {
            let start = at;
            at += line.len();
            // "\r\n" is one end: its empty second half would read as a blank line.
            let crlf = line == "\n" && text[..start].ends_with('\r');
            if crlf { None } else { Some(Span::new(start, at)) }
        })
}

/// Turns the lines of a paragraph into blocks.
fn close(text: &str, paragraph: &mut Vec<Span>, out: &mut Vec<Span>) {
    let (wrapped, first) = (is_wrapped(text, paragraph), out.len());
    let mut open: Option<Span> = None;
    for line in paragraph.drain(..) {
        open = match open {
            Some(before) if wrapped || goes_on(before.slice(text), line.slice(text)) => {
                Some(before.cover(line))
            }
            Some(before) => {
                out.push(before);
                Some(line)
            }
            None => Some(line),
        };
    }
    out.extend(open);
    part_dateline(text, first, out);
}

/// A dateline at the head of a block, with its dash, becomes a block of its own.
fn part_dateline(text: &str, at: usize, out: &mut Vec<Span>) {
    let Some(block) = out.get(at).copied() else { return };
    if let Some((_, rest)) = split_dateline(block.slice(text)) {
        let parted = block.end() - rest.len();
        out[at] = Span::new(block.start(), parted);
        out.insert(at + 1, Span::new(parted, block.end()));
    }
}

/// Whether a line goes on with the sentence of the line before.
fn goes_on(before: &str, line: &str) -> bool {
    let ended = before.trim_end_matches(is_gap).ends_with(|c: char| ".?!:;…\"”’)]}".contains(c));
    !ended && begins_lower(line)
}

fn begins_lower(line: &str) -> bool {
    line.chars().find(|c| !is_gap(*c)).is_some_and(char::is_lowercase)
}

/// Whether the lines were broken to fit a width. Lists of headlines are not: none of their lines begins in lower case.
fn is_wrapped(text: &str, lines: &[Span]) -> bool {
    let width = |s: &Span| s.slice(text).trim_matches(is_gap).chars().count();
    let Some((_, full)) = lines.split_last().filter(|(_, full)| !full.is_empty()) else {
        return false;
    };
    let longest = lines.iter().map(width).max().unwrap_or(0);
    let even = full.iter().all(|l| width(l) * 5 >= longest * 3);
    (40..=WRAPPED_WIDTH).contains(&longest)
        && even
        && lines[1..].iter().any(|l| begins_lower(l.slice(text)))
}

/// How strongly a token ends its sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// `.`
    Stop,
    /// `?`, `!`, runs of them
    Cry,
    /// `...`, `…`
    Dots,
    /// An abbreviation that keeps its stop and may end a sentence.
    Abbreviation,
}

/// The tokens of a block, and the questions asked of them.
struct Block<'a> {
    text: &'a str,
    tokens: &'a [Span],
}

/// The ranges of `tokens` that are sentences, in order, all tokens covered.
pub(super) fn split(text: &str, tokens: &[Span]) -> Vec<Range<usize>> {
    let block = Block { text, tokens };
    let mut out = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < tokens.len() {
        let end = block.ending(start, at).and_then(|ending| block.sentence_end(start, at, ending));
        if let Some(end) = end {
            block.push(start..end, &mut out);
            (start, at) = (end, end);
        } else {
            at += 1;
        }
    }
    block.push(start..tokens.len(), &mut out);
    out
}

impl<'a> Block<'a> {
    fn form(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| t.slice(self.text))
    }

    fn first(&self, i: usize) -> Option<char> {
        self.form(i).chars().next()
    }

    /// Whether no white space stands between a token and the one before.
    fn is_attached(&self, i: usize) -> bool {
        i > 0 && i < self.tokens.len() && self.tokens[i - 1].end() == self.tokens[i].start()
    }

    /// How token `i` may end the sentence that began at `start`.
    fn ending(&self, start: usize, i: usize) -> Option<Ending> {
        let form = self.form(i);
        let last = form.as_bytes().last()?;
        if !matches!(last, b'.' | b'?' | b'!') && !form.ends_with(['…', '。', '？', '！', '।'])
        {
            return None;
        }
        if form.chars().any(char::is_alphanumeric) {
            return self.abbreviation_ending(start, i);
        }
        match form {
            "." if self.is_list_number(start, i) => None,
            "." | "。" | "।" => Some(Ending::Stop),
            _ if form.chars().all(|c| c == '.' || c == '…') => Some(Ending::Dots),
            _ if form.chars().all(|c| ".?!…？！".contains(c)) => Some(Ending::Cry),
            _ => None,
        }
    }

    /// Letters with stops between and the listed abbreviations that may end a sentence.
    fn abbreviation_ending(&self, start: usize, i: usize) -> Option<Ending> {
        let form = self.form(i);
        let letters = form.trim_end_matches('.');
        let initial = letters.chars().count() == 1;
        let plain = match words().abbreviation(form) {
            Some(kind) => matches!(kind, Abbreviation::Plain | Abbreviation::Inner),
            None => letters.contains('.') && !letters.contains(['/', '@']) && form.ends_with('.'),
        };
        (plain && !initial && i > start).then_some(Ending::Abbreviation)
    }

    /// `1.`, `a.`, `IV.` that open a sentence number it; they do not end it.
    fn is_list_number(&self, start: usize, i: usize) -> bool {
        let form = self.form(start);
        let number = form.bytes().all(|b| b.is_ascii_digit()) && form.len() <= 3;
        let roman = form.bytes().all(|b| b"IVX".contains(&b));
        i == start + 1 && self.is_attached(i) && (number || roman || form.len() == 1)
    }

    /// The end of the sentence that token `at` ends, closing marks included; `None` if the sentence goes on.
    fn sentence_end(&self, start: usize, at: usize, ending: Ending) -> Option<usize> {
        let mut end = at + 1;
        while end < self.tokens.len() && self.closes(start, end) {
            end += 1;
        }
        let end = self.after_reference(end);
        let closed = end > at + 1;
        (end == self.tokens.len() || self.begins(end, ending, closed)).then_some(end)
    }

    /// `[12]` after a full stop, or a figure glued to it, refers to a note and belongs to the sentence.
    fn after_reference(&self, end: usize) -> usize {
        let digits =
            |i: usize| !self.form(i).is_empty() && self.form(i).bytes().all(|b| b.is_ascii_digit());
        if self.form(end) == "[" && digits(end + 1) && self.form(end + 2) == "]" {
            return self.after_reference(end + 3);
        }
        let note = self.is_attached(end) && digits(end) && !self.is_attached(end + 1);
        if note { end + 1 } else { end }
    }

    /// Whether token `i` closes a quotation or a bracket of the sentence.
    fn closes(&self, start: usize, i: usize) -> bool {
        let spaced = !self.is_attached(i + 1);
        match self.form(i) {
            "”" | "''" | "’’" | "»" => true,
            ")" | "]" | "}" => self.is_attached(i) || self.is_open(start, i),
            "’" | "'" => self.is_attached(i),
            "\"" if self.is_attached(i) => {
                spaced
                    || self.quotes(start, i) % 2 == 1
                    || !self.first(i + 1).is_some_and(char::is_alphanumeric)
            }
            "\"" => spaced && self.quotes(start, i) % 2 == 1,
            form if self.is_attached(i) => form.chars().all(|c| ".?!…".contains(c)),
            form => words().is_emoticon(form),
        }
    }

    /// Straight quotation marks from `start` up to `i`.
    fn quotes(&self, start: usize, i: usize) -> usize {
        (start..i).filter(|&k| self.form(k) == "\"").count()
    }

    /// Whether a bracket is open at `i`.
    fn is_open(&self, start: usize, i: usize) -> bool {
        let count =
            |marks: [&str; 3]| (start..i).filter(|&k| marks.contains(&self.form(k))).count();
        count(["(", "[", "{"]) > count([")", "]", "}"])
    }

    /// Whether a sentence begins at token `i`, after that ending; `closed` if quotes or brackets closed in between.
    fn begins(&self, i: usize, ending: Ending, closed: bool) -> bool {
        let word = self.first_word(i);
        let first = word.chars().next();
        let lower = first.is_some_and(char::is_lowercase);
        if closed && (lower || self.is_reported(i, ending)) || ")]},;:".contains(self.form(i)) {
            return false;
        }
        match ending {
            Ending::Stop => !self.is_attached(i) || first.is_some_and(char::is_uppercase) || closed,
            Ending::Cry => true,
            Ending::Dots => {
                first.is_some_and(char::is_uppercase) && (!self.is_attached(i) || closed)
            }
            Ending::Abbreviation => words().is_starter(word) || (closed && !lower),
        }
    }

    /// The first token from `i` on that is no opening mark.
    fn first_word(&self, i: usize) -> &'a str {
        let opening = |k: &usize| {
            ["\"", "“", "‘", "(", "[", "``", "'", "«", "*", "-"].contains(&self.form(*k))
        };
        let skipped = (i..self.tokens.len()).take(3).take_while(opening).count();
        self.form(i + skipped)
    }

    /// `"Why?" Lee asked`: the quotation is over, the sentence is not.
    fn is_reported(&self, i: usize, ending: Ending) -> bool {
        ending == Ending::Cry
            && (i + 1..i + 4).any(|k| words().is_reporting(self.form(k)))
            && self.form(i) != "\""
    }

    /// Appends a sentence, in pieces if it is too long: at a semicolon or a line break if there is one, hard otherwise.
    fn push(&self, sentence: Range<usize>, out: &mut Vec<Range<usize>>) {
        let mut start = sentence.start;
        while sentence.end - start > LONGEST {
            let window = start + LONGEST / 2..start + LONGEST;
            let cut = window.rev().find(|&i| self.is_seam(i)).unwrap_or(start + LONGEST - 1);
            out.push(start..cut + 1);
            start = cut + 1;
        }
        if start < sentence.end {
            out.push(start..sentence.end);
        }
    }

    /// Whether a sentence that is too long may be cut after token `i`.
    fn is_seam(&self, i: usize) -> bool {
        let gap =
            self.text.get(self.tokens[i].end()..self.tokens[i + 1].start()).unwrap_or_default();
        self.form(i) == ";" || gap.contains('\n')
    }
}
