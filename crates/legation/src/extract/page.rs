//! A page that was copied as plain text: its lines as blocks.
//!
//! A line is a block. Only where paragraphs were hard-wrapped (mail, terminals) are their lines joined again.

use super::line::Block;

/// Lines of wrapped text are about this long, in characters.
const WRAPPED: std::ops::RangeInclusive<usize> = 45..=100;

/// The blocks of a flattened page, in order; empty lines part groups and are gone.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut out = Vec::new();
    for group in lines.split(|line| line.is_empty()) {
        if is_wrapped(group) {
            out.push(Block::of_line(&group.join(" ")));
        } else {
            out.extend(group.iter().map(|line| Block::of_line(line)));
        }
    }
    out.retain(|block| !block.text.is_empty());
    out
}

/// Whether the lines of a group are one wrapped paragraph: all but the last about equally long, and some break mid-sentence.
fn is_wrapped(group: &[&str]) -> bool {
    let Some((last, full)) = group.split_last() else { return false };
    let goes_on = |line: &&str| line.starts_with(char::is_lowercase);
    let longest = full.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let cut = full.len() > 1
        || full.first().is_some_and(|line| !line.ends_with(['.', '!', '?', '"', '”']));
    cut && !full.is_empty()
        && full.iter().all(|line| WRAPPED.contains(&line.chars().count()))
        && last.chars().count() <= longest + 10
        && group.iter().skip(1).any(goes_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = blocks(text);
        assert_eq!(found.iter().map(|b| b.text.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_line_is_a_block() {
        check("Title\n\nOne.  \r\nTwo.\n\n", &["Title", "One.", "Two."]);
    }

    #[test]
    fn wrapped_paragraphs_are_joined() {
        check(
            "The parliament of Norland rejected the treaty with its\nneighbour Estavia on Tuesday, after a debate that had\nlasted for two days.\n\nMore.",
            &[
                "The parliament of Norland rejected the treaty with its neighbour Estavia on Tuesday, after a debate that had lasted for two days.",
                "More.",
            ],
        );
    }

    #[test]
    fn lists_of_headlines_are_not() {
        check(
            "Norland Parliament Rejects Border Treaty With Estavia\nFerry Strike Enters Its Third Week In Port Vell\nHarvest Festival Opens",
            &[
                "Norland Parliament Rejects Border Treaty With Estavia",
                "Ferry Strike Enters Its Third Week In Port Vell",
                "Harvest Festival Opens",
            ],
        );
    }
}
