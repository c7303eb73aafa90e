//! The real binary, as a person or a script meets it: a scratch folder, files in it, what comes out on each stream, the exit code.
//!
//! Trouble is one line on stderr with a stable code and exit code 2; a record that fails among others is told in its place in the
//! output, the run goes on, and the exit code is 1. No input may make it panic.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test, and the panic says where")]

use serde_json::Value;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const LETTER: &str = "The foreign ministers of the two countries met in the capital on Monday and agreed to talk about the border again. \
    North Korea rejected a letter from Japan, the ministry said. They said that they would meet once more before the end of the year.";

/// A folder of its own for each test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// The same with one file in it.
    fn with(name: &str, file: &str, content: impl AsRef<[u8]>) -> Self {
        let scratch = Self::new(name);
        fs::write(scratch.0.join(file), content).unwrap();
        scratch
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_legation"));
        command.args(arguments).current_dir(&self.0).stdin(Stdio::null()).env("NO_COLOR", "1");
        Run(command.output().unwrap())
    }
}

/// What a run gave.
struct Run(Output);

impl Run {
    fn out(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).expect("stdout is UTF-8")
    }

    fn err(&self) -> String {
        let err = String::from_utf8(self.0.stderr.clone()).expect("stderr is UTF-8");
        assert!(!err.contains("panicked"), "{err}");
        err
    }

    #[track_caller]
    fn ends_with(&self, code: i32) -> &Self {
        assert_eq!(self.0.status.code(), Some(code), "stderr: {}", self.err());
        self
    }

    /// One line on stderr that begins with the program's name and holds `code`, nothing on stdout.
    #[track_caller]
    fn is_trouble(&self, code: &str) {
        self.ends_with(2);
        let err = self.err();
        assert_eq!(err.trim_end().lines().count(), 1, "{err}");
        assert!(err.starts_with("legation: ") && err.contains(code), "expected {code} in: {err}");
        assert_eq!(self.out(), "");
    }

    #[track_caller]
    fn records(&self) -> Vec<Value> {
        self.out()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")))
            .collect()
    }
}

fn example(name: &str) -> String {
    format!("{}/../../examples/{name}", env!("CARGO_MANIFEST_DIR"))
}

// Trouble.

#[test]
fn an_empty_file_is_e001() {
    Scratch::with("empty", "page.html", "").run(&["code", "page.html"]).is_trouble("E001");
    Scratch::with("empty-text", "page.txt", "").run(&["extract", "page.txt"]).is_trouble("E001");
}

#[test]
fn a_file_of_blanks_is_no_article() {
    let run = Scratch::with("blank", "page.txt", " \n\n \t\n").run(&["code", "page.txt"]);
    run.is_trouble("E001");
}

#[test]
fn a_binary_file_is_e002() {
    let scratch = Scratch::with("binary", "page.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01");
    scratch.run(&["code", "page.html"]).is_trouble("E002");
    scratch.run(&["extract", "--input", "text", "page.html"]).is_trouble("E002");
}

#[test]
fn fifty_megabytes_are_e003_and_are_not_read_whole() {
    let scratch = Scratch::new("large");
    File::create(scratch.0.join("page.html")).unwrap().set_len(50 << 20).unwrap();
    scratch.run(&["code", "page.html"]).is_trouble("E003");
}

#[test]
fn a_page_without_an_article_is_e004() {
    let page = "<html><body><nav><a href=/a>Home</a><a href=/b>World</a></nav><form><input></form><footer>Imprint</footer></body></html>";
    Scratch::with("no-article", "page.html", page).run(&["code", "page.html"]).is_trouble("E004");
}

#[test]
fn a_french_text_is_e005() {
    let text = "Le ministre des Affaires étrangères a rencontré lundi son homologue à Alger et lui a proposé de rouvrir la frontière entre \
        les deux pays.\n\nLe gouvernement a refusé cette proposition et a annoncé que ses représentants ne se rendraient pas à la réunion prévue.";
    Scratch::with("french", "page.txt", text).run(&["code", "page.txt"]).is_trouble("E005");
}

#[test]
fn a_bad_date_is_e007_and_says_how_to_write_one() {
    let scratch = Scratch::with("bad-date", "page.txt", LETTER);
    let run = scratch.run(&["code", "page.txt", "--date", "12.6.2025"]);
    run.ends_with(2);
    assert!(run.err().contains("E007") && run.err().contains("2025-06-12"), "{}", run.err());
    assert_eq!(run.out(), "");
}

#[test]
fn a_missing_file_a_folder_and_an_address_are_e008() {
    let scratch = Scratch::new("missing");
    fs::create_dir(scratch.0.join("folder")).unwrap();
    for command in ["code", "extract", "annotate"] {
        scratch.run(&[command, "nowhere.html"]).is_trouble("E008");
    }
    scratch.run(&["code", "folder"]).is_trouble("E008");
    scratch.run(&["code", "https://news.example/a"]).is_trouble("E008");
}

#[test]
fn an_unknown_option_is_trouble_too() {
    let run = Scratch::new("option").run(&["code", "--frobnicate"]);
    run.ends_with(2);
    assert!(run.err().contains("--frobnicate"));
}

// What is odd and still read.

#[test]
fn bytes_that_are_not_utf8_are_read_all_the_same() {
    let mut text = LETTER.as_bytes().to_vec();
    text.extend_from_slice(b" The mayor of Le\xf3n was there, and so was the governor of \xc1vila, who had asked for it.");
    let run = Scratch::with("not-utf8", "page.txt", text).run(&["extract", "page.txt"]);
    run.ends_with(0);
    let article = &run.records()[0];
    assert!(article["text"].as_str().unwrap().contains("León"), "{article}");
}

#[test]
fn a_wrong_charset_does_not_stop_the_run() {
    let page = format!(
        "<html><head><meta charset=\"x-klingon\"><title>Talks</title></head><body><article><p>{LETTER}</p><p>{LETTER}</p></article></body></html>"
    );
    Scratch::with("charset", "page.html", page)
        .run(&["code", "page.html", "--format", "jsonl"])
        .ends_with(0);
    let page = format!(
        "<html><head><meta charset=\"shift_jis\"></head><body><article><p>{LETTER} “Quoted” words.</p><p>{LETTER}</p></article></body></html>"
    );
    Scratch::with("charset-2", "page.html", page)
        .run(&["code", "page.html", "--format", "jsonl"])
        .ends_with(0);
}

// Bad records among good ones.

#[test]
fn one_bad_record_never_stops_a_run() {
    let lines = [
        r#"{"id":"good-1","title":"Talks","date":"2026-01-14","text":"North Korea rejected a Japanese proposal on Monday."}"#,
        r#"{"id":"cut","text":"#,
        "[1,2,3]",
        r#"{"id":"nothing"}"#,
        r#"{"id":"blank","text":"  "}"#,
        r#"{"id":"when","date":"yesterday","text":"Russia attacked Ukraine."}"#,
        r#"{"id":"good-2","date":"2026-01-14","text":"France condemned the attack on Tuesday."}"#,
    ];
    let run = Scratch::with("records", "in.jsonl", lines.join("\n"))
        .run(&["code", "in.jsonl", "--format", "jsonl"]);
    run.ends_with(1);
    let records = run.records();
    let errors: Vec<_> = records.iter().filter_map(|r| r["error"]["code"].as_str()).collect();
    assert_eq!(errors, ["E006", "E006", "E006", "E001", "E007"]);
    assert_eq!(
        records
            .iter()
            .filter(|r| r["error"].is_object())
            .map(|r| r["id"].as_str().unwrap())
            .collect::<Vec<_>>(),
        ["2", "3", "nothing", "blank", "when"]
    );
    assert!(records.iter().any(|r| r["article"] == "good-1"), "{records:?}");
    assert_eq!(run.err(), "");
}

#[test]
fn extract_and_annotate_tell_of_bad_records_in_their_place() {
    let lines = format!(
        "{{\"id\":\"a\",\"text\":{}}}\nnot json\n",
        Value::from(format!("{LETTER}\n\n{LETTER}"))
    );
    let scratch = Scratch::with("records-2", "in.jsonl", lines);
    for command in ["extract", "annotate"] {
        let run = scratch.run(&[command, "in.jsonl"]);
        run.ends_with(1);
        let records = run.records();
        assert_eq!(records.len(), 2, "{command}");
        assert_eq!(records[1]["error"]["code"], "E006");
    }
}

// The good path.

#[test]
fn the_first_command_of_the_readme_codes_the_sample_page() {
    let run = Scratch::new("readme").run(&["code", &example("overture.html"), "--format", "jsonl"]);
    run.ends_with(0);
    let claims = run.records();
    let rejected =
        claims.iter().find(|c| c["event"][0] == "REJECT" && c["actor"][0]["country_code"] == "DZA");
    let rejected =
        rejected.unwrap_or_else(|| panic!("no refusal by Algeria among {} claims", claims.len()));
    assert_eq!(rejected["recipient"][0]["country_code"], "MAR");
    assert!(
        claims.iter().all(|c| !c["evidence"]["text"].as_str().unwrap().contains("Photo:")),
        "a caption was coded"
    );
}

/// The date of the page's data is the day that relative dates are counted from.
#[test]
fn the_page_is_extracted_without_its_furniture() {
    let run = Scratch::new("extracted").run(&["extract", &example("overture.html")]);
    run.ends_with(0);
    let article = &run.records()[0];
    let text = article["text"].as_str().unwrap();
    assert!(text.contains("hard to explain at home"));
    for furniture in
        ["cookies", "WhatsApp", "Photo:", "Related", "Ferry Line", "inbox", "log in", "min read"]
    {
        assert!(!text.contains(furniture), "{furniture:?} in the text");
    }
    assert_eq!(article["title"], "Algeria Turns Down Moroccan Offer to Reopen Border");
    assert!(
        article["published"].as_str().unwrap().starts_with("2026-02-19"),
        "{}",
        article["published"]
    );
}

#[test]
fn every_claim_slices_back_to_its_words() {
    let run = Scratch::new("slices").run(&["code", &example("three.jsonl"), "--format", "jsonl"]);
    run.ends_with(0);
    let articles = fs::read_to_string(example("three.jsonl")).unwrap();
    let articles: Vec<Value> = articles.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let claims = run.records();
    assert!(claims.len() >= 6, "{} claims", claims.len());
    for claim in &claims {
        let article = articles
            .iter()
            .find(|a| a["id"] == claim["article"])
            .expect("the article of the claim");
        let evidence = &claim["evidence"];
        let text = if evidence["in"] == "title" { &article["title"] } else { &article["text"] };
        let [from, to] =
            [0, 1].map(|i| usize::try_from(evidence["sentence"][i].as_u64().unwrap()).unwrap());
        let slice: String = text.as_str().unwrap().chars().skip(from).take(to - from).collect();
        assert_eq!(slice, evidence["text"].as_str().unwrap());
        assert!(!claim["why"].as_array().unwrap().is_empty(), "{claim}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let scratch = Scratch::new("same");
    let runs = [0, 1]
        .map(|_| scratch.run(&["code", &example("overture.html"), "--format", "jsonl"]).out());
    assert_eq!(runs[0], runs[1]);
}

#[test]
fn csv_has_a_head_and_a_row_a_claim() {
    let scratch = Scratch::new("csv");
    let claims =
        scratch.run(&["code", &example("three.jsonl"), "--format", "jsonl"]).records().len();
    let run = scratch.run(&["code", &example("three.jsonl"), "--format", "csv"]);
    run.ends_with(0);
    let out = run.out();
    let mut table = csv::Reader::from_reader(out.as_bytes());
    assert!(table.headers().unwrap().len() > 5);
    assert_eq!(table.records().filter(Result::is_ok).count(), claims);
}

#[test]
fn the_report_is_for_people() {
    let run = Scratch::new("report").run(&["code", &example("embargo.txt"), "--format", "report"]);
    run.ends_with(0);
    let out = run.out();
    assert!(out.starts_with("Ecuador Lifts Ban on Peruvian Cement"), "{out}");
    assert!(!out.contains('\x1b') && out.lines().all(|l| l.chars().count() <= 100), "{out}");
}

#[test]
fn a_pipe_gets_json_and_a_date_is_taken() {
    let scratch = Scratch::with("pipe", "page.txt", format!("{LETTER}\n\n{LETTER}"));
    let run = scratch.run(&["code", "page.txt", "--date", "2025-06-12"]);
    run.ends_with(0);
    assert!(run.records().iter().all(|claim| claim["coder"].is_object()));
}

#[test]
fn completions_and_manual_page_come_from_the_same_definitions() {
    let scratch = Scratch::new("shell");
    for shell in ["bash", "zsh", "fish"] {
        let run = scratch.run(&["completions", shell]);
        run.ends_with(0);
        assert!(run.out().contains("explain-skipped"), "{shell}");
    }
    let man = scratch.run(&["man"]);
    man.ends_with(0);
    assert!(man.out().contains(".TH") && man.out().contains("extract"));
}

#[test]
fn relate_codes_a_known_pair_and_goes_on_after_a_bad_one() {
    let lines = concat!(
        r#"{"id":"a","text":"Peru expelled two Chilean diplomats.","actor":[[0,4]],"recipient":[[18,25]]}"#,
        "\n",
        r#"{"id":"b","text":"Peru waits.","actor":[[0,400]]}"#,
        "\n"
    );
    let scratch = Scratch::with("relate", "pairs.jsonl", lines);
    let run = scratch.run(&["relate", "pairs.jsonl"]);
    run.ends_with(1);
    let records = run.records();
    assert_eq!(records[0]["type"], "SANCTION");
    assert_eq!(records[0]["quad"], 4);
    assert_eq!(records[1]["id"], "b");
    assert_eq!(records[1]["error"]["code"], "E006");
}

#[test]
fn why_tells_each_step_and_knows_ids() {
    let scratch = Scratch::with("why", "letter.txt", LETTER);
    let run = scratch.run(&["why", "letter.txt", "--date", "2025-06-12"]);
    run.ends_with(0);
    for step in ["trigger", "type", "actor", "path", "status", "attribution"] {
        assert!(run.out().contains(&format!("    {step:<12}")), "{step} in {}", run.out());
    }
    let trouble = scratch.run(&["why", "letter.txt", "--claim", "nosuch"]);
    trouble.is_trouble("E010");
}

#[test]
fn a_higher_least_confidence_gives_fewer_claims() {
    let scratch = Scratch::with("least", "letter.txt", LETTER);
    let count =
        |p: &str| scratch.run(&["code", "letter.txt", "--min-confidence", p]).records().len();
    assert!(count("0") >= 1);
    assert_eq!(count("1"), 0);
    scratch.run(&["code", "letter.txt", "--min-confidence", "2"]).ends_with(2);
}
