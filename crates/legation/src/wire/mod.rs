//! What goes in and out as text: the formats of the command line, kept apart from the core types.

pub mod conllu;
