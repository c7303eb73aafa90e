//! Names as the look-up sees them: a text in, lower-case words without accents, dots and possessives out.
//!
//! Both sides of a look-up go through [`name_words`], so that "U.S.-led", "Côte d'Ivoire" and the tokens `People` `'s` `Republic`
//! meet their entries whatever the tokeniser did.

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

/// Accented Latin letters and what they are without; in pairs of equal place.
const ACCENTED: &str =
    "àáâãäåāăąçćčĉďđèéêëēĕėęěĝğġģìíîïĩīĭįıķľĺłļñńňņòóôõöōŏőøŕřśŝşšșţťțùúûüũūŭůűųýÿźżžœæß";
const PLAIN: &str = "aaaaaaaaacccc\u{64}\u{64}eeeeeeeeeggggiiiiiiiiikllllnnnnooooooooorrsssssttt\u{75}uuuuuuuuuyyzzzoas";

fn fold(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().filter(|l| !('\u{300}'..='\u{36f}').contains(l)).map(|l| {
        if l.is_ascii() {
            return l;
        }
        ACCENTED.chars().zip(PLAIN.chars()).find(|(from, _)| *from == l).map_or(l, |(_, to)| to)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        let pieces: Vec<&str> = text.split_whitespace().collect();
        name_words(&pieces).into_iter().map(|w| w.key).collect()
    }

    #[test]
    fn accents_pair_up() {
        assert_eq!(ACCENTED.chars().count(), PLAIN.chars().count());
        assert_eq!(
            keys("Erdoğan Çavuşoğlu Łódź Übersee ž ů œ"),
            ["erdogan", "cavusoglu", "lodz", "ubersee", "z", "u", "o"]
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
