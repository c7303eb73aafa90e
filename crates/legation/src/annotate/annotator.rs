//! Putting the layers together: tokens by rules, one pass of the encoder, lemmas by table, coreference by rules.

use super::encoder::{Encoder, ModelError, SentenceAnalysis, States};
use super::repair::{covered, is_country, join_titles, split_countries, split_persons};
use super::{
    Annotations, Deprel, Entity, EntityKind, RawSentence, Sentence, Token, Upos, Xpos, coref,
    lemmas, segment,
};
use legation_data::models;

/// The encoder with its label names turned into tags.
pub struct Annotator {
    encoder: Encoder,
    upos: Vec<Upos>,
    xpos: Vec<Xpos>,
    deprel: Vec<Deprel>,
    kinds: Vec<Option<EntityKind>>,
}

impl Annotator {
    /// An annotator on the shipped model.
    ///
    /// # Errors
    /// When the model that was built in is not what docs/MODEL.md says.
    pub fn shipped() -> Result<Self, ModelError> {
        Ok(Self::new(Encoder::load(models::ENCODER, models::VOCABULARY, models::NAMES)?))
    }

    /// An annotator on this encoder; labels that UD English does not have are read as the most general tag.
    pub fn new(encoder: Encoder) -> Self {
        let labels = encoder.labels();
        let upos = labels.upos().iter().map(|l| Upos::parse(l).unwrap_or(Upos::X)).collect();
        let xpos = labels.xpos().iter().map(|l| Xpos::parse(l).unwrap_or(Xpos::Xx)).collect();
        let deprel =
            labels.deprel().iter().map(|l| Deprel::parse(l).unwrap_or(Deprel::Dep)).collect();
        let kinds = labels.entity_kinds().iter().map(|l| EntityKind::parse(l)).collect();
        Self { encoder, upos, xpos, deprel, kinds }
    }

    /// The encoder, for what is asked of it beyond the layers.
    pub fn encoder(&self) -> &Encoder {
        &self.encoder
    }

    /// Every layer of analysis of a text.
    pub fn annotate(&self, text: &str) -> Annotations {
        self.annotate_sentences(text, &segment(text))
    }

    /// For each type of act, in the order of the model's labels less the first, the probability that it passes between the sides:
    /// words of these tokens, which are read as one sentence.
    pub fn pair(&self, words: &[Token], actor: &[usize], recipient: &[usize]) -> Vec<f32> {
        let forms: Vec<&str> = words.iter().map(|t| t.form.as_str()).collect();
        let read = self.encoder.analyse_with(&[&forms], States::Keep);
        read.first().map_or_else(Vec::new, |r| self.encoder.pair(r, actor, recipient))
    }

    /// The same with the sentences and tokens of an earlier reading; its tags, trees and names are not looked at.
    pub fn annotate_given(&self, text: &str, given: &Annotations) -> Annotations {
        let spans = |s: &Sentence| given.tokens[s.tokens.clone()].iter().map(|t| t.span).collect();
        let sentences =
            given.sentences.iter().map(|s| RawSentence { span: s.span, tokens: spans(s) });
        self.annotate_sentences(text, &sentences.collect::<Vec<_>>())
    }

    /// The same with sentences and tokens that are given (spans into `text`).
    pub fn annotate_sentences(&self, text: &str, sentences: &[RawSentence]) -> Annotations {
        let words: Vec<Vec<&str>> =
            sentences.iter().map(|s| s.tokens.iter().map(|t| t.slice(text)).collect()).collect();
        let borrowed: Vec<&[&str]> = words.iter().map(Vec::as_slice).collect();
        let mut out = Annotations::default();
        for (sentence, analysis) in sentences.iter().zip(self.encoder.analyse(&borrowed)) {
            self.add(text, sentence, &analysis, &mut out);
        }
        split_persons(&mut out);
        join_titles(&mut out);
        split_countries(&mut out);
        coref::resolve(&mut out);
        out
    }

    fn add(
        &self,
        text: &str,
        sentence: &RawSentence,
        analysis: &SentenceAnalysis,
        out: &mut Annotations,
    ) {
        let first = out.tokens.len();
        for (span, word) in sentence.tokens.iter().zip(&analysis.words) {
            let (upos, xpos) =
                (self.upos[usize::from(word.upos)], self.xpos[usize::from(word.xpos)]);
            let form = span.slice(text);
            out.tokens.push(Token {
                span: *span,
                form: form.to_owned(),
                lemma: lemmas::lemma(form, xpos),
                upos,
                xpos,
                feats: lemmas::feats(form, upos, xpos).to_owned(),
                head: word.head.checked_sub(1).map(|h| first + h),
                deprel: self.deprel[usize::from(word.deprel)],
            });
        }
        for entity in &analysis.entities {
            let tokens = first + entity.start..first + entity.end;
            let Some(kind) = self.kinds.get(usize::from(entity.kind)).copied().flatten() else {
                continue;
            };
            let span = covered(&out.tokens[tokens.clone()]);
            let kind = if is_country(&out.tokens[tokens.clone()]) { EntityKind::Loc } else { kind };
            out.entities.push(Entity { span, tokens, kind, chain: 0 });
        }
        out.facts.extend(&analysis.facts);
        out.acts.extend(analysis.acts.iter().map(|act| act.from(first)));
        out.voices.extend(analysis.voices.iter().map(|voice| voice.from(first)));
        out.sentences.push(Sentence { span: sentence.span, tokens: first..out.tokens.len() });
    }
}
