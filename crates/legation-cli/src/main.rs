//! The binary `legation`.

fn main() {}
