//! From words to the world: who a phrase names, which place, which day.
//!
//! In: words of the text, and the day of publication. Out: what they stand for, with a reason, or nothing where that is not known.

pub mod actors;
pub mod dates;
mod phrase;
pub mod places;
mod tense;
pub mod toponyms;

pub use tense::tag_article;
