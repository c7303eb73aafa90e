//! One line or block of a page and what can be said of it by looking at it alone.

use super::published::find_date;
use crate::LineRole;
use legation_data::{Phrases, furniture, is_function_word};

/// A block of visible text, white space squeezed, with what its markup says; plain text has none.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub(super) text: String,
    pub(super) markup: Markup,
}

/// What HTML says of a block.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Markup {
    pub(super) element: Element,
    pub(super) place: Place,
    /// The role that the element or its class suggests.
    pub(super) hint: Option<LineRole>,
    /// Most of its letters are in links.
    pub(super) linked: bool,
}

/// Kinds of elements that matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Element {
    #[default]
    Other,
    Paragraph,
    Heading,
    ListItem,
}

/// Whether a block lies in what the candidate finder took for the article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    #[default]
    Unknown,
    Inside,
    Outside,
}

impl Block {
    pub(super) fn of_line(line: &str) -> Self {
        Self { text: squeeze(line), markup: Markup::default() }
    }
}

/// White space and invisible characters made single spaces, ends trimmed.
pub(super) fn squeeze(text: &str) -> String {
    let visible = text
        .chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\0'));
    let visible: String = visible.collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The form in which lines are compared: lower case, plain quotes.
pub(super) fn fold(text: &str) -> String {
    let plain = text.chars().map(|c| match c {
        '‘' | '’' | '‛' | '`' => '\'',
        '“' | '”' | '„' => '"',
        '–' => '-',
        c => c,
    });
    plain.flat_map(char::to_lowercase).collect()
}

/// What is seen in a line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) folded: String,
    pub(super) words: usize,
    /// Ends with a full stop, question or exclamation mark, quotes and brackets aside.
    pub(super) sentence_end: bool,
    /// Share of words that are English function words.
    pub(super) function_share: f64,
    /// Most longer words begin with a capital.
    pub(super) title_case: bool,
    /// What the phrase lists say.
    pub(super) phrase: Option<LineRole>,
}

impl Line {
    pub(super) fn of(text: &str) -> Self {
        let folded = fold(text);
        let words: Vec<&str> = words(text).collect();
        let function = words.iter().filter(|w| is_function_word(&fold(w))).count();
        Self {
            words: words.len().max(unspaced_words(text)),
            sentence_end: ends_sentence(text),
            function_share: if words.is_empty() {
                0.0
            } else {
                function as f64 / words.len() as f64
            },
            title_case: is_title_case(&words),
            phrase: phrase_role(&folded, words.len())
                .or_else(|| address_role(&folded))
                .or_else(|| date_role(text, words.len())),
            folded,
        }
    }

    /// Reads like running text rather than a label, a name or a headline.
    pub(super) fn is_prose(&self) -> bool {
        self.sentence_end && self.words >= 6
    }

    /// Could be a headline, of this article or another.
    pub(super) fn is_title_like(&self) -> bool {
        (3..=30).contains(&self.words) && !self.folded.ends_with('.')
    }
}

pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || "'’-.".contains(c)))
        .filter(|w| w.contains(char::is_alphanumeric))
}

/// Chinese and Japanese do not part words; two characters make about one.
fn unspaced_words(text: &str) -> usize {
    text.chars().filter(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')).count()
        / 2
}

fn ends_sentence(text: &str) -> bool {
    let core = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', ' ']);
    core.ends_with(['.', '!', '?', '。', '！', '？', '۔', '।', '…']) && !core.ends_with("....")
        // "…, she said:" leads into a quotation or a list.
        || core.ends_with(':') && text.len() > 60
}

/// Whether four in five of the longer words are capitalised; the first word says nothing.
fn is_title_case(words: &[&str]) -> bool {
    let longer: Vec<&&str> = words.iter().skip(1).filter(|w| w.chars().count() > 3).collect();
    let capital = longer
        .iter()
        .filter(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_numeric()))
        .count();
    longer.len() >= 2 && capital * 5 >= longer.len() * 4
}

/// The role of the first phrase list that knows the line; captions first, for they are the ones that name agencies.
fn phrase_role(folded: &str, words: usize) -> Option<LineRole> {
    let f = furniture();
    let lists = [
        (&f.caption, LineRole::Caption),
        (&f.related, LineRole::Related),
        (&f.boilerplate, LineRole::Boilerplate),
        (&f.byline, LineRole::Byline),
    ];
    lists.into_iter().find(|(phrases, _)| matches(phrases, folded, words)).map(|(_, role)| role)
}

fn matches(phrases: &Phrases, line: &str, words: usize) -> bool {
    let f = furniture();
    if phrases.most_words > 0 && words > phrases.most_words {
        return false;
    }
    let bare = line.trim_matches(|c: char| !(c.is_alphanumeric() || "'()[]".contains(c)));
    phrases.whole.contains(bare)
        || words <= f.starts_words && phrases.starts.iter().any(|p| starts_with_phrase(line, p))
        || words <= f.ends_words && phrases.ends.iter().any(|p| line.ends_with(p.as_str()))
        || words <= f.contains_words && phrases.contains.iter().any(|p| line.contains(p.as_str()))
}

fn starts_with_phrase(line: &str, phrase: &str) -> bool {
    let line = line.trim_start_matches(['(', '[', '*', '-', '—', '|', ' ']);
    let ends_in_word = phrase.ends_with(char::is_alphanumeric);
    line.strip_prefix(phrase)
        .is_some_and(|rest| !ends_in_word || !rest.starts_with(char::is_alphanumeric))
}

/// A line that is an internet or mail address, or has no letters at all.
fn address_role(folded: &str) -> Option<LineRole> {
    if !folded.contains(char::is_alphabetic) {
        return Some(LineRole::Boilerplate);
    }
    is_address(folded).then_some(LineRole::Site)
}

/// A short label with a day in it: when the page was published or changed.
fn date_role(text: &str, words: usize) -> Option<LineRole> {
    (words <= 9 && !ends_sentence(text) && find_date(text).is_some())
        .then_some(LineRole::Boilerplate)
}

/// An internet address and nothing else.
pub(super) fn is_address(folded: &str) -> bool {
    if folded.contains(char::is_whitespace) || folded.contains('@') {
        return false;
    }
    let host = folded
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .split('/')
        .next()
        .unwrap_or_default();
    let mut labels = host.rsplit('.');
    let top = labels.next().unwrap_or_default();
    let rest: Vec<&str> = labels.collect();
    (2..=6).contains(&top.len())
        && top.chars().all(|c| c.is_ascii_lowercase())
        && !rest.is_empty()
        && rest.iter().all(|l| l.len() > 1 && l.chars().all(|c| c.is_alphanumeric() || c == '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, role: Option<LineRole>) {
        assert_eq!(Line::of(line).phrase, role, "{line}");
    }

    #[test]
    fn furniture_is_known_by_its_words() {
        check("Updated on", Some(LineRole::Boilerplate));
        check("2 min read", Some(LineRole::Boilerplate));
        check("Related Stories", Some(LineRole::Related));
        check("No stories found.", Some(LineRole::Related));
        check("READ MORE: Norland reopens its embassy", Some(LineRole::Related));
        check("The two ministers at the border. (AP Photo/Jo Doe)", Some(LineRole::Caption));
        check("By Mara Lind and Tom Osei", Some(LineRole::Byline));
        check("norland-courier.example", None);
        check("www.norlandcourier.com", Some(LineRole::Site));
        check("* * *", Some(LineRole::Boilerplate));
    }

    #[test]
    fn sentences_that_begin_alike_are_left_alone() {
        check(
            "By the time the convoy reached the border on Tuesday night, most of the guards had already left their posts.",
            None,
        );
        check("Relatedly, the court ruled against the ministry.", None);
        check("Printing of the ballots begins on Monday.", None);
        check("Shares fell after the ministers met.", None);
        check("U.S.", None);
    }

    #[test]
    fn sentence_ends_and_title_case_are_seen() {
        let prose = Line::of("The minister rejected the offer, saying: “We will not sign.”");
        assert!(prose.is_prose() && !prose.title_case && prose.function_share > 0.2);
        let headline = Line::of("Norland Rejects Estavian Offer To Reopen Border Talks");
        assert!(headline.title_case && headline.is_title_like() && !headline.is_prose());
    }

    #[test]
    fn white_space_is_squeezed_and_invisible_characters_go() {
        assert_eq!(squeeze("  a\u{a0}b\u{200b}\n c\u{ad}d "), "a b cd");
    }
}
