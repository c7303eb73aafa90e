//! A claim: what one sentence says happened, who says so, and why we think so.

use crate::Span;
use jiff::civil::Date;
use legation_data::{EventType, Sector};

/// How the text stands to what it tells (CONTRACT.md defines each).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Fact, in the article's own voice.
    Asserted,
    /// Attributed to another outlet, or "reportedly".
    Reported,
    /// Said by a party or an official.
    Claimed,
    /// A party says that it is not so.
    Denied,
    /// The text says that it did not happen.
    Negated,
    /// Begun or tried, and not done.
    Attempted,
    /// Announced, intended, offered, scheduled.
    Planned,
    /// Conditional, speculated.
    Hypothetical,
    /// Asserted background, over 90 days before publication.
    Historical,
}

impl Status {
    /// All of them, in declaration order.
    pub const ALL: &'static [Status] = &[
        Status::Asserted,
        Status::Reported,
        Status::Claimed,
        Status::Denied,
        Status::Negated,
        Status::Attempted,
        Status::Planned,
        Status::Hypothetical,
        Status::Historical,
    ];

    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Asserted => "asserted",
            Status::Reported => "reported",
            Status::Claimed => "claimed",
            Status::Denied => "denied",
            Status::Negated => "negated",
            Status::Attempted => "attempted",
            Status::Planned => "planned",
            Status::Hypothetical => "hypothetical",
            Status::Historical => "historical",
        }
    }
}

/// A probability that the claim is right; always within 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Confidence(f32);

impl Confidence {
    /// Clamped to 0..=1; what is no number counts as 0.
    pub fn new(value: f32) -> Self {
        Self(if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) })
    }

    /// The number.
    pub fn get(self) -> f32 {
        self.0
    }
}

/// What the confidence of a claim is computed from; shares are probabilities of the encoder.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Signals {
    /// Weight of the rule that fired, 0 where none did.
    pub rule: f32,
    /// Share of the claim's type.
    pub kind: f32,
    /// Share of all types together.
    pub act: f32,
    /// How far the actor is one in the encoder's eyes.
    pub actor: f32,
    /// The same for the recipient, or the second party of a reciprocal act.
    pub recipient: f32,
    /// Sides whose country was inferred.
    pub inferred: f32,
    /// Sides without a country.
    pub unplaced: f32,
    /// Whether a side is missing.
    pub bare: bool,
    /// The share of the likeliest word for a side that is missing.
    pub lost: f32,
}

impl Signals {
    /// The values that are weighed, by the names of their weights.
    pub fn values(&self) -> [(&'static str, f32); 10] {
        let ruled = if self.rule > 0.0 { 1.0 } else { 0.0 };
        [
            ("ruled", ruled),
            ("rule", self.rule),
            ("kind", self.kind.max(0.02).ln()),
            ("act", self.act.max(0.02).ln()),
            ("actor", self.actor),
            ("recipient", self.recipient),
            ("inferred", self.inferred),
            ("unplaced", self.unplaced),
            ("bare", if self.bare { 1.0 } else { 0.0 }),
            ("lost", self.lost),
        ]
    }
}

/// An office held between two days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its title.
    pub title: String,
    /// First day, if known.
    pub from: Option<Date>,
    /// Last day, if it ended.
    pub to: Option<Date>,
}

/// Who a mention is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The phrase in the text.
    pub span: Span,
    /// Canonical name.
    pub entity_name: Option<String>,
    /// Wikidata id.
    pub wikidata: Option<String>,
    /// ISO 3166-1 alpha-3, or one of UNO EUR IGO NGO IMG MNC ISM.
    pub country: Option<String>,
    /// Main PLOVER sector.
    pub sector: Option<Sector>,
    /// Further sectors.
    pub other_sectors: Vec<Sector>,
    /// Office held on the day of the article.
    pub role: Option<Role>,
    /// Nothing is known of it but whose it is ("Iranian shoppers", "a French film").
    pub belongs: bool,
    /// How this was resolved, for `why`.
    pub why: String,
}

/// How exact a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DatePrecision {
    /// One day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A quarter or season.
    Quarter,
    /// A year.
    Year,
    /// A decade or longer.
    Decade,
    /// No calendar date could be given.
    Unresolved,
}

impl DatePrecision {
    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            DatePrecision::Day => "day",
            DatePrecision::Week => "week",
            DatePrecision::Month => "month",
            DatePrecision::Quarter => "quarter",
            DatePrecision::Year => "year",
            DatePrecision::Decade => "decade",
            DatePrecision::Unresolved => "unresolved",
        }
    }
}

/// When it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventDate {
    /// First day; `None` while unresolved.
    pub start: Option<Date>,
    /// Last day, where it is not the first.
    pub end: Option<Date>,
    /// How exact.
    pub precision: DatePrecision,
    /// The words that say so, if any; none means the publication date stands in.
    pub span: Option<Span>,
}

/// Where a place was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceFrom {
    /// The event's own clause.
    Clause,
    /// Its sentence.
    Sentence,
    /// The article's dateline.
    Dateline,
}

/// How exact a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlacePrecision {
    /// A country.
    Country,
    /// A first-order division.
    Admin1,
    /// A second-order division.
    Admin2,
    /// A town.
    City,
    /// A building, base, crossing, field.
    Site,
}

impl PlacePrecision {
    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            PlacePrecision::Country => "country",
            PlacePrecision::Admin1 => "admin1",
            PlacePrecision::Admin2 => "admin2",
            PlacePrecision::City => "city",
            PlacePrecision::Site => "site",
        }
    }
}

/// Where it happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The words in the text.
    pub span: Span,
    /// GeoNames id, if it has one.
    pub geonameid: Option<u32>,
    /// Canonical name.
    pub name: String,
    /// Latitude and longitude in degrees.
    pub position: Option<(f32, f32)>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// How exact.
    pub precision: PlacePrecision,
    /// Where it was taken from.
    pub from: PlaceFrom,
}

/// What kind of voice a holder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HolderKind {
    /// A newspaper, agency, broadcaster.
    Outlet,
    /// A government, office or its spokesman.
    Official,
    /// A named person.
    Person,
    /// A report, statement, letter.
    Document,
    /// "sources", "two people familiar with the matter".
    Anonymous,
    /// Nobody named: "reportedly".
    Narrator,
}

impl HolderKind {
    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            HolderKind::Outlet => "outlet",
            HolderKind::Official => "official",
            HolderKind::Person => "person",
            HolderKind::Document => "document",
            HolderKind::Anonymous => "anonymous",
            HolderKind::Narrator => "narrator",
        }
    }
}

/// Who says so (PolNeAR's terms): one link of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// The source's words, if the text names one.
    pub source: Option<Span>,
    /// Whom we take it to be.
    pub holder: String,
    /// Who that is, where it resolves.
    pub entity: Option<Actor>,
    /// The words that attribute ("said", "according to").
    pub cue: Span,
    /// What kind of voice.
    pub kind: HolderKind,
    /// What is attributed.
    pub content: Span,
}

/// One step of the reasoning behind a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// `trigger`, `type`, `actor`, `recipient`, `path`, `status`, `attribution`, `date`, `place`.
    pub step: &'static str,
    /// What was found.
    pub what: String,
    /// Id of the rule or model that decided.
    pub rule: String,
}

/// Where a claim stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Evidence {
    /// The sentence.
    pub sentence: Span,
    /// The word or words that name the act.
    pub trigger: Span,
    /// Whether it lies in the title, not in the text.
    pub in_title: bool,
}

/// What one sentence says happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// PLOVER type.
    pub event: EventType,
    /// PLOVER modes of that type.
    pub modes: Vec<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// Who did it; several for compound and reciprocal acts.
    pub actor: Vec<Actor>,
    /// To whom; empty for reciprocal acts.
    pub recipient: Vec<Actor>,
    /// When.
    pub date: EventDate,
    /// Where.
    pub place: Option<Place>,
    /// How the text stands to it.
    pub status: Status,
    /// Who says so, outermost first; empty when the article itself does.
    pub attribution: Vec<Attribution>,
    /// How sure the coder is.
    pub confidence: Confidence,
    /// What that was computed from.
    pub signals: Signals,
    /// Where it stands.
    pub evidence: Evidence,
    /// Named by a definite noun ("the withdrawal"), which takes up what was told before.
    pub definite: bool,
    /// Later mentions of the same act in the article.
    pub also: Vec<Evidence>,
    /// The claim among the article's that this one answers: the request that is refused, the charge that is denied.
    pub answers: Option<usize>,
    /// Why.
    pub why: Vec<Reason>,
}
