//! Bytes to text: byte order mark, declared charset, UTF-8, and windows-1252 as the last resort.
//!
//! In: the bytes of a page and the charset that the server named, if any. Out: its text, with a warning where bytes had to
//! be replaced; bytes that are no text (images, PDFs, archives) are refused.

use super::MAX_BYTES;
use crate::{Code, Diagnostic};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// First bytes of files that are no text, with their names for the message.
const SIGNATURES: [(&[u8], &str); 12] = [
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x7fELF", "a program"),
];

/// A charset must be declared within these first bytes; the HTML standard says 1024, sites take more.
const PRESCAN: usize = 4096;

/// More replaced or control characters than one in this many, and the bytes are taken for no text.
const READABLE: usize = 5;

/// The text of a page's bytes.
///
/// Tried in this order: byte order mark, `charset_hint` (from the HTTP header), a charset declared in the page, UTF-8,
/// windows-1252. A hint or declaration that names no known charset is passed over.
///
/// # Errors
///
/// [`Code::TooLarge`] beyond the limit, [`Code::BinaryInput`] for bytes that are no text, [`Code::EmptyInput`] for none.
pub fn decode(
    bytes: &[u8],
    charset_hint: Option<&str>,
) -> Result<(String, Vec<Diagnostic>), Diagnostic> {
    if bytes.is_empty() {
        return Err(Diagnostic::new(
            Code::EmptyInput,
            "the input is empty: expected a page or text",
        ));
    }
    if bytes.len() > MAX_BYTES {
        return Err(super::too_large(bytes.len()));
    }
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    if marked.is_none() {
        refuse_binary(bytes)?;
    }
    let encoding = marked
        .or_else(|| by_label(charset_hint?))
        .or_else(|| declared(bytes))
        .unwrap_or_else(|| guess(bytes));
    let (text, used, replaced) = encoding.decode(bytes);
    if !replaced {
        return Ok((text.into_owned(), Vec::new()));
    }
    let count = text.matches('\u{fffd}').count();
    if count * READABLE > text.chars().count() {
        return Err(binary("bytes that are no text"));
    }
    let message = format!(
        "{count} byte sequences are not valid {} and were replaced; name the right charset if text is missing",
        used.name()
    );
    Ok((text.into_owned(), vec![Diagnostic::new(Code::ReplacedBytes, message)]))
}

fn refuse_binary(bytes: &[u8]) -> Result<(), Diagnostic> {
    if let Some((_, name)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(binary(name));
    }
    if bytes.contains(&0) {
        return Err(binary("bytes with NULs in them"));
    }
    let control = bytes.iter().filter(|b| b.is_ascii_control() && !b.is_ascii_whitespace()).count();
    if control * READABLE > bytes.len() {
        return Err(binary("bytes that are no text"));
    }
    Ok(())
}

fn binary(what: &str) -> Diagnostic {
    Diagnostic::new(
        Code::BinaryInput,
        format!("expected a page or text, found {what}; convert it to HTML or text first"),
    )
}

fn by_label(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label_no_replacement(label.trim().as_bytes())
}

/// The charset that the page declares: `<meta charset=…>`, `<meta … content="…; charset=…">`, `<?xml encoding=…?>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..PRESCAN).unwrap_or(bytes).to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let tags = head.split('<').filter(|tag| tag.starts_with("meta") || tag.starts_with("?xml"));
    let encoding = tags
        .filter_map(|tag| tag.split_once("charset").or_else(|| tag.split_once("encoding")))
        .find_map(|(_, rest)| {
            let rest = rest.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
            by_label(
                rest.split(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).next()?,
            )
        })?;
    // A page that could be read as ASCII up to its declaration is not in UTF-16, whatever it says.
    Some(if encoding.is_ascii_compatible() { encoding } else { UTF_8 })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    // Some broken bytes within good UTF-8 (a cut-off download) are no reason to take the rest for windows-1252.
    let (good, bad) = bytes.utf8_chunks().fold((0, 0), |(good, bad), chunk| {
        (
            good + chunk.valid().chars().filter(|c| !c.is_ascii()).count(),
            bad + usize::from(!chunk.invalid().is_empty()),
        )
    });
    if good > 4 * bad { UTF_8 } else { WINDOWS_1252 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], hint: Option<&str>, expected: &str) {
        let (text, notes) = decode(bytes, hint).expect("text");
        assert_eq!((text.as_str(), notes.len()), (expected, 0));
    }

    #[track_caller]
    fn refused(bytes: &[u8], code: Code, says: &str) {
        let error = decode(bytes, None).expect_err("no text");
        assert_eq!(error.code, code);
        assert!(error.message.contains(says), "{error}");
    }

    #[test]
    fn charsets_in_order_of_trust() {
        check("Zürich — 서울".as_bytes(), None, "Zürich — 서울");
        check(b"Z\xfcrich", None, "Zürich");
        check(b"\x93quoted\x94", None, "“quoted”");
        check(b"\xef\xbb\xbfZ\xc3\xbcrich", Some("windows-1252"), "Zürich");
        check(b"\xff\xfeH\0i\0", None, "Hi");
        check(b"\xcf\xee", Some("windows-1251"), "По");
        check(
            b"<meta charset=\"windows-1251\">\xcf\xee",
            None,
            "<meta charset=\"windows-1251\">По",
        );
        check(
            b"<meta http-equiv=content-type content='text/html; charset=Shift_JIS'>\x93\x8c",
            None,
            "<meta http-equiv=content-type content='text/html; charset=Shift_JIS'>東",
        );
        check(
            "<?xml version='1.0' encoding='utf-8'?>é".as_bytes(),
            None,
            "<?xml version='1.0' encoding='utf-8'?>é",
        );
    }

    #[test]
    fn unknown_and_impossible_charsets_are_passed_over() {
        check("é".as_bytes(), Some("klingon"), "é");
        check("<meta charset=utf-16>é".as_bytes(), None, "<meta charset=utf-16>é");
    }

    #[test]
    fn broken_bytes_are_replaced_and_noted() {
        let (text, notes) = decode(
            "Zürich, Köln, Århus, Łódź, Malmö: caf\u{e9}".as_bytes().split_last().expect("bytes").1,
            None,
        )
        .expect("text");
        assert!(text.ends_with("caf\u{fffd}"), "{text}");
        assert_eq!(notes[0].code, Code::ReplacedBytes);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        refused(b"", Code::EmptyInput, "empty");
        refused(b"%PDF-1.7 ...", Code::BinaryInput, "a PDF file");
        refused(b"\x89PNG\r\n", Code::BinaryInput, "a PNG image");
        refused(b"PK\x03\x04....", Code::BinaryInput, "a ZIP archive");
        refused(b"some text\0and more", Code::BinaryInput, "NULs");
        refused(&[1, 2, 3, b'a'].repeat(16), Code::BinaryInput, "no text");
        refused(&vec![b'a'; MAX_BYTES + 1], Code::TooLarge, "15 MiB");
    }
}
