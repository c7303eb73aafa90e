//! Any text, annotated and coded: no panic, tokens that slice back to their forms, evidence inside the text.
//!
//! `cargo +nightly fuzz run annotate`
#![no_main]

use legation::Article;
use legation::pipeline::Engine;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new().expect("the shipped model reads"));

fuzz_target!(|text: &str| {
    let coded = ENGINE.code_article(Article::of_text("f", text));
    let read = &coded.analysed.text;
    for token in &coded.analysed.annotations.tokens {
        assert_eq!(token.span.slice(read), token.form);
    }
    for claim in &coded.coded.claims {
        let (sentence, trigger) = (claim.evidence.sentence, claim.evidence.trigger);
        assert!(!trigger.slice(read).is_empty());
        assert!(sentence.start() <= trigger.start() && trigger.end() <= sentence.end());
    }
});
