//! What passes between two sides that are known, in sentences written for this test.

use legation::annotate::{Annotator, attributions};
use legation::code::{Polarity, PredicateTime, predicates, relate};
use legation::pipeline::Engine;
use legation::{Article, Span};
use std::sync::LazyLock;

static ANNOTATOR: LazyLock<Annotator> =
    LazyLock::new(|| Annotator::shipped().expect("the shipped model reads"));

fn span(text: &str, words: &str) -> Vec<Span> {
    let at = text.find(words).expect("the words stand in the text");
    vec![Span::new(at, at + words.len())]
}

/// `expected`: type and status.
#[track_caller]
fn check(text: &str, actor: &str, recipient: &str, expected: &str) {
    let found = relate(&ANNOTATOR, text, &span(text, actor), &span(text, recipient))
        .expect("a text with words");
    assert_eq!(format!("{} {}", found.event.as_str(), found.status.as_str()), expected, "{text}");
    let sum: f32 = found.scores.iter().map(|(_, s)| s).sum();
    assert!((sum - 1.0).abs() < 1e-3, "the scores are shares: {sum}");
}

#[test]
fn plain_acts() {
    check("Peru expelled two Chilean diplomats on Monday.", "Peru", "Chilean", "SANCTION asserted");
    check("Police in Lahore arrested a union leader.", "Police", "union leader", "COERCE asserted");
    check("The rebels bombed an army camp near Goma.", "rebels", "army", "ASSAULT asserted");
    check("Oslo sent Kyiv a field hospital.", "Oslo", "Kyiv", "AID asserted");
    check("Ghana condemned the coup leaders in Niger.", "Ghana", "leaders", "ACCUSE asserted");
}

#[test]
fn the_status_comes_with_the_type() {
    check("Iran has not threatened Oman.", "Iran", "Oman", "THREATEN negated");
    check("Cuba released ten Spanish sailors.", "Cuba", "Spanish sailors", "RETREAT asserted");
    // A pair has one category, and PLOVER's for cooperation that is promised or announced is AGREE.
    check("Cuba will release ten Spanish sailors.", "Cuba", "Spanish sailors", "AGREE planned");
}

#[test]
fn sides_that_the_text_does_not_name_are_no_trouble() {
    let text = "The two sides met in Doha.";
    assert!(relate(&ANNOTATOR, text, &[], &[]).is_some());
    assert!(relate(&ANNOTATOR, "", &[], &[]).is_some(), "an empty text has the same shares");
}

#[track_caller]
fn check_voice(text: &str, source: &str, cue: &str, content: &str) {
    let ann = ANNOTATOR.annotate(text);
    let found = attributions(text, &ann);
    let words =
        |spans: &[Span]| spans.iter().map(|s| s.slice(text)).collect::<Vec<_>>().join(" | ");
    let all: Vec<String> = found
        .iter()
        .map(|a| format!("{} / {} / {}", words(&a.source), words(&a.cue), words(&a.content)))
        .collect();
    assert!(all.contains(&format!("{source} / {cue} / {content}")), "{all:#?}");
}

#[test]
fn voices_have_source_cue_and_content() {
    check_voice(
        "The minister said the talks had failed.",
        "The minister",
        "said",
        "the talks had failed",
    );
    check_voice(
        "According to the report, the bridge was closed in May.",
        "the report",
        "According to",
        "the bridge was closed in May",
    );
}

#[test]
fn a_quotation_runs_on() {
    let text = "“We will wait,” the general said. “We have time.”";
    let ann = ANNOTATOR.annotate(text);
    let found = attributions(text, &ann);
    let ends = found.iter().flat_map(|a| &a.content).map(|s| s.end()).max();
    assert_eq!(ends, Some(text.len()), "{found:?}");
}

#[test]
fn what_a_speaker_thinks_is_no_further_voice() {
    let text = "“I believe we know the way,” the general said.";
    let found = attributions(text, &ANNOTATOR.annotate(text));
    let sources: Vec<&str> = found.iter().flat_map(|a| &a.source).map(|s| s.slice(text)).collect();
    assert_eq!(sources, ["the general"], "{found:#?}");
}

/// `expected`: the countries of the actor and of the recipient of the first claim of a type.
#[track_caller]
fn check_sides(text: &str, event: &str, expected: [&str; 2]) {
    let engine = Engine::new().expect("the shipped model reads").with_least(0.0);
    let claims = engine.code_article(Article::of_text("a", text)).coded.claims;
    let claim = claims.iter().find(|c| c.event.as_str() == event);
    let claim = claim.unwrap_or_else(|| panic!("no {event} in {claims:#?}"));
    let country =
        |side: &[legation::Actor]| side.iter().find_map(|a| a.country.clone()).unwrap_or_default();
    assert_eq!([country(&claim.actor), country(&claim.recipient)], expected, "{text}");
}

#[test]
fn who_speaks_is_we() {
    let text = "“We will expel the envoy of Chile,” the Peruvian foreign minister said on Monday.";
    check_sides(text, "SANCTION", ["PER", "CHL"]);
}

#[test]
fn courts_and_police_act_at_home() {
    check_sides("Norwegian police arrested a beekeeper on Monday.", "COERCE", ["NOR", "NOR"]);
    check_sides("Norwegian soldiers arrested a beekeeper on Monday.", "COERCE", ["NOR", ""]);
}

#[test]
fn a_title_gives_its_country_to_the_name() {
    let text = "UN human rights investigator Anna Weber spoke on Monday. Weber condemned Chile.";
    check_sides(text, "ACCUSE", ["UNO", "CHL"]);
}

#[test]
fn rights_groups_have_no_country_of_their_own() {
    check_sides("Rights groups condemned Chile on Monday.", "ACCUSE", ["NGO", "CHL"]);
    check_sides("Kenyan rights groups condemned Chile on Monday.", "ACCUSE", ["KEN", "CHL"]);
}

#[track_caller]
fn check_answer(text: &str, answer: &str, overture: &str) {
    let engine = Engine::new().expect("the shipped model reads").with_least(0.0);
    let claims = engine.code_article(Article::of_text("a", text)).coded.claims;
    let of = |event: &str| claims.iter().position(|c| c.event.as_str() == event);
    let at = of(answer).unwrap_or_else(|| panic!("no {answer} in {claims:#?}"));
    assert_eq!(claims[at].answers, of(overture), "{text}");
}

#[test]
fn a_refusal_answers_the_request() {
    check_answer("Japan asked Peru for help. Peru refused to help Japan.", "REJECT", "REQUEST");
}

#[test]
fn what_is_done_with_a_third_answers_nobody() {
    let text = "Japan asked Peru for help. Chile condemned Bolivia.";
    check_answer(text, "ACCUSE", "no such claim");
}

#[test]
fn predicates_know_what_did_not_happen() {
    let text = "The minister did not resign, and the army will shell the port.";
    let ann = ANNOTATOR.annotate(text);
    let of = |word: &str| {
        let found = predicates(&ann).into_iter().find(|p| ann.tokens[p.word].form == word);
        found.expect("a predicate")
    };
    assert_eq!(of("resign").polarity, Polarity::Negative);
    assert!(of("resign").factuality < 0.0, "{}", of("resign").factuality);
    assert_eq!(of("shell").time, PredicateTime::Future);
}
