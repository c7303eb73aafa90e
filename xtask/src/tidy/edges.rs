//! Who may use whom among our crates. ARCHITECTURE.md gives the reasons.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::path::Path;
use std::process::Command;

/// A crate and what of ours it may use. A crate that is not here may not exist: say first what it must never know.
const ALLOWED: [(&str, &[&str]); 7] = [
    ("legation-data", &[]),
    ("legation", &["legation-data"]),
    ("legation-ingest", &["legation"]),
    ("legation-store", &["legation"]),
    ("legation-server", &["legation", "legation-ingest", "legation-store"]),
    (
        "legation-cli",
        &["legation", "legation-data", "legation-ingest", "legation-server", "legation-store"],
    ),
    ("xtask", &[]),
];

/// What would give the engine eyes: network, disk, clock, chance, threads' order.
const NOT_IN_THE_ENGINE: [&str; 10] = [
    "chrono",
    "crossbeam",
    "getrandom",
    "rand",
    "rayon",
    "reqwest",
    "rusqlite",
    "tempfile",
    "tokio",
    "ureq",
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// Nothing for an ordinary dependency, else `dev` or `build`.
    kind: Option<String>,
}

/// Edges that are not allowed, one line each.
pub(super) fn faults(root: &Path) -> Result<Vec<String>> {
    let mut command = Command::new("cargo");
    command.args(["metadata", "--no-deps", "--format-version", "1", "--offline"]).current_dir(root);
    let output = command.output().context("cannot start `cargo metadata`")?;
    if !output.status.success() {
        bail!("`cargo metadata` failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let metadata: Metadata =
        serde_json::from_slice(&output.stdout).context("`cargo metadata` gave no JSON")?;
    Ok(metadata.packages.iter().flat_map(of_package).collect())
}

fn of_package(package: &Package) -> Vec<String> {
    let name = package.name.as_str();
    let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
        return vec![format!(
            "the crate {name} is not in xtask/src/tidy/edges.rs: say there what it may use"
        )];
    };
    let ours = |d: &&Dependency| ALLOWED.iter().any(|(known, _)| *known == d.name);
    let forbidden =
        package.dependencies.iter().filter(ours).filter(|d| !allowed.contains(&d.name.as_str()));
    let mut faults: Vec<String> =
        forbidden.map(|d| format!("{name} may not use {}", d.name)).collect();
    if matches!(name, "legation" | "legation-data") {
        let eyes = package
            .dependencies
            .iter()
            .filter(|d| d.kind.is_none() && NOT_IN_THE_ENGINE.contains(&d.name.as_str()));
        faults.extend(
            eyes.map(|d| format!("{name} may not use {}: the engine sees no outside", d.name)),
        );
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, uses: &[&str]) -> Package {
        let dependencies =
            uses.iter().map(|d| Dependency { name: (*d).into(), kind: None }).collect();
        Package { name: name.into(), dependencies }
    }

    #[test]
    fn the_engine_may_use_its_data_and_nothing_that_sees_the_outside() {
        assert!(of_package(&package("legation", &["legation-data", "serde"])).is_empty());
        assert_eq!(of_package(&package("legation", &["legation-store", "tokio"])).len(), 2);
    }

    #[test]
    fn store_and_ingest_do_not_know_each_other() {
        assert_eq!(
            of_package(&package("legation-store", &["legation-ingest"])),
            ["legation-store may not use legation-ingest"]
        );
    }

    #[test]
    fn a_crate_nobody_has_thought_about_is_a_fault() {
        assert_eq!(of_package(&package("legation-utils", &[])).len(), 1);
    }
}
