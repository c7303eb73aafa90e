//! Names as the look-up sees them: a text in, lower-case words without accents, dots and possessives out.
//!
//! Both sides of a look-up go through [`name_words`], so that "U.S.-led", "Côte d'Ivoire" and the tokens `People` `'s` `Republic`
//! meet their entries whatever the tokeniser did.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// One word of a name or phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameWord {
    /// Lower case, no accents, dots or apostrophes; `,` stands for any mark that parts phrases.
    pub key: String,
    /// Begins with a capital letter.
    pub capital: bool,
    /// Two letters or more, all of them capitals.
    pub capitals: bool,
    /// Carries a possessive ("Iran's", "rebels'").
    pub possessive: bool,
    /// Which of the given pieces it comes from.
    pub piece: usize,
}

/// The key of a mark that parts phrases.
pub const BREAK: &str = ",";

/// The words of a phrase given in pieces: the tokens of a parse, or a text split at its spaces.
pub fn name_words(pieces: &[&str]) -> Vec<NameWord> {
    let mut words = Vec::new();
    for (piece, text) in pieces.iter().enumerate() {
        read_piece(text, piece, &mut words);
    }
    words
}

fn read_piece(text: &str, piece: usize, words: &mut Vec<NameWord>) {
    let (body, possessive) = strip_possessive(text);
    if body.is_empty() && possessive {
        if let Some(last) = words.last_mut() {
            last.possessive = true;
        }
        return;
    }
    let before = words.len();
    for part in body.split(['-', '–', '/', '‑']) {
        if let Some(word) = word_of(part, piece) {
            words.push(word);
        }
    }
    if words.len() == before {
        push_break(body, piece, words);
        return;
    }
    if let Some(last) = words.last_mut() {
        last.possessive = possessive;
    }
    if body.ends_with([',', ';', ':', ')']) {
        push_break(",", piece, words);
    }
}

fn push_break(mark: &str, piece: usize, words: &mut Vec<NameWord>) {
    if mark.contains([',', ';', ':', '(', ')', '—', '[', ']']) || mark == "--" {
        let key = BREAK.to_owned();
        words.push(NameWord { key, capital: false, capitals: false, possessive: false, piece });
    }
}

/// Cuts "'s" or a bare final apostrophe off.
fn strip_possessive(text: &str) -> (&str, bool) {
    for ending in ["'s", "’s", "'S", "’S", "s'", "s’", "'", "’"] {
        if let Some(body) = text.strip_suffix(ending) {
            let keep = usize::from(ending.starts_with('s'));
            return (&text[..body.len() + keep], true);
        }
    }
    (text, false)
}

fn word_of(text: &str, piece: usize) -> Option<NameWord> {
    let letters: Vec<char> =
        text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '&' | '+')).collect();
    let first = *letters.first()?;
    let cased: Vec<char> = letters.iter().copied().filter(|c| c.is_alphabetic()).collect();
    Some(NameWord {
        key: letters.iter().flat_map(|c| fold(*c)).collect(),
        capital: first.is_uppercase(),
        capitals: cased.len() >= 2 && cased.iter().all(|c| c.is_uppercase()),
        possessive: false,
        piece,
    })
}

/// A letter without case and accents.
fn fold(c: char) -> impl Iterator<Item = char> {
    let mut plain = Vec::with_capacity(2);
    for lower in c.to_lowercase() {
        if lower.is_ascii() {
            plain.push(lower);
            continue;
        }
        decompose_compatible(lower, |d| {
            plain.extend((!is_combining_mark(d)).then(|| unstroked(d)))
        });
    }
    plain.into_iter()
}

/// Latin letters that Unicode does not decompose.
fn unstroked(c: char) -> char {
    match c {
        'đ' => 'd',
        'ø' | 'œ' => 'o',
        'ı' => 'i',
        'ł' => 'l',
        'ß' => 's',
        'æ' => 'a',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        let pieces: Vec<&str> = text.split_whitespace().collect();
        name_words(&pieces).into_iter().map(|w| w.key).collect()
    }

    #[test]
    fn accents_and_strokes_go() {
        assert_eq!(
            keys("Erdoğan Çavuşoğlu Łódź Übersee Ḏaḏḏa Đồng ž ů œ"),
            ["erdogan", "cavusoglu", "lodz", "ubersee", "dadda", "dong", "z", "u", "o"]
        );
    }

    #[test]
    fn tokens_and_text_meet() {
        assert_eq!(keys("People's Republic"), ["people", "republic"]);
        let tokens = name_words(&["People", "'s", "Republic"]);
        assert!(tokens[0].possessive && tokens.len() == 2);
        assert_eq!(
            keys("U.S.-led Sana'a d'Ivoire the rebels'"),
            ["us", "led", "sanaa", "divoire", "the", "rebels"]
        );
    }

    #[test]
    fn marks_part_phrases() {
        assert_eq!(keys("Lavrov, minister"), ["lavrov", ",", "minister"]);
        assert_eq!(name_words(&["Lavrov", ",", "minister"])[1].key, BREAK);
        assert!(keys("\" '").is_empty());
    }

    #[test]
    fn case_is_kept() {
        let words = name_words(&["US", "U.S.", "us", "Xi", "X"]);
        let capitals: Vec<bool> = words.iter().map(|w| w.capitals).collect();
        assert_eq!(capitals, [true, true, false, false, false]);
    }
}
