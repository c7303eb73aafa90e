//! Input and article: what comes in as bytes or text, and the clean text that everything after refers to.

use crate::Span;
use jiff::civil::Date;

/// A page as it was handed in, not yet cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawDocument {
    /// An HTML page.
    Html(String),
    /// A copy of a page as plain text, its furniture (captions, share bars, related headlines) still in it.
    Page(String),
}

/// What a line or block of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LineRole {
    /// The article's title.
    Headline,
    /// A short line above or a sub-title below the headline.
    Kicker,
    /// Who wrote it.
    Byline,
    /// Place and date at the head of the text.
    Dateline,
    /// Text of a picture.
    Caption,
    /// The article itself.
    Body,
    /// A headline of another article.
    Related,
    /// The name or address of the site.
    Site,
    /// Everything else: reading times, share bars, notices, menus.
    Boilerplate,
}

impl LineRole {
    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            LineRole::Headline => "headline",
            LineRole::Kicker => "kicker",
            LineRole::Byline => "byline",
            LineRole::Dateline => "dateline",
            LineRole::Caption => "caption",
            LineRole::Body => "body",
            LineRole::Related => "related",
            LineRole::Site => "site",
            LineRole::Boilerplate => "boilerplate",
        }
    }
}

/// A line or block that is not part of the article's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// Its words.
    pub text: String,
    /// Why it is not body.
    pub role: LineRole,
}

/// Where a publication date was found; the order is that of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PublishedFrom {
    /// Given with the input.
    Given,
    /// JSON-LD of the page.
    JsonLd,
    /// A meta element.
    Meta,
    /// A `time` element or visible text.
    Text,
    /// The address of the page.
    Url,
}

/// When the article came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The day, in the page's own zone.
    pub date: Date,
    /// The instant as `YYYY-MM-DDThh:mm:ssZ`, if the page gives one.
    pub timestamp: Option<String>,
    /// How we know.
    pub from: PublishedFrom,
}

/// A clean article. `text` is frozen: every span of every later stage refers to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The caller's id.
    pub id: String,
    /// Where it was fetched.
    pub url: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its authors.
    pub byline: Vec<String>,
    /// The outlet that published it.
    pub site: Option<String>,
    /// When it came out.
    pub published: Option<Published>,
    /// ISO 639-1 code of its language.
    pub language: Option<String>,
    /// Address of its lead picture.
    pub lead_image: Option<String>,
    /// The body, paragraphs parted by one blank line.
    pub text: String,
    /// The paragraphs of `text`.
    pub paragraphs: Vec<Span>,
    /// What was left out, in page order.
    pub dropped: Vec<Dropped>,
}

impl Article {
    /// A clean article of this text; paragraphs are what blank lines part.
    pub fn of_text(id: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let paragraphs = paragraphs(&text);
        Self { id: id.into(), text, paragraphs, ..Self::default() }
    }

    /// The day of publication, if known.
    pub fn date(&self) -> Option<Date> {
        self.published.as_ref().map(|p| p.date)
    }
}

/// The stretches of text between line breaks, trimmed, empty ones left out.
pub fn paragraphs(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if let Some(offset) = line.find(trimmed).filter(|_| !trimmed.is_empty()) {
            out.push(Span::new(start + offset, start + offset + trimmed.len()));
        }
        start += line.len();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_trimmed_and_found_again() {
        let text = "One.\n\n  Two é. \r\n\nThree";
        let found: Vec<_> = paragraphs(text).iter().map(|p| p.slice(text)).collect();
        assert_eq!(found, ["One.", "Two é.", "Three"]);
    }
}
