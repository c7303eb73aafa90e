//! How fast the encoder is: one thread, an article of 24 sentences of about 25 pieces, all heads included.
//!
//! `cargo bench --bench encoder`. The model as it is, and a deeper one made of the same layers twice: speed does not ask for sense.
//! Times are the best of several runs, because other programs only ever make them longer.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::collections::HashMap;
use std::hint::black_box;
use std::time::Instant;

use legation::annotate::Encoder;
use safetensors::SafeTensors;

const SENTENCE: &str = "North Korea 's Kim Jong - un sent a letter to U.S. President Donald Trump on Friday , state media said .";
const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../legation-data/data/");

fn main() {
    let weights = std::fs::read(format!("{DATA}models/encoder.safetensors")).expect("the model");
    let vocabulary =
        std::fs::read_to_string(format!("{DATA}models/vocab.txt")).expect("the vocabulary");
    let names = std::fs::read_to_string(format!("{DATA}lexicon/en/names.tsv")).expect("the names");
    for (label, weights) in [("model", weights.clone()), ("model, layers twice", doubled(&weights))]
    {
        let (load, encoder) =
            best_of(5, || Encoder::load(&weights, &vocabulary, &names).expect("a good model"));
        let words: Vec<&str> = SENTENCE.split(' ').collect();
        let article = [words.as_slice(); 24];
        let pieces = 24 * 28;
        let (time, analyses) = best_of(30, || encoder.analyse(black_box(&article)));
        assert!(
            analyses
                .iter()
                .all(|analysis| analysis.words.len() == words.len() && analysis == &analyses[0])
        );
        let (single, _) = best_of(100, || encoder.analyse(black_box(&article[..1])));
        println!(
            "{label}: load {:.1} ms, article {:.2} ms = {:.0} pieces/s, one sentence {:.2} ms",
            load * 1e3,
            time * 1e3,
            f64::from(pieces) / time,
            single * 1e3
        );
    }
}

fn best_of<T>(runs: usize, mut work: impl FnMut() -> T) -> (f64, T) {
    let mut best: Option<(f64, T)> = None;
    for _ in 0..runs {
        let start = Instant::now();
        let value = work();
        let time = start.elapsed().as_secs_f64();
        if best.as_ref().is_none_or(|(other, _)| time < *other) {
            best = Some((time, value));
        }
    }
    best.expect("at least one run")
}

/// The file with every layer a second time.
fn doubled(weights: &[u8]) -> Vec<u8> {
    let file = SafeTensors::deserialize(weights).expect("the model");
    let (_, header) = SafeTensors::read_metadata(weights).expect("the model");
    let mut metadata: HashMap<String, String> =
        header.metadata().clone().expect("metadata").into_iter().collect();
    let layers: usize = metadata["layers"].parse().expect("a number");
    metadata.insert("layers".to_owned(), (2 * layers).to_string());
    let mut tensors = file.tensors();
    for (name, tensor) in file.tensors() {
        if let Some((number, rest)) =
            name.strip_prefix("layer.").and_then(|name| name.split_once('.'))
        {
            let number: usize = number.parse().expect("a number");
            tensors.push((format!("layer.{}.{rest}", number + layers), tensor));
        }
    }
    safetensors::serialize(tensors, Some(metadata.into_iter().collect())).expect("a file")
}
