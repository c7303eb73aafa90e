//! Names and phrases with what they must resolve to: `country sector(+others) entity [title]`, `-` for what must be empty.

use super::*;

fn shown(found: Option<ResolvedActor>) -> String {
    let Some(actor) = found else { return "unresolved".to_owned() };
    let sectors: Vec<&str> =
        actor.sector.into_iter().chain(actor.other_sectors).map(|s| s.as_str()).collect();
    let sectors = if sectors.is_empty() { "-".to_owned() } else { sectors.join("+") };
    let role = actor.role.map_or(String::new(), |r| format!(" [{}]", r.title));
    let country = actor.country.unwrap_or("-".to_owned());
    format!("{country} {sectors} {}{role}", actor.entity.unwrap_or("-".to_owned()))
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    check_on("", cases);
}

#[track_caller]
fn check_on(date: &str, cases: &[(&str, &str)]) {
    let date = date.parse().ok();
    let wrong: Vec<String> = cases
        .iter()
        .map(|(name, expected)| (name, expected, shown(resolve_name(name, None, date))))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(name, expected, found)| format!("{name}\n  expected {expected}\n  found    {found}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn countries_by_name_people_and_seat() {
    check(&[
        ("Russia", "RUS - -"),
        ("the United States", "USA - -"),
        ("the U.S.", "USA - -"),
        ("US", "USA - -"),
        ("DPRK", "PRK - -"),
        ("the Republic of Korea", "KOR - -"),
        ("the Democratic People's Republic of Korea", "PRK - -"),
        ("the Republic of Congo", "COG - -"),
        ("the Democratic Republic of Congo", "COD - -"),
        ("Guinea-Bissau", "GNB - -"),
        ("Papua New Guinea", "PNG - -"),
        ("South Sudan", "SSD - -"),
        ("Türkiye", "TUR - -"),
        ("Côte d'Ivoire", "CIV - -"),
        ("Kosovo", "XKX - -"),
        ("the Palestinians", "PSE - -"),
        ("two Israelis", "ISR CVL -"),
        ("five South Koreans", "KOR CVL -"),
        ("Pyongyang", "PRK GOV -"),
        ("the Kremlin", "RUS GOV -"),
        ("Downing Street", "GBR GOV -"),
        ("the Pentagon", "USA MIL -"),
        ("Capitol Hill", "USA LEG -"),
        ("Abkhazia", "GEO GOV+PRE -"),
        ("Jordan", "JOR - -"),
        ("Chad", "TCD - -"),
    ]);
}

#[test]
fn what_is_not_known_stays_unresolved() {
    for name in [
        "us",
        "it",
        "Michael Jordan",
        "Chad Smithson",
        "Jane Roe",
        "who",
        "",
        "the",
        "that",
        "a chair",
        ", ,",
        "turkey sandwiches",
    ] {
        assert_eq!(shown(resolve_name(name, None, None)), "unresolved", "{name}");
    }
    assert_eq!(resolve_words(&[], 0, None), None);
    assert_eq!(resolve_words(&["the", "table"], 7, None), None);
}

#[test]
fn role_nouns_take_the_country_of_their_phrase() {
    check(&[
        ("Russian troops", "RUS MIL -"),
        ("U.S. officials", "USA GOV -"),
        ("Emirati warplanes", "ARE MIL -"),
        ("Israeli jets", "ISR MIL -"),
        ("two Russian banks", "RUS BUS -"),
        ("the Syrian foreign ministry", "SYR GOV -"),
        ("Japan's parliament", "JPN LEG -"),
        ("Turkish police", "TUR COP -"),
        ("a Chinese court", "CHN JUD -"),
        ("Afghan refugees", "AFG REF -"),
        ("refugees from Eritrea", "ERI REF -"),
        ("residents of Syria", "SYR CVL -"),
        ("the government of Japan", "JPN GOV -"),
        ("the Israeli embassy in Paris", "ISR GOV -"),
        ("the Russian ambassador to Turkey", "RUS GOV -"),
        ("the embassy in Paris", "FRA GOV -"),
        ("Iranian students", "IRN EDU -"),
        ("French farmers", "FRA AGR -"),
        ("Nigerian doctors", "NGA MED -"),
        ("Colombian journalists", "COL JRN -"),
        ("Kurdish rebels in Turkey", "- REB -"),
        ("Ethiopia's spy agency", "ETH SPY -"),
        ("Indian opposition lawmakers", "IND LEG -"),
        ("South Korean Army", "KOR MIL -"),
        ("Moscow's envoy", "RUS GOV -"),
        ("Cuban dissidents", "CUB CVL -"),
        ("Mexican drug traffickers", "MEX CRM -"),
        ("the Dutch navy", "NLD MIL -"),
        ("Burmese monks", "MMR REL -"),
    ]);
}

#[test]
fn bare_roles_have_a_sector_and_no_country() {
    check(&[
        ("protesters", "- CVL -"),
        ("unidentified gunmen", "- UAF -"),
        ("rebels", "- REB -"),
        ("the army", "- MIL -"),
        ("lawmakers", "- LEG -"),
        ("workers", "- LAB -"),
        ("police officers", "- COP -"),
        ("policemen", "- COP -"),
        ("spokeswomen for civil society", "- SOC -"),
        ("opposition leaders", "- OPP -"),
        ("rebel leader Ivan Petrov", "- REB -"),
        ("dozens of protesters", "- CVL -"),
        ("hundreds of Syrian refugees", "SYR REF -"),
        ("a group of Russian soldiers", "RUS MIL -"),
        ("members of parliament", "- LEG -"),
        ("union officials", "- LAB -"),
        ("military spokesman", "- MIL -"),
        ("migrants", "- REF -"),
    ]);
}

#[test]
fn a_country_that_only_backs_or_is_opposed_is_not_the_actor() {
    check(&[
        ("Iran-backed militia", "- PRM -"),
        ("Iranian-backed fighters", "- REB -"),
        ("U.S.-made missiles", "unresolved"),
        ("pro-Russian separatists", "- REB -"),
        ("anti-American protesters", "- CVL -"),
        ("Saudi-led coalition", "SAU MIL Saudi-led coalition"),
        ("Russian-backed Syrian troops", "SYR MIL -"),
    ]);
}

#[test]
fn organisations() {
    check(&[
        ("the United Nations", "UNO - United Nations"),
        ("the U.N.", "UNO - United Nations"),
        ("the European Union", "EUR - European Union"),
        ("NATO", "IGO - North Atlantic Treaty Organization"),
        ("the IAEA", "UNO - International Atomic Energy Agency"),
        ("Hamas", "PSE REB+GOV+PTY Hamas"),
        ("the Houthis", "YEM REB+GOV Ansar Allah"),
        ("Islamic State", "IMG REB Islamic State"),
        ("al-Shabaab", "SOM REB al-Shabab"),
        ("Yonhap News Agency", "KOR JRN Yonhap"),
        ("the state-run KCNA", "PRK JRN Korean Central News Agency"),
        ("NK News", "KOR JRN NK News"),
        ("Human Rights Watch", "NGO SOC Human Rights Watch"),
        ("the State Department", "USA GOV Department of State"),
        ("the U.N. Security Council", "UNO - United Nations Security Council"),
        ("Russia's Security Council", "RUS GOV -"),
        ("Huawei", "MNC BUS Huawei"),
        ("Hamas fighters", "PSE REB+GOV+PTY -"),
        ("U.N. officials", "UNO GOV -"),
        ("NATO troops", "IGO MIL -"),
        ("Hezbollah leader", "LBN REB+PTY+PRM -"),
        ("members of Hezbollah", "LBN REB+PTY+PRM -"),
    ]);
    assert_eq!(resolve_name("Yonhap", None, None).unwrap().kind, ActorKind::Outlet);
}

#[test]
fn people_and_the_office_of_the_day() {
    check_on(
        "2019-02-27",
        &[
            ("Donald Trump", "USA GOV Donald Trump [president]"),
            ("North Korean leader Kim Jong Un", "PRK GOV Kim Jong Un [leader of North Korea]"),
            ("Kim Jong-un", "PRK GOV Kim Jong Un [leader of North Korea]"),
            ("President Moon", "KOR GOV Moon Jae-in [president]"),
            ("Barack Obama", "USA ELI Barack Obama"),
            ("former President Barack Obama", "USA ELI Barack Obama"),
            ("Zelenskyy", "UKR - Volodymyr Zelenskyy"),
            ("the Israeli prime minister", "ISR GOV Benjamin Netanyahu [prime minister]"),
            ("Japan's foreign minister", "JPN GOV Taro Kono [foreign minister]"),
            ("the U.S. secretary of state", "USA GOV Mike Pompeo [secretary of state]"),
            ("the president of Syria", "SYR GOV Bashar al-Assad [president]"),
            ("Putin's spokesman", "RUS GOV -"),
            (
                "Sergei Lavrov, Russia's foreign minister,",
                "RUS GOV Sergei Lavrov [foreign minister]",
            ),
            ("Prime Minister Abe Shinzo", "JPN GOV Shinzo Abe [prime minister]"),
            ("Chinese leader Xi Jinping", "CHN GOV Xi Jinping [president]"),
            ("Recep Tayyip Erdoğan", "TUR GOV Recep Tayyip Erdogan [president]"),
            ("Alexei Navalny", "RUS OPP Alexei Navalny"),
        ],
    );
    check_on(
        "2022-05-05",
        &[
            ("Zelensky", "UKR GOV Volodymyr Zelenskyy [president]"),
            ("Trump", "USA ELI Donald Trump"),
            ("the Ukrainian president", "UKR GOV Volodymyr Zelenskyy [president]"),
            ("Defense Secretary Lloyd Austin", "USA GOV+MIL Lloyd Austin [defense secretary]"),
            ("Britain's foreign secretary", "GBR GOV Liz Truss [foreign secretary]"),
            ("former South Korean president Park Geun-hye", "KOR ELI Park Geun-hye"),
            ("Mao Ning", "CHN - Mao Ning"),
        ],
    );
}

#[test]
fn strangers_keep_what_their_title_says() {
    check_on(
        "2022-05-05",
        &[
            ("Russian businessman Ivan Petrov", "RUS BUS -"),
            ("Thai activist Somchai Jaidee", "THA CVL -"),
            ("former Israeli general Dov Levi", "ISR ELI -"),
            ("Kenyan health minister John Roe", "KEN GOV - [minister]"),
            ("the deputy Israeli prime minister", "ISR GOV -"),
            ("ex-minister John Roe", "- ELI -"),
        ],
    );
}

#[test]
fn abbreviated_titles_ranks_and_owners() {
    check_on(
        "2023-06-01",
        &[
            ("Lt. Gen. John Roe", "- MIL -"),
            ("Sen. John Roe", "- LEG -"),
            ("South Korean defense chief Kim Yong-hyun", "KOR GOV Kim Yong-hyun"),
            ("Chinese coast guard ships", "CHN COP -"),
            ("Netanyahu's office", "ISR GOV -"),
            ("Assad's forces", "SYR MIL -"),
            ("Amnesty International researchers", "NGO SOC -"),
            ("Samsung workers", "MNC LAB -"),
            ("a Reuters reporter", "GBR JRN -"),
            ("Congress", "USA LEG -"),
            ("the Korean peninsula", "unresolved"),
            (
                "EU foreign policy chief Josep Borrell",
                "EUR GOV Josep Borrell [high representative for foreign affairs]",
            ),
            ("Moscow-appointed governor", "- GOV -"),
            ("Secretary Blinken", "USA GOV Antony Blinken [secretary of state]"),
            ("sources", "unresolved"),
        ],
    );
}

#[test]
fn an_office_on_a_day_nobody_is_known_for_names_nobody() {
    check_on("1850-01-01", &[("the Israeli prime minister", "ISR GOV -")]);
    check_on("2021-07-31", &[("the Thai army chief", "THA MIL -")]);
}

#[test]
fn a_context_explains_a_surname() {
    let day = "2021-03-01".parse().ok();
    let in_context = |name, context| shown(resolve_name(name, Some(context), day));
    assert_eq!(
        in_context("Kuleba", "Ukraine's Kuleba said"),
        "UKR GOV Dmytro Kuleba [foreign minister]"
    );
    assert_eq!(in_context("Kuleba", "the minister said in Peru"), "unresolved");
    assert_eq!(in_context("Smithson", "Ukraine"), "unresolved");
}

#[test]
fn phrases_of_a_parse_use_their_own_head() {
    let words = ["South", "Korea", "'s", "Unification", "Ministry", "in", "Seoul"];
    assert_eq!(shown(resolve_words(&words, 4, None)), "KOR GOV Unification Ministry");
    assert_eq!(shown(resolve_words(&words, 6, None)), "KOR GOV -");
    let leader = ["North", "Korean", "leader", "Kim", "Jong", "Un", "'s", "sister"];
    assert_eq!(shown(resolve_words(&leader, 7, None)), "PRK CVL -");
    assert_eq!(
        shown(resolve_words(&leader, 2, None)),
        "PRK GOV Kim Jong Un [leader of North Korea]"
    );
}

#[test]
fn compounds_give_one_actor_a_side() {
    let sides = |text: &str, head: usize| {
        let words: Vec<&str> = text.split(' ').collect();
        resolve_all(&words, head, None)
            .into_iter()
            .map(|a| a.country.unwrap_or_default())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(sides("U.S. and South Korean officials", 4), "USA KOR");
    assert_eq!(sides("the two Koreas", 2), "PRK KOR");
    assert_eq!(sides("North and South Korea", 3), "PRK KOR");
    assert_eq!(sides("South Korean officials", 2), "KOR");
    assert_eq!(sides("Chinese , Russian and Iranian warships", 5), "CHN RUS IRN");
    assert_eq!(sides("a wooden chair", 2), "");
    assert_eq!(sides("the U.S.-South Korea alliance", 3), "USA KOR");
    assert_eq!(sides("the U.S. - South Korea alliance", 5), "USA KOR");
    assert_eq!(sides("Moscow and Kyiv", 0), "RUS UKR");
    assert_eq!(sides("the Russian ambassador to Turkey", 2), "RUS");
}

#[test]
fn the_same_words_give_the_same_answer() {
    for name in ["Russian troops", "Kim Jong Un", "dozens of protesters"] {
        assert_eq!(resolve_name(name, None, None), resolve_name(name, None, None));
    }
}

#[test]
fn no_phrase_and_no_head_is_too_odd() {
    let odd = [
        "of",
        ",",
        "'s",
        "Kim",
        "''",
        "U.S.",
        "-",
        "—",
        "the",
        "former",
        "president",
        "İstanbul",
        "북한",
        "of",
        "",
        "anti-",
        "’",
        "(",
        "Trump's",
    ];
    for start in 0..odd.len() {
        for end in start..=odd.len() {
            for head in 0..=odd.len() {
                let _ = resolve_words(&odd[start..end], head, None);
                let _ = resolve_all(&odd[start..end], head, None);
            }
        }
    }
}
