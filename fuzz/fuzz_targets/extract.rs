//! Any bytes, as HTML and as a flat page: no panic, and paragraphs that cover the text.
//!
//! `cargo +nightly fuzz run extract crates/legation/tests/corpus/pages`
#![no_main]

use legation::{RawDocument, extract};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok((text, _)) = extract::decode(bytes, None) else { return };
    for document in [RawDocument::Html(text.clone()), RawDocument::Page(text)] {
        let Ok((article, _)) = extract::extract_any_language("f", None, &document) else { continue };
        let slices: Vec<&str> = article.paragraphs.iter().map(|span| span.slice(&article.text)).collect();
        assert_eq!(slices.join("\n\n"), article.text);
    }
});
