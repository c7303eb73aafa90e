//! An HTML page: its blocks, each told whether it lies in what looks like the article, and its metadata.
//!
//! `dom_smoothie` (Readability) proposes the part of the page that holds the article; it is right about the place and too
//! generous about what belongs to it, so its proposal only weighs on the line scorer that flat text goes through, too.

use super::dom::{self, Dom};
use super::line::{Block, Place, fold, words};
use super::metadata::{self, Metadata};
use crate::Diagnostic;
use dom_query::Document;
use dom_smoothie::{Config, Readability};
use std::collections::BTreeSet;

/// Deeper pages are not given to the candidate finder, which calls itself on what is nested.
const DEEPEST: usize = 250;

/// A proposal of fewer words is no article.
const LEAST_WORDS: usize = 40;

/// The blocks and the metadata of a page.
///
/// # Errors
///
/// [`crate::Code::TooLarge`] for a page that is built to keep the parser busy.
pub(super) fn read(html: &str, url: Option<&str>) -> Result<(Vec<Block>, Metadata), Diagnostic> {
    let document = dom::parse(html)?;
    let mut page: Dom = dom::read(&document);
    if page.depth <= DEEPEST
        && page.blocks.len() <= super::MAX_BLOCKS
        && let Some(proposed) = propose(document)
    {
        mark(&mut page.blocks, &proposed);
    }
    let metadata = metadata::of_page(&page, url);
    Ok((page.blocks, metadata))
}

/// The folded blocks of the part that holds the article.
fn propose(document: Document) -> Option<BTreeSet<String>> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let found = Readability::with_document(document, None, Some(config)).ok()?.parse().ok()?;
    let blocks = dom::read(&Document::from(found.content)).blocks;
    let size: usize = blocks.iter().map(|block| words(&block.text).count()).sum();
    (size >= LEAST_WORDS).then(|| blocks.iter().map(|block| fold(&block.text)).collect())
}

fn mark(blocks: &mut [Block], proposed: &BTreeSet<String>) {
    for block in blocks {
        let inside = proposed.contains(&fold(&block.text));
        block.markup.place = if inside { Place::Inside } else { Place::Outside };
    }
}
