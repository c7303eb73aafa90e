//! HTML to blocks: parses a page within limits and reads off its visible text and what it says of itself.
//!
//! In: an HTML text. Out: its text blocks in page order with what their markup says, meta elements, JSON-LD scripts, `time`
//! elements. The walk keeps its own stack, so deep nesting costs memory, never the call stack.

use super::line::{Block, Element, Markup, squeeze, words};
use crate::{Code, Diagnostic, LineRole};
use dom_query::{Document, NodeRef};
use legation_data::{furniture, page_metadata};
use std::collections::{BTreeMap, BTreeSet};

/// Unclosed elements beyond this make the parser's time grow with their square.
const MOST_OPEN: usize = 10_000;

/// So do attributes of one element.
const MOST_ATTRIBUTES: usize = 2_000;

/// So do character references between two tags.
const MOST_REFERENCES: usize = 50_000;

/// Headings and dates may nest, so no more of the text in them is read than these many bytes and nodes.
const MOST_LABEL_BYTES: usize = 600;
const MOST_LABEL_NODES: usize = 60;

/// An element said to be furniture that holds more than this share of the page's long blocks is not believed.
const FURNITURE_SHARE: f64 = 0.3;

/// A page as read.
#[derive(Debug, Default)]
pub(super) struct Dom {
    pub(super) blocks: Vec<Block>,
    /// Meta elements: lower-case name, content.
    pub(super) metas: Vec<(String, String)>,
    /// JSON-LD scripts.
    pub(super) scripts: Vec<String>,
    /// Dates of `time` elements and of elements named after dates; the marked ones are said to be the publication date.
    pub(super) times: Vec<(String, Marked)>,
    /// The `title` element.
    pub(super) title: Option<String>,
    /// The top headings.
    pub(super) headings: Vec<String>,
    /// The language attribute of the root.
    pub(super) language: Option<String>,
    /// How deep elements nest.
    pub(super) depth: usize,
}

/// Whether an element says that its date is the one of publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Marked {
    No,
    Yes,
}

/// Parses a page.
///
/// # Errors
///
/// [`Code::TooLarge`] for a page that is built to keep the parser busy.
pub(super) fn parse(html: &str) -> Result<Document, Diagnostic> {
    let (open, attributes) = tag_counts(html.as_bytes());
    let references = html.split('<').map(|run| run.matches('&').count()).max().unwrap_or(0);
    if open > MOST_OPEN || attributes > MOST_ATTRIBUTES || references > MOST_REFERENCES {
        let message = format!(
            "the page nests {open} elements, gives one {attributes} attributes or a text {references} references, more than {MOST_OPEN}, {MOST_ATTRIBUTES} or {MOST_REFERENCES}: it is no article, leave it out"
        );
        return Err(Diagnostic::new(Code::TooLarge, message));
    }
    Ok(Document::from(html))
}

/// Elements that a start tag of their kind closes, or that never hold anything: they do not nest when left open.
const NOT_NESTING: [&[u8]; 22] = [
    b"p", b"li", b"td", b"th", b"tr", b"dd", b"dt", b"option", b"br", b"hr", b"img", b"meta",
    b"link", b"input", b"source", b"wbr", b"area", b"base", b"col", b"embed", b"param", b"track",
];

/// The most elements open at once and the most attributes of one tag, by a plain scan; close enough to refuse traps.
fn tag_counts(html: &[u8]) -> (usize, usize) {
    let (mut open, mut most_open, mut most_attributes, mut at) = (0_usize, 0, 0, 0);
    while let Some(found) = html[at..].iter().position(|b| *b == b'<') {
        at += found + 1;
        let closing = html.get(at) == Some(&b'/');
        let name_start = at + usize::from(closing);
        let length = html[name_start..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        if length == 0 {
            continue;
        }
        let name = html[name_start..name_start + length].to_ascii_lowercase();
        let (end, attributes) = tag_end(html, name_start + length);
        most_attributes = most_attributes.max(attributes);
        if !NOT_NESTING.contains(&name.as_slice()) {
            open = if closing { open.saturating_sub(1) } else { open + 1 };
            most_open = most_open.max(open);
        }
        at = end;
    }
    (most_open, most_attributes)
}

/// Where a tag ends, and how many attributes it may have: breaks outside quotes.
fn tag_end(html: &[u8], start: usize) -> (usize, usize) {
    let (mut quote, mut breaks, mut last) = (None, 0, b' ');
    for (offset, byte) in html[start..].iter().enumerate() {
        match (quote, *byte) {
            (Some(open), b) if b == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if last == b'=' => quote = Some(*byte),
            (None, b'>') => return (start + offset + 1, breaks),
            (None, b'/' | b' ' | b'\t' | b'\n' | b'\r' | b'\x0c') => {
                breaks += usize::from(!last.is_ascii_whitespace())
            }
            (None, _) => {}
        }
        last = *byte;
    }
    (html.len(), breaks)
}

/// What an element passes on to what is in it.
#[derive(Clone, Copy, Default)]
struct Context {
    element: Element,
    in_link: bool,
    /// The suggested role and the number of the element that suggests it.
    hint: Option<(LineRole, usize)>,
    depth: usize,
}

enum Step<'a> {
    Enter(NodeRef<'a>, Context),
    /// The end of a block.
    Break,
}

/// Collects text until a block ends.
#[derive(Default)]
struct Writer {
    dom: Dom,
    text: String,
    context: Option<Context>,
    letters: usize,
    linked: usize,
    /// The hints of the blocks, by element.
    hints: Vec<Option<(LineRole, usize)>>,
}

/// Reads a parsed page.
pub(super) fn read(document: &Document) -> Dom {
    let mut writer = Writer::default();
    let mut stack = vec![Step::Enter(document.root(), Context::default())];
    let mut elements = 0;
    while let Some(step) = stack.pop() {
        let Step::Enter(node, context) = step else {
            writer.end_block();
            continue;
        };
        if node.is_text() {
            writer.push(&node.text(), context);
            continue;
        }
        elements += 1;
        let Some(inner) = writer.enter(&node, context, elements) else { continue };
        let name = node.node_name().unwrap_or_default();
        if is_block(&name) {
            writer.end_block();
            stack.push(Step::Break);
        }
        let children = node.children_it(true).filter(|child| child.is_text() || child.is_element());
        stack.extend(children.map(|child| Step::Enter(child, inner)));
    }
    writer.finish()
}

impl Writer {
    /// Notes what an element says and returns what holds in it; `None` for one whose content is not to be read.
    fn enter(&mut self, node: &NodeRef<'_>, outer: Context, number: usize) -> Option<Context> {
        let name = node.node_name().unwrap_or_default();
        self.dom.depth = self.dom.depth.max(outer.depth);
        self.note(node, &name);
        if is_unseen(&name) || is_hidden(node, &name) {
            return None;
        }
        if &*name == "br" {
            self.line_break();
        }
        let element = match &*name {
            "p" => Element::Paragraph,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Element::Heading,
            "li" | "dd" | "dt" => Element::ListItem,
            _ => outer.element,
        };
        let hint = outer.hint.or_else(|| Some((suggested_role(node, &name)?, number)));
        Some(Context {
            element,
            in_link: outer.in_link || &*name == "a",
            hint,
            depth: outer.depth + 1,
        })
    }

    /// Metadata that the element carries.
    fn note(&mut self, node: &NodeRef<'_>, name: &str) {
        let attr = |key: &str| {
            node.attr(key).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        match name {
            "html" => self.dom.language = attr("lang"),
            "title" if self.dom.title.is_none() => {
                self.dom.title = Some(squeeze(&node.text())).filter(|t| !t.is_empty())
            }
            "h1" => self.dom.headings.extend(label(node)),
            "meta" => {
                let key = attr("property")
                    .or_else(|| attr("name"))
                    .or_else(|| attr("itemprop"))
                    .or_else(|| attr("http-equiv"));
                self.dom.metas.extend(
                    key.zip(attr("content")).map(|(key, content)| (key.to_lowercase(), content)),
                );
            }
            "script" if attr("type").is_some_and(|t| t.to_lowercase().contains("ld+json")) => {
                self.dom.scripts.push(node.text().to_string());
            }
            _ => self.note_time(node, name),
        }
    }

    fn note_time(&mut self, node: &NodeRef<'_>, name: &str) {
        let published = |value: &str| value.to_lowercase().contains("publi");
        let property = node.attr("itemprop").is_some_and(|p| published(&p));
        let named =
            class_words(node).iter().any(|word| page_metadata().date_containers.contains(word));
        let dated = name == "time" || property || (named && is_leaf(node));
        if !dated {
            return;
        }
        let marked = property
            || node.has_attr("pubdate")
            || node.class().is_some_and(|class| published(&class));
        let texts = [node.attr("datetime"), node.attr("content"), label(node).map(Into::into)];
        let marked = if marked { Marked::Yes } else { Marked::No };
        self.dom.times.extend(texts.into_iter().flatten().map(|text| (squeeze(&text), marked)));
    }

    fn push(&mut self, text: &str, context: Context) {
        let letters = text.chars().filter(|c| !c.is_whitespace()).count();
        if letters > 0 {
            self.context.get_or_insert(context);
        }
        self.letters += letters;
        self.linked += if context.in_link { letters } else { 0 };
        self.text.push_str(text);
    }

    /// One line break is a space; two part paragraphs.
    fn line_break(&mut self) {
        if self.text.trim_end_matches([' ', '\n', '\r', '\t']).ends_with('\u{b}') {
            self.end_block();
        } else {
            self.text = self.text.trim_end().to_owned() + "\u{b}";
        }
    }

    fn end_block(&mut self) {
        let text = squeeze(&std::mem::take(&mut self.text));
        let context = self.context.take().unwrap_or_default();
        if !text.is_empty() {
            let linked = self.linked * 10 > self.letters * 6;
            let markup = Markup { element: context.element, linked, ..Markup::default() };
            self.dom.blocks.push(Block { text, markup });
            self.hints.push(context.hint);
        }
        (self.letters, self.linked) = (0, 0);
    }

    /// Gives the blocks the hints that can be believed.
    fn finish(mut self) -> Dom {
        self.end_block();
        let mut weight: BTreeMap<usize, usize> = BTreeMap::new();
        let mut total = 0;
        for (block, hint) in self.dom.blocks.iter().zip(&self.hints) {
            let long = words(&block.text).count();
            if long >= 12 {
                total += long;
                *weight.entry(hint.map_or(0, |(_, element)| element)).or_default() += long;
            }
        }
        for (block, hint) in self.dom.blocks.iter_mut().zip(&self.hints) {
            let held = |element: usize| weight.get(&element).copied().unwrap_or(0) as f64;
            block.markup.hint = hint
                .filter(|(_, element)| {
                    held(*element)
                        <= FURNITURE_SHARE * f64::from(u32::try_from(total).unwrap_or(u32::MAX))
                })
                .map(|(role, _)| role);
        }
        self.dom
    }
}

fn is_block(name: &str) -> bool {
    !matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "br"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    )
}

/// Elements whose content a reader of the page does not see as text.
fn is_unseen(name: &str) -> bool {
    matches!(
        name,
        "title"
            | "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "embed"
            | "canvas"
            | "audio"
            | "video"
            | "select"
            | "option"
            | "textarea"
            | "input"
            | "noframes"
    )
}

/// Hidden by attribute; the page as a whole is often hidden until a script shows it.
fn is_hidden(node: &NodeRef<'_>, name: &str) -> bool {
    if matches!(name, "html" | "body") {
        return false;
    }
    let style = node.attr("style").map(|s| s.to_lowercase().replace(' ', "")).unwrap_or_default();
    node.has_attr("hidden")
        || node.attr("aria-hidden").is_some_and(|v| v.eq_ignore_ascii_case("true"))
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

/// The role that an element or its class suggests for all that is in it.
fn suggested_role(node: &NodeRef<'_>, name: &str) -> Option<LineRole> {
    match name {
        "html" | "body" | "main" | "article" => return None,
        "figcaption" | "figure" | "caption" => return Some(LineRole::Caption),
        "nav" | "footer" | "aside" | "form" | "button" | "dialog" | "menu" => {
            return Some(LineRole::Boilerplate);
        }
        "address" => return Some(LineRole::Byline),
        _ => {}
    }
    let c = &furniture().containers;
    let lists = [
        (&c.caption, LineRole::Caption),
        (&c.related, LineRole::Related),
        (&c.byline, LineRole::Byline),
        (&c.boilerplate, LineRole::Boilerplate),
    ];
    let own = class_words(node);
    lists
        .into_iter()
        .find(|(list, _)| own.iter().any(|word| list.contains(word)))
        .map(|(_, role)| role)
}

/// The words of an element's class and id: each whole name, and its parts between - and _.
fn class_words(node: &NodeRef<'_>) -> BTreeSet<String> {
    let names =
        format!("{} {}", node.class().unwrap_or_default(), node.id_attr().unwrap_or_default())
            .to_lowercase();
    let whole = names.split_whitespace().map(str::to_owned);
    let parts = names.split([' ', '-', '_']).filter(|part| !part.is_empty()).map(str::to_owned);
    whole.chain(parts).collect()
}

/// The text of an element that holds but a few words.
fn label(node: &NodeRef<'_>) -> Option<String> {
    let mut text = String::new();
    for (seen, inner) in node.descendants_it().enumerate() {
        if seen > MOST_LABEL_NODES || text.len() > MOST_LABEL_BYTES {
            return None;
        }
        if inner.is_text() {
            let part = inner.text();
            if part.len() > MOST_LABEL_BYTES {
                return None;
            }
            text.push_str(&part);
        }
    }
    Some(squeeze(&text)).filter(|text| !text.is_empty())
}

/// No elements but inline ones in it, and little text.
fn is_leaf(node: &NodeRef<'_>) -> bool {
    node.element_children()
        .iter()
        .all(|child| child.node_name().is_some_and(|name| !is_block(&name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &[&str]) {
        let dom = read(&parse(html).expect("a page"));
        assert_eq!(dom.blocks.iter().map(|b| b.text.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn blocks_are_what_a_reader_sees() {
        check(
            "<title>T</title><p>One <b>bold</b>\n word.</p>loose<div>Two<p>Three",
            &["One bold word.", "loose", "Two", "Three"],
        );
        check("<p>a<br>b<br><br>c<br> <br>d", &["a b", "c", "d"]);
        check("<ul><li>x<li>y</ul><table><tr><td>1<td>2</table>", &["x", "y", "1", "2"]);
    }

    #[test]
    fn scripts_styles_and_hidden_elements_are_not_read() {
        check(
            "<script>var a = '<p>no</p>'</script><style>p{}</style><body><noscript><p>no</p></noscript><p>yes",
            &["yes"],
        );
        check(
            "<p hidden>no</p><div style='Display: none'>no</div><p aria-hidden=true>no</p><template><p>no</template><p>yes",
            &["yes"],
        );
        check("<body style='visibility:hidden'><p>yes", &["yes"]);
    }

    #[test]
    fn classes_suggest_roles_unless_they_hold_the_page() {
        let long = "The parliament rejected the treaty with its neighbour on Tuesday after a long debate in the capital.";
        let dom = read(
            &parse(&format!(
                "<form id=aspnet><p>{long}</p><div class='related-links'>Other</div></form>"
            ))
            .expect("a page"),
        );
        assert_eq!(dom.blocks[0].markup.hint, None);
        let dom = read(
            &parse(&format!("<p>{long}</p><div class='box related-links'><p>Other</p></div>"))
                .expect("a page"),
        );
        assert_eq!(dom.blocks[1].markup.hint, Some(LineRole::Related));
    }

    #[test]
    fn traps_are_refused_and_sloppy_pages_are_not() {
        assert_eq!(
            parse(&"<div>".repeat(MOST_OPEN + 1)).map(|_| ()).expect_err("a trap").code,
            Code::TooLarge
        );
        let many: String = (0..MOST_ATTRIBUTES + 2).map(|n| format!(" a{n}=1")).collect();
        assert_eq!(
            parse(&format!("<p{many}>")).map(|_| ()).expect_err("a trap").code,
            Code::TooLarge
        );
        assert_eq!(
            parse(&"&amp;".repeat(MOST_REFERENCES + 1)).map(|_| ()).expect_err("a trap").code,
            Code::TooLarge
        );
        assert!(parse(&"<p>one<li>two<br>".repeat(20_000)).is_ok());
        assert!(parse(&format!("<img src=\"data:{}\">", "a b ".repeat(9_000))).is_ok());
    }

    #[test]
    fn deep_pages_are_read_without_recursion() {
        let dom = read(&parse(&format!("{}<p>deep", "<div>".repeat(9_000))).expect("a page"));
        assert_eq!(dom.blocks[0].text, "deep");
        assert!(dom.depth > 8_000);
    }
}
