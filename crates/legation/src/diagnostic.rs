//! What could not be done, as a value: a stable code, a message that says what to do, and where.
//!
//! Coding a text does not fail; it returns what it found and a list of these. Only input that holds no article at all
//! becomes an error of the record (CONTRACT.md: `{"id", "error": {"code", "message"}}`).

use crate::Span;
use std::fmt;

/// Stable codes; a code is never given a second meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// E001: nothing to read.
    EmptyInput,
    /// E002: bytes that are no text (an image, a PDF, an archive).
    BinaryInput,
    /// E003: larger than the limit.
    TooLarge,
    /// E004: no article was found on the page.
    NoArticle,
    /// E005: a language that the engine does not read.
    OtherLanguage,
    /// E006: a record that is not the JSON object asked for.
    BadRecord,
    /// E007: a date that is not `YYYY-MM-DD`.
    BadDate,
    /// E008: a file that is not there or cannot be read.
    NoFile,
    /// E009: a line of CoNLL-U that is none.
    BadConllu,
    /// W101: bytes that are not valid in the charset were replaced.
    ReplacedBytes,
    /// W102: a publication date is missing, so relative dates stay unresolved.
    NoPublicationDate,
    /// W103: an event was seen and left out, because a side, the type or the evidence is missing.
    Skipped,
}

impl Code {
    /// The code as printed and documented, `E…` for what ends a record, `W…` for what does not.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::EmptyInput => "E001",
            Code::BinaryInput => "E002",
            Code::TooLarge => "E003",
            Code::NoArticle => "E004",
            Code::OtherLanguage => "E005",
            Code::BadRecord => "E006",
            Code::BadDate => "E007",
            Code::NoFile => "E008",
            Code::BadConllu => "E009",
            Code::ReplacedBytes => "W101",
            Code::NoPublicationDate => "W102",
            Code::Skipped => "W103",
        }
    }
}

/// One note on what could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of trouble.
    pub code: Code,
    /// What is wrong, and what to do about it, in one line.
    pub message: String,
    /// Where in the text, if it has a place.
    pub span: Option<Span>,
}

impl Diagnostic {
    /// A note without a place.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), span: None }
    }

    /// The same note with its place.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.message)
    }
}

impl std::error::Error for Diagnostic {}
