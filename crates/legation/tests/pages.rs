//! Whole pages: what is body, what is not, and what the page says of itself.
//!
//! `corpus/pages/NAME.html` or `.txt` is a page as it came, written for this test; `NAME.sheet` is how it is read: the fields
//! of the article, a line `===`, the body, a line `===`, and what was left out with its role, in page order. To see a new
//! sheet, run the test and read what it prints; a sheet is changed by hand, after reading.

use legation::{Code, RawDocument, extract::extract};
use std::fmt::Write as _;
use std::path::Path;

/// The sheet of a page.
fn sheet(document: &RawDocument) -> String {
    let (article, _) = extract("page", None, document).expect("an article");
    let mut out = String::new();
    let mut field = |name: &str, value: Option<String>| {
        writeln!(out, "{name}: {}", value.unwrap_or_default().trim()).expect("a string")
    };
    field("title", article.title.clone());
    field("byline", Some(article.byline.join("; ")));
    field("site", article.site.clone());
    field(
        "published",
        article
            .published
            .as_ref()
            .map(|p| format!("{} {:?} {}", p.date, p.from, p.timestamp.as_deref().unwrap_or("-"))),
    );
    let slices: Vec<&str> =
        article.paragraphs.iter().map(|span| span.slice(&article.text)).collect();
    assert_eq!(slices.join("\n\n"), article.text, "paragraphs do not cover the text");
    let dropped: Vec<String> =
        article.dropped.iter().map(|d| format!("{}: {}", d.role.as_str(), d.text)).collect();
    format!("{out}===\n{}\n===\n{}\n", article.text, dropped.join("\n")).replace(": \n", ":\n")
}

#[track_caller]
fn check(name: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/pages").join(name);
    let text = std::fs::read_to_string(&file).expect("a page");
    let document =
        if name.ends_with(".html") { RawDocument::Html(text) } else { RawDocument::Page(text) };
    let expected = std::fs::read_to_string(file.with_extension("sheet")).unwrap_or_default();
    let found = sheet(&document);
    assert!(found == expected, "{name} is read as:\n{found}");
}

#[test]
fn article_with_json_ld_captions_and_related_links() {
    check("border-talks.html");
}

#[test]
fn line_breaks_in_a_div_and_comments_below() {
    check("sanctions-divs.html");
}

#[test]
fn body_in_several_sections_with_repeated_captions() {
    check("protest-amp.html");
}

#[test]
fn flat_page_with_glued_credit_and_dateline() {
    check("ceasefire.txt");
}

#[test]
fn flat_page_with_headlines_amid_the_body() {
    check("election-dispute.txt");
}

#[test]
fn wire_text_with_wrapped_lines() {
    check("wrapped-wire.txt");
}

#[track_caller]
fn refused(document: RawDocument, code: Code, says: &str) {
    let error = extract("page", None, &document).expect_err("no article");
    assert_eq!(error.code, code, "{error}");
    assert!(error.message.contains(says), "{error}");
}

#[test]
fn input_without_an_article_is_refused_with_advice() {
    let html = |text: &str| RawDocument::Html(text.to_owned());
    let page = |text: &str| RawDocument::Page(text.to_owned());
    refused(html(""), Code::EmptyInput, "expected an article");
    refused(page(" \n\t\n"), Code::EmptyInput, "expected an article");
    refused(
        html("<html><body><script>var x;</script></body></html>"),
        Code::EmptyInput,
        "no visible text",
    );
    refused(
        html(&"<ul><li><a href=x>Sport</a><li><a href=y>Weather today</a></ul>".repeat(50)),
        Code::NoArticle,
        "list of links",
    );
    refused(page("Home\nWorld\nSign in"), Code::NoArticle, "no run of sentences");
    refused(page("a\0b"), Code::BinaryInput, "convert the file");
    refused(page(&"x".repeat(50 << 20)), Code::TooLarge, "15 MiB");
    refused(html(&"<div>".repeat(100_000)), Code::TooLarge, "nests");
    refused(page(&"Sport\n".repeat(60_000)), Code::TooLarge, "60000 blocks");
}

#[test]
fn other_languages_are_refused_by_name() {
    let german = "Das Parlament hat am Dienstag nach langer Debatte das Abkommen mit dem Nachbarland abgelehnt.\n\n\
        Die Minister kehrten noch am selben Abend in die Hauptstadt zurück und wollten sich dazu nicht äußern.";
    refused(RawDocument::Page(german.into()), Code::OtherLanguage, "German");
    let russian = "<p>Парламент отклонил соглашение о границе с соседней страной во вторник после долгих дебатов в столице.</p>".repeat(2);
    refused(RawDocument::Html(russian), Code::OtherLanguage, "Russian");
}

#[test]
fn deep_nesting_neither_overflows_nor_hides_the_text() {
    let prose = "<p>The foreign ministers of both countries met in the capital on Monday and agreed to talk about the border again.</p>";
    let page = format!(
        "{}{}{}",
        "<div>".repeat(9_000),
        prose,
        "<p>They will meet once more before the end of the year, both of them said on Monday.</p>"
    );
    let (article, _) = extract("deep", None, &RawDocument::Html(page)).expect("an article");
    assert_eq!(article.paragraphs.len(), 2);
}
