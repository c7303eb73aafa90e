//! The dateline at the head of an article: "SEOUL, June 12 (Yonhap) — The ministry said …".

/// Longest dateline, in bytes; longer beginnings are sentences with a dash in them.
const LONGEST: usize = 80;

const DASHES: [&str; 6] = [" — ", " – ", " -- ", " - ", "— ", "—"];

/// Splits a paragraph that begins with a dateline into the dateline, without its dash, and the rest.
///
/// A dateline is an opening of at most nine words before a dash that names an agency in brackets or opens with a word in
/// capitals, and is followed by the beginning of a sentence.
pub(super) fn split_dateline(paragraph: &str) -> Option<(&str, &str)> {
    let (at, dash) = DASHES
        .iter()
        .filter_map(|dash| Some((paragraph.find(dash)?, *dash)))
        .min_by_key(|(at, _)| *at)?;
    let (head, rest) = (paragraph[..at].trim(), paragraph[at + dash.len()..].trim_start());
    let fits = at <= LONGEST
        && head.split_whitespace().count() <= 9
        && looks_like_dateline(head)
        && opens_sentence(rest);
    fits.then_some((head, rest))
}

fn looks_like_dateline(head: &str) -> bool {
    let agency = head.ends_with(')')
        && head.contains('(')
        && !head.contains(['.', '?', '!']) | (head.len() < 40);
    let first = head.split([',', ' ', '/']).next().unwrap_or_default();
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = letters >= 3 && first.chars().all(|c| !c.is_lowercase());
    // A clause before a dash has a verb in small letters; a dateline has at most "on" or "of".
    let small = head
        .split_whitespace()
        .filter(|w| w.len() > 3 && w.starts_with(char::is_lowercase))
        .count();
    (agency || capitals) && small == 0
}

fn opens_sentence(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "\"“‘'".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(paragraph: &str, dateline: Option<&str>) {
        assert_eq!(split_dateline(paragraph).map(|(head, _)| head), dateline);
    }

    #[test]
    fn datelines_are_cut_off() {
        check(
            "SEOUL, June 12 (Yonhap) — The ministry said on Monday.",
            Some("SEOUL, June 12 (Yonhap)"),
        );
        check("MADRID — Two ministers resigned.", Some("MADRID"));
        check("(Reuters) - The court ruled.", Some("(Reuters)"));
        check(
            "Port Vell, Norland (AP) — Police arrested two men.",
            Some("Port Vell, Norland (AP)"),
        );
        check("UNITED NATIONS -- \"We object,\" the envoy said.", Some("UNITED NATIONS"));
        check("NEW YORK—Talks resumed.", Some("NEW YORK"));
    }

    #[test]
    fn sentences_with_dashes_stay_whole() {
        check("NATO — the alliance founded in 1949 — said so.", None);
        check("The minister — a former judge — resigned.", None);
        check("Norland refused — Estavia agreed.", None);
        check("MPs voted against the bill last night — The house is split.", None);
        check("No dash here.", None);
    }
}
