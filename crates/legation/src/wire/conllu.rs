//! CoNLL-U, read and written.
//!
//! In: a file in which tokens and sentences are given, with or without tags and trees. Out: documents with a text rebuilt from
//! forms and spacing, whose offsets the analysis refers to. Comments, multiword tokens and their forms are kept, so that what
//! comes out again lines up with what went in; empty nodes are dropped. A sentence with a bad line becomes a diagnostic with
//! the line's number, and reading goes on. Names travel as `NER=B-PER` in the last column.

use crate::annotate::{
    Annotations, Deprel, Entity, EntityKind, Sentence, Token, TokenId, Upos, Xpos,
};
use crate::{Code, Diagnostic, Span};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

/// A multiword token: the form that several words are written as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Multiword {
    /// The words that it stands for.
    pub words: Range<TokenId>,
    /// The form as written.
    pub form: String,
    /// Its characters.
    pub span: Span,
}

/// One document of a CoNLL-U file, or one article about to be written as such.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// From `# newdoc id`; empty where the file names none.
    pub id: String,
    /// The text, rebuilt from forms and spacing: sentences parted by a space, paragraphs by a blank line.
    pub text: String,
    /// The comments of each sentence without their `# `, `newdoc` and `newpar` among them. None: they are made when written.
    pub comments: Vec<Vec<String>>,
    /// Multiword tokens in text order.
    pub multiwords: Vec<Multiword>,
    /// Sentences, words, names. A word without a tag has [`Upos::X`], [`Xpos::Underscore`] and [`Deprel::Dep`].
    pub annotations: Annotations,
}

/// The documents of a CoNLL-U text in file order, and a note for each sentence that could not be read.
///
/// ```
/// let (documents, notes) = legation::wire::conllu::read("1\tHe\t_\t_\t_\t_\t_\t_\t_\t_\n2\tleft\t_\t_\t_\t_\t_\t_\t_\t_\n\n");
/// assert_eq!(documents[0].text, "He left");
/// assert!(notes.is_empty());
/// ```
pub fn read(input: &str) -> (Vec<Document>, Vec<Diagnostic>) {
    let mut reader = Reader::default();
    for (n, line) in input.lines().enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.trim().is_empty() {
            reader.close();
        } else {
            reader.lines.push((n + 1, line));
        }
    }
    reader.close();
    (reader.documents, reader.notes)
}

/// State between sentences.
#[derive(Default)]
struct Reader<'a> {
    documents: Vec<Document>,
    notes: Vec<Diagnostic>,
    /// Numbered lines of the sentence under way.
    lines: Vec<(usize, &'a str)>,
    /// Whether white space stands before the next sentence of the document.
    spaced: bool,
}

impl<'a> Reader<'a> {
    /// Ends the sentence under way.
    fn close(&mut self) {
        let lines = std::mem::take(&mut self.lines);
        let (comments, rows): (Vec<_>, Vec<_>) =
            lines.into_iter().partition(|(_, l)| l.starts_with('#'));
        let comments: Vec<String> =
            comments.iter().map(|(_, l)| l[1..].trim_start().to_owned()).collect();
        let starts = comments.iter().find_map(|c| c.strip_prefix("newdoc"));
        if starts.is_none() && rows.is_empty() {
            return;
        }
        if starts.is_some() || self.documents.is_empty() {
            let id = starts.and_then(|s| s.split_once('=')).map_or("", |(_, id)| id.trim());
            self.documents.push(Document { id: id.to_owned(), ..Document::default() });
            self.spaced = true;
        }
        match RawSentence::parse(&rows) {
            Ok(sentence) if !sentence.words.is_empty() => self.add(comments, &sentence),
            Ok(_) => {}
            Err(note) => self.notes.push(note),
        }
    }

    fn add(&mut self, comments: Vec<String>, sentence: &RawSentence<'a>) {
        let Some(document) = self.documents.last_mut() else { return };
        if !document.text.is_empty() {
            let paragraph = comments.iter().any(|c| c.starts_with("newpar"));
            document.text.push_str(if paragraph {
                "\n\n"
            } else if self.spaced {
                " "
            } else {
                ""
            });
        }
        document.comments.push(comments);
        self.spaced = sentence.append(document);
    }
}

/// A row for a word.
struct Row<'a> {
    columns: [&'a str; 10],
}

/// A sentence as it stands in the file, checked.
#[derive(Default)]
struct RawSentence<'a> {
    words: Vec<Row<'a>>,
    /// By index of its first word: the last word's index, the form, and its last column.
    multiwords: BTreeMap<usize, (usize, &'a str, &'a str)>,
}

/// A note about a line.
fn bad(line: usize, message: &str) -> Diagnostic {
    Diagnostic::new(Code::BadConllu, format!("line {line}: {message}; the sentence was left out"))
}

impl<'a> RawSentence<'a> {
    fn parse(rows: &[(usize, &'a str)]) -> Result<Self, Diagnostic> {
        let mut out = Self::default();
        for &(n, row) in rows {
            let columns: Vec<&str> = row.split('\t').collect();
            let count = columns.len();
            let columns: [&str; 10] = columns
                .try_into()
                .map_err(|_| bad(n, &format!("expected 10 columns, found {count}")))?;
            out.add(columns).map_err(|message| bad(n, &message))?;
        }
        let size = out.words.len();
        let line = rows.first().map_or(0, |r| r.0);
        if out.words.iter().any(|w| w.columns[6].parse::<usize>().is_ok_and(|h| h > size)) {
            return Err(bad(line, "a head lies outside the sentence that starts here"));
        }
        if out.multiwords.values().any(|m| m.0 >= size) {
            return Err(bad(line, "a range of words reaches past the sentence that starts here"));
        }
        Ok(out)
    }

    fn add(&mut self, columns: [&'a str; 10]) -> Result<(), String> {
        let [id, form, ..] = columns;
        let next = self.words.len() + 1;
        if form.trim().is_empty() {
            return Err("the form is empty".to_owned());
        }
        if id.contains('.') {
            return Ok(());
        }
        if let Some((a, b)) = id.split_once('-') {
            let range = (a.parse::<usize>(), b.parse::<usize>());
            let (Ok(a), Ok(b)) = range else {
                return Err(format!("expected a range of words, found {id:?}"));
            };
            if a != next || b < a {
                return Err(format!("expected a range that starts at {next}, found {id:?}"));
            }
            self.multiwords.insert(a - 1, (b - 1, form, columns[9]));
            return Ok(());
        }
        if id.parse() != Ok(next) {
            return Err(format!("expected word {next}, found {id:?}"));
        }
        if columns[6] != "_" && columns[6].parse::<usize>().is_err() {
            return Err(format!("expected the number of the head, found {:?}", columns[6]));
        }
        self.words.push(Row { columns });
        Ok(())
    }

    /// Appends the sentence to a document; says whether white space follows it.
    fn append(&self, document: &mut Document) -> bool {
        let first = document.annotations.tokens.len();
        let start = document.text.len();
        let (mut at, mut spaced) = (0, false);
        while at < self.words.len() {
            if spaced {
                document.text.push(' ');
            }
            spaced = match self.multiwords.get(&at) {
                Some(&(last, form, misc)) => {
                    self.append_multiword(at..last + 1, form, first, document);
                    at = last + 1;
                    is_spaced(misc)
                }
                None => {
                    let span = push_form(&mut document.text, self.words[at].columns[1]);
                    document.annotations.tokens.push(self.token(at, span, first));
                    at += 1;
                    is_spaced(self.words[at - 1].columns[9])
                }
            };
        }
        let tokens = first..document.annotations.tokens.len();
        document
            .annotations
            .sentences
            .push(Sentence { span: Span::new(start, document.text.len()), tokens });
        self.append_entities(first, document);
        spaced
    }

    /// Words that together spell their token (do + n't) have spans of their own; others share the token's.
    fn append_multiword(
        &self,
        words: Range<usize>,
        form: &str,
        first: usize,
        document: &mut Document,
    ) {
        let span = push_form(&mut document.text, form);
        let spelt: String = words.clone().map(|w| self.words[w].columns[1]).collect();
        let mut start = span.start();
        for w in words.clone() {
            let end = start + self.words[w].columns[1].len();
            let own = if spelt == form { Span::new(start, end) } else { span };
            start = end;
            document.annotations.tokens.push(self.token(w, own, first));
        }
        let words = first + words.start..first + words.end;
        document.multiwords.push(Multiword { words, form: form.to_owned(), span });
    }

    fn token(&self, at: usize, span: Span, first: usize) -> Token {
        let [_, form, lemma, upos, xpos, feats, head, deprel, ..] = self.words[at].columns;
        let universal = deprel.split(':').next().unwrap_or_default();
        Token {
            span,
            form: form.to_owned(),
            lemma: lemma.to_owned(),
            upos: Upos::parse(upos).unwrap_or(Upos::X),
            xpos: Xpos::parse(xpos).unwrap_or(Xpos::Underscore),
            feats: feats.to_owned(),
            head: head.parse::<usize>().ok().and_then(|h| h.checked_sub(1)).map(|h| first + h),
            deprel: Deprel::parse(deprel)
                .or_else(|| Deprel::parse(universal))
                .unwrap_or(Deprel::Dep),
        }
    }

    /// The names of the sentence, each in a chain of its own.
    fn append_entities(&self, first: usize, document: &mut Document) {
        let Document { annotations, .. } = document;
        let mut open: Option<(EntityKind, Range<TokenId>)> = None;
        for (i, word) in self.words.iter().enumerate() {
            let label = word.columns[9].split('|').find_map(|m| m.strip_prefix("NER="));
            let tag = label
                .and_then(|l| l.split_once('-'))
                .and_then(|(mark, k)| Some((mark, EntityKind::parse(k)?)));
            open = match (tag, open) {
                (Some(("I", kind)), Some((same, range))) if kind == same => {
                    Some((kind, range.start..first + i + 1))
                }
                (tag, before) => {
                    push_entity(annotations, before);
                    tag.map(|(_, kind)| (kind, first + i..first + i + 1))
                }
            };
        }
        push_entity(annotations, open);
    }
}

/// Appends a form, white space inside it as one space each, and says where it lies.
fn push_form(text: &mut String, form: &str) -> Span {
    let start = text.len();
    text.push_str(form);
    Span::new(start, text.len())
}

fn push_entity(annotations: &mut Annotations, entity: Option<(EntityKind, Range<TokenId>)>) {
    let Some((kind, tokens)) = entity else { return };
    let span = annotations.tokens[tokens.start].span.cover(annotations.tokens[tokens.end - 1].span);
    let chain = annotations.entities.len();
    annotations.entities.push(Entity { span, tokens, kind, chain });
}

/// Whether white space follows a token with that last column.
fn is_spaced(misc: &str) -> bool {
    !misc.split('|').any(|m| m == "SpaceAfter=No")
}

impl Document {
    /// A document of ours, without comments and multiword tokens.
    pub fn new(id: impl Into<String>, text: impl Into<String>, annotations: Annotations) -> Self {
        Self { id: id.into(), text: text.into(), annotations, ..Self::default() }
    }

    /// The document as CoNLL-U, each sentence followed by an empty line.
    pub fn write(&self) -> String {
        let mut out = String::new();
        for (n, sentence) in self.annotations.sentences.iter().enumerate() {
            self.write_comments(n, sentence, &mut out);
            for i in sentence.tokens.clone() {
                self.write_multiword(i, sentence, &mut out);
                self.write_word(i, sentence, &mut out);
            }
            out.push('\n');
        }
        out
    }

    /// The comments that were read, or an id and the text.
    fn write_comments(&self, n: usize, sentence: &Sentence, out: &mut String) {
        if let Some(comments) = self.comments.get(n) {
            out.extend(comments.iter().flat_map(|c| ["# ", c.as_str(), "\n"]));
            return;
        }
        if n == 0 {
            out.extend(["# newdoc id = ", &one_line(&self.id), "\n"]);
        } else if self.gap_before(n).contains('\n') {
            out.push_str("# newpar\n");
        }
        let text = one_line(sentence.span.slice(&self.text));
        // Writing to a string cannot fail.
        let _ = writeln!(out, "# sent_id = {}-{:04}\n# text = {text}", one_line(&self.id), n + 1);
    }

    /// What stands between a sentence and the one before.
    fn gap_before(&self, n: usize) -> &str {
        let sentences = &self.annotations.sentences;
        let before = n.checked_sub(1).and_then(|b| sentences.get(b)).map_or(0, |s| s.span.end());
        self.text.get(before..sentences[n].span.start()).unwrap_or_default()
    }

    /// The line of the multiword token that starts at a word, if one does.
    fn write_multiword(&self, i: TokenId, sentence: &Sentence, out: &mut String) {
        let Ok(at) = self.multiwords.binary_search_by_key(&i, |m| m.words.start) else { return };
        let Multiword { words, form, span } = &self.multiwords[at];
        let first = sentence.tokens.start;
        let misc = if self.is_glued(span.end()) { "SpaceAfter=No" } else { "_" };
        let _ = writeln!(
            out,
            "{}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}",
            words.start - first + 1,
            words.end - first
        );
    }

    /// Whether the text goes on without white space.
    fn is_glued(&self, end: usize) -> bool {
        self.text
            .get(end..)
            .and_then(|t| t.chars().next())
            .is_some_and(|c| !crate::annotate::is_gap(c))
    }

    fn write_word(&self, i: TokenId, sentence: &Sentence, out: &mut String) {
        let token = &self.annotations.tokens[i];
        let first = sentence.tokens.start;
        let (head, deprel) = match (token.head, token.deprel) {
            (Some(h), deprel) => ((h + 1).saturating_sub(first).to_string(), deprel.as_str()),
            (None, Deprel::Root) => ("0".to_owned(), "root"),
            (None, _) => ("_".to_owned(), "_"),
        };
        let (form, lemma) = (one_line(&token.form), one_line(&token.lemma));
        let _ = writeln!(
            out,
            "{}\t{form}\t{lemma}\t{}\t{}\t{}\t{head}\t{deprel}\t_\t{}",
            i - first + 1,
            token.upos.as_str(),
            token.xpos.as_str(),
            token.feats,
            self.misc(i)
        );
    }

    /// Name and spacing, as the last column has them; a word within a multiword token says nothing of spacing.
    fn misc(&self, i: TokenId) -> String {
        let entities = &self.annotations.entities;
        let at = entities.partition_point(|e| e.tokens.end <= i);
        let entity = entities.get(at).filter(|e| e.tokens.contains(&i));
        let name = entity.map(|e| {
            format!("NER={}-{}", if e.tokens.start == i { "B" } else { "I" }, e.kind.as_str())
        });
        let inside = self.multiwords.partition_point(|m| m.words.end <= i);
        let inside = self.multiwords.get(inside).is_some_and(|m| m.words.contains(&i));
        let glued = !inside && self.is_glued(self.annotations.tokens[i].span.end());
        match (name, glued) {
            (Some(name), true) => format!("{name}|SpaceAfter=No"),
            (Some(name), false) => name,
            (None, true) => "SpaceAfter=No".to_owned(),
            (None, false) => "_".to_owned(),
        }
    }
}

/// A value that cannot break its line or column.
fn one_line(text: &str) -> String {
    text.split(['\t', '\n', '\r']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
