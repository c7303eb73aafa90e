//! What a page says of itself in JSON-LD (schema.org).
//!
//! In: the texts of its `application/ld+json` scripts. Out: the fields of the first object that is an article, or else a web page.

use serde_json::{Map, Value};

/// The fields that are used, as written on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct JsonLd {
    pub(super) headline: Option<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) publisher: Option<String>,
    pub(super) image: Option<String>,
    pub(super) language: Option<String>,
}

/// Reads the scripts; what cannot be parsed is searched for its date alone.
pub(super) fn read(scripts: &[String]) -> JsonLd {
    let parsed: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
    let objects: Vec<&Map<String, Value>> = parsed.iter().flat_map(objects).collect();
    let best = objects
        .iter()
        .filter(|o| o.contains_key("datePublished") || o.contains_key("headline"))
        .max_by_key(|o| {
            // max_by_key takes the last of equals; the first is wanted, so later ones must not tie: rank alone decides types.
            rank(o)
        });
    let first_best = best.and_then(|best| {
        objects.iter().find(|o| {
            rank(o) == rank(best) && (o.contains_key("datePublished") || o.contains_key("headline"))
        })
    });
    let mut found = first_best.map(|object| fields(object)).unwrap_or_default();
    if found.published.is_none() {
        found.published = scripts.iter().find_map(|script| loose_field(script, "datePublished"));
    }
    found
}

/// Scripts often carry comments around them or raw line breaks in strings.
fn parse(script: &str) -> Option<Value> {
    let core = script
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[");
    let core = core
        .trim_end_matches("-->")
        .trim_end_matches("]]>")
        .trim_end_matches("//")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(core)
        .ok()
        .or_else(|| serde_json::from_str(&core.replace(['\n', '\r', '\t'], " ")).ok())
}

/// All objects within a value, outermost first. serde_json refuses deep nesting, so this recursion is bounded.
fn objects(value: &Value) -> Vec<&Map<String, Value>> {
    match value {
        Value::Array(items) => items.iter().flat_map(objects).collect(),
        Value::Object(map) => {
            let inner = map.values().filter(|v| v.is_array() || v.is_object()).flat_map(objects);
            std::iter::once(map).chain(inner).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

/// Articles before posts before pages before the rest (videos, comments).
fn rank(object: &Map<String, Value>) -> u8 {
    let types = strings(object.get("@type"));
    let any = |end: &str| types.iter().any(|t| t.ends_with(end));
    match () {
        () if any("Article") => 3,
        () if any("Posting") || any("Report") => 2,
        () if any("Page") => 1,
        () => 0,
    }
}

fn fields(object: &Map<String, Value>) -> JsonLd {
    let first = |key: &str| strings(object.get(key)).into_iter().next();
    JsonLd {
        headline: first("headline").or_else(|| first("name")),
        published: first("datePublished").or_else(|| first("dateCreated")),
        modified: first("dateModified"),
        authors: strings(object.get("author")),
        publisher: first("publisher"),
        image: first("image").or_else(|| first("thumbnailUrl")),
        language: first("inLanguage"),
    }
}

/// The texts of a value: itself, its items, or the `name` or `url` of an object.
fn strings(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) if !text.trim().is_empty() => vec![text.trim().to_owned()],
        Some(Value::Array(items)) => items.iter().flat_map(|item| strings(Some(item))).collect(),
        Some(Value::Object(map)) => strings(map.get("name").or_else(|| map.get("url"))),
        Some(Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_)) | None => {
            Vec::new()
        }
    }
}

/// `"key" : "value"` in text that is no JSON.
fn loose_field(script: &str, key: &str) -> Option<String> {
    let (_, rest) = script.split_once(&format!("\"{key}\""))?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    rest.split_once('"').map(|(value, _)| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(script: &str) -> JsonLd {
        read(&[script.to_owned()])
    }

    #[test]
    fn the_article_is_found_in_a_graph() {
        let found = of(
            r#"{"@graph":[{"@type":"WebPage","datePublished":"2020-01-01","name":"Page"},
            {"@type":["NewsArticle"],"headline":"Vote lost","datePublished":"2025-06-12T08:00:00+02:00",
             "author":[{"@type":"Person","name":"Mara Lind"},{"name":"Tom Osei"}],"publisher":{"name":"Courier"},
             "image":{"url":"https://x/y.jpg"},"inLanguage":"en"}]}"#,
        );
        assert_eq!(found.headline.as_deref(), Some("Vote lost"));
        assert_eq!(found.published.as_deref(), Some("2025-06-12T08:00:00+02:00"));
        assert_eq!(found.authors, ["Mara Lind", "Tom Osei"]);
        assert_eq!(found.publisher.as_deref(), Some("Courier"));
        assert_eq!(found.image.as_deref(), Some("https://x/y.jpg"));
    }

    #[test]
    fn the_first_of_two_articles_is_taken() {
        let found = of(r#"[{"@type":"NewsArticle","headline":"One","datePublished":"2025-01-02"},
            {"@type":"NewsArticle","headline":"Two","datePublished":"2025-01-03"}]"#);
        assert_eq!(found.headline.as_deref(), Some("One"));
    }

    #[test]
    fn broken_json_still_gives_its_date() {
        let found = of(
            "<!-- {\"@type\": \"NewsArticle\", \"headline\": \"a \"quoted\" word\", \"datePublished\" : \"2025-06-12\" -->",
        );
        assert_eq!(found.published.as_deref(), Some("2025-06-12"));
        assert_eq!(
            of("{\"@type\":\"NewsArticle\",\"headline\":\"line\nbreak\"}").headline.as_deref(),
            Some("line break")
        );
    }

    #[test]
    fn deep_nesting_is_refused_without_harm() {
        assert_eq!(of(&"[".repeat(200_000)), JsonLd::default());
    }
}
