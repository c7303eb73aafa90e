//! Lemmas and features of a tagged word, by table.
//!
//! In: a form and its tags. Out: the dictionary form, and UD features. Order for lemmas: the form's own line, the line of its
//! lower-case spelling (not for names), the rule for its longest known ending. Order for features: the form, its shape if it has
//! figures in it, its longest known ending, what is usual for the tags. `training/tables.py` learns the tables with this order
//! in mind: change both or none.

use super::{Upos, Xpos};
use legation_data::{LemmaCase, LemmaRule, feats_of, is_base_verb, lemma_of, lemma_rule};

/// Longest ending in `lemma_endings.tsv`, in characters.
const LONGEST_LEMMA_ENDING: usize = 6;

/// Longest ending in `feats.tsv`, in characters.
const LONGEST_FEATS_ENDING: usize = 4;

/// The dictionary form of a word with that Penn tag.
///
/// ```
/// use legation::annotate::{Xpos, lemma};
/// assert_eq!(lemma("sanctions", Xpos::Nns), "sanction");
/// assert_eq!(lemma("Sanctioned", Xpos::Vbd), "sanction");
/// assert_eq!(lemma("Pyongyang", Xpos::Nnp), "Pyongyang");
/// ```
pub fn lemma(form: &str, xpos: Xpos) -> String {
    let tag = xpos.as_str();
    if let Some(lemma) = lemma_of(form, tag) {
        return lemma.to_owned();
    }
    let lower = form.to_lowercase();
    let is_name = matches!(xpos, Xpos::Nnp | Xpos::Nnps);
    if !is_name && let Some(lemma) = lemma_of(&lower, tag) {
        return lemma.to_owned();
    }
    let case = case_class(form, tag);
    let rule =
        endings(&lower, LONGEST_LEMMA_ENDING).find_map(|ending| lemma_rule(tag, case, ending));
    match rule {
        Some(rule) if matches!(xpos, Xpos::Vbd | Xpos::Vbn | Xpos::Vbg) => {
            base_verb(&lower, apply(rule, form, &lower))
        }
        Some(rule) => apply(rule, form, &lower),
        None if is_name => form.to_owned(),
        None => lower,
    }
}

/// The ending alone cannot tell "freed" from "breed" or "rebuked" from "looked": where its guess is no known verb and a
/// neighbour of it is, the neighbour stands.
fn base_verb(lower: &str, guess: String) -> String {
    if is_base_verb(&guess) {
        return guess;
    }
    let Some(stem) = lower.strip_suffix("ing").or_else(|| lower.strip_suffix("ed")) else {
        return guess;
    };
    let with_e = format!("{stem}e");
    let undoubled = stem
        .chars()
        .next_back()
        .map(|last| stem.strip_suffix(last).unwrap_or(stem))
        .unwrap_or(stem);
    [stem, with_e.as_str(), undoubled]
        .into_iter()
        .find(|c| is_base_verb(c))
        .map_or(guess, str::to_owned)
}

/// The UD features that are usual for a form with those tags, or `_`.
///
/// Features that depend on other words (the person of a past tense, the voice of a participle) get the commonest value.
pub fn feats(form: &str, upos: Upos, xpos: Xpos) -> &'static str {
    let (pos, tag) = (upos.as_str(), xpos.as_str());
    let lower = form.to_lowercase();
    let inner = lower.char_indices().nth(1).map_or("", |(at, _)| &lower[at..]);
    let own = feats_of(pos, tag, &format!("={lower}"));
    own.or_else(|| feats_of(pos, tag, shape(&lower)?))
        .or_else(|| {
            let mut known = endings(inner, LONGEST_FEATS_ENDING).filter(|e| !e.is_empty());
            known.find_map(|ending| feats_of(pos, tag, &format!("~{ending}")))
        })
        .or_else(|| feats_of(pos, tag, ""))
        .unwrap_or("_")
}

/// The endings of a word from at most `longest` characters down to none.
fn endings(word: &str, longest: usize) -> impl Iterator<Item = &str> {
    let from = word.char_indices().rev().take(longest).last().map_or(word.len(), |(at, _)| at);
    let ending = &word[from..];
    ending.char_indices().map(|(at, _)| &ending[at..]).chain([""])
}

/// The class of letter case that rules distinguish.
fn case_class(form: &str, tag: &str) -> &'static str {
    // Capitals say nothing about verbs and adverbs.
    if ["VB", "RB", "MD"].iter().any(|t| tag.starts_with(t)) {
        return "l";
    }
    let first = form.chars().next().is_some_and(char::is_uppercase);
    let capitals = form.chars().filter(|c| c.is_uppercase()).count();
    if form.bytes().any(|b| b.is_ascii_digit()) {
        "d"
    } else if capitals == 0 {
        "l"
    } else if !form.chars().any(char::is_lowercase) && form.chars().count() > 1 {
        "U"
    } else if first && capitals == 1 {
        "T"
    } else {
        "M"
    }
}

/// The shape of a form with figures in it: with letters at the end, with a slash, or plain.
fn shape(lower: &str) -> Option<&'static str> {
    if !lower.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(match lower {
        _ if lower.ends_with(char::is_alphabetic) => "0th",
        _ if lower.contains('/') => "0/0",
        _ => "0",
    })
}

/// The lemma that a rule makes; never nothing.
fn apply(rule: LemmaRule, form: &str, lower: &str) -> String {
    let mut out = match rule.case {
        LemmaCase::Lower => lower.to_owned(),
        LemmaCase::Keep => form.to_owned(),
        LemmaCase::Title => {
            let mut chars = form.chars();
            chars
                .next()
                .map(|c| c.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
                .unwrap_or_default()
        }
    };
    for _ in 0..rule.strip {
        out.pop();
    }
    out.push_str(rule.add);
    if out.is_empty() { lower.to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(form: &str, xpos: Xpos, want: &str) {
        assert_eq!(lemma(form, xpos), want, "{form} {xpos:?}");
    }

    #[test]
    fn verbs() {
        for (form, xpos, want) in [
            ("said", Xpos::Vbd, "say"),
            ("accused", Xpos::Vbd, "accuse"),
            ("Accusing", Xpos::Vbg, "accuse"),
            ("denies", Xpos::Vbz, "deny"),
            ("withdrew", Xpos::Vbd, "withdraw"),
            ("overthrown", Xpos::Vbn, "overthrow"),
            ("ca", Xpos::Md, "can"),
            ("'s", Xpos::Vbz, "be"),
            ("’s", Xpos::Pos, "'s"),
            ("n’t", Xpos::Rb, "not"),
            ("SANCTIONED", Xpos::Vbd, "sanction"),
            ("re-elected", Xpos::Vbn, "re-elect"),
        ] {
            check(form, xpos, want);
        }
    }

    #[test]
    fn nouns_and_names() {
        for (form, xpos, want) in [
            ("Sanctions", Xpos::Nns, "sanction"),
            ("countries", Xpos::Nns, "country"),
            ("men", Xpos::Nns, "man"),
            ("Americans", Xpos::Nnps, "American"),
            ("U.S.", Xpos::Nnp, "U.S."),
            ("Seoul", Xpos::Nnp, "Seoul"),
            ("better", Xpos::Jjr, "good"),
            ("Better", Xpos::Jjr, "good"),
            ("American", Xpos::Jj, "American"),
            ("Large", Xpos::Jj, "large"),
            ("their", Xpos::PrpS, "their"),
            ("“", Xpos::Open, "\""),
        ] {
            check(form, xpos, want);
        }
    }

    #[test]
    fn features_follow_form_and_tags() {
        assert_eq!(feats("sanctions", Upos::Noun, Xpos::Nns), "Number=Plur");
        assert_eq!(
            feats("They", Upos::Pron, Xpos::Prp),
            "Case=Nom|Number=Plur|Person=3|PronType=Prs"
        );
        assert_eq!(feats("1,200", Upos::Num, Xpos::Cd), "NumForm=Digit|NumType=Card");
        assert_eq!(feats("seventeen", Upos::Num, Xpos::Cd), "NumForm=Word|NumType=Card");
        assert_eq!(feats(".", Upos::Punct, Xpos::Stop), "_");
    }

    #[test]
    fn any_form_has_a_lemma() {
        for form in ["", "İ", "ß", "서울", "e\u{301}", "'", "\u{200D}"] {
            for &xpos in Xpos::ALL {
                let _ = (lemma(form, xpos), feats(form, Upos::X, xpos));
            }
        }
        check("서울", Xpos::Nnp, "서울");
    }
}
