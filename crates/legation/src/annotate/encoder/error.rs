//! What can be wrong with a model file.

use std::fmt;

/// The model could not be loaded: the file, the vocabulary or the names are not what the engine expects.
#[derive(Debug)]
pub struct ModelError(Kind);

#[derive(Debug)]
enum Kind {
    Container(safetensors::SafeTensorError),
    Missing { tensor: String },
    Tensor { tensor: String, expected: String, found: String },
    Metadata { key: &'static str, problem: String },
    Vocabulary { piece: String },
    Names { line: usize, problem: &'static str },
}

impl ModelError {
    pub(super) fn missing(tensor: &str) -> Self {
        Self(Kind::Missing { tensor: tensor.to_owned() })
    }

    pub(super) fn tensor(tensor: &str, expected: impl fmt::Debug, found: impl fmt::Debug) -> Self {
        let (expected, found) = (format!("{expected:?}"), format!("{found:?}"));
        Self(Kind::Tensor { tensor: tensor.to_owned(), expected, found })
    }

    pub(super) fn metadata(key: &'static str, problem: impl Into<String>) -> Self {
        Self(Kind::Metadata { key, problem: problem.into() })
    }

    pub(super) fn vocabulary(piece: &str) -> Self {
        Self(Kind::Vocabulary { piece: piece.to_owned() })
    }

    pub(super) fn names(line: usize, problem: &'static str) -> Self {
        Self(Kind::Names { line, problem })
    }
}

impl From<safetensors::SafeTensorError> for ModelError {
    fn from(error: safetensors::SafeTensorError) -> Self {
        Self(Kind::Container(error))
    }
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Container(_) => write!(f, "the model is no readable safetensors file"),
            Kind::Missing { tensor } => write!(f, "the model has no tensor `{tensor}`"),
            Kind::Tensor { tensor, expected, found } => {
                write!(f, "tensor `{tensor}` of the model: expected {expected}, found {found}")
            }
            Kind::Metadata { key, problem } => {
                write!(f, "`{key}` in the model's metadata: {problem}")
            }
            Kind::Vocabulary { piece } => write!(f, "the vocabulary has no piece `{piece}`"),
            Kind::Names { line, problem } => write!(f, "line {line} of the names: {problem}"),
        }
    }
}

impl std::error::Error for ModelError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            Kind::Container(error) => Some(error),
            Kind::Missing { .. }
            | Kind::Tensor { .. }
            | Kind::Metadata { .. }
            | Kind::Vocabulary { .. }
            | Kind::Names { .. } => None,
        }
    }
}
