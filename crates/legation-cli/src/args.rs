//! What can be typed. Help, man page and completions all come from these definitions.

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;

/// Codes political events in news: who did what to whom, when, where, and according to whom.
#[derive(Debug, Parser)]
#[command(name = "legation", version = version(), max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

fn version() -> &'static str {
    concat!(env!("CARGO_PKG_VERSION"), " (offline; data built in)")
}

/// The stages, each a subcommand.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The main job: from a page or article to coded, attributed claims
    Code(CodeArgs),
    /// From a page to its article: body, title, date; what was dropped and why
    Extract(ExtractArgs),
    /// Every layer of analysis: tokens and trees, names, dates
    Annotate(AnnotateArgs),
    /// Who a name is, on a day
    Actors(ActorsArgs),
    /// What passes between two sides that are known
    Relate(RelateArgs),
    /// How each claim of a page or article came about, step by step
    Why(WhyArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page (roff)
    Man,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputKind {
    /// An HTML page
    Html,
    /// A page as flattened plain text
    Text,
    /// One JSON record a line
    Jsonl,
    /// CoNLL-U, tokens given
    Conllu,
}

/// Where to read from.
#[derive(Debug, Args)]
pub(crate) struct InputArgs {
    /// File to read; `-` or nothing for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) file: String,
    /// What FILE holds [default: by its ending, else by its first bytes]
    #[arg(long, value_enum)]
    pub(crate) input: Option<InputKind>,
}

/// How claims are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CodeFormat {
    /// For people
    Report,
    /// One claim a line
    Jsonl,
    /// A table with one row a claim
    Csv,
}

#[derive(Debug, Args)]
pub(crate) struct CodeArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Day of publication; relative dates are counted from it
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) date: Option<Date>,
    /// [default: report on a terminal, jsonl in a pipe]
    #[arg(long, value_enum)]
    pub(crate) format: Option<CodeFormat>,
    /// Leave out claims with less confidence, 0 to 1 [default: where precision and recall balance]
    #[arg(long, value_name = "P", value_parser = share)]
    pub(crate) min_confidence: Option<f32>,
    /// Also say what was seen and left out, and why
    #[arg(long)]
    pub(crate) explain_skipped: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExtractArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
}

/// How annotations are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnnotateFormat {
    /// One text a line
    Jsonl,
    /// Tokens as CoNLL-U, names in MISC
    Conllu,
}

/// A layer of analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LayerArg {
    /// Sentences, tokens, tags, trees
    Tokens,
    /// Names with their chains
    Entities,
    /// Toponyms and where they are
    Places,
    /// Time expressions
    Dates,
    /// Who says what: source, cue, content
    Attributions,
    /// What happens, and how surely
    Predicates,
}

#[derive(Debug, Args)]
pub(crate) struct AnnotateArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Which layers to print
    #[arg(long, value_enum, value_delimiter = ',')]
    pub(crate) layers: Vec<LayerArg>,
    /// How to print them
    #[arg(long, value_enum, default_value = "jsonl")]
    pub(crate) format: AnnotateFormat,
}

#[derive(Debug, Args)]
pub(crate) struct ActorsArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// A name to resolve, instead of records
    #[arg(long, value_name = "NAME", conflicts_with = "file")]
    pub(crate) name: Option<String>,
    /// The day the name is asked for
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) date: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct WhyArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// The claim to explain, by its id or the beginning of it [default: all]
    #[arg(long, value_name = "ID")]
    pub(crate) claim: Option<String>,
    /// Day of publication; relative dates are counted from it
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) date: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct RelateArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// Which shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

fn date(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|_| format!("E007: {text:?} is no date; write it as 2025-06-12 (year-month-day)"))
}

fn share(text: &str) -> Result<f32, String> {
    let number: Option<f32> = text.parse().ok().filter(|p| (0.0..=1.0).contains(p));
    number.ok_or_else(|| format!("{text:?} is no number from 0 to 1"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definitions_are_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_bad_date_says_how_to_write_it() {
        let error = date("12.6.2025").unwrap_err();
        assert!(error.starts_with("E007") && error.contains("2025-06-12"), "{error}");
        assert!(date("2025-02-30").is_err());
    }
}
