//! The main job, stage after stage: page → article → annotations → claims.

use crate::annotate::{Annotations, Annotator, ModelError};
use crate::code::{Coded, Reading, code};
use crate::extract::extract;
use crate::resolve::dates::TimeExpression;
use crate::resolve::tag_article;
use crate::{Article, Code, Diagnostic, Published, PublishedFrom, RawDocument};
use jiff::civil::Date;
use legation_data::models::confidence;

/// Everything needed to code articles, loaded once and shared between threads.
pub struct Engine {
    annotator: Annotator,
    least: f32,
}

/// An article with its title in front, analysed.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysed {
    /// Title, blank line, body; or the body alone.
    pub text: String,
    /// Where the body begins in `text`.
    pub body_start: usize,
    /// Tokens, trees, names.
    pub annotations: Annotations,
    /// Time expressions.
    pub dates: Vec<TimeExpression>,
}

/// A coded article: the claims' spans refer to `analysed.text`.
#[derive(Clone, Debug, PartialEq)]
pub struct CodedArticle {
    /// The article.
    pub article: Article,
    /// Its analysis.
    pub analysed: Analysed,
    /// What it claims.
    pub coded: Coded,
}

impl Engine {
    /// An engine on the shipped data.
    ///
    /// # Errors
    /// When the model that was built in does not read.
    pub fn new() -> Result<Self, ModelError> {
        let least = confidence().get("least").copied().unwrap_or(0.0);
        Ok(Self { annotator: Annotator::shipped()?, least })
    }

    /// The same, leaving out claims with less confidence than this; 0 keeps everything.
    #[must_use]
    pub fn with_least(self, least: f32) -> Self {
        Self { least, ..self }
    }

    /// The annotator, for its own subcommand.
    pub fn annotator(&self) -> &Annotator {
        &self.annotator
    }

    /// A page, its furniture removed first.
    ///
    /// # Errors
    /// The reason why there is no article to code.
    pub fn code_page(
        &self,
        id: &str,
        url: Option<&str>,
        page: &RawDocument,
        date: Option<Date>,
    ) -> Result<CodedArticle, Diagnostic> {
        let (mut article, notes) = extract(id, url, page)?;
        if let Some(date) = date {
            article.published =
                Some(Published { date, timestamp: None, from: PublishedFrom::Given });
        }
        let mut out = self.code_article(article);
        out.coded.diagnostics.splice(0..0, notes);
        Ok(out)
    }

    /// A clean article, coded as it stands, title included.
    pub fn code_article(&self, article: Article) -> CodedArticle {
        let analysed = self.analyse(&article);
        let reading = Reading {
            text: &analysed.text,
            body_start: analysed.body_start,
            annotations: &analysed.annotations,
            dates: &analysed.dates,
            published: article.date(),
            least: self.least,
        };
        let mut coded = code(reading);
        if article.published.is_none() && analysed.dates.iter().any(|d| !d.resolved) {
            let message =
                "no publication date: relative dates stay unresolved; give --date YYYY-MM-DD";
            coded.diagnostics.insert(0, Diagnostic::new(Code::NoPublicationDate, message));
        }
        CodedArticle { article, analysed, coded }
    }

    fn analyse(&self, article: &Article) -> Analysed {
        let title = article.title.as_deref().map(str::trim).filter(|t| !t.is_empty());
        let (text, body_start) = match title {
            Some(title) => (format!("{title}\n\n{}", article.text), title.len() + 2),
            None => (article.text.clone(), 0),
        };
        let annotations = self.annotator.annotate(&text);
        let dates = tag_article(&text, &annotations, article.date());
        Analysed { text, body_start, annotations, dates }
    }
}
