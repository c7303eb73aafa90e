//! Every example of the codebook is a test: what a rule's file says must come out of the whole engine.
//!
//! `codebook-known.txt` lists the examples that come out wrong today, one text a line. The list is a ratchet: an example that is
//! not on it must pass, and one that is on it and passes must be taken off.

use legation::Claim;
use legation::pipeline::Engine;
use legation::{Article, Published, PublishedFrom};
use legation_data::{EventType, codebook};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Examples must come out whatever the confidence: that a rule fires is one thing, how far a claim is trusted another.
static RULES: LazyLock<Engine> =
    LazyLock::new(|| Engine::new().expect("the shipped model reads").with_least(0.0));
/// Near misses must not come out of the engine as it is shipped.
static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new().expect("the shipped model reads"));
const KNOWN: &str = include_str!("codebook-known.txt");

/// What an example says must be coded (docs/CODEBOOK.md).
#[derive(Debug, PartialEq)]
struct Expected {
    actor: BTreeSet<String>,
    recipient: BTreeSet<String>,
    event: EventType,
    mode: Option<String>,
    status: String,
    holder: Option<String>,
}

fn parse(line: &str) -> Expected {
    let (line, holder) = match line.split_once('@') {
        Some((line, holder)) => (line.trim(), Some(holder.trim().to_owned())),
        None => (line.trim(), None),
    };
    let words: Vec<&str> = line.split_whitespace().collect();
    let at =
        words.iter().position(|w| EventType::parse(w.split('/').next().unwrap_or(w)).is_some());
    let at = at.unwrap_or_else(|| panic!("no type in {line:?}"));
    let (event, mode) =
        words[at].split_once('/').map_or((words[at], None), |(e, m)| (e, Some(m.to_owned())));
    let sides = words[..at].join(" ");
    let (actor, recipient) = sides.split_once('>').unwrap_or((&sides, ""));
    let side = |s: &str| {
        s.split('+').map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned).collect()
    };
    Expected {
        actor: side(actor),
        recipient: side(recipient),
        event: EventType::parse(event).expect("found above"),
        mode,
        status: words.get(at + 1).unwrap_or(&"asserted").to_string(),
        holder,
    }
}

fn code(engine: &Engine, text: &str) -> Vec<Claim> {
    let date = jiff::civil::date(2025, 6, 12);
    let published = Some(Published { date, timestamp: None, from: PublishedFrom::Given });
    engine.code_article(Article { published, ..Article::of_text("example", text) }).coded.claims
}

fn countries(actors: &[legation::Actor]) -> BTreeSet<String> {
    actors.iter().filter_map(|a| a.country.clone()).collect()
}

fn agrees(expected: &Expected, claim: &Claim) -> bool {
    let side = |wanted: &BTreeSet<String>, found: &[legation::Actor]| {
        wanted.contains("?") || *wanted == countries(found)
    };
    let holder = |h: &String| claim.attribution.iter().any(|a| a.holder.contains(h.as_str()));
    claim.event == expected.event
        && side(&expected.actor, &claim.actor)
        && side(&expected.recipient, &claim.recipient)
        && (claim.status.as_str() == expected.status || is_background(expected, claim))
        && expected.mode.as_ref().is_none_or(|m| claim.modes.contains(m))
        && expected.holder.as_ref().is_none_or(holder)
}

/// "In February" lies over ninety days before the day the examples are read on: then a plain fact is background.
fn is_background(expected: &Expected, claim: &Claim) -> bool {
    expected.status == "asserted"
        && claim.status == legation::Status::Historical
        && claim.date.span.is_some()
}

fn told(claims: &[Claim]) -> String {
    let one = |c: &Claim| {
        let holders: Vec<&str> = c.attribution.iter().map(|a| a.holder.as_str()).collect();
        format!(
            "{:?} > {:?} {}/{:?} {} @{holders:?}",
            countries(&c.actor),
            countries(&c.recipient),
            c.event.as_str(),
            c.modes,
            c.status.as_str()
        )
    };
    claims.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Why the example fails, if it does.
fn example_fails(text: &str, expected: &[Expected]) -> Option<String> {
    let claims = code(&RULES, text);
    let found = expected.iter().all(|e| claims.iter().any(|c| agrees(e, c)));
    (!found || claims.len() != expected.len())
        .then(|| format!("{text}\n      wanted {expected:?}\n      got    {}", told(&claims)))
}

fn check_type(event: EventType) {
    let known: BTreeSet<&str> =
        KNOWN.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).collect();
    let (mut failures, mut cured, mut count) = (Vec::new(), Vec::new(), 0);
    for (_, rule) in codebook().rules().iter().filter(|(e, _)| *e == event) {
        let examples = rule.examples.iter().map(|x| {
            let expected: Vec<Expected> = x.claims.iter().map(|c| parse(c)).collect();
            (x.text.as_str(), example_fails(&x.text, &expected))
        });
        let misses = rule.near_misses.iter().map(|text| {
            let claims: Vec<Claim> =
                code(&ENGINE, text).into_iter().filter(|c| c.event == event).collect();
            (
                text.as_str(),
                (!claims.is_empty())
                    .then(|| format!("near miss: {text}\n      got    {}", told(&claims))),
            )
        });
        for (text, failure) in examples.chain(misses) {
            count += 1;
            match failure {
                Some(_) if known.contains(text) => {}
                Some(why) => failures.push(format!("  {}: {why}", rule.id)),
                None if known.contains(text) => cured.push(text.to_owned()),
                None => {}
            }
        }
    }
    assert!(count > 0, "{} has no examples", event.as_str());
    assert!(
        failures.is_empty() && cured.is_empty(),
        "{} of {count} fail:\n{}\ncured: {cured:#?}",
        failures.len(),
        failures.join("\n")
    );
}

macro_rules! types {
    ($($name:ident = $event:ident),+ $(,)?) => { $(#[test] fn $name() { check_type(EventType::$event); })+ };
}

types! {
    agree = Agree, consult = Consult, support = Support, concede = Concede, cooperate = Cooperate, aid = Aid, retreat = Retreat,
    request = Request, accuse = Accuse, reject = Reject, threaten = Threaten, protest = Protest, sanction = Sanction,
    mobilize = Mobilize, coerce = Coerce, assault = Assault,
}
