//! The printed result: claims by story line, with status and voice at a glance and the evidence quoted. 80 columns will do.

use anstyle::{AnsiColor, Effects, Style};
use anyhow::Result;
use legation::pipeline::CodedArticle;
use legation::{
    Actor, Attribution, Claim, DatePrecision, Evidence, HolderKind, PublishedFrom, Status,
};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use textwrap::{Options, wrap};

/// Widest line; longer ones are hard to read.
const MAX_WIDTH: usize = 100;

/// How wide the terminal is, within reason.
pub(crate) fn width() -> usize {
    textwrap::termwidth().clamp(50, MAX_WIDTH)
}

/// Prints one coded article.
pub(crate) fn print(out: &mut dyn Write, coded: &CodedArticle, width: usize) -> Result<()> {
    head(out, coded, width)?;
    let page = Page { coded, width };
    for (line, claims) in story_lines(coded) {
        writeln!(out)?;
        page.story_line(out, &line, claims.len())?;
        for claim in claims {
            page.claim(out, claim)?;
        }
    }
    writeln!(out)?;
    Ok(())
}

/// Prints how one claim came about: what it says, its sentence, then a line for each decision.
pub(crate) fn why(
    out: &mut dyn Write,
    coded: &CodedArticle,
    claim: &Claim,
    id: &str,
    width: usize,
) -> Result<()> {
    let dim = Style::new().dimmed();
    writeln!(out, "{dim}{id} · {:.0} %{dim:#}", claim.confidence.get() * 100.0)?;
    Page { coded, width }.claim(out, claim)?;
    for step in &claim.why {
        let text = format!("{} {dim}({}){dim:#}", step.what, step.rule);
        let label = format!("    {:<12}", step.step);
        let options =
            Options::new(width).initial_indent(&label).subsequent_indent("                ");
        for line in wrap(&text, options) {
            writeln!(out, "{line}")?;
        }
    }
    if let Some(other) = claim.answers.and_then(|at| coded.coded.claims.get(at)) {
        let sentence = other.evidence.sentence.slice(&coded.analysed.text);
        let text = format!("{}: {dim}{sentence}{dim:#}", other.event.as_str());
        let options = Options::new(width)
            .initial_indent("    answers     ")
            .subsequent_indent("                ");
        for line in wrap(&text, options) {
            writeln!(out, "{line}")?;
        }
    }
    writeln!(out)?;
    Ok(())
}

fn head(out: &mut dyn Write, coded: &CodedArticle, width: usize) -> Result<()> {
    let article = &coded.article;
    let bold = Style::new().bold();
    for line in wrap(article.title.as_deref().unwrap_or(&article.id), width) {
        writeln!(out, "{bold}{line}{bold:#}")?;
    }
    let published = article.published.as_ref().map(|p| match p.from {
        PublishedFrom::Given => p.date.to_string(),
        PublishedFrom::JsonLd | PublishedFrom::Meta => format!("{} (from the page's data)", p.date),
        PublishedFrom::Text => format!("{} (from the text)", p.date),
        PublishedFrom::Url => format!("{} (from the address)", p.date),
    });
    let date = published.unwrap_or_else(|| "date unknown: give --date".to_owned());
    let count = match coded.coded.claims.len() {
        0 => "no claims found".to_owned(),
        1 => "1 claim".to_owned(),
        n => format!("{n} claims"),
    };
    let parts = [article.site.clone(), Some(date), Some(count)];
    let dim = Style::new().dimmed();
    writeln!(out, "{dim}{}{dim:#}", parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))?;
    Ok(())
}

/// Claims by the countries they are about, the line with the most claims first.
fn story_lines(coded: &CodedArticle) -> Vec<(Vec<String>, Vec<&Claim>)> {
    let mut lines: BTreeMap<Vec<String>, Vec<&Claim>> = BTreeMap::new();
    for claim in &coded.coded.claims {
        let sides = claim.actor.iter().chain(&claim.recipient);
        let codes: BTreeSet<String> =
            sides.map(|a| a.country.clone().unwrap_or_else(|| "?".to_owned())).collect();
        lines.entry(codes.into_iter().collect()).or_default().push(claim);
    }
    let mut out: Vec<_> = lines.into_iter().collect();
    out.sort_by_key(|(_, claims)| (std::cmp::Reverse(claims.len()), claims[0].evidence));
    out
}

struct Page<'a> {
    coded: &'a CodedArticle,
    width: usize,
}

impl Page<'_> {
    fn story_line(&self, out: &mut dyn Write, codes: &[String], claims: usize) -> Result<()> {
        let name = |code: &String| legation_data::country_name(code).unwrap_or(code).to_owned();
        let names: Vec<String> = codes.iter().map(name).collect();
        let title = match names.as_slice() {
            [one] => one.clone(),
            several => several.join(" – "),
        };
        let rule = "─".repeat(
            self.width.saturating_sub(title.chars().count() + 4 + claims.to_string().len()),
        );
        let style = Style::new().dimmed();
        writeln!(out, "{style}──{style:#} {title} {style}{rule} {claims}{style:#}")?;
        Ok(())
    }

    fn claim(&self, out: &mut dyn Write, claim: &Claim) -> Result<()> {
        self.coding(out, claim)?;
        let sides = sides(&self.coded.analysed.text, claim);
        for line in wrap(
            &sides,
            Options::new(self.width).initial_indent("    ").subsequent_indent("      "),
        ) {
            writeln!(out, "{line}")?;
        }
        let dim = Style::new().dimmed();
        writeln!(out, "    {dim}{}{dim:#}", self.when_and_where(claim))?;
        self.evidence(out, &claim.evidence, status_style(claim.status).1)?;
        Ok(())
    }

    /// First line: mark, type, mode; status and voice at the right.
    fn coding(&self, out: &mut dyn Write, claim: &Claim) -> Result<()> {
        let (mark, style) = status_style(claim.status);
        let mode = claim.modes.join(", ");
        let voice = voices(&claim.attribution);
        let status = match voice.as_str() {
            "" => claim.status.as_str().to_owned(),
            voice => format!("{} · {voice}", claim.status.as_str()),
        };
        let left = format!("{} {mode}", claim.event.as_str());
        let room = self.width.saturating_sub(left.trim_end().chars().count() + 6);
        let status = shorten(&status, room);
        let gap =
            self.width.saturating_sub(left.trim_end().chars().count() + 4 + status.chars().count());
        let bold = Style::new().bold();
        let (event, mode) = left.trim_end().split_once(' ').unwrap_or((left.trim_end(), ""));
        let mode = if mode.is_empty() { String::new() } else { format!(" {mode}") };
        writeln!(
            out,
            "  {style}{mark}{style:#} {bold}{event}{bold:#}{mode}{}{style}{status}{style:#}",
            " ".repeat(gap)
        )?;
        Ok(())
    }

    fn when_and_where(&self, claim: &Claim) -> String {
        let date = &claim.date;
        let text = |span: legation::Span| span.slice(&self.coded.analysed.text);
        let when = match (date.start, date.span) {
            (Some(day), Some(words)) => {
                format!("{} (“{}”)", by_precision(&day.to_string(), date.precision), text(words))
            }
            (Some(_), None) => date
                .end
                .map_or("by publication".to_owned(), |end| format!("about {end}, by publication")),
            (None, Some(words)) => format!("unresolved (“{}”)", text(words)),
            (None, None) => "not said".to_owned(),
        };
        let place = claim.place.as_ref().map(|p| match &p.country {
            Some(country) if *country != p.name => format!("{}, {country}", p.name),
            _ => p.name.clone(),
        });
        let confidence = (claim.confidence.get() * 100.0).round();
        match place {
            Some(place) => format!("when {when} · where {place} · {confidence} %"),
            None => format!("when {when} · {confidence} %"),
        }
    }

    /// The sentence, its trigger in the colour of the status.
    fn evidence(&self, out: &mut dyn Write, evidence: &Evidence, style: Style) -> Result<()> {
        let text = &self.coded.analysed.text;
        let (from, to) = (evidence.sentence.start(), evidence.sentence.end());
        let before = &text[from..evidence.trigger.start().clamp(from, to)];
        let after = &text[evidence.trigger.end().clamp(from, to)..to];
        // Marks that survive wrapping and are then replaced by style or plain brackets.
        let marked = format!("“{before}\u{2}{}\u{3}{after}”", evidence.trigger.slice(text));
        let marked = marked.split_whitespace().collect::<Vec<_>>().join(" ");
        let strong = style.effects(Effects::BOLD);
        for line in wrap(
            &marked,
            Options::new(self.width).initial_indent("    ").subsequent_indent("     "),
        ) {
            let line = line
                .replace('\u{2}', &strong.render().to_string())
                .replace('\u{3}', &strong.render_reset().to_string());
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

fn by_precision(day: &str, precision: DatePrecision) -> &str {
    match precision {
        DatePrecision::Year | DatePrecision::Decade => day.get(..4).unwrap_or(day),
        DatePrecision::Month | DatePrecision::Quarter => day.get(..7).unwrap_or(day),
        DatePrecision::Day | DatePrecision::Week | DatePrecision::Unresolved => day,
    }
}

fn sides(text: &str, claim: &Claim) -> String {
    let side =
        |actors: &[Actor]| actors.iter().map(|a| actor(text, a)).collect::<Vec<_>>().join(" + ");
    match (claim.actor.is_empty(), claim.recipient.is_empty()) {
        (false, false) => format!("{} → {}", side(&claim.actor), side(&claim.recipient)),
        (false, true) => side(&claim.actor),
        (true, _) => format!("(not said) → {}", side(&claim.recipient)),
    }
}

fn actor(text: &str, a: &Actor) -> String {
    let codes: Vec<&str> =
        a.country.as_deref().into_iter().chain(a.sector.map(|s| s.as_str())).collect();
    let words = a.span.slice(text).split_whitespace().collect::<Vec<_>>().join(" ");
    match &a.entity_name {
        Some(name) if !words.contains(name.as_str()) => {
            format!("{words} = {name} [{}]", codes.join(" "))
        }
        _ => format!("{words} [{}]", codes.join(" ")),
    }
}

/// The voices of a claim, outermost first.
fn voices(chain: &[Attribution]) -> String {
    let name = |a: &Attribution| match a.kind {
        HolderKind::Narrator if a.holder.is_empty() => "source not named".to_owned(),
        _ => a.holder.clone(),
    };
    chain.iter().map(name).collect::<Vec<_>>().join(" › ")
}

fn shorten(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let kept: String = text.chars().take(room.saturating_sub(1)).collect();
    format!("{kept}…")
}

/// A mark and a colour; the mark alone tells as much.
fn status_style(status: Status) -> (char, Style) {
    let (mark, colour) = match status {
        Status::Asserted => ('●', AnsiColor::Green),
        Status::Historical => ('○', AnsiColor::Green),
        Status::Reported => ('◐', AnsiColor::Cyan),
        Status::Claimed => ('◑', AnsiColor::Blue),
        Status::Denied => ('✗', AnsiColor::Magenta),
        Status::Negated => ('–', AnsiColor::Red),
        Status::Attempted => ('△', AnsiColor::Yellow),
        Status::Planned => ('▷', AnsiColor::Yellow),
        Status::Hypothetical => ('?', AnsiColor::BrightBlack),
    };
    (mark, Style::new().fg_color(Some(colour.into())))
}

/// Columns of the table.
pub(crate) const CSV_HEADER: [&str; 19] = [
    "article",
    "date",
    "date_precision",
    "type",
    "mode",
    "context",
    "quad",
    "actor",
    "actor_country",
    "actor_sector",
    "recipient",
    "recipient_country",
    "recipient_sector",
    "place",
    "place_country",
    "status",
    "holder",
    "confidence",
    "evidence",
];

/// Appends one row a claim.
pub(crate) fn csv_rows<W: Write>(table: &mut csv::Writer<W>, coded: &CodedArticle) -> Result<()> {
    for claim in &coded.coded.claims {
        table.write_record(csv_row(coded, claim))?;
    }
    Ok(())
}

fn csv_row(coded: &CodedArticle, claim: &Claim) -> Vec<String> {
    let text = &coded.analysed.text;
    let join = |actors: &[Actor], part: &dyn Fn(&Actor) -> String| {
        actors.iter().map(part).collect::<Vec<_>>().join("; ")
    };
    let name = |a: &Actor| a.entity_name.clone().unwrap_or_else(|| a.span.slice(text).to_owned());
    let country = |a: &Actor| a.country.clone().unwrap_or_default();
    let sector = |a: &Actor| a.sector.map(|s| s.as_str().to_owned()).unwrap_or_default();
    vec![
        coded.article.id.clone(),
        claim.date.start.map(|d| d.to_string()).unwrap_or_default(),
        claim.date.precision.as_str().to_owned(),
        claim.event.as_str().to_owned(),
        claim.modes.join("; "),
        claim.contexts.join("; "),
        claim.event.quad().number().to_string(),
        join(&claim.actor, &name),
        join(&claim.actor, &country),
        join(&claim.actor, &sector),
        join(&claim.recipient, &name),
        join(&claim.recipient, &country),
        join(&claim.recipient, &sector),
        claim.place.as_ref().map(|p| p.name.clone()).unwrap_or_default(),
        claim.place.as_ref().and_then(|p| p.country.clone()).unwrap_or_default(),
        claim.status.as_str().to_owned(),
        voices(&claim.attribution),
        format!("{:.3}", claim.confidence.get()),
        claim.evidence.sentence.slice(text).split_whitespace().collect::<Vec<_>>().join(" "),
    ]
}
