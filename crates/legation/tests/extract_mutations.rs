//! Broken pages: two thousand deterministic mutations of the corpus may be refused, but never panic, and what is extracted
//! from them keeps its promises. The fuzz target `extract` looks further.

mod dice;

use dice::Dice;
use legation::{RawDocument, extract};
use std::time::{Duration, Instant};

/// What breaks parsers: cut tags, quotes, odd characters, charsets, nesting.
const SPLINTERS: [&[u8]; 24] = [
    b"<",
    b">",
    b"\"",
    b"'",
    b"<div>",
    b"</div>",
    b"<p",
    b"<!--",
    b"-->",
    b"<script>",
    b"</script>",
    b"<table><tr>",
    b"<svg><p>",
    b"<template>",
    b"&#x0;",
    b"&#1114112;",
    b"&amp",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xe2\x80\x8f",
    b"\n\n\n",
    b"\x00",
    b"<br><br>",
    b"<meta charset=utf-16>",
];

const PAGES: [&[u8]; 6] = [
    include_bytes!("corpus/pages/border-talks.html"),
    include_bytes!("corpus/pages/sanctions-divs.html"),
    include_bytes!("corpus/pages/protest-amp.html"),
    include_bytes!("corpus/pages/ceasefire.txt"),
    include_bytes!("corpus/pages/election-dispute.txt"),
    include_bytes!("corpus/pages/wrapped-wire.txt"),
];

fn mutated(dice: &mut Dice) -> Vec<u8> {
    let page = PAGES[dice.roll(PAGES.len())];
    dice.mutate(page, &SPLINTERS)
}

/// Everything that holds for any input. True if it gave an article.
fn holds(page: &[u8], html: bool) -> bool {
    let Ok((text, _)) = extract::decode(page, None) else { return false };
    let document = if html { RawDocument::Html(text) } else { RawDocument::Page(text) };
    let Ok((article, _)) = extract::extract("m", Some("https://x.example/2025/06/12/a"), &document)
    else {
        return false;
    };
    let slices: Vec<&str> =
        article.paragraphs.iter().map(|span| span.slice(&article.text)).collect();
    assert_eq!(slices.join("\n\n"), article.text);
    assert!(
        slices
            .iter()
            .all(|slice| !slice.is_empty() && !slice.contains('\n') && slice.trim() == *slice)
    );
    assert!(article.dropped.iter().all(|line| !line.text.is_empty()));
    assert_eq!(
        extract::extract("m", Some("https://x.example/2025/06/12/a"), &document)
            .expect("the same")
            .0,
        article
    );
    true
}

#[test]
fn mutated_pages_never_panic_and_spans_fit() {
    let mut dice = Dice::new(0x5eed_1e6a_7104_0001);
    let articles = (0..2_000).filter(|turn| holds(&mutated(&mut dice), turn % 2 == 0)).count();
    assert!(
        articles > 500,
        "only {articles} of 2,000 were read at all: the mutations are too wild to test anything"
    );
}

#[test]
#[ignore = "half a minute long; `cargo xtask ci` runs it where cargo-fuzz is missing"]
fn half_a_minute_of_pages() {
    let (mut dice, start) = (Dice::new(0x5eed_1e6a_7104_0002), Instant::now());
    while start.elapsed() < Duration::from_secs(30) {
        let page = mutated(&mut dice);
        holds(&page, dice.roll(2) == 0);
    }
}
