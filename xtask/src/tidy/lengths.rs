//! Budgets for files and functions. They read the shape that rustfmt gives, so no parser is needed: a function ends at the first
//! line that closes a brace at the depth of its `fn`.

use super::without_tests;

/// Lines of a file, without its tests.
const FILE: usize = 500;

/// Lines of a function that nine in ten stay under.
const FUNCTION: usize = 25;

/// Files and functions over budget, one line each. Functions over 100 lines are clippy's.
pub(super) fn faults(sources: &[(String, String)]) -> Vec<String> {
    let bodies: Vec<(&str, &str)> =
        sources.iter().map(|(path, text)| (path.as_str(), without_tests(path, text))).collect();
    let long = bodies.iter().filter(|(_, body)| body.lines().count() > FILE);
    let mut faults: Vec<String> = long
        .map(|(path, body)| {
            format!(
                "{path} has {} lines without tests, more than {FILE}: split it",
                body.lines().count()
            )
        })
        .collect();
    let lengths: Vec<usize> = bodies.iter().flat_map(|(_, body)| functions(body)).collect();
    let over = lengths.iter().filter(|length| **length >= FUNCTION).count();
    if over * 10 > lengths.len() {
        faults.push(format!(
            "{over} of {} functions have {FUNCTION} lines or more; at most one in ten may",
            lengths.len()
        ));
    }
    faults
}

/// The lengths of the functions in a text.
fn functions(text: &str) -> Vec<usize> {
    let lines: Vec<&str> = text.lines().collect();
    let starts = lines.iter().enumerate().filter(|(_, line)| begins_function(line));
    starts.filter_map(|(at, line)| length(&lines[at..], depth(line))).collect()
}

fn begins_function(line: &str) -> bool {
    let words = line.split_whitespace();
    words.take_while(|w| !w.contains("//") && !w.contains('"')).take(5).any(|w| w == "fn")
}

/// None for a declaration without a body.
fn length(lines: &[&str], depth_of_fn: usize) -> Option<usize> {
    let head =
        lines.iter().position(|l| l.ends_with('{') || l.ends_with('}') || l.ends_with(';'))?;
    match lines[head] {
        l if l.ends_with(';') => None,
        l if l.ends_with('}') => Some(head + 1),
        _ => lines
            .iter()
            .skip(head + 1)
            .position(|l| l.starts_with('}') || (l.trim() == "}" && depth(l) == depth_of_fn))
            .map(|end| head + end + 2),
    }
}

fn depth(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_measured_with_their_heads() {
        let text = "fn a() {}\n\nimpl B {\n    pub(crate) fn b(\n        c: u8,\n    ) -> u8 {\n        if c > 1 {\n            c\n        }\n    }\n}\ntrait D {\n    fn e(&self);\n}\n";
        assert_eq!(functions(text), [1, 7]);
    }

    #[test]
    fn words_in_text_are_no_functions() {
        assert_eq!(functions("// a fn here\nlet x = \"a fn b() {\";\n"), Vec::<usize>::new());
    }

    #[test]
    fn too_long_files_and_too_many_long_functions_are_faults() {
        let long = format!("fn a() {{\n{}}}\n", "    x();\n".repeat(FILE));
        let faults = faults(&[("crates/a/src/b.rs".into(), long)]);
        assert_eq!(faults.len(), 2, "{faults:?}");
    }
}
