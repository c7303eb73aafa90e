//! The dateline at the head of a report: "SEOUL, June 12 (Yonhap) — The ministry said …", "Bogota, 3 Jan 90 -- [Text] The army …".
//!
//! `extract` sets it aside; in a text that is given as it stands it is a sentence of its own.

/// Longest dateline, in bytes; longer beginnings are sentences with a dash in them.
const LONGEST: usize = 80;

const DASHES: [&str; 7] = [" — ", " – ", " -- ", " - ", "-- ", "— ", "—"];

/// Splits a paragraph that begins with a dateline into the dateline, without its dash, and the rest.
///
/// A dateline is an opening of at most nine words before a dash that names an agency in brackets, opens with a word in capitals
/// or ends in a date, and is followed by the beginning of a sentence or by a monitor's note ("[Text]").
pub(crate) fn split_dateline(paragraph: &str) -> Option<(&str, &str)> {
    let (at, dash) = DASHES
        .iter()
        .filter_map(|dash| Some((paragraph.find(dash)?, *dash)))
        .min_by_key(|(at, _)| *at)?;
    let (head, mut rest) = (paragraph[..at].trim(), paragraph[at + dash.len()..].trim_start());
    let mut noted = false;
    while let Some((note, behind)) = rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
        if note.len() > LONGEST {
            break;
        }
        (rest, noted) = (behind.trim_start(), true);
    }
    let fits = at <= LONGEST
        && head.split_whitespace().count() <= 9
        && looks_like_dateline(head)
        && (noted && !rest.is_empty() || opens_sentence(rest));
    fits.then_some((head, rest))
}

fn looks_like_dateline(head: &str) -> bool {
    let agency = head.ends_with(')')
        && head.contains('(')
        && !head.contains(['.', '?', '!']) | (head.len() < 40);
    let first = head.split([',', ' ', '/']).next().unwrap_or_default();
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = letters >= 3 && first.chars().all(|c| !c.is_lowercase());
    // "Santa Fe (Argentina), 4 May 88 (NA)": what stands in brackets says nothing of the form.
    let open = without_brackets(head);
    let words = || open.split_whitespace();
    let dated = first.starts_with(char::is_uppercase)
        && open.contains(", ")
        && words().last().is_some_and(|w| w.len() <= 4 && w.chars().all(|c| c.is_ascii_digit()));
    // A clause before a dash has a verb in small letters; a dateline has at most "on" or "of".
    let small = words().filter(|w| w.len() > 3 && w.starts_with(char::is_lowercase)).count();
    (agency || capitals || dated) && small == 0
}

fn without_brackets(head: &str) -> String {
    let mut depth = 0_usize;
    let outside = head.chars().filter(|c| {
        depth += usize::from(*c == '(');
        let out = depth == 0;
        depth = depth.saturating_sub(usize::from(*c == ')'));
        out
    });
    outside.collect::<String>().replace(" ,", ",")
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
        check("Port Vell, 3 Jan 90 -- [Text] the army withdrew.", Some("Port Vell, 3 Jan 90"));
        check(
            "Santa Rosa (Argentina), 4 May 88 (NA) -- [Text] two bombs exploded.",
            Some("Santa Rosa (Argentina), 4 May 88 (NA)"),
        );
        check(
            "Hills, 8 Jan 90 (radio libre)-- [Text] we won.",
            Some("Hills, 8 Jan 90 (radio libre)"),
        );
    }

    #[test]
    fn sentences_with_dashes_stay_whole() {
        check("NATO — the alliance founded in 1949 — said so.", None);
        check("The minister — a former judge — resigned.", None);
        check("Norland refused — Estavia agreed.", None);
        check("MPs voted against the bill last night — The house is split.", None);
        check("Norland beat Estavia, 3 -- and the crowd sang.", None);
        check("No dash here.", None);
    }
}
