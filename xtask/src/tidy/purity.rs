//! The engine sees no file, network, clock or environment. Dependencies are checked with the edges; here its own lines are.

use super::without_tests;

/// What the engine's lines may not name, and why.
const FORBIDDEN: [(&str, &str); 9] = [
    ("std::fs", "files come in as text"),
    ("std::net", "it fetches nothing"),
    ("std::env", "settings come in as arguments"),
    ("std::process", "it starts nothing"),
    ("std::thread", "its results do not depend on threads"),
    ("Instant::now", "it has no clock"),
    ("SystemTime", "it has no clock"),
    ("Zoned::now", "it has no clock"),
    ("Timestamp::now", "it has no clock"),
];

/// Lines of the engine or its data that look outside.
pub(super) fn faults(path: &str, text: &str) -> Vec<String> {
    if !path.starts_with("crates/legation/src") && !path.starts_with("crates/legation-data/src") {
        return Vec::new();
    }
    let lines = without_tests(path, text)
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"));
    lines
        .filter_map(|(at, line)| fault(line).map(|why| format!("{path}:{}: {why}", at + 1)))
        .collect()
}

fn fault(line: &str) -> Option<String> {
    let (word, why) = FORBIDDEN.iter().find(|(word, _)| line.contains(word))?;
    Some(format!("the engine may not use {word}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_engine_is_held_to_it() {
        let line = "let text = std::fs::read_to_string(path)?;";
        assert_eq!(faults("crates/legation/src/code/mod.rs", line).len(), 1);
        assert!(faults("crates/legation-cli/src/input.rs", line).is_empty());
        assert!(faults("crates/legation/src/code/mod.rs", "// std::fs is not for us").is_empty());
    }
}
