//! What knowledge of names corrects in the encoder's reading (annotate/repair.rs).

use legation::annotate::{Annotator, Deprel, EntityKind};
use std::sync::LazyLock;

static ANNOTATOR: LazyLock<Annotator> =
    LazyLock::new(|| Annotator::shipped().expect("the shipped model reads"));

/// The names of a text with their kinds, `|` between them.
fn names(text: &str) -> String {
    let ann = ANNOTATOR.annotate(text);
    let name =
        |e: &legation::annotate::Entity| format!("{} {}", e.span.slice(text), e.kind.as_str());
    ann.entities.iter().map(name).collect::<Vec<_>>().join(" | ")
}

#[track_caller]
fn check_subject(text: &str, verb: &str, subject: &str) {
    let ann = ANNOTATOR.annotate(text);
    let verb = ann.tokens.iter().position(|t| t.form == verb).expect("the verb stands in the text");
    let found = ann.child(verb, Deprel::Nsubj).or_else(|| ann.child(verb, Deprel::NsubjPass));
    assert_eq!(found.map(|t| ann.tokens[t].form.as_str()), Some(subject), "{text}");
}

#[test]
fn two_countries_side_by_side_are_no_one_name() {
    assert_eq!(names("From Cuba Peru recalled its envoy."), "Cuba LOC | Peru LOC");
    check_subject("From Cuba Peru recalled its envoy.", "recalled", "Peru");
    check_subject("Against Chad Libya has imposed new curbs.", "imposed", "Libya");
}

#[test]
fn a_country_of_several_words_stays_one() {
    assert_eq!(names("From South Korea Japan recalled its envoy."), "South Korea LOC | Japan LOC");
    check_subject("In Burkina Faso France closed a base.", "closed", "France");
}

#[test]
fn two_full_names_are_two_persons() {
    let text = "Coaches: Laura Bennett Thomas Keller, Anna Novak";
    let ann = ANNOTATOR.annotate(text);
    let persons = ann.entities.iter().filter(|e| e.kind == EntityKind::Per);
    let found: Vec<&str> = persons.map(|e| e.span.slice(text)).collect();
    assert_eq!(found, ["Laura Bennett", "Thomas Keller", "Anna Novak"]);
}

#[test]
fn a_name_of_three_words_is_one_person() {
    assert_eq!(names("Kim Jong Un met John Paul Smith."), "Kim Jong Un PER | John Paul Smith PER");
}

#[test]
fn a_seat_of_government_is_a_place() {
    assert_eq!(names("Washington denied it."), "Washington LOC");
}
