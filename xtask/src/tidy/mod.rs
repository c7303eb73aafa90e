//! What no compiler checks: who may use whom, purity of the engine, lengths, paths of one machine, the manifest.

mod edges;
mod lengths;
mod purity;

use crate::{files, manifest, say};
use anyhow::{Result, bail};
use std::path::Path;

/// Runs every check and tells all that is wrong, not the first alone.
///
/// # Errors
/// When something is wrong, or cannot be read.
pub fn run(root: &Path) -> Result<()> {
    let faults = faults(root)?;
    for fault in &faults {
        say(&format!("tidy: {fault}"));
    }
    if !faults.is_empty() {
        bail!("{} things to put right", faults.len());
    }
    Ok(())
}

/// All that is wrong, one line each.
///
/// # Errors
/// When something cannot be read.
pub fn faults(root: &Path) -> Result<Vec<String>> {
    let mut faults = edges::faults(root)?;
    let sources = sources(root)?;
    faults.extend(sources.iter().flat_map(|(path, text)| purity::faults(path, text)));
    faults.extend(lengths::faults(&sources));
    faults.extend(paths(root)?);
    faults.extend(manifest::faults(root)?);
    Ok(faults)
}

/// The Rust files of the workspace with their text.
fn sources(root: &Path) -> Result<Vec<(String, String)>> {
    let mut sources = Vec::new();
    for folder in ["crates", "xtask"] {
        for path in files::under(root, folder)?.into_iter().filter(|p| p.ends_with(".rs")) {
            let text = files::text(root, &path)?;
            sources.push((path, text));
        }
    }
    Ok(sources)
}

/// The part of a file above its tests; nothing of a file that is a test.
fn without_tests<'a>(path: &str, text: &'a str) -> &'a str {
    let is_test = path.ends_with("/tests.rs")
        || ["/tests/", "/benches/", "/examples/"].iter().any(|f| path.contains(f));
    if is_test { "" } else { text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text) }
}

/// Paths that exist on one machine only.
fn paths(root: &Path) -> Result<Vec<String>> {
    const READ: [&str; 7] = [".rs", ".toml", ".md", ".py", ".sh", ".yml", "/run"];
    let mut faults = Vec::new();
    for path in files::under(root, "")?
        .into_iter()
        .filter(|p| READ.iter().any(|ending| p.ends_with(ending)))
    {
        let text = files::text(root, &path)?;
        let bad = text.lines().enumerate().filter(|(_, line)| has_absolute_path(line));
        faults.extend(
            bad.map(|(at, _)| format!("{path}:{}: a path that exists on one machine only", at + 1)),
        );
    }
    Ok(faults)
}

fn has_absolute_path(line: &str) -> bool {
    ["home", "root", "tmp", "work", "Users"].iter().any(|folder| {
        let needle = format!("/{folder}/");
        line.match_indices(&needle).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            before.is_none_or(|c| !c.is_alphanumeric() && !"./}-_*~".contains(c))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_one_machine_are_seen_and_addresses_are_not() {
        let folder = "/home";
        assert!(has_absolute_path(&format!("open(\"{folder}/me/data\")")));
        assert!(!has_absolute_path(&format!("https://news.example{folder}/world")));
        assert!(!has_absolute_path("../shared/data and ./tmp/x"));
    }

    #[test]
    fn tests_do_not_count() {
        assert_eq!(
            without_tests("crates/a/src/b.rs", "fn a() {}\n\n#[cfg(test)]\nmod tests {\n}\n"),
            "fn a() {}\n"
        );
        assert_eq!(without_tests("crates/a/tests/b.rs", "fn a() {}"), "");
    }
}
