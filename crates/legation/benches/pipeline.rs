//! How fast the engine is on articles of about 400 words, and that it is not faster because it finds less.
//!
//! `cargo bench -p legation`. For the cold start build the binary first (`cargo build --release`).

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use legation::pipeline::Engine;
use legation::{Article, Published, PublishedFrom};
use serde_json::Value;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};

const ARTICLES: &str = include_str!("../../../tests/corpus/articles.jsonl");

/// What the engine finds in the articles. A change that alters it says so in its commit, with what was gained and lost.
const CLAIMS: usize = 157;

fn articles() -> Vec<Article> {
    ARTICLES
        .lines()
        .map(|line| article(&serde_json::from_str(line).expect("the corpus is JSON")))
        .collect()
}

fn article(value: &Value) -> Article {
    let field = |key: &str| value[key].as_str().expect("every article has it").to_owned();
    let date = field("date").parse().expect("a date");
    let published = Some(Published { date, timestamp: None, from: PublishedFrom::Given });
    Article {
        title: Some(field("title")),
        published,
        ..Article::of_text(field("id"), field("text"))
    }
}

fn whole_engine(c: &mut Criterion) {
    let (engine, articles) = (Engine::new().expect("the shipped model reads"), articles());
    let mut group = c.benchmark_group("engine");
    group.throughput(Throughput::Elements(articles.len() as u64)).sample_size(10);
    group.bench_function("code eight articles", |b| {
        b.iter(|| {
            let coded = articles.iter().map(|a| engine.code_article(black_box(a.clone())));
            let claims: usize = coded.map(|c| c.coded.claims.len()).sum();
            assert_eq!(claims, CLAIMS);
        });
    });
    let tokens: usize =
        articles.iter().map(|a| engine.annotator().annotate(&a.text).tokens.len()).sum();
    group.throughput(Throughput::Elements(tokens as u64));
    group.bench_function("annotate, by token", |b| {
        b.iter(|| {
            let read: usize = articles
                .iter()
                .map(|a| engine.annotator().annotate(black_box(&a.text)).tokens.len())
                .sum();
            assert_eq!(read, tokens);
        });
    });
    group.finish();
}

/// From nothing to the claims of one sentence: what a person waits for who codes a single page.
fn cold_start(c: &mut Criterion) {
    let binary = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/release/legation");
    if !binary.exists() {
        return;
    }
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/overture.html");
    let mut group = c.benchmark_group("binary");
    group.sample_size(10);
    group.bench_function("cold start, the sample page", |b| {
        b.iter(|| {
            let run = Command::new(&binary)
                .arg("code")
                .arg(&page)
                .stdin(Stdio::null())
                .output()
                .expect("the binary starts");
            assert!(run.status.success() && !run.stdout.is_empty());
        });
    });
    group.finish();
}

criterion_group!(benches, whole_engine, cold_start);
criterion_main!(benches);
