//! What is read in which text. Each case: publication date, text, and `words=VALUE` for each expression, in order.

use super::*;
use jiff::civil::date;

fn dates(published: &str, text: &str) -> Vec<TimeExpression> {
    tag(text, &[], published.parse().ok(), &tense_by_words(text, &[]))
}

#[track_caller]
fn check(published: &str, text: &str, expected: &str) {
    let found = dates(published, text);
    let shown: Vec<String> =
        found.iter().map(|e| format!("{}={}", e.span.slice(text), e.value)).collect();
    assert_eq!(shown.join("; "), expected, "{text:?} published {published:?}");
}

/// A Saturday.
const SAT: &str = "2025-06-14";

#[test]
fn explicit_dates() {
    for (text, expected) in [
        ("They met on June 12, 2025.", "June 12, 2025=2025-06-12"),
        ("They met on 12 June 2025.", "12 June 2025=2025-06-12"),
        ("They met on 2025-06-12.", "2025-06-12=2025-06-12"),
        ("They met on 12/6/2025.", "12/6/2025=2025-12-06"),
        ("They met on 23/6/2025.", "23/6/2025=2025-06-23"),
        ("They met in June 2025.", "June 2025=2025-06"),
        ("They met in June, 2024.", "June, 2024=2024-06"),
        ("They met in 2025.", "2025=2025"),
        ("They met on Jan. 3, 1989, in Rome.", "Jan. 3, 1989=1989-01-03"),
        ("They met on Sept. 30.", "Sept. 30=2024-09-30"),
        ("They met on the 12th of June 2024.", "the 12th of June 2024=2024-06-12"),
        ("They met on Thursday, June 12, 2025.", "Thursday, June 12, 2025=2025-06-12"),
        ("They met on Thursday 12 June.", "Thursday 12 June=2025-06-12"),
        ("They met on the third of March 2021.", "the third of March 2021=2021-03-03"),
        ("It fell in the 1990s.", "the 1990s=199"),
        ("It fell in the '90s.", "the '90s=199"),
        ("It fell in the nineties.", "the nineties=199"),
        ("It fell in the 20th century.", "the 20th century=19"),
        ("It fell in the 21st century.", "the 21st century=20"),
        ("It fell in mid-2024.", "mid-2024=2024"),
        ("It fell in early March.", "early March=2025-03"),
        ("It fell in late April 2019.", "late April 2019=2019-04"),
        ("It fell at the end of 2023.", "the end of 2023=2023"),
        ("It fell at the beginning of June.", "the beginning of June=2025-06"),
        ("The 2016 election was close.", "2016=2016"),
        ("He won (2014) and lost.", "2014=2014"),
        ("Since 2022, little has changed.", "2022=2022"),
    ] {
        check(SAT, text, expected);
    }
}

#[test]
fn partial_dates_follow_the_tense() {
    for (text, expected) in [
        ("They met in March.", "March=2025-03"),
        ("They met in August.", "August=2024-08"),
        ("They will meet in August.", "August=2025-08"),
        ("They will meet in March.", "March=2026-03"),
        ("They met on Tuesday.", "Tuesday=2025-06-10"),
        ("They will meet on Tuesday.", "Tuesday=2025-06-17"),
        ("They met on Saturday.", "Saturday=2025-06-14"),
        ("They will meet on Saturday.", "Saturday=2025-06-14"),
        ("They met on June 12.", "June 12=2025-06-12"),
        ("They met on December 30.", "December 30=2024-12-30"),
        ("They will meet on December 30.", "December 30=2025-12-30"),
        ("They will meet on Jan. 3.", "Jan. 3=2026-01-03"),
        ("They met on the 12th.", "the 12th=2025-06-12"),
        ("They will meet on the 12th.", "the 12th=2025-07-12"),
        ("Last Monday they met.", "Last Monday=2025-06-09"),
        ("Next Monday they will meet.", "Next Monday=2025-06-16"),
        ("They met last March.", "last March=2025-03"),
        ("They will meet next March.", "next March=2026-03"),
        ("The plan announced on Monday fell.", "Monday=2025-06-09"),
        ("Officials said talks will resume on Monday.", "Monday=2025-06-16"),
    ] {
        check(SAT, text, expected);
    }
}

#[test]
fn relative_dates() {
    for (text, expected) in [
        ("It rained yesterday.", "yesterday=2025-06-13"),
        ("It rained today.", "today=2025-06-14"),
        ("It will rain tomorrow.", "tomorrow=2025-06-15"),
        ("It will rain the day after tomorrow.", "the day after tomorrow=2025-06-16"),
        ("They met tonight.", "tonight=2025-06-14TNI"),
        ("They met last week.", "last week=2025-W23"),
        ("They met last month.", "last month=2025-05"),
        ("They met last year.", "last year=2024"),
        ("They will meet next year.", "next year=2026"),
        ("They met this week.", "this week=2025-W24"),
        ("They met earlier this week.", "earlier this week=2025-W24"),
        ("They met earlier this month.", "earlier this month=2025-06"),
        ("They will meet later this year.", "later this year=2025"),
        ("They will meet early next year.", "early next year=2026"),
        ("They met seven years ago.", "seven years ago=2018"),
        ("They met two weeks ago.", "two weeks ago=2025-W22"),
        ("They met three months ago.", "three months ago=2025-03"),
        ("They met 10 days ago.", "10 days ago=2025-06-04"),
        ("They met a decade ago.", "a decade ago=201"),
        ("They met a year ago.", "a year ago=2024"),
        ("They met years ago.", "years ago=PAST_REF"),
        ("They met last weekend.", "last weekend=2025-W23-WE"),
        ("They met recently.", "recently=PAST_REF"),
        ("They are now allies.", "now=PRESENT_REF"),
        ("They are currently allies.", "currently=PRESENT_REF"),
        ("Prices fell in recent years.", "recent years=PAST_REF"),
        ("They will meet soon.", "soon=FUTURE_REF"),
        ("They will meet in the near future.", "the near future=FUTURE_REF"),
        ("They will leave in two months.", "two months=2025-08"),
        ("They met the year before last.", "the year before last=2023"),
        ("He said the quarter was weak, the week before last.", "the week before last=2025-W22"),
    ] {
        check(SAT, text, expected);
    }
}

#[test]
fn the_narrative_carries_the_date() {
    for (text, expected) in [
        ("He won in 2014. Later that year he lost.", "2014=2014; Later that year=2014"),
        (
            "He won on June 3, 2014. Two days later he lost.",
            "June 3, 2014=2014-06-03; Two days later=2014-06-05",
        ),
        (
            "He won on June 3, 2014. The same day he lost.",
            "June 3, 2014=2014-06-03; The same day=2014-06-03",
        ),
        (
            "He won on June 3, 2014. The following day he lost.",
            "June 3, 2014=2014-06-03; The following day=2014-06-04",
        ),
        ("He won in May 2014. That month he lost.", "May 2014=2014-05; That month=2014-05"),
        (
            "He won on June 3, 2014, two weeks earlier than most.",
            "June 3, 2014=2014-06-03; two weeks earlier=2014-W21",
        ),
        (
            "He won on June 3, 2014, and lost a day earlier.",
            "June 3, 2014=2014-06-03; a day earlier=2014-06-02",
        ),
        (
            "Profit fell in the third quarter from a year earlier.",
            "the third quarter=2024-Q3; a year earlier=2023-Q3",
        ),
    ] {
        check(SAT, text, expected);
    }
}

#[test]
fn newswire_of_the_eighties() {
    // A Tuesday.
    let tuesday = "1989-10-31";
    for (text, expected) in [
        (
            "Sales rose in the third quarter ended Sept. 30.",
            "the third quarter=1989-Q3; Sept. 30=1989-09-30",
        ),
        ("Third-quarter profit fell.", "Third-quarter=1989-Q3"),
        ("Profit for the nine months fell.", "the nine months=P9M"),
        ("In the first nine months it lost money.", "the first nine months=P9M"),
        ("In the first half it lost money.", "the first half=1989-H1"),
        (
            "It lost money in the fourth quarter of last year.",
            "the fourth quarter of last year=1988-Q4",
        ),
        ("It lost money in fiscal 1988.", "fiscal 1988=1988"),
        ("The bill passed on Friday.", "Friday=1989-10-27"),
        ("The bill passed on Tuesday.", "Tuesday=1989-10-31"),
        ("The bill will pass on Friday.", "Friday=1989-11-03"),
        ("The bill was delayed for several weeks.", "several weeks=PXW"),
        ("It took several months.", "several months=PXM"),
        ("It lasted one year.", "one year=P1Y"),
        ("It may last for years.", "years=PXY"),
        ("It lasted more than three years.", "more than three years=P3Y"),
        ("It fell in the fall.", "the fall=1989-FA"),
        ("They met last summer.", "last summer=1989-SU"),
        ("They met in the spring of 1987.", "the spring of 1987=1987-SP"),
    ] {
        check(tuesday, text, expected);
    }
}

#[test]
fn durations_and_sets() {
    for (text, expected) in [
        ("He ruled for three years.", "three years=P3Y"),
        ("A two-day visit began.", "A two-day=P2D"),
        ("It lasted 48 hours.", "48 hours=PT48H"),
        ("It lasted 30 minutes.", "30 minutes=PT30M"),
        ("It lasted twenty-five years.", "twenty-five years=P25Y"),
        ("It lasted two and a half years.", "two and a half years=P2.5Y"),
        ("It lasted half an hour.", "half an hour=PT0.5H"),
        ("It lasted two decades.", "two decades=P20Y"),
        ("It lasted for decades.", "decades=PXDE"),
        ("It happened in the past three days.", "the past three days=P3D"),
        ("The five-year plan failed.", "The five-year=P5Y"),
        ("The 22-year-old was held.", "The 22-year-old=P22Y"),
        ("They march every Tuesday.", "every Tuesday=XXXX-WXX-2"),
        ("They meet annually.", "annually=P1Y"),
        ("They meet every two years.", "every two years=P2Y"),
        ("They meet twice a week.", "a week=P1W"),
        ("They meet each month.", "each month=P1M"),
    ] {
        check(SAT, text, expected);
    }
}

#[test]
fn ranges() {
    for (text, expected) in [
        ("They met from 3 to 5 June.", "3 to 5 June=2025-06-03/2025-06-05"),
        ("They met on June 3-5, 2024.", "June 3-5, 2024=2024-06-03/2024-06-05"),
        ("It grew between 2014 and 2018.", "2014 and 2018=2014/2018"),
        ("It grew 2014–2018.", "2014–2018=2014/2018"),
        ("It grew from 2014 to 2018.", "2014 to 2018=2014/2018"),
        ("It grew in 1989-90.", "1989-90=1989/1990"),
        ("It grew from March to May 2020.", "March to May 2020=2020-03/2020-05"),
        ("It ran from November to February 2020.", "November to February 2020=2019-11/2020-02"),
    ] {
        check(SAT, text, expected);
    }
}

#[test]
fn times_of_day() {
    for (text, expected) in [
        ("They met at 9 a.m. on Monday.", "9 a.m. on Monday=2025-06-09T09"),
        ("They met Tuesday night.", "Tuesday night=2025-06-10TNI"),
        ("They met this morning.", "this morning=2025-06-14TMO"),
        ("They met yesterday evening.", "yesterday evening=2025-06-13TEV"),
        ("They met at 14:30 GMT.", "14:30 GMT=2025-06-14T14:30"),
        ("They met at 6:15 p.m. yesterday.", "6:15 p.m. yesterday=2025-06-13T18:15"),
        ("They met at noon.", "noon=2025-06-14T12:00"),
    ] {
        check(SAT, text, expected);
    }
}

#[test]
fn named_days() {
    for (text, expected) in [
        ("It was shown on the Day of the Sun.", "the Day of the Sun=2025-04-15"),
        ("It was shown on Easter 2013.", "Easter 2013=2013-03-31"),
        ("It was shown on Good Friday.", "Good Friday=2025-04-18"),
        ("It was shown on Nowruz.", "Nowruz=2025-03-21"),
        ("It was shown on Christmas Eve.", "Christmas Eve=2024-12-24"),
        ("It was shown on New Year's Day.", "New Year's Day=2025-01-01"),
        ("It was shown on Thanksgiving.", "Thanksgiving=2024-11-28"),
        ("It was shown on Bastille Day 2016.", "Bastille Day 2016=2016-07-14"),
        ("It was shown on May Day.", "May Day=2025-05-01"),
        ("It was held during Ramadan.", "Ramadan=2025-03-01/2025-03-30"),
    ] {
        check(SAT, text, expected);
    }
}

#[test]
fn things_that_are_no_dates() {
    for text in [
        "It may rain.",
        "May he rest.",
        "Theresa May resigned.",
        "May resigned.",
        "They march on Rome.",
        "March on, he said.",
        "The second man fled.",
        "About 1,500 people fled.",
        "Some 2000 troops fled.",
        "Flight 370 vanished.",
        "Flight 1989 vanished.",
        "Article 5 applies.",
        "The Sunday Times said so.",
        "The Daily Mail said so.",
        "August Wilson wrote plays.",
        "The marines fall back.",
        "They spring a leak.",
        "He paid $2010.",
        "Resolution 1973 stands.",
        "A quarter of the men fled.",
        "The first half of the match was dull.",
        "The sun set.",
        "Dial 555-2010.",
        "He sat down.",
        "Version 2025.1 is out.",
        "It is 2020 meters high.",
        "",
    ] {
        check(SAT, text, "");
    }
}

#[test]
fn without_a_publication_date_relative_words_stay_open() {
    for (text, expected) in [
        ("They met yesterday.", "yesterday=XXXX-XX-XX"),
        ("They met on Tuesday.", "Tuesday=XXXX-WXX-2"),
        ("They met in March.", "March=XXXX-03"),
        ("They met on June 3.", "June 3=XXXX-06-03"),
        ("They met last year.", "last year=XXXX"),
        ("They met in 2014.", "2014=2014"),
    ] {
        check("", text, expected);
    }
    let open = dates("", "They met yesterday.");
    assert!(!open[0].resolved && open[0].start.is_none());
    assert_eq!(open[0].precision, DatePrecision::Unresolved);
}

#[test]
fn a_part_narrows_the_days_and_not_the_value() {
    let found = dates(SAT, "It fell in late April 2019.");
    assert_eq!((found[0].start, found[0].end), (Some(date(2019, 4, 21)), Some(date(2019, 4, 30))));
    let found = dates(SAT, "It grew between 2014 and 2018.");
    assert_eq!((found[0].start, found[0].end), (Some(date(2014, 1, 1)), Some(date(2018, 12, 31))));
    let found = dates(SAT, "It happened in the past three days.");
    assert_eq!((found[0].start, found[0].end), (Some(date(2025, 6, 11)), Some(date(2025, 6, 13))));
}

#[test]
fn no_expression_crosses_a_sentence() {
    let text = "He came in May. 3 men left.";
    let sentences = [Span::new(0, 15), Span::new(16, text.len())];
    let found = tag(text, &sentences, None, &|_| Tense::Past);
    assert!(found.iter().all(|e| e.span.end() <= 15), "{found:?}");
}

fn event(text: &str, trigger: &str, clause: &str, tense: Tense) -> EventDate {
    let of = |words: &str| {
        let at = text.find(words).unwrap();
        Span::new(at, at + words.len())
    };
    let found = dates(SAT, text);
    event_date(&found, of(trigger), of(clause), Span::new(0, text.len()), SAT.parse().ok(), tense)
}

use crate::EventDate;

#[test]
fn the_clause_goes_before_the_sentence() {
    let text = "Kim met Putin on Tuesday, after troops left on June 3.";
    let met = event(text, "met", "Kim met Putin on Tuesday", Tense::Past);
    assert_eq!(met.start, Some(date(2025, 6, 10)));
    let left = event(text, "left", "after troops left on June 3", Tense::Past);
    assert_eq!((left.start, left.precision), (Some(date(2025, 6, 3)), DatePrecision::Day));
    let far = event(text, "Putin", "Putin", Tense::Past);
    assert_eq!(far.start, Some(date(2025, 6, 10)));
}

#[test]
fn what_bounds_an_event_does_not_date_it() {
    let text = "Police have held him since 2022.";
    let held = event(text, "held", text, Tense::Past);
    assert_eq!((held.precision, held.span), (DatePrecision::Week, None));
    assert_eq!((held.start, held.end), (Some(date(2025, 6, 8)), Some(date(2025, 6, 14))));
}

#[test]
fn what_is_to_come_has_no_date_of_its_own() {
    let text = "Kim will visit Moscow.";
    assert_eq!(event(text, "visit", text, Tense::Future).precision, DatePrecision::Unresolved);
}

/// Odd pieces put together in every order of a simple generator: nothing panics, spans are sound and in order.
#[test]
fn odd_input_gives_sound_spans() {
    let pieces = [
        "May",
        " ",
        "31",
        "-",
        "’",
        "9999",
        "年",
        "the",
        "last",
        "week of",
        "\n",
        "\n\n",
        "half",
        "1,000",
        "99999999999999999999",
        "century",
        "years ago",
        "a.m.",
        ".",
        "12:99",
        "Feb. 30",
        "/",
        "Easter",
        "from",
        "to",
        "é",
        "the 0th",
        "Q4",
        "and a",
        "thousand",
        "billion",
        "before",
        "next",
        "Monday",
        "twenty",
        "'90s",
        "999999 centuries later",
        "%",
        "first",
        "early",
        "0001-01-01",
        "in 20000 years",
        "tomorrow",
    ];
    let mut seed = 7u64;
    for round in 0..4000 {
        let mut text = String::new();
        for _ in 0..(round % 13 + 1) {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[usize::try_from(seed >> 33).unwrap() % pieces.len()]);
            if seed & 4 == 0 {
                text.push(' ');
            }
        }
        let published =
            [None, Some(date(1, 1, 1)), Some(date(9999, 12, 31)), Some(date(2024, 2, 29))]
                [round % 4];
        let mut last = 0;
        for e in tag(&text, &[], published, &tense_by_words(&text, &[])) {
            assert!(
                e.span.start() >= last && !e.span.is_empty() && text.get(e.span.range()).is_some(),
                "{text:?} {e:?}"
            );
            assert!(e.start <= e.end || e.end.is_none(), "{text:?} {e:?}");
            last = e.span.end();
        }
    }
}
