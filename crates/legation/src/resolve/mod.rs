//! From words to what they stand for in the world.

pub mod dates;
