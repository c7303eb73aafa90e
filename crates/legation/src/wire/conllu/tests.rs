use super::*;

const DENIAL: &str = "\
# newdoc id = a1
# newpar
# sent_id = a1-1
# genre = news
# text = Mr. Lee didn't go to Seoul.
1\tMr.\tMr.\tPROPN\tNNP\tNumber=Sing\t5\tnsubj\t_\t_
2\tLee\tLee\tPROPN\tNNP\tNumber=Sing\t1\tflat\t_\tNER=B-PER
3-4\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tdid\tdo\tAUX\tVBD\tMood=Ind\t5\taux\t_\t_
4\tn't\tnot\tPART\tRB\tPolarity=Neg\t5\tadvmod\t_\t_
5\tgo\tgo\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\t_
6\tto\tto\tADP\tIN\t_\t7\tcase\t_\t_
7\tSeoul\tSeoul\tPROPN\tNNP\tNumber=Sing\t5\tobl\t_\tNER=B-LOC|SpaceAfter=No
8\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

# newpar
# sent_id = a1-2
# text = Why?
1\tWhy\twhy\tADV\tWRB\t_\t0\troot\t_\tSpaceAfter=No
2\t?\t?\tPUNCT\t.\t_\t1\tpunct\t_\t_

";

fn forms(document: &Document) -> Vec<&str> {
    document.annotations.tokens.iter().map(|t| t.span.slice(&document.text)).collect()
}

#[test]
fn what_is_read_is_written() {
    let (documents, notes) = read(DENIAL);
    assert_eq!(notes, []);
    assert_eq!(documents.len(), 1);
    assert_eq!(documents[0].write(), DENIAL);
}

#[test]
fn text_spans_and_names_fit_together() {
    let (documents, _) = read(DENIAL);
    let document = &documents[0];
    assert_eq!(document.id, "a1");
    assert_eq!(document.text, "Mr. Lee didn't go to Seoul.\n\nWhy?");
    assert_eq!(forms(document), ["Mr.", "Lee", "did", "n't", "go", "to", "Seoul", ".", "Why", "?"]);
    let names: Vec<_> = document
        .annotations
        .entities
        .iter()
        .map(|e| (e.span.slice(&document.text), e.kind))
        .collect();
    assert_eq!(names, [("Lee", EntityKind::Per), ("Seoul", EntityKind::Loc)]);
    assert_eq!(document.annotations.tokens[9].head, Some(8));
    assert_eq!(document.annotations.sentences[1].tokens, 8..10);
}

#[test]
fn tokens_alone_are_enough() {
    let input = "# newdoc id = x\n1\tHe\t_\t_\t_\t_\t_\t_\t_\t_\n2\tleft\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n3\t.\t_\t_\t_\t_\t_\t_\t_\t_\n";
    let (documents, notes) = read(input);
    assert!(notes.is_empty());
    assert_eq!(documents[0].text, "He left.");
    let token = &documents[0].annotations.tokens[1];
    assert_eq!(
        (token.upos, token.xpos, token.head, token.deprel),
        (Upos::X, Xpos::Underscore, None, Deprel::Dep)
    );
    assert!(documents[0].write().contains("2\tleft\t_\tX\t_\t_\t_\t_\t_\tSpaceAfter=No\n"));
}

#[test]
fn words_that_do_not_spell_their_token_share_its_span() {
    let input = "1-2\tdel\t_\t_\t_\t_\t_\t_\t_\t_\n1\tde\t_\t_\t_\t_\t_\t_\t_\t_\n2\tel\t_\t_\t_\t_\t_\t_\t_\t_\n3\tSur\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    let (documents, _) = read(input);
    assert_eq!(documents[0].text, "del Sur");
    assert_eq!(forms(&documents[0]), ["del", "del", "Sur"]);
    assert_eq!(documents[0].annotations.tokens[0].form, "de");
    assert!(documents[0].write().contains("1-2\tdel\t"));
}

#[test]
fn bad_lines_cost_their_sentence_only() {
    let good = "1\tYes\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    for (line, message) in [
        ("1\tHe\t_", "expected 10 columns, found 3"),
        ("2\tHe\t_\t_\t_\t_\t_\t_\t_\t_", "expected word 1, found \"2\""),
        ("x\tHe\t_\t_\t_\t_\t_\t_\t_\t_", "expected word 1, found \"x\""),
        ("1\tHe\t_\t_\t_\t_\ty\t_\t_\t_", "expected the number of the head, found \"y\""),
        ("1\tHe\t_\t_\t_\t_\t9\t_\t_\t_", "a head lies outside the sentence"),
        ("1\t \t_\t_\t_\t_\t_\t_\t_\t_", "the form is empty"),
        ("1-3\tHe's\t_\t_\t_\t_\t_\t_\t_\t_", "a range of words reaches past the sentence"),
        ("2-3\tHe's\t_\t_\t_\t_\t_\t_\t_\t_", "expected a range that starts at 1"),
    ] {
        let (documents, notes) = read(&format!("{good}{line}\n\n{good}"));
        assert_eq!(documents[0].text, "Yes Yes", "{line}");
        assert_eq!(notes.len(), 1, "{line}");
        assert_eq!(notes[0].code, Code::BadConllu);
        assert!(
            notes[0].message.starts_with(&format!("line 3: {message}")),
            "{}",
            notes[0].message
        );
    }
}

#[test]
fn empty_nodes_windows_lines_and_a_missing_last_line_are_fine() {
    let input = "1\tHe\t_\t_\t_\t_\t_\t_\t_\t_\r\n1.1\tsaid\t_\t_\t_\t_\t_\t_\t_\t_\r\n2\tleft\t_\t_\t_\t_\t_\t_\t_\t_";
    let (documents, notes) = read(input);
    assert!(notes.is_empty());
    assert_eq!(forms(&documents[0]), ["He", "left"]);
    assert_eq!(read("").0, []);
    assert_eq!(
        read("\n\n# a comment\n\n").0.iter().map(|d| d.annotations.tokens.len()).sum::<usize>(),
        0
    );
}

#[test]
fn our_own_documents_get_ids_and_paragraphs() {
    let (mut documents, _) = read(DENIAL);
    let mut own = Document::new(
        "n1",
        documents[0].text.clone(),
        std::mem::take(&mut documents[0].annotations),
    );
    let text = own.write();
    assert!(
        text.starts_with(
            "# newdoc id = n1\n# sent_id = n1-0001\n# text = Mr. Lee didn't go to Seoul.\n1\tMr."
        ),
        "{text}"
    );
    assert!(text.contains("\n\n# newpar\n# sent_id = n1-0002\n# text = Why?\n"), "{text}");
    let (again, notes) = read(&text);
    assert!(notes.is_empty());
    assert_eq!((&again[0].text, &again[0].annotations), (&own.text, &own.annotations));
    own.id = "two\nlines".to_owned();
    assert!(own.write().starts_with("# newdoc id = two lines\n"));
}
