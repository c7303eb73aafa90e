//! The tense of a clause by its words alone, for callers that have no parse.

use super::Tense;
use crate::Span;
use legation_data::TimeLexicon;

/// A function that tells the tense around a span from the words of its sentence: the nearest word that shows one, before the
/// expression rather than after it. A date that stands alone, as in a calendar, is present. So "said it will close on Tuesday" is future.
pub fn tense_by_words<'a>(text: &'a str, sentences: &'a [Span]) -> impl Fn(Span) -> Tense + 'a {
    move |span| {
        let at = sentences.partition_point(|s| s.end() <= span.start());
        let sentence = sentences
            .get(at)
            .copied()
            .filter(|s| s.contains(span))
            .unwrap_or_else(|| around(text, span));
        let before = text.get(sentence.start()..span.start()).unwrap_or_default();
        let after = text.get(span.end()..sentence.end()).unwrap_or_default();
        let last = words(before).rev().find_map(cue);
        let alone = words(before).chain(words(after)).all(|w| w.len() < 4);
        let otherwise = if alone { Tense::Present } else { Tense::Unknown };
        last.or_else(|| words(after).find_map(cue)).unwrap_or(otherwise)
    }
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|w| w.len() > 1)
}

/// What one word shows.
fn cue(word: &str) -> Option<Tense> {
    let known = TimeLexicon::english().word(word);
    if known.is_some_and(|w| w.future) {
        return Some(Tense::Future);
    }
    let regular = word.len() > 4 && word.ends_with("ed") && word.starts_with(char::is_lowercase);
    (known.is_some_and(|w| w.past) || regular).then_some(Tense::Past)
}

/// The sentence around a span, at most 400 bytes each way, by full stops before a blank and blank lines.
fn around(text: &str, span: Span) -> Span {
    let floor = text.floor_char_boundary(span.start().saturating_sub(400));
    let ceiling = text.ceil_char_boundary((span.end() + 400).min(text.len()));
    let before = text.get(floor..span.start()).unwrap_or_default();
    let after = text.get(span.end()..ceiling).unwrap_or_default();
    let start = [". ", ".\n", "\n\n"]
        .iter()
        .filter_map(|s| before.rfind(s).map(|i| floor + i + s.len()))
        .max();
    let end =
        [". ", ".\n", "\n\n"].iter().filter_map(|s| after.find(s).map(|i| span.end() + i)).min();
    Span::new(start.unwrap_or(floor), end.unwrap_or(ceiling))
}
