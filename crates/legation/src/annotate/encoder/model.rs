//! The model file, read and checked (see `docs/MODEL.md` for the format).
//!
//! In: the bytes of a safetensors file. Out: a [`Model`] whose tensors all have the shapes that the computation relies on,
//! or a [`ModelError`] that names the tensor at fault. After this nothing can be missing or of the wrong size.

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::arithmetic::LANES;
use super::bio::BioTags;
use super::error::ModelError;
use super::features::{CASE_CLASSES, MOST_NAME_CLASSES};
use super::input::POSITIONS;
use super::simd::gemm::{MAX_WIDTH, PANEL, Weights};

/// Numbers in the state of a piece or word.
pub const HIDDEN: usize = 384;

/// All weights and the names of the labels.
pub(super) struct Model {
    pub(super) embedding: Embedding,
    pub(super) layers: Vec<Layer>,
    pub(super) heads: HeadWeights,
    pub(super) labels: Labels,
}

/// What a piece is before the first layer.
pub(super) struct Embedding {
    pub(super) words: Vec<i8>,
    pub(super) word_scales: Vec<f32>,
    pub(super) positions: Vec<f32>,
    pub(super) cases: Vec<f32>,
    pub(super) names: Vec<f32>,
    pub(super) norm: Norm,
}

/// One layer of the trunk.
pub(super) struct Layer {
    pub(super) query_key_value: Weights,
    pub(super) out: Weights,
    pub(super) norm1: Norm,
    pub(super) inner: Weights,
    pub(super) outer: Weights,
    pub(super) norm2: Norm,
}

/// Scale and shift after a normalisation.
pub(super) struct Norm {
    pub(super) weight: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

/// The matrices of the heads, named as in the file.
pub(super) struct HeadWeights {
    pub(super) upos: Weights,
    pub(super) xpos: Weights,
    pub(super) ner_inner: Weights,
    pub(super) ner_out: Weights,
    pub(super) arc_word: Weights,
    pub(super) arc_head: Weights,
    /// In blocks of columns, as the product wants it.
    pub(super) arc_product: Vec<f32>,
    pub(super) arc_bias: Vec<f32>,
    pub(super) label_word: Weights,
    pub(super) label_head: Weights,
    pub(super) label_out: Weights,
    pub(super) act_inner: Weights,
    pub(super) act_out: Weights,
    pub(super) role: BetweenWeights,
    pub(super) voice: BetweenWeights,
    pub(super) pair: PairWeights,
}

/// A head that says what each word is to another.
pub(super) struct BetweenWeights {
    pub(super) at: Weights,
    pub(super) word: Weights,
    pub(super) out: Weights,
}

/// The head that says what passes between two sides.
pub(super) struct PairWeights {
    pub(super) query: Weights,
    pub(super) key: Weights,
    pub(super) inner: Weights,
    pub(super) out: Weights,
    /// Types it knows.
    pub(super) types: usize,
}

/// How many numbers of the act head say what; a cue takes two more and factuality one.
#[derive(Clone, Copy)]
pub(super) struct ActParts {
    pub(super) types: usize,
    pub(super) modes: usize,
    pub(super) statuses: usize,
}

/// The names of what the encoder finds; the analyses hold indices into these.
pub struct Labels {
    pub(super) upos: Vec<String>,
    pub(super) xpos: Vec<String>,
    pub(super) deprel: Vec<String>,
    pub(super) name_classes: Vec<String>,
    pub(super) bio: BioTags,
    pub(super) act: Vec<String>,
    pub(super) mode: Vec<String>,
    pub(super) status: Vec<String>,
    pub(super) role: Vec<String>,
    pub(super) voice: Vec<String>,
    pub(super) act_parts: ActParts,
}

impl Labels {
    /// Types of acts; the first means none.
    pub fn act(&self) -> &[String] {
        &self.act
    }

    /// Modes, as `TYPE/mode`; the first means none.
    pub fn mode(&self) -> &[String] {
        &self.mode
    }

    /// How the text stands to an act.
    pub fn status(&self) -> &[String] {
        &self.status
    }

    /// What a word may be to an act; the first means nothing.
    pub fn role(&self) -> &[String] {
        &self.role
    }

    /// What a word may be to a cue of attribution; the first means nothing.
    pub fn voice(&self) -> &[String] {
        &self.voice
    }

    /// Universal part-of-speech tags.
    pub fn upos(&self) -> &[String] {
        &self.upos
    }

    /// Penn part-of-speech tags.
    pub fn xpos(&self) -> &[String] {
        &self.xpos
    }

    /// Universal dependency relations, with subtypes.
    pub fn deprel(&self) -> &[String] {
        &self.deprel
    }

    /// Kinds of named entities.
    pub fn entity_kinds(&self) -> &[String] {
        self.bio.kinds()
    }
}

impl Model {
    /// Reads a model; its word table must have `vocabulary` rows.
    pub(super) fn read(bytes: &[u8], vocabulary: usize) -> Result<Self, ModelError> {
        let metadata = Metadata::read(bytes)?;
        let labels = metadata.labels()?;
        let file = File(SafeTensors::deserialize(bytes)?);
        let layers =
            (0..metadata.layers()?).map(|number| file.layer(number)).collect::<Result<_, _>>()?;
        let embedding = file.embedding(vocabulary, labels.name_classes.len())?;
        let heads = file.heads(&labels)?;
        Ok(Self { embedding, layers, heads, labels })
    }
}

/// The strings in the header of the file.
struct Metadata(std::collections::HashMap<String, String>);

impl Metadata {
    fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        let (_, header) = SafeTensors::read_metadata(bytes)?;
        let metadata = Self(header.metadata().clone().unwrap_or_default().into_iter().collect());
        match metadata.get("format")? {
            "2" => Ok(metadata),
            other => Err(ModelError::metadata("format", format!("expected `2`, found `{other}`"))),
        }
    }

    fn get(&self, key: &'static str) -> Result<&str, ModelError> {
        self.0.get(key).map(String::as_str).ok_or_else(|| ModelError::metadata(key, "is missing"))
    }

    fn layers(&self) -> Result<usize, ModelError> {
        let number = self.get("layers")?;
        number
            .parse()
            .map_err(|_| ModelError::metadata("layers", format!("`{number}` is no number")))
    }

    /// A list of names whose indices fit a byte.
    fn list(&self, key: &'static str) -> Result<Vec<String>, ModelError> {
        let names: Vec<String> =
            self.get(key)?.split_ascii_whitespace().map(str::to_owned).collect();
        match names.len() {
            0..=256 => Ok(names),
            length => Err(ModelError::metadata(
                key,
                format!("expected at most 256 names, found {length}"),
            )),
        }
    }

    fn labels(&self) -> Result<Labels, ModelError> {
        let name_classes = self.list("lexicon")?;
        if name_classes.len() > MOST_NAME_CLASSES {
            return Err(ModelError::metadata(
                "lexicon",
                format!("more than {MOST_NAME_CLASSES} classes"),
            ));
        }
        let bio = BioTags::new(self.list("ner")?.iter().map(String::as_str))?;
        let (act, mode, status) = (self.list("act")?, self.list("mode")?, self.list("status")?);
        let labels = Labels {
            act_parts: ActParts { types: act.len(), modes: mode.len(), statuses: status.len() },
            act,
            mode,
            status,
            role: self.list("role")?,
            voice: self.list("voice")?,
            upos: self.list("upos")?,
            xpos: self.list("xpos")?,
            deprel: self.list("deprel")?,
            name_classes,
            bio,
        };
        if labels.upos.is_empty()
            || labels.xpos.is_empty()
            || labels.deprel.is_empty()
            || labels.bio.len() == 0
            || [&labels.act, &labels.mode, &labels.status, &labels.role, &labels.voice]
                .iter()
                .any(|list| list.is_empty())
        {
            return Err(ModelError::metadata(
                "upos, xpos, ner, deprel, act, mode, status, role, voice",
                "a list is empty",
            ));
        }
        Ok(labels)
    }
}

/// The tensors of the file, by name.
struct File<'a>(SafeTensors<'a>);

impl<'a> File<'a> {
    fn embedding(&self, vocabulary: usize, name_classes: usize) -> Result<Embedding, ModelError> {
        let words = self.bytes("embed.word", Dtype::I8, &[vocabulary, HIDDEN])?;
        Ok(Embedding {
            words: words.iter().map(|&byte| byte.cast_signed()).collect(),
            word_scales: self.floats("embed.word.scale", &[vocabulary])?,
            positions: self.floats("embed.position", &[POSITIONS, HIDDEN])?,
            cases: self.floats("embed.case", &[CASE_CLASSES, HIDDEN])?,
            names: self.floats("embed.lexicon", &[2 * name_classes, HIDDEN])?,
            norm: self.norm("embed.norm")?,
        })
    }

    fn layer(&self, number: usize) -> Result<Layer, ModelError> {
        let name = |part| format!("layer.{number}.{part}");
        let inner = self.weights(&name("inner"), Outputs::Inner, HIDDEN)?;
        Ok(Layer {
            query_key_value: self.weights(&name("qkv"), Outputs::Just(3 * HIDDEN), HIDDEN)?,
            out: self.weights(&name("out"), Outputs::Just(HIDDEN), HIDDEN)?,
            norm1: self.norm(&name("norm1"))?,
            outer: self.weights(&name("outer"), Outputs::Just(HIDDEN), inner.stride())?,
            inner,
            norm2: self.norm(&name("norm2"))?,
        })
    }

    fn heads(&self, labels: &Labels) -> Result<HeadWeights, ModelError> {
        let ner_inner = self.weights("head.ner.1", Outputs::Inner, HIDDEN)?;
        let arc_word = self.weights("head.arc.dep", Outputs::Inner, HIDDEN)?;
        let label_word = self.weights("head.label.dep", Outputs::Inner, HIDDEN)?;
        let act_inner = self.weights("head.act.1", Outputs::Inner, HIDDEN)?;
        let (ner, arc, label) = (ner_inner.stride(), arc_word.stride(), label_word.stride());
        Ok(HeadWeights {
            upos: self.weights("head.upos", Outputs::Just(labels.upos.len()), HIDDEN)?,
            xpos: self.weights("head.xpos", Outputs::Just(labels.xpos.len()), HIDDEN)?,
            ner_inner,
            ner_out: self.weights("head.ner.2", Outputs::Just(labels.bio.len()), ner)?,
            arc_word,
            arc_head: self.weights("head.arc.head", Outputs::Just(arc), HIDDEN)?,
            arc_product: in_blocks(&self.floats("head.arc.u", &[arc, arc])?, arc),
            arc_bias: self.floats("head.arc.u0", &[arc])?,
            label_word,
            label_head: self.weights_without_bias(
                "head.label.head",
                Outputs::Just(label),
                HIDDEN,
            )?,
            label_out: self.weights("head.label.out", Outputs::Just(labels.deprel.len()), label)?,
            act_out: self.act_out(labels, act_inner.stride())?,
            act_inner,
            role: self.between("head.role", labels.role.len())?,
            voice: self.between("head.voice", labels.voice.len())?,
            pair: self.pair(labels.act.len() - 1)?,
        })
    }

    fn act_out(&self, labels: &Labels, width: usize) -> Result<Weights, ModelError> {
        let ActParts { types, modes, statuses } = labels.act_parts;
        self.weights("head.act.2", Outputs::Just(types + modes + statuses + 3), width)
    }

    fn between(&self, name: &str, labels: usize) -> Result<BetweenWeights, ModelError> {
        let at = self.weights(&format!("{name}.at"), Outputs::Inner, HIDDEN)?;
        let width = at.stride();
        let word = format!("{name}.word");
        Ok(BetweenWeights {
            at,
            word: self.weights_without_bias(&word, Outputs::Just(width), HIDDEN)?,
            out: self.weights(&format!("{name}.out"), Outputs::Just(labels), width)?,
        })
    }

    fn pair(&self, types: usize) -> Result<PairWeights, ModelError> {
        let query = self.weights("head.pair.query", Outputs::Inner, 2 * HIDDEN)?;
        let inner = self.weights("head.pair.1", Outputs::Inner, 3 * HIDDEN)?;
        let key = Outputs::Just(query.stride());
        Ok(PairWeights {
            query,
            key: self.weights_without_bias("head.pair.key", key, HIDDEN)?,
            out: self.weights("head.pair.2", Outputs::Just(types), inner.stride())?,
            inner,
            types,
        })
    }

    fn norm(&self, name: &str) -> Result<Norm, ModelError> {
        let weight = self.floats(&format!("{name}.weight"), &[HIDDEN])?;
        let bias = self.floats(&format!("{name}.bias"), &[HIDDEN])?;
        Ok(Norm { weight, bias })
    }

    fn weights(&self, name: &str, outputs: Outputs, width: usize) -> Result<Weights, ModelError> {
        let outputs = self.outputs(name, outputs)?;
        let bias = self.floats(&format!("{name}.bias"), &[outputs])?;
        self.pack(name, width, bias)
    }

    fn weights_without_bias(
        &self,
        name: &str,
        outputs: Outputs,
        width: usize,
    ) -> Result<Weights, ModelError> {
        let outputs = self.outputs(name, outputs)?;
        self.pack(name, width, vec![0.0; outputs])
    }

    fn pack(&self, name: &str, width: usize, bias: Vec<f32>) -> Result<Weights, ModelError> {
        let values = self.bytes(name, Dtype::I8, &[bias.len(), width])?;
        let scales = self.floats(&format!("{name}.scale"), &[bias.len()])?;
        Ok(Weights::pack(values, scales, bias))
    }

    /// The number of outputs of a matrix, which must be what is expected of it.
    fn outputs(&self, name: &str, expected: Outputs) -> Result<usize, ModelError> {
        let found = self.tensor(name)?.shape().first().copied().unwrap_or(0);
        match expected {
            Outputs::Just(number) if number != found => {
                Err(ModelError::tensor(name, number, found))
            }
            Outputs::Inner if found == 0 || !found.is_multiple_of(PANEL) || found > MAX_WIDTH => {
                Err(ModelError::tensor(name, format_args!("a multiple of {PANEL} outputs"), found))
            }
            Outputs::Just(_) | Outputs::Inner => Ok(found),
        }
    }

    fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let (numbers, _) = self.bytes(name, Dtype::F32, shape)?.as_chunks::<4>();
        Ok(numbers.iter().map(|&number| f32::from_le_bytes(number)).collect())
    }

    /// The data of a tensor of this type and shape.
    fn bytes(&self, name: &str, dtype: Dtype, shape: &[usize]) -> Result<&'a [u8], ModelError> {
        let tensor = self.tensor(name)?;
        if tensor.dtype() != dtype || tensor.shape() != shape {
            return Err(ModelError::tensor(name, (dtype, shape), (tensor.dtype(), tensor.shape())));
        }
        Ok(tensor.data())
    }

    fn tensor(&self, name: &str) -> Result<TensorView<'a>, ModelError> {
        self.0.tensor(name).map_err(|_| ModelError::missing(name))
    }
}

/// Moves blocks of columns together: the lines of a wide matrix would drive each other out of the cache.
fn in_blocks(matrix: &[f32], columns: usize) -> Vec<f32> {
    let blocks = (0..columns).step_by(LANES);
    blocks
        .flat_map(|block| {
            matrix.chunks_exact(columns).flat_map(move |row| &row[block..block + LANES])
        })
        .copied()
        .collect()
}

/// How many outputs a matrix must have.
enum Outputs {
    /// So many.
    Just(usize),
    /// As many as the trainer chose, but whole panels: they are the input of the next matrix.
    Inner,
}
