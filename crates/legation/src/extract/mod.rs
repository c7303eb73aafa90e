//! Page to article: the body alone, with what the page says of itself; everything else is kept aside with its role.
//!
//! In: an HTML page or a flattened copy of one. Out: a clean [`Article`] and notes. Steps:
//! 1. [`decode`] makes text of bytes (the caller may have done so).
//! 2. `html` (with `dom`, `metadata`, `jsonld`, `published`) or `page` cut the page into blocks of visible text.
//! 3. `roles` says what each block is, by the same rules for both, from what `line` sees in it.
//! 4. Here the body is put together, its dateline set aside, and its language checked.

mod decode;
mod dom;
mod html;
mod jsonld;
mod language;
mod line;
mod metadata;
mod page;
mod published;
mod roles;

pub use decode::decode;

use crate::dateline::split_dateline;
use crate::{
    Article, Code, Diagnostic, Dropped, LineRole, Published, PublishedFrom, RawDocument, paragraphs,
};
use line::{Block, Place, fold};
use metadata::Metadata;
use roles::Known;

/// Pages beyond this are refused: the largest news pages have 5 MiB, most of it scripts.
const MAX_BYTES: usize = 15 * 1024 * 1024;

/// A page has at most so many blocks; a list of a hundred thousand lines is no article.
const MAX_BLOCKS: usize = 50_000;

/// A date line of flat text is this short, in words.
const DATE_LINE_WORDS: usize = 14;

/// The article of a page: clean English text and what is known of it.
///
/// `text` of the result is the body alone, paragraphs parted by one blank line. A dateline at its head ("SEOUL, June 12 —") is
/// left out of it and stands among `dropped`, as does everything else on the page that is not body, in page order.
///
/// # Errors
///
/// [`Code::EmptyInput`], [`Code::BinaryInput`] and [`Code::TooLarge`] for input that is no page, [`Code::NoArticle`] where
/// nothing on it reads like running text, [`Code::OtherLanguage`] where that text is not English.
///
/// # Examples
///
/// ```
/// use legation::{RawDocument, extract::extract};
///
/// let page = "Talks resume\n2 min read\n\nThe foreign ministers of both countries met in the capital on Monday and \
///     agreed to talk about the border again.\n\nThey said that they would meet once more before the end of the year.\n\n\
///     Related Stories\nFerry strike ends";
/// let (article, _notes) = extract("a1", None, &RawDocument::Page(page.into()))?;
/// assert_eq!(article.paragraphs.len(), 2);
/// assert_eq!(article.dropped.len(), 4);
/// # Ok::<(), legation::Diagnostic>(())
/// ```
pub fn extract(
    id: &str,
    url: Option<&str>,
    document: &RawDocument,
) -> Result<(Article, Vec<Diagnostic>), Diagnostic> {
    let (article, notes) = extract_any_language(id, url, document)?;
    language::require_english(&article.text)?;
    Ok((Article { language: Some("en".into()), ..article }, notes))
}

/// As [`extract`], for a page in any language: for callers that only want its text or its date.
///
/// # Errors
///
/// As [`extract`], without [`Code::OtherLanguage`] for a body that was found.
pub fn extract_any_language(
    id: &str,
    url: Option<&str>,
    document: &RawDocument,
) -> Result<(Article, Vec<Diagnostic>), Diagnostic> {
    let (mut blocks, metadata) = read(url, document)?;
    let known = Known { title: metadata.title.as_deref(), site: metadata.site.as_deref() };
    let mut roles = roles::label(&blocks, known);
    if !roles.contains(&LineRole::Body) {
        // The candidate finder was wrong: read the page as if it were flat.
        blocks.iter_mut().for_each(|block| block.markup.place = Place::Unknown);
        roles = roles::label(&blocks, known);
    }
    if !roles.contains(&LineRole::Body) {
        return Err(no_article(&blocks));
    }
    let mut article = assemble(&blocks, &roles);
    fill(&mut article, metadata, url);
    (article.id, article.url) = (id.to_owned(), url.map(str::to_owned));
    let mut notes = Vec::new();
    if article.published.is_none() {
        let message = "the page gives no publication date, so relative dates stay unresolved: give one with the input";
        notes.push(Diagnostic::new(Code::NoPublicationDate, message));
    }
    Ok((article, notes))
}

/// The publication date of a page, also where it holds no article that could be read.
pub fn publication_date(url: Option<&str>, document: &RawDocument) -> Option<Published> {
    match document {
        RawDocument::Html(_) => read(url, document).ok()?.1.published,
        RawDocument::Page(_) => extract_any_language("", url, document).ok()?.0.published,
    }
}

fn read(url: Option<&str>, document: &RawDocument) -> Result<(Vec<Block>, Metadata), Diagnostic> {
    let (RawDocument::Html(text) | RawDocument::Page(text)) = document;
    if text.len() > MAX_BYTES {
        return Err(too_large(text.len()));
    }
    if text.contains('\0') {
        return Err(Diagnostic::new(
            Code::BinaryInput,
            "expected a page or text, found NUL characters: decode or convert the file first",
        ));
    }
    let (blocks, metadata) = match document {
        RawDocument::Html(html) => html::read(html, url)?,
        RawDocument::Page(text) => (page::blocks(text), Metadata::default()),
    };
    if blocks.is_empty() {
        return Err(Diagnostic::new(
            Code::EmptyInput,
            "the page has no visible text: expected an article",
        ));
    }
    if blocks.len() > MAX_BLOCKS {
        let message = format!(
            "the page has {} blocks of text, more than {MAX_BLOCKS}: it is no article, leave it out",
            blocks.len()
        );
        return Err(Diagnostic::new(Code::TooLarge, message));
    }
    Ok((blocks, metadata))
}

fn too_large(bytes: usize) -> Diagnostic {
    let message = format!(
        "the input has {} MiB, the limit is 15 MiB: expected one article a page",
        bytes.div_ceil(1 << 20)
    );
    Diagnostic::new(Code::TooLarge, message)
}

/// A page of another language may look like no article to rules that are made for English; say which it is.
fn no_article(blocks: &[Block]) -> Diagnostic {
    let text: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
    language::require_english(&text.join("\n")).err().unwrap_or_else(|| {
        let message = "no run of sentences was found: expected an article, not a list of links, a form or a picture; \
                       if it is built by scripts, hand in the page as the browser shows it";
        Diagnostic::new(Code::NoArticle, message)
    })
}

/// Body to `text`, the rest to `dropped`; the first paragraph's dateline goes with the rest.
fn assemble(blocks: &[Block], roles: &[LineRole]) -> Article {
    let mut article = Article::default();
    let mut body: Vec<&str> = Vec::new();
    for (block, role) in blocks.iter().zip(roles) {
        let text = block.text.as_str();
        if *role != LineRole::Body {
            note_dropped(&mut article, text, *role);
            continue;
        }
        let dateline = if body.is_empty() { split_dateline(text) } else { None };
        if let Some((dateline, _)) = dateline {
            note_dropped(&mut article, dateline, LineRole::Dateline);
        }
        body.push(dateline.map_or(text, |(_, rest)| rest));
    }
    article.text = body.join("\n\n");
    article.paragraphs = paragraphs(&article.text);
    article
}

fn note_dropped(article: &mut Article, text: &str, role: LineRole) {
    // Of several, the shortest: others have the name of the site added.
    if role == LineRole::Headline
        && article.title.as_ref().is_none_or(|title| text.len() < title.len())
    {
        article.title = Some(text.to_owned());
    }
    article.dropped.push(Dropped { text: text.to_owned(), role });
}

/// Metadata first; what they do not say is taken from the lines.
fn fill(article: &mut Article, metadata: Metadata, url: Option<&str>) {
    article.title = metadata.title.or(article.title.take());
    article.site = metadata.site.or_else(|| site_line(&article.dropped));
    article.byline = metadata.byline;
    if article.byline.is_empty() {
        let lines = article.dropped.iter().filter(|line| line.role == LineRole::Byline);
        article.byline = metadata::authors(lines.map(|line| line.text.as_str()).take(3));
    }
    article.published = metadata
        .published
        .or_else(|| date_line(&article.dropped))
        .or_else(|| metadata::of_url(url));
    article.language = metadata.language;
    article.lead_image = metadata.lead_image;
}

/// The name of the site, or at least its address.
fn site_line(dropped: &[Dropped]) -> Option<String> {
    let lines = || dropped.iter().filter(|line| line.role == LineRole::Site);
    lines()
        .find(|line| !line::is_address(&fold(&line.text)))
        .or_else(|| lines().next())
        .map(|line| line.text.clone())
}

/// The date of a short line above or below the body; one that says "published" before one that says "updated".
fn date_line(dropped: &[Dropped]) -> Option<Published> {
    let short = dropped.iter().filter(|line| {
        line.role != LineRole::Related && line::words(&line.text).count() <= DATE_LINE_WORDS
    });
    let dated = short.filter_map(|line| {
        Some((rank(&line.text), published::published(&line.text, PublishedFrom::Text)?))
    });
    dated.min_by_key(|(rank, _)| *rank).map(|(_, published)| published)
}

fn rank(date_line: &str) -> u8 {
    let folded = fold(date_line);
    match () {
        () if folded.contains("publish") || folded.contains("posted") => 0,
        () if folded.contains("copyright") || folded.contains('©') => 3,
        () if folded.contains("updated") || folded.contains("modified") => 2,
        () => 1,
    }
}
