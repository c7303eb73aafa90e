//! Is it English? What else is it?
//!
//! The share of English function words answers for almost every text; only if it is low is a language identifier asked, so that
//! the message can name the language.

use super::line::{fold, words};
use crate::{Code, Diagnostic};
use legation_data::is_function_word;

/// English news has 35–50 % function words; Dutch, the nearest language by our list, stays below 12 %.
const ENGLISH_SHARE: f64 = 0.18;

/// Texts shorter than this, in words, are not judged: a share of so few words says nothing.
const LEAST_WORDS: usize = 12;

/// Enough to tell a language, in characters.
const PROBE: usize = 6_000;

/// Refuses text that is not English.
pub(super) fn require_english(text: &str) -> Result<(), Diagnostic> {
    let probe = text.char_indices().nth(PROBE).map_or(text, |(end, _)| &text[..end]);
    let (mut all, mut function) = (0_usize, 0_usize);
    for word in words(probe) {
        all += 1;
        function += usize::from(is_function_word(&fold(word)));
    }
    let letters = probe.chars().filter(|c| c.is_alphabetic()).count();
    // Scripts without spaces have few "words" of many letters.
    if (all < LEAST_WORDS && letters < LEAST_WORDS * 8)
        || function as f64 >= ENGLISH_SHARE * all as f64
    {
        return Ok(());
    }
    let name = match whatlang::detect_lang(probe) {
        // Too few function words for prose, yet English by its letters: tables, lists of names. Not ours to refuse.
        Some(whatlang::Lang::Eng) => return Ok(()),
        Some(lang) => lang.eng_name(),
        None => "a language that could not be named",
    };
    let message =
        format!("expected English, found {name}: translate the page first, or leave it out");
    Err(Diagnostic::new(Code::OtherLanguage, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, says: Option<&str>) {
        match (require_english(text), says) {
            (Ok(()), None) => {}
            (Err(error), Some(name)) => assert!(error.message.contains(name), "{error}"),
            (found, _) => panic!("{found:?} for {text}"),
        }
    }

    #[test]
    fn other_languages_are_named() {
        check(
            "Der Bundestag hat am Dienstag nach langer Debatte das Abkommen mit dem Nachbarland abgelehnt und die Minister kehren nach Hause zurück.",
            Some("German"),
        );
        check(
            "De regering heeft dinsdag besloten het verdrag met het buurland niet te ondertekenen, zo meldde de minister van Buitenlandse Zaken.",
            Some("Dutch"),
        );
        check(
            "Парламент отклонил соглашение о границе с соседней страной во вторник после долгих дебатов в столице, сообщили министры.",
            Some("Russian"),
        );
        check(
            "국회는 화요일 수도에서 오랜 토론 끝에 이웃 나라와의 국경 조약을 거부했다고 장관들이 밝혔다. 그들은 다시 협상하겠다고 말했다. 군대가 계곡을 떠난 뒤에 회담을 재개할 것이라고 덧붙였다. 야당은 이를 비판했다.",
            Some("Korean"),
        );
    }

    #[test]
    fn english_and_short_texts_pass() {
        check(
            "The parliament rejected the treaty on Tuesday after a long debate in the capital, ministers said.",
            None,
        );
        check("Norland 3, Estavia 1", None);
        check("Der Bundestag tagt", None);
    }
}
