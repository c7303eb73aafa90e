//! What a page says of itself: title, authors, site, date, language, picture.
//!
//! In: a page as read. Out: the fields of the article that are not its text. JSON-LD comes before meta elements, those before
//! what is visible, and the address comes last.

use super::dom::{Dom, Marked};
use super::jsonld::{self, JsonLd};
use super::line::{fold, squeeze, words};
use super::published::{date_in_url, published};
use crate::{Published, PublishedFrom};
use legation_data::{furniture, page_metadata};

/// The fields that metadata fill.
#[derive(Clone, Debug, Default)]
pub(super) struct Metadata {
    pub(super) title: Option<String>,
    pub(super) byline: Vec<String>,
    pub(super) site: Option<String>,
    pub(super) published: Option<Published>,
    pub(super) language: Option<String>,
    pub(super) lead_image: Option<String>,
}

/// Reads the metadata of a page.
pub(super) fn of_page(dom: &Dom, url: Option<&str>) -> Metadata {
    let data = jsonld::read(&dom.scripts);
    let names = page_metadata();
    let site =
        data.publisher.clone().or_else(|| meta(dom, &names.site)).filter(|site| !is_url(site));
    Metadata {
        title: title(dom, &data, site.as_deref()),
        byline: byline(dom, &data),
        published: publication(dom, &data, url),
        language: data.language.as_deref().and_then(language_code).or_else(|| {
            dom.language
                .as_deref()
                .and_then(language_code)
                .or_else(|| language_code(&meta(dom, &names.language)?))
        }),
        lead_image: meta(dom, &names.image).or(data.image),
        site,
    }
}

/// The content of the first of these meta elements that the page has.
fn meta(dom: &Dom, names: &[String]) -> Option<String> {
    names.iter().find_map(|name| metas(dom, name).next())
}

fn metas<'a>(dom: &'a Dom, name: &'a str) -> impl Iterator<Item = String> + 'a {
    dom.metas.iter().filter(move |(key, _)| key == name).map(|(_, content)| squeeze(content))
}

/// The title as the page shows it: a heading that the metadata or the window title repeat, else the metadata's.
fn title(dom: &Dom, data: &JsonLd, site: Option<&str>) -> Option<String> {
    let told = data.headline.clone().or_else(|| meta(dom, &page_metadata().title));
    let window = dom.title.as_deref();
    let known = [told.as_deref(), window].into_iter().flatten().map(fold).collect::<Vec<_>>();
    let shown = dom
        .headings
        .iter()
        .find(|h| words(h).count() >= 3 && known.iter().any(|k| k.contains(&fold(h))));
    let bare = |title: &str| without_site(&squeeze(title), site);
    shown
        .cloned()
        .or_else(|| told.as_deref().map(bare))
        .or_else(|| window.map(bare))
        .or_else(|| dom.headings.first().cloned())
}

/// "Headline | Site" without the site: the tail is the site's name, or follows a bar and is short.
fn without_site(title: &str, site: Option<&str>) -> String {
    let cut = [" | ", " - ", " – ", " — ", " :: ", " « "]
        .iter()
        .filter_map(|bar| Some((title.rfind(bar)?, *bar)))
        .max();
    let Some((at, bar)) = cut else { return title.to_owned() };
    let (head, tail) = (&title[..at], &title[at + bar.len()..]);
    let named = site.is_some_and(|site| fold(tail) == fold(site));
    let short = words(tail).count() <= 3 && words(head).count() >= 4;
    if named || short { head.trim().to_owned() } else { title.to_owned() }
}

fn byline(dom: &Dom, data: &JsonLd) -> Vec<String> {
    let told = if data.authors.is_empty() {
        page_metadata()
            .author
            .iter()
            .map(|name| metas(dom, name).collect::<Vec<_>>())
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    } else {
        data.authors.clone()
    };
    authors(told.iter().map(String::as_str))
}

/// Single names from bylines: "By Mara Lind and Tom Osei" are two. Editors and offices are none.
pub(super) fn authors<'a>(bylines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for byline in bylines.filter(|byline| !is_url(byline)) {
        for part in byline.replace(" and ", ",").replace(" & ", ",").split([',', ';', '|']) {
            out.extend(author(part).filter(|name| !out.contains(name)));
        }
    }
    out
}

/// The name in one part of a byline, without "By" or "Reporting by".
fn author(part: &str) -> Option<String> {
    let part = part.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let folded = fold(part);
    let phrases =
        furniture().byline.starts.iter().filter(|phrase| folded.starts_with(&format!("{phrase} ")));
    let phrase = phrases.max_by_key(|phrase| phrase.len()).map_or("", |phrase| phrase.as_str());
    let name = squeeze(part.get(phrase.len()..)?);
    let fits =
        (1..=6).contains(&words(&name).count()) && !name.contains(|c: char| c.is_ascii_digit());
    (fits && !phrase.starts_with("edit") && !name.starts_with(|c: char| c.is_ascii_lowercase()))
        .then_some(name)
}

fn is_url(text: &str) -> bool {
    text.contains("://") || text.starts_with("www.")
}

/// JSON-LD, meta elements, elements that are marked as the date, the address, any `time` element; then the last change.
fn publication(dom: &Dom, data: &JsonLd, url: Option<&str>) -> Option<Published> {
    let of_json = |text: &Option<String>| published(text.as_deref()?, PublishedFrom::JsonLd);
    let of_meta = |names: &[String]| {
        names.iter().find_map(|name| {
            metas(dom, name).find_map(|text| published(&text, PublishedFrom::Meta))
        })
    };
    let of_time = |wanted: Marked| {
        let times = dom.times.iter().filter(move |(_, marked)| *marked == wanted);
        times.map(|(text, _)| text).find_map(|text| published(text, PublishedFrom::Text))
    };
    of_json(&data.published)
        .or_else(|| of_meta(&page_metadata().published))
        .or_else(|| of_time(Marked::Yes))
        .or_else(|| of_url(url))
        .or_else(|| of_time(Marked::No))
        .or_else(|| of_json(&data.modified))
        .or_else(|| of_meta(&page_metadata().modified))
}

/// The date in an address.
pub(super) fn of_url(url: Option<&str>) -> Option<Published> {
    Some(Published { date: date_in_url(url?)?, timestamp: None, from: PublishedFrom::Url })
}

/// "en-GB" and "en_US" are "en".
fn language_code(tag: &str) -> Option<String> {
    let code = tag.trim().split(['-', '_']).next()?.to_lowercase();
    (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::super::dom::{parse, read};
    use super::*;

    fn of(html: &str, url: Option<&str>) -> Metadata {
        of_page(&read(&parse(html).expect("a page")), url)
    }

    #[test]
    fn the_heading_that_the_window_title_repeats_is_the_title() {
        let found = of(
            "<title>Vote lost in Norland - Courier</title><h1>The Courier</h1><h1>Vote lost in Norland</h1>",
            None,
        );
        assert_eq!(found.title.as_deref(), Some("Vote lost in Norland"));
    }

    #[test]
    fn the_site_is_cut_off_the_title() {
        let found = of(
            "<meta property='og:site_name' content='The Very Daily Norland Courier'><meta property=og:title content='Vote lost | The Very Daily Norland Courier'>",
            None,
        );
        assert_eq!(found.title.as_deref(), Some("Vote lost"));
        assert_eq!(found.site.as_deref(), Some("The Very Daily Norland Courier"));
    }

    #[test]
    fn names_are_parted() {
        #[track_caller]
        fn check(byline: &str, names: &[&str]) {
            assert_eq!(authors(std::iter::once(byline)), names);
        }
        check("By Mara Lind and Tom Osei", &["Mara Lind", "Tom Osei"]);
        check("Anneke Sorley, political correspondent", &["Anneke Sorley"]);
        check("(Reporting by Ada Quill; editing by Sam Ferris)", &["Ada Quill"]);
        check("Byron Vance", &["Byron Vance"]);
        check("https://x.org/a", &[]);
    }

    #[track_caller]
    fn dated(html: &str, url: Option<&str>, day: &str, from: PublishedFrom) {
        let found = of(html, url).published.expect("a date");
        assert_eq!((found.date.to_string().as_str(), found.from), (day, from));
    }

    #[test]
    fn dates_in_order_of_trust() {
        let json = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2025-06-01\"}</script>";
        let meta = "<meta property='article:published_time' content='2025-06-02T10:00:00Z'>";
        let time = "<time class=published datetime=2025-06-03>";
        let url = Some("https://x.org/2025/06/04/a");
        dated(&format!("{json}{meta}{time}"), url, "2025-06-01", PublishedFrom::JsonLd);
        dated(&format!("{meta}{time}"), url, "2025-06-02", PublishedFrom::Meta);
        dated(time, url, "2025-06-03", PublishedFrom::Text);
        dated("<p>no", url, "2025-06-04", PublishedFrom::Url);
        dated(
            "<span class='entry-date'>June 5, 2025</span>",
            None,
            "2025-06-05",
            PublishedFrom::Text,
        );
        dated(
            "<meta property='og:updated_time' content='2025-06-06'>",
            None,
            "2025-06-06",
            PublishedFrom::Meta,
        );
    }
}
