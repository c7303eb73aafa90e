//! `crates/legation-data/MANIFEST.toml`: every shipped data file with its version, size, hash, licence, origin and way to rebuild.
//!
//! A person writes version, licence, origin and rebuild; [`rewrite`] fills in what can be counted.

use crate::files;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// Where the data files lie.
pub const DATA: &str = "crates/legation-data/data";

const MANIFEST: &str = "crates/legation-data/MANIFEST.toml";

const HEAD: &str = "\
# Every data file that is shipped. `bytes` and `sha256` are written by `cargo xtask manifest`; the rest by hand:
# a new file needs its version, licence, origin and way to rebuild before tidy lets it in.
";

/// All entries, by name.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// One entry a file.
    pub file: Vec<Entry>,
}

/// What is told about one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its path under `data/`.
    pub name: String,
    /// Version of its content.
    pub version: String,
    /// Its size.
    pub bytes: u64,
    /// Its hash, in hexadecimal.
    pub sha256: String,
    /// SPDX expression.
    pub licence: String,
    /// Where the content is from.
    pub origin: String,
    /// The command that makes it again, or "by hand".
    pub rebuild: String,
}

/// The manifest as it stands.
///
/// # Errors
/// When it is missing or not of this shape.
pub fn read(root: &Path) -> Result<Manifest> {
    let text = files::text(root, MANIFEST)?;
    toml::from_str(&text)
        .with_context(|| format!("{MANIFEST} is not of the shape told in its head"))
}

/// Sizes and hashes of the files as they are: entries without the parts that a person writes.
///
/// # Errors
/// When a file cannot be read.
pub fn measure(root: &Path) -> Result<Vec<Entry>> {
    let names = files::under(root, DATA)?;
    names.iter().map(|path| entry(root, path)).collect()
}

fn entry(root: &Path, path: &str) -> Result<Entry> {
    let bytes = std::fs::read(root.join(path)).with_context(|| format!("cannot read {path}"))?;
    let sha256 = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    let name = path.trim_start_matches(DATA).trim_start_matches('/').to_owned();
    Ok(Entry { name, bytes: bytes.len() as u64, sha256, ..Entry::default() })
}

/// Writes sizes and hashes anew, adds files that are new, drops those that are gone.
///
/// # Errors
/// When something cannot be read or written.
pub fn rewrite(root: &Path) -> Result<()> {
    let known: BTreeMap<String, Entry> =
        read(root)?.file.into_iter().map(|e| (e.name.clone(), e)).collect();
    let file = measure(root)?.into_iter().map(|now| merged(known.get(&now.name), now)).collect();
    let text = format!("{HEAD}\n{}", toml::to_string(&Manifest { file })?);
    std::fs::write(root.join(MANIFEST), text).with_context(|| format!("cannot write {MANIFEST}"))
}

fn merged(known: Option<&Entry>, now: Entry) -> Entry {
    match known {
        Some(known) => Entry { bytes: now.bytes, sha256: now.sha256, ..known.clone() },
        None => now,
    }
}

/// What is wrong with the manifest, one line each.
///
/// # Errors
/// When it or a file cannot be read.
pub fn faults(root: &Path) -> Result<Vec<String>> {
    Ok(compare(&read(root)?, &measure(root)?))
}

fn compare(manifest: &Manifest, measured: &[Entry]) -> Vec<String> {
    let known: BTreeMap<&str, &Entry> =
        manifest.file.iter().map(|e| (e.name.as_str(), e)).collect();
    let mut faults: Vec<String> = measured
        .iter()
        .filter_map(|now| fault(known.get(now.name.as_str()).copied(), now))
        .collect();
    let gone = manifest.file.iter().filter(|e| measured.iter().all(|now| now.name != e.name));
    faults.extend(gone.map(|e| {
        format!("MANIFEST.toml lists {}, which is not there: run `cargo xtask manifest`", e.name)
    }));
    faults
}

fn fault(known: Option<&Entry>, now: &Entry) -> Option<String> {
    let Some(known) = known else {
        return Some(format!(
            "{} is not in MANIFEST.toml: run `cargo xtask manifest`, then fill in its entry",
            now.name
        ));
    };
    if known.bytes != now.bytes || known.sha256 != now.sha256 {
        return Some(format!(
            "{} is not what MANIFEST.toml says: run `cargo xtask manifest`",
            now.name
        ));
    }
    let told = [
        ("version", &known.version),
        ("licence", &known.licence),
        ("origin", &known.origin),
        ("rebuild", &known.rebuild),
    ];
    let empty = told.iter().find(|(_, value)| value.trim().is_empty())?.0;
    Some(format!("MANIFEST.toml does not tell the {empty} of {}", now.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str) -> Entry {
        let word = || "x".to_owned();
        Entry {
            name: name.into(),
            version: word(),
            bytes: 3,
            sha256: word(),
            licence: word(),
            origin: word(),
            rebuild: word(),
        }
    }

    #[test]
    fn a_complete_manifest_has_no_faults() {
        assert_eq!(
            compare(&Manifest { file: vec![told("a")] }, &[told("a")]),
            Vec::<String>::new()
        );
    }

    #[test]
    fn new_changed_gone_and_untold_files_are_faults() {
        let untold = Entry { licence: " ".into(), ..told("untold") };
        let manifest = Manifest { file: vec![told("gone"), told("changed"), untold] };
        let now = [told("new"), Entry { bytes: 4, ..told("changed") }, told("untold")];
        let faults = compare(&manifest, &now).join("\n");
        for part in ["new is not in", "changed is not what", "licence of untold", "lists gone"] {
            assert!(faults.contains(part), "{part:?} not in:\n{faults}");
        }
    }

    #[test]
    fn what_a_person_wrote_outlives_a_change_of_the_file() {
        let now = Entry { name: "a".into(), bytes: 9, sha256: "y".into(), ..Entry::default() };
        let merged = merged(Some(&told("a")), now);
        assert_eq!((merged.bytes, merged.sha256.as_str(), merged.licence.as_str()), (9, "y", "x"));
    }
}
