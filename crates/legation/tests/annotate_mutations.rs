//! Broken texts: deterministic mutations of the articles are annotated and coded without a panic, every sentence has a tree, and
//! every claim slices back to its words. The fuzz target `annotate` looks further.

mod dice;

use dice::Dice;
use legation::Article;
use legation::annotate::Annotations;
use legation::pipeline::Engine;
use std::time::{Duration, Instant};

const ARTICLES: &str = include_str!("../../../tests/corpus/articles.jsonl");

/// What breaks readers of text: odd marks and spaces, scripts, joined and lonely characters, endless words.
const SPLINTERS: [&[u8]; 20] = [
    b"\"",
    b"(",
    b"...",
    b"?!?!",
    b"\n\n",
    b"\r",
    b"\t",
    "“".as_bytes(),
    "—".as_bytes(),
    "\u{301}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{feff}".as_bytes(),
    "평양".as_bytes(),
    "Київ".as_bytes(),
    "🇰🇵".as_bytes(),
    b" on February 30, 0000 ",
    b" 99999999999999999999 years ago ",
    b" U.S.-U.K.-U.N. ",
    b" said that he said that she said that ",
    b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

/// A paragraph of the articles with a few things done to it; bytes that are no UTF-8 are replaced.
fn mutated(dice: &mut Dice, paragraphs: &[String]) -> String {
    let text = &paragraphs[dice.roll(paragraphs.len())];
    String::from_utf8_lossy(&dice.mutate(text.as_bytes(), &SPLINTERS)).into_owned()
}

fn paragraphs() -> Vec<String> {
    let texts = ARTICLES
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("the corpus is JSON"));
    texts
        .flat_map(|a| {
            a["text"].as_str().expect("a text").split("\n\n").map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}

/// Everything that holds for any text. The number of its claims.
fn holds(engine: &Engine, text: &str) -> usize {
    let coded = engine.code_article(Article::of_text("m", text));
    let read = &coded.analysed.text;
    trees_stand(&coded.analysed.annotations);
    for token in &coded.analysed.annotations.tokens {
        assert_eq!(token.span.slice(read), token.form);
    }
    for claim in &coded.coded.claims {
        let sentence = claim.evidence.sentence;
        assert!(!claim.evidence.trigger.slice(read).is_empty() && !sentence.slice(read).is_empty());
        assert!(
            sentence.start() <= claim.evidence.trigger.start()
                && claim.evidence.trigger.end() <= sentence.end()
        );
        assert!(!claim.why.is_empty(), "a claim without a reason in {text:?}");
    }
    coded.coded.claims.len()
}

/// Every sentence has one root, and every other token's head is in the same sentence.
fn trees_stand(annotations: &Annotations) {
    for sentence in &annotations.sentences {
        let tokens = &annotations.tokens[sentence.tokens.clone()];
        let roots = tokens.iter().filter(|token| token.head.is_none()).count();
        assert!(tokens.is_empty() || roots == 1, "{roots} roots");
        assert!(
            tokens
                .iter()
                .filter_map(|token| token.head)
                .all(|head| sentence.tokens.contains(&head))
        );
        assert!(tokens.windows(2).all(|pair| pair[0].span.end() <= pair[1].span.start()));
    }
}

#[test]
fn mutated_texts_never_panic_and_spans_fit() {
    let (engine, paragraphs) = (Engine::new().expect("the shipped model reads"), paragraphs());
    let mut dice = Dice::new(0x5eed_1e6a_7104_0003);
    let claims: usize = (0..60).map(|_| holds(&engine, &mutated(&mut dice, &paragraphs))).sum();
    assert!(
        claims > 10,
        "only {claims} claims in 60 texts: the mutations are too wild to test anything"
    );
}

#[test]
fn texts_of_nothing_give_nothing() {
    let engine = Engine::new().expect("the shipped model reads");
    for text in ["", " ", "\n\n\n", ".", "\u{200b}", "—", "🇰🇵"] {
        assert_eq!(holds(&engine, text), 0, "{text:?}");
    }
}

#[test]
#[ignore = "half a minute long; `cargo xtask ci` runs it where cargo-fuzz is missing"]
fn half_a_minute_of_texts() {
    let (engine, paragraphs) = (Engine::new().expect("the shipped model reads"), paragraphs());
    let (mut dice, start) = (Dice::new(0x5eed_1e6a_7104_0004), Instant::now());
    while start.elapsed() < Duration::from_secs(30) {
        holds(&engine, &mutated(&mut dice, &paragraphs));
    }
}
