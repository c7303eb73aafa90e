use super::*;

/// Tokens parted by ` | `, sentences by ` || `.
fn shown(text: &str) -> String {
    let sentence =
        |s: &RawSentence| s.tokens.iter().map(|t| t.slice(text)).collect::<Vec<_>>().join(" | ");
    segment(text).iter().map(sentence).collect::<Vec<_>>().join(" || ")
}

#[track_caller]
fn check(text: &str, want: &str) {
    assert_eq!(shown(text), want);
}

#[test]
fn contractions() {
    check(
        "They don't, can't and won't go.",
        "They | do | n't | , | ca | n't | and | wo | n't | go | .",
    );
    check("Trump's envoy says it’s over", "Trump | 's | envoy | says | it | ’s | over");
    check("the workers' rights", "the | workers | ' | rights");
    check(
        "I cannot say what we're gonna do",
        "I | can | not | say | what | we | 're | gon | na | do",
    );
    check("We'll see; I'd've gone", "We | 'll | see | ; | I | 'd | 've | gone");
    check("DON'T SHOOT", "DO | N'T | SHOOT");
    check("dont and Cannot", "do | nt | and | Can | not");
    check("Let 'em go, 'til '72 or the '90s", "Let | 'em | go | , | 'til | '72 | or | the | '90s");
    check("the 1960's at five o'clock", "the | 1960's | at | five | o'clock");
    check("2016's vote in Côte d'Ivoire", "2016 | 's | vote | in | Côte | d'Ivoire");
    check("O'Neill met Shi'ite leaders", "O'Neill | met | Shi'ite | leaders");
    check("its own, well, were", "its | own | , | well | , | were");
}

#[test]
fn hyphens_and_dashes() {
    check("a 12-year-old boy", "a | 12 | - | year | - | old | boy");
    check("U.S.-led forces", "U.S. | - | led | forces");
    check("the U.S.-South Korean drill", "the | U.S. | - | South | Korean | drill");
    check("Kim Jong-un's de-facto heir", "Kim | Jong | - | un | 's | de | - | facto | heir");
    check("pro-Kyiv, anti-government, non-avian", "pro-Kyiv | , | anti-government | , | non-avian");
    check("they re-engage by e-mail in mid-May", "they | re-engage | by | e-mail | in | mid-May");
    check("talks—if any—failed", "talks | — | if | any | — | failed");
    check("talks--if any -- failed", "talks | -- | if | any | -- | failed");
    check("the 1939–1945 war", "the | 1939 | – | 1945 | war");
    check("two- and three-year terms", "two | - | and | three | - | year | terms");
    check("an F-16 and a Su-27", "an | F | - | 16 | and | a | Su | - | 27");
}

#[test]
fn abbreviations_and_initials() {
    check(
        "Gen. Park met Sen. Warren on Jan. 5",
        "Gen. | Park | met | Sen. | Warren | on | Jan. | 5",
    );
    check("Donald J. Trump and J.K. Rowling", "Donald | J. | Trump | and | J.K. | Rowling");
    check("at 5 a.m. in Washington, D.C.", "at | 5 | a.m. | in | Washington | , | D.C.");
    check("Resolution No. 1718 says no.", "Resolution | No. | 1718 | says | no | .");
    check("N.Korea fires", "N. | Korea | fires");
    check(
        "Acme Inc. and Foo Corp. of St. Paul",
        "Acme | Inc. | and | Foo | Corp. | of | St. | Paul",
    );
    check("a Ph.D. from the U.K.", "a | Ph.D. | from | the | U.K.");
    check("e.g. tanks, i.e. armour", "e.g. | tanks | , | i.e. | armour");
    check("arms, etc. from Iran, etc.", "arms | , | etc. | from | Iran | , | etc | .");
    check("GEN. LEE SPOKE ON SEPT. 5", "GEN. | LEE | SPOKE | ON | SEPT. | 5");
    check("He sat. They won.", "He | sat | . || They | won | .");
}

#[test]
fn figures_and_money() {
    check(
        "$1.5bn, US$20 million and €3m",
        "$ | 1.5 | bn | , | US$ | 20 | million | and | € | 3 | m",
    );
    check("1,200 of 30,000 (4%)", "1,200 | of | 30,000 | ( | 4 | % | )");
    check("at 7:30pm on 9/11", "at | 7:30 | pm | on | 9/11");
    check("the 20th and 3rd, the 1990s", "the | 20th | and | 3rd | , | the | 1990s");
    check("Rs500 or USD5", "Rs | 500 | or | USD | 5");
    check("call 713-853-3989 on 2025-06-11", "call | 713-853-3989 | on | 2025-06-11");
    check("won 3-2, up .5", "won | 3 | - | 2 | , | up | .5");
    check("250km away at 5p.m. sharp", "250 | km | away | at | 5 | p.m. | sharp");
}

#[test]
fn addresses_and_marks() {
    check("See https://example.org/a?b=1.", "See | https://example.org/a?b=1 | .");
    check("(press@mofa.example)", "( | press@mofa.example | )");
    check("Visit example.com, now", "Visit | example.com | , | now");
    check("Good :-) really ;)", "Good | :-) | really | ;)");
    check("Well... no… maybe?!", "Well | ... | no | … | maybe | ?!");
    check("#Kyiv and @nknews", "#Kyiv | and | @nknews");
    check("and/or AT&T", "and | / | or | AT&T");
    check("*** Breaking ***", "*** | Breaking | ***");
    check("[He] {said}", "[ | He | ] | { | said | }");
    check("“Yes,” he said.", "“ | Yes | , | ” | he | said | .");
    check("'No,' she said.", "' | No | , | ' | she | said | .");
    check("``No,'' she said.", "`` | No | , | '' | she | said | .");
}

#[test]
fn scripts() {
    check("서울 — 김정은이 말했다.", "서울 | — | 김정은이 | 말했다 | .");
    check("Привет, мир! Как дела?", "Привет | , | мир | ! || Как | дела | ?");
    check("Séoul e\u{301}t\u{AD}é", "Séoul | e\u{301}t\u{AD}é");
    check("北京。上海", "北京 | 。 | 上海");
    check("\u{FEFF}Hi\u{200B}there\u{A0}now", "Hi | there | now");
}

#[test]
fn sentences_end_at_end_marks() {
    check("He left. She stayed.", "He | left | . || She | stayed | .");
    check("“We go. We win.” He left.", "“ | We | go | . || We | win | . | ” || He | left | .");
    check("(He left.) She stayed.", "( | He | left | . | ) || She | stayed | .");
    check("\"Go.\" He went.", "\" | Go | . | \" || He | went | .");
    check(
        "“Why?” Lee asked. “Go!” he said.",
        "“ | Why | ? | ” | Lee | asked | . || “ | Go | ! | ” | he | said | .",
    );
    check("It ended.[12] Then peace.", "It | ended | . | [ | 12 | ] || Then | peace | .");
    check("Wait... what? Yes.", "Wait | ... | what | ? || Yes | .");
    check(
        "he stayed on the internet.An insurgency",
        "he | stayed | on | the | internet | . || An | insurgency",
    );
}

#[test]
fn abbreviations_seldom_end_sentences() {
    check("U.S. President Biden came.", "U.S. | President | Biden | came | .");
    check("He is in the U.S. He said so.", "He | is | in | the | U.S. || He | said | so | .");
    check("Mr. The", "Mr. | The");
    check(
        "at 5 p.m. Tuesday. At 6 p.m. They left.",
        "at | 5 | p.m. | Tuesday | . || At | 6 | p.m. || They | left | .",
    );
    check("John F. Kennedy. However, it", "John | F. | Kennedy | . || However | , | it");
    check("1. The first. 2. The rest.", "1 | . | The | first | . || 2 | . | The | rest | .");
}

#[test]
fn lines_part_sentences_unless_wrapped() {
    check(
        "Kim sends a letter\n\nSEOUL (AP) — Kim sent it.",
        "Kim | sends | a | letter || SEOUL | ( | AP | ) | — || Kim | sent | it | .",
    );
    check("Trump meets Kim\nXi in Seoul", "Trump | meets | Kim || Xi | in | Seoul");
    check("the ministry said\nit would not", "the | ministry | said | it | would | not");
    check("One.\r\nTwo.\r\n\r\nThree", "One | . || Two | . || Three");
    let mail = "The foreign ministry said on Monday that the talks\nwith Russia had been put off until the middle of next year, and\nNorth Korea was told.";
    assert_eq!(segment(mail).len(), 1);
}

#[test]
fn endless_sentences_are_cut() {
    let list = "one two three four five six seven eight nine ten; ".repeat(60);
    let sentences = segment(&list);
    assert!(sentences.iter().all(|s| s.tokens.len() <= 250));
    assert!(sentences.iter().rev().skip(1).all(|s| s.tokens.last().unwrap().slice(&list) == ";"));
    assert_eq!(segment(&"word ".repeat(1000)).len(), 4);
}

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % n
    }
}

/// Spans lie inside, in order, without overlap, and leave out nothing but gaps.
#[track_caller]
fn assert_sound(text: &str) {
    let mut at = 0;
    for sentence in segment(text) {
        assert!(!sentence.tokens.is_empty());
        assert_eq!(sentence.span.start(), sentence.tokens[0].start());
        assert_eq!(sentence.span.end(), sentence.tokens.last().unwrap().end());
        for token in sentence.tokens {
            assert!(!token.is_empty() && token.start() >= at, "{text:?}");
            assert!(Span::of(text, token.start(), token.end()).is_some(), "{text:?}");
            assert!(text[at..token.start()].chars().all(is_gap), "{text:?}");
            at = token.end();
        }
    }
    assert!(text[at..].chars().all(is_gap), "{text:?}");
}

#[test]
fn any_text_passes() {
    let pieces = [
        "a",
        "I",
        "Z",
        "U.S",
        "Mr",
        "etc",
        "don",
        "n't",
        "'s",
        "’s",
        "'",
        "’",
        "\"",
        "“",
        "”",
        ".",
        "..",
        "?",
        "!",
        "…",
        ",",
        ";",
        ":",
        "-",
        "--",
        "—",
        "/",
        "\\",
        "(",
        ")",
        "[",
        "]",
        "1",
        "12",
        "2,000",
        "%",
        "$",
        "US$",
        "€",
        "@",
        "#",
        "&",
        "*",
        "_",
        "www.",
        "http://",
        "mailto:",
        "é",
        "e\u{301}",
        "한",
        "中",
        "。",
        "я",
        "ß",
        "İ",
        "\u{200D}",
        "👩\u{200D}🚒",
        "\u{1F1F0}\u{1F1F7}",
        "\u{202E}",
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "\u{A0}",
        "\u{FEFF}",
        "\0",
        "cannot",
        "gonna",
        "km",
        "pm",
        "anti",
        "No",
        "١٢",
        "½",
        "²",
    ];
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for _ in 0..20_000 {
        let text: String =
            (0..=numbers.below(14)).map(|_| pieces[numbers.below(pieces.len())]).collect();
        assert_sound(&text);
    }
}

#[test]
fn any_characters_pass() {
    let mut numbers = Numbers(42);
    for _ in 0..20_000 {
        let range = [0x80, 0x250, 0x3000, 0x11_0000][numbers.below(4)];
        let text: String = (0..numbers.below(20))
            .filter_map(|_| char::from_u32(u32::try_from(numbers.below(range)).unwrap()))
            .collect();
        assert_sound(&text);
    }
}
