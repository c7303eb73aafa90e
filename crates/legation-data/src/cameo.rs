//! From PLOVER's type and mode to a CAMEO code, for whoever compares with older data.

use crate::EventType;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../data/codebook/cameo.tsv");

static CODES: LazyLock<BTreeMap<(&str, &str), &str>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|l| !l.starts_with('#') && !l.is_empty());
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        Some(((cells.next()?, cells.next()?), cells.next()?))
    })
    .collect()
});

/// The CAMEO code of a type with a mode; of the type alone where the mode has none.
pub fn cameo(event: EventType, mode: Option<&str>) -> Option<&'static str> {
    let of = |mode: &str| CODES.get(&(event.as_str(), mode)).copied();
    mode.and_then(of).or_else(|| of("-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::modes;

    #[test]
    fn every_type_and_mode_has_a_code() {
        for &event in EventType::ALL {
            assert!(CODES.contains_key(&(event.as_str(), "-")), "{event:?}");
            for mode in modes(event) {
                assert!(CODES.contains_key(&(event.as_str(), *mode)), "{event:?} {mode}");
            }
        }
        assert_eq!(cameo(EventType::Consult, Some("phone")), Some("041"));
        assert_eq!(cameo(EventType::Consult, Some("no such mode")), Some("040"));
    }

    #[test]
    fn the_table_has_no_other_rows() {
        for (event, mode) in CODES.keys() {
            let event = EventType::parse(event).expect("a type of PLOVER");
            assert!(*mode == "-" || modes(event).contains(mode), "{event:?} {mode}");
        }
    }
}
