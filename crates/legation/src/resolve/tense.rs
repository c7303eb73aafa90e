//! Time expressions of an analysed article: the tree tells the tense that decides which way a weekday points.

use super::dates::{Tense, TimeExpression, tag, tense_by_words};
use crate::Span;
use crate::annotate::{Annotations, Deprel, TokenId, Upos, Xpos};
use jiff::civil::Date;

/// The time expressions of an article.
pub fn tag_article(text: &str, ann: &Annotations, published: Option<Date>) -> Vec<TimeExpression> {
    let sentences: Vec<Span> = ann.sentences.iter().map(|s| s.span).collect();
    let by_words = tense_by_words(text, &sentences);
    let tense = |span: Span| match tense_of(ann, span) {
        Tense::Unknown => by_words(span),
        known => known,
    };
    tag(text, &sentences, published, &tense)
}

/// The tense of the clause that governs the words at `span`.
fn tense_of(ann: &Annotations, span: Span) -> Tense {
    let at = ann.tokens.partition_point(|t| t.span.end() <= span.start());
    if at >= ann.tokens.len() {
        return Tense::Unknown;
    }
    let climb = std::iter::once(at).chain(ann.ancestors(at));
    climb
        .filter(|&t| is_predicate(ann, t))
        .map(|t| verb_tense(ann, t))
        .find(|t| *t != Tense::Unknown)
        .unwrap_or(Tense::Unknown)
}

fn is_predicate(ann: &Annotations, t: TokenId) -> bool {
    matches!(ann.tokens[t].upos, Upos::Verb | Upos::Aux) || ann.child(t, Deprel::Cop).is_some()
}

fn verb_tense(ann: &Annotations, verb: TokenId) -> Tense {
    let helpers = || {
        ann.children(verb).filter(|&c| {
            matches!(ann.tokens[c].deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop)
        })
    };
    let future = helpers()
        .any(|c| matches!(ann.tokens[c].lemma.as_str(), "will" | "shall" | "would" | "'ll"));
    let forms = std::iter::once(verb).chain(helpers()).map(|t| ann.tokens[t].xpos);
    let forms: Vec<Xpos> = forms.collect();
    if future {
        Tense::Future
    } else if forms.iter().any(|f| matches!(f, Xpos::Vbd)) || forms.contains(&Xpos::Vbn) {
        Tense::Past
    } else if forms.iter().any(|f| matches!(f, Xpos::Vbz | Xpos::Vbp)) {
        Tense::Present
    } else {
        Tense::Unknown
    }
}
