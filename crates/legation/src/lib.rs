//! The engine of Legation: from a page to coded, attributed, evidence-backed claims.
//!
//! Data walks one way: [`RawDocument`] → `extract` → [`Article`] → `annotate` → [`annotate::Annotations`] → `resolve`, `code`
//! → [`Claim`]s. Each stage is a module with one public function. The engine is pure: it sees no network, no disk, no clock, no
//! environment, and its results do not depend on threads, batches or hash order. See ARCHITECTURE.md.

pub mod annotate;
mod article;
mod claim;
pub mod code;
mod dateline;
mod diagnostic;
pub mod extract;
pub mod pipeline;
pub mod resolve;
mod span;
pub mod wire;

pub use article::{Article, Dropped, LineRole, Published, PublishedFrom, RawDocument, paragraphs};
pub use claim::{
    Actor, Attribution, Claim, Confidence, DatePrecision, EventDate, Evidence, HolderKind, Place,
    PlaceFrom, PlacePrecision, Reason, Role, Signals, Status,
};
pub use diagnostic::{Code, Diagnostic};
pub use span::Span;
