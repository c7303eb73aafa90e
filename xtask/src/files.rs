//! The files of the repository, without what is built or fetched.

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Folders that hold nothing of the project's own.
const NOT_OURS: [&str; 7] =
    [".git", "target", "runs", "corpus", "artifacts", "__pycache__", ".venv"];

/// Every file under `folder`, as paths from `root` with `/`, sorted.
///
/// # Errors
/// When a folder cannot be read.
pub fn under(root: &Path, folder: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    walk(root, folder, &mut found)?;
    found.sort();
    Ok(found)
}

fn walk(root: &Path, folder: &str, found: &mut Vec<String>) -> Result<()> {
    let path = root.join(folder);
    for entry in
        fs::read_dir(&path).with_context(|| format!("cannot read the folder {}", path.display()))?
    {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let below = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() && !NOT_OURS.contains(&name.as_str()) {
            walk(root, &below, found)?;
        } else if kind.is_file() {
            found.push(below);
        }
    }
    Ok(())
}

/// The text of a file.
///
/// # Errors
/// When it cannot be read or is not UTF-8.
pub fn text(root: &Path, path: &str) -> Result<String> {
    fs::read_to_string(root.join(path)).with_context(|| format!("cannot read {path}"))
}
