//! Stretches that are known by their shape: web addresses, e-mail addresses, file names, figures, telephone numbers.
//!
//! Each function takes the rest of a chunk and says how many bytes of it, from its start, are the thing.

use legation_data::words;

/// Length of the run of bytes at the start of `rest` that pass.
fn run(rest: &str, pass: impl Fn(u8) -> bool) -> usize {
    rest.bytes().take_while(|&b| pass(b)).count()
}

/// Length of the digits at the start.
fn digits(rest: &str) -> usize {
    run(rest, |b| b.is_ascii_digit())
}

/// A web address, an e-mail address or a file name.
pub(super) fn address(rest: &str) -> Option<usize> {
    url(rest).or_else(|| email(rest)).or_else(|| dotted_name(rest))
}

/// Whether `rest` starts with `prefix` in any case; `prefix` is ASCII.
fn starts_with(rest: &str, prefix: &str) -> bool {
    rest.as_bytes().get(..prefix.len()).is_some_and(|b| b.eq_ignore_ascii_case(prefix.as_bytes()))
}

fn url(rest: &str) -> Option<usize> {
    let scheme = ["http://", "https://", "ftp://", "www.", "mailto:"];
    let prefix = scheme.iter().find(|s| starts_with(rest, s))?;
    let end = rest.find(|c| "<>\"“”»«".contains(c)).unwrap_or(rest.len());
    let end = without_closing(&rest[..end]);
    (end > prefix.len()).then_some(end)
}

/// The length of an address without the punctuation of the sentence around it.
fn without_closing(address: &str) -> usize {
    let bracket = !address.contains('(');
    let mark = |c: char| ".,;:!?'’]}".contains(c) || (bracket && c == ')');
    address.trim_end_matches(mark).len()
}

fn email(rest: &str) -> Option<usize> {
    let local = run(rest, |b| b.is_ascii_alphanumeric() || b"._%+-".contains(&b));
    let domain = rest[local..].strip_prefix('@')?;
    let len = run(domain, |b| b.is_ascii_alphanumeric() || b".-_".contains(&b));
    let len = domain[..len].trim_end_matches(['.', '-', '_']).len();
    (local > 0 && len > 1).then_some(local + 1 + len)
}

/// `example.org/path`, `minutes.doc`.
fn dotted_name(rest: &str) -> Option<usize> {
    let len = run(rest, |b| b.is_ascii_alphanumeric() || b"._-#".contains(&b));
    let name = rest[..len].trim_end_matches(['.', '-', '_', '#']);
    let (stem, ending) = name.rsplit_once('.')?;
    let known = !stem.is_empty() && words().is_address_ending(&ending.to_ascii_lowercase());
    if !known && !is_group_name(name) {
        return None;
    }
    let path = &rest[name.len()..];
    let more = if path.starts_with('/') { without_closing(path) } else { 0 };
    Some(name.len() + more)
}

/// `comp.sources.unix`: three or more words in lower case.
fn is_group_name(name: &str) -> bool {
    let word = |w: &str| w.len() > 1 && w.bytes().all(|b| b.is_ascii_lowercase());
    name.split('.').count() > 2 && name.split('.').all(word)
}

/// A figure: `1,200.5`, `7:30`, `9/11`, `11-20-2000`, `713-853-3989`; 0 where there is none.
pub(super) fn figure(rest: &str) -> usize {
    if let Some(n) = telephone(rest) {
        return n;
    }
    let first = digits(rest);
    let (mut at, mut slashes) = (first, 0);
    while let Some(sep) = rest.as_bytes().get(at).filter(|_| first > 0) {
        let group = rest.get(at + 1..).map_or(0, digits);
        let goes_on = match sep {
            b',' => group == 3 && first <= 3,
            b'.' => group > 0,
            b':' => group == 2 || group == 3,
            b'/' => first <= 2 && (group == 1 || group == 2 || (slashes == 1 && group == 4)),
            _ => false,
        };
        if !goes_on {
            break;
        }
        slashes += usize::from(*sep == b'/');
        at += 1 + group;
    }
    at
}

/// Groups of digits whose lengths are those of a telephone number, a postal code or a date with hyphens.
fn telephone(rest: &str) -> Option<usize> {
    let len = run(rest, |b| b.is_ascii_digit() || b"-/.".contains(&b));
    let number = rest[..len].trim_end_matches(['-', '/', '.']);
    let glued = rest[number.len()..].starts_with(char::is_alphabetic);
    if glued || !number.contains('-') {
        return None;
    }
    let mut groups = [0usize; 4];
    for (i, group) in number.split(['-', '/', '.']).enumerate() {
        *groups.get_mut(i)? = group.len();
    }
    matches!(
        groups,
        [3, 4, 0, 0]
            | [3, 3, 4, 0]
            | [1, 3, 3, 4]
            | [5, 4, 0, 0]
            | [4, 2, 2, 0]
            | [1 | 2, 1 | 2, 2 | 4, 0]
    )
    .then_some(number.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_end_where_they_should() {
        for (text, want) in [
            ("1,200.5m", "1,200.5"),
            ("1,20", "1"),
            ("7:30pm", "7:30"),
            ("9/11,", "9/11"),
            ("11/20/2000", "11/20/2000"),
            ("2001/02", "2001"),
            ("713-853-3989.", "713-853-3989"),
            ("345-9945", "345-9945"),
            ("2025-06-11", "2025-06-11"),
            ("12-year-old", "12"),
            ("3-2", "3"),
            ("5.", "5"),
        ] {
            assert_eq!(&text[..figure(text)], want);
        }
    }

    #[test]
    fn addresses_leave_the_sentence_its_marks() {
        for (text, want) in [
            ("http://example.org/a_(b).", "http://example.org/a_(b)"),
            ("https://example.org/a).", "https://example.org/a"),
            ("press@mofa.example,", "press@mofa.example"),
            ("example.com/news/1.", "example.com/news/1"),
            ("minutes.doc", "minutes.doc"),
        ] {
            assert_eq!(address(text).map(|n| &text[..n]), Some(want));
        }
        assert!(
            ["war.it", "U.S.-led", "3.5", "a@", "@b", "www."].iter().all(|t| address(t).is_none())
        );
    }
}
