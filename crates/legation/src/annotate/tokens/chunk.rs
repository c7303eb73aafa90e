//! The tokens of one chunk: a stretch of text between white space.
//!
//! A chunk is read from left to right; each step takes an address, a word or a mark and always moves on. Words are extended
//! over marks that join (`O'Neill`, `AT&T`, `pro-Kyiv`), given their full stop if it is theirs, and cut where a contraction ends.

use super::shapes;
use crate::Span;
use legation_data::{Abbreviation, words};

/// A chunk, and what the next one starts with (`None` at the end of a block).
pub(super) struct Chunk<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) next: Option<char>,
}

/// Letters, digits, and the marks that hang on them.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining(c)
}

/// Marks that belong to the letter before but are not alphabetic themselves: accents, viramas, joiners, soft hyphens.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}' | '\u{94D}' | '\u{9CD}'
        | '\u{A4D}' | '\u{ACD}' | '\u{B4D}' | '\u{BCD}' | '\u{C4D}' | '\u{CCD}' | '\u{D4D}' | '\u{E38}'..='\u{E4E}'
        | '\u{200C}' | '\u{200D}' | '\u{FE0E}' | '\u{FE0F}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`')
}

/// In lower case, with every apostrophe as `'`.
fn folded(word: &str) -> String {
    word.chars().map(|c| if is_apostrophe(c) { '\'' } else { c.to_ascii_lowercase() }).collect()
}

impl<'a> Chunk<'a> {
    /// Appends the tokens of the chunk.
    pub(super) fn scan(&self, out: &mut Vec<Span>) {
        let whole = self.from(self.start);
        if whole.bytes().all(|b| b.is_ascii_alphabetic()) {
            return self.push_word(self.start, self.end, out);
        }
        if words().is_emoticon(whole) {
            return out.push(Span::new(self.start, self.end));
        }
        let mut at = self.start;
        while at < self.end {
            at = self.take(at, out);
        }
    }

    /// What is left of the chunk.
    fn from(&self, at: usize) -> &'a str {
        &self.text[at..self.end]
    }

    /// The character at a place in the chunk.
    fn char_at(&self, at: usize) -> Option<char> {
        self.from(at).chars().next()
    }

    /// The character before a place, within the chunk.
    fn char_before(&self, at: usize) -> Option<char> {
        self.text[self.start..at].chars().next_back()
    }

    /// Takes what starts at `at`; returns where it ends, always further on.
    fn take(&self, at: usize, out: &mut Vec<Span>) -> usize {
        let starts = !self.char_before(at).is_some_and(is_word);
        if let Some(n) = starts.then(|| shapes::address(self.from(at))).flatten() {
            out.push(Span::new(at, at + n));
            return at + n;
        }
        let end = match self.char_at(at) {
            Some(c) if is_word(c) => return self.word(at, out),
            Some(c) => self.mark_end(at, c, starts),
            None => self.end,
        };
        out.push(Span::new(at, end));
        end
    }

    /// Takes a word or a figure with what belongs to it.
    fn word(&self, at: usize, out: &mut Vec<Span>) -> usize {
        if let Some(end) = self.money_end(at) {
            out.push(Span::new(at, end));
            return end;
        }
        let figure = at + shapes::figure(self.from(at));
        if figure > at
            && (self.unit_follows(figure)
                || !self.char_at(figure).is_some_and(|c| is_word(c) || is_apostrophe(c)))
        {
            out.push(Span::new(at, self.listed_end(at, figure)));
            return self.listed_end(at, figure);
        }
        let end = self.extended(at, figure);
        let with_stop = end + 1;
        if self.owns_stop(at, end, out.last().copied()) {
            out.push(Span::new(at, with_stop));
            return with_stop;
        }
        if self.is_cut_short(at, end) {
            out.push(Span::new(at, self.end));
            return self.end;
        }
        self.push_word(at, end, out);
        end
    }

    /// `2.1.` before a heading is one token, as in GUM; other figures leave their full stop alone.
    fn listed_end(&self, at: usize, end: usize) -> usize {
        let inner = self.text[at..end].contains('.') && !self.text[at..end].contains(',');
        let alone = at == self.start && end + 1 == self.end && self.char_at(end) == Some('.');
        let capital = self.next.is_some_and(char::is_uppercase);
        if inner && alone && capital && self.text[at..end].len() <= 3 && self.opens_block(at) {
            end + 1
        } else {
            end
        }
    }

    /// Whether nothing but a line's start stands before `at`.
    fn opens_block(&self, at: usize) -> bool {
        self.text[..at].chars().next_back().is_none_or(|c| c == '\n')
    }

    /// The end of `US$` or of a currency code glued to its figure.
    fn money_end(&self, at: usize) -> Option<usize> {
        let rest = self.from(at);
        if let Some(sign) = words().money().iter().find(|m| rest.starts_with(**m)) {
            return Some(at + sign.len());
        }
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let digit = rest.as_bytes().get(letters).is_some_and(u8::is_ascii_digit);
        (digit && letters > 1 && words().is_currency_code(&rest[..letters])).then_some(at + letters)
    }

    /// Whether the letters at `at` are a unit and nothing more.
    fn unit_follows(&self, at: usize) -> bool {
        let rest = self.from(at);
        let len = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let dotted = rest.get(..3).filter(|_| len == 1 && rest[len..].starts_with('.'));
        len > 0 && (words().is_unit(&rest[..len]) || dotted.is_some_and(|d| words().is_unit(d)))
    }

    /// The end of the word that starts at `at` and is known to reach `to`.
    fn extended(&self, at: usize, to: usize) -> usize {
        let mut end = to;
        while let Some(c) = self.char_at(end) {
            if !is_word(c) && !self.joins(at, end, c) {
                break;
            }
            end += c.len_utf8();
        }
        end
    }

    /// Whether the mark `c` at `end` joins the word before to what follows.
    fn joins(&self, at: usize, end: usize, c: char) -> bool {
        let (Some(before), Some(after)) = (self.char_before(end), self.char_at(end + c.len_utf8()))
        else {
            return false;
        };
        if !is_word(after) {
            return false;
        }
        match c {
            '_' => true,
            '*' | '’' | '\'' | '`' => before.is_alphanumeric() && after.is_alphabetic(),
            '&' => {
                before.is_ascii_uppercase() && after.is_ascii_uppercase() || self.is_joined(at, end)
            }
            '.' => self.dot_joins(at, end),
            '-' | '\u{2011}' => self.hyphen_joins(at, end),
            '/' => self.is_joined(at, end),
            _ => false,
        }
    }

    /// Letters with stops between (`U.S`), and the inner stop of a known abbreviation (`Ph.D.`).
    fn dot_joins(&self, at: usize, end: usize) -> bool {
        let word = &self.text[at..end];
        let letter = word.rsplit('.').next().is_some_and(is_letter);
        let rest = &self.text[end + 1..self.end];
        let segment = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        if letter && is_letter(&rest[..segment]) {
            return true;
        }
        let stop = end + 1 + segment;
        self.char_at(stop) == Some('.') && words().abbreviation(&self.text[at..=stop]).is_some()
    }

    /// After a prefix (`anti-`, `mid-`), and within known words (`e-mail`).
    fn hyphen_joins(&self, at: usize, end: usize) -> bool {
        words().is_joined_prefix(&folded(&self.text[at..end])) || self.is_joined(at, end)
    }

    /// Whether the word with the mark at `end` and the letters after it is listed as one.
    fn is_joined(&self, at: usize, end: usize) -> bool {
        let mark = self.char_at(end).map_or(0, char::len_utf8);
        let rest = self.from(end + mark);
        let len = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        words().is_joined_word(&folded(&self.text[at..end + mark + len]))
    }

    /// Whether the full stop at `end` belongs to the word before it.
    fn owns_stop(&self, at: usize, end: usize, previous: Option<Span>) -> bool {
        let word = &self.text[at..end];
        let after = self.from(end).strip_prefix('.').map(|r| r.chars().next());
        let Some(after) = after.filter(|c| *c != Some('.')) else { return false };
        let follows = after.filter(|c| is_word(*c)).or(self.next.filter(|_| end + 1 == self.end));
        if word.contains('.') && word.split('.').all(is_letter) {
            return true;
        }
        if is_letter(word) {
            return self.is_initial(word, follows, previous)
                || self.is_before_figure(word, follows);
        }
        match words().abbreviation(&self.text[at..=end]) {
            Some(Abbreviation::Title | Abbreviation::Plain) => true,
            Some(Abbreviation::Inner) => {
                follows.is_some_and(|c| !c.is_uppercase()) || after.is_some()
            }
            Some(Abbreviation::Number) => follows.is_some_and(|c| c.is_ascii_digit()),
            None => is_vowelless(word) && follows.is_some_and(char::is_lowercase),
        }
    }

    /// A capital before a name: after a name or another initial, or at the start of a line.
    fn is_initial(&self, letter: &str, follows: Option<char>, previous: Option<Span>) -> bool {
        let capital = |c: char| c.is_uppercase();
        let named = previous.is_none_or(|p| {
            let word = p.slice(self.text);
            word.starts_with(capital)
                || !word.ends_with(is_word)
                || words().abbreviation(word).is_some()
        });
        letter.starts_with(capital)
            && follows.is_some_and(capital)
            && (named || self.next_is_name(letter))
    }

    /// Whether a letter other than "I" and "A" stands where only a name makes sense of its stop: `former W. Bush aides`.
    fn next_is_name(&self, letter: &str) -> bool {
        let rest = self.text[self.end..].trim_start();
        let word = rest.split(|c| !is_word(c)).next().unwrap_or_default();
        !matches!(letter, "I" | "A") && !words().is_starter(word)
    }

    /// `p. 12`, `c. 1920`: small letters before a figure.
    fn is_before_figure(&self, letter: &str, follows: Option<char>) -> bool {
        letter.starts_with(char::is_lowercase) && follows.is_some_and(|c| c.is_ascii_digit())
    }

    /// A word broken off in speech: `th- the`.
    fn is_cut_short(&self, at: usize, end: usize) -> bool {
        let word = &self.text[at..end];
        at == self.start
            && self.from(end) == "-"
            && word.len() <= 2
            && word.bytes().all(|b| b.is_ascii_alphabetic())
    }

    /// The end of the mark or run of marks that starts at `at`.
    fn mark_end(&self, at: usize, c: char, starts: bool) -> usize {
        let rest = self.from(at);
        let next = rest[c.len_utf8()..].chars().next();
        if starts && words().is_emoticon(rest) {
            return self.end;
        }
        if starts && matches!(c, '.' | '+') && next.is_some_and(|n| n.is_ascii_digit()) {
            return at + 1 + shapes::figure(&rest[1..]);
        }
        if starts && matches!(c, '#' | '@') && next.is_some_and(char::is_alphabetic) {
            return at + 1 + rest[1..].find(|c| !is_word(c) && c != '_').unwrap_or(rest.len() - 1);
        }
        if is_apostrophe(c)
            && next.is_some_and(is_word)
            && let Some(len) = self.apostrophe_word(at, c)
        {
            return at + len;
        }
        at + run_len(rest, c)
    }

    /// Length of a token that begins with its apostrophe: `'em`, `'90s`, a clitic that stands apart.
    fn apostrophe_word(&self, at: usize, mark: char) -> Option<usize> {
        let rest = self.from(at);
        let body = &rest[mark.len_utf8()..];
        let len = body.find(|c| !is_word(c)).unwrap_or(body.len());
        let word = folded(&rest[..mark.len_utf8() + len]);
        let year = word.trim_start_matches('\'').trim_end_matches('s');
        let is_year = year.len() == 2 && year.bytes().all(|b| b.is_ascii_digit());
        let is_clitic = words().suffixes().contains(&word.as_str());
        (is_year || is_clitic || words().is_lead(&word)).then_some(mark.len_utf8() + len)
    }

    /// Appends a word, cut at its contractions.
    fn push_word(&self, start: usize, end: usize, out: &mut Vec<Span>) {
        let word = &self.text[start..end];
        if let Some(parts) = words().parts(&folded_if_short(word)) {
            let mut at = start;
            for &chars in parts {
                let len: usize = self.text[at..end].chars().take(chars).map(char::len_utf8).sum();
                out.push(Span::new(at, at + len));
                at += len;
            }
            return;
        }
        let first = out.len();
        let mut rest = end;
        while let Some(len) = clitic_len(&self.text[start..rest]) {
            out.insert(first, Span::new(rest - len, rest));
            rest -= len;
        }
        out.insert(first, Span::new(start, rest));
    }
}

/// The word folded, if it may be a contraction listed as a whole; nothing for long words, which none is.
fn folded_if_short(word: &str) -> String {
    if word.len() > 10 { String::new() } else { folded(word) }
}

/// Whether a string is one letter.
fn is_letter(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// A short word without a vowel is an abbreviation whatever it means: `govt` is listed, `pkts.` need not be.
fn is_vowelless(word: &str) -> bool {
    let vowel = |b: u8| b"aeiouyAEIOUY".contains(&b);
    (2..=4).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_alphabetic() && !vowel(b))
        && word.bytes().any(|b| b.is_ascii_lowercase())
}

/// Length of the contraction that ends a word (`'s`, `n't`), if something is left before it.
fn clitic_len(word: &str) -> Option<usize> {
    word.contains(is_apostrophe).then_some(())?;
    let len = words().suffixes().iter().find_map(|suffix| ends_with_folded(word, suffix))?;
    let stem = &word[..word.len() - len];
    // Decades keep theirs: the 1960's.
    let decade = stem.ends_with('0') && stem.bytes().all(|b| b.is_ascii_digit());
    (!stem.is_empty() && !decade).then_some(len)
}

/// Length in bytes of `suffix` (folded) at the end of `word` (as written).
fn ends_with_folded(word: &str, suffix: &str) -> Option<usize> {
    let mut chars = word.chars().rev();
    let mut len = 0;
    for want in suffix.chars().rev() {
        let c = chars.next()?;
        let same = if want == '\'' { is_apostrophe(c) } else { c.to_ascii_lowercase() == want };
        if !same {
            return None;
        }
        len += c.len_utf8();
    }
    Some(len)
}

/// Length of a run of marks: end marks mix (`?!`, `...`), others repeat (`--`, `***`), most stand alone.
fn run_len(rest: &str, first: char) -> usize {
    let ends = |c: char| matches!(c, '.' | '?' | '!' | '…');
    let pass = |c: char| match first {
        '.' | '?' | '!' | '…' => ends(c),
        '-' | '=' | '*' | '_' | '~' | '+' | '<' | '>' | '#' | '—' | '$' | '|' => c == first,
        _ => false,
    };
    let more = &rest[first.len_utf8()..];
    if matches!(first, '\'' | '`' | '’' | '‘') && more.starts_with(first) {
        return 2 * first.len_utf8();
    }
    first.len_utf8() + more.find(|c| !pass(c)).unwrap_or(more.len())
}
