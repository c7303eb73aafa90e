"""Readers of the training and development data: every corpus becomes a list of `Sentence`.

Entity tags are BIO over PER, ORG, LOC, MISC. A tag may also be partly known: `O?` says "no PER, ORG or LOC, but MISC is not
annotated here", `?` says nothing at all. Titles ("Prime Minister") are outside names. Nationality adjectives are no entity (the UNER guideline), whatever the corpus says.
"""
import glob
import json
import os
import re
from dataclasses import dataclass, field

from .features import CLASSES

KINDS = ("PER", "ORG", "LOC", "MISC")
TAGS = ("O",) + tuple(b + k for k in KINDS for b in ("B-", "I-"))


@dataclass
class Sentence:
    """Words with the layers their corpus has; a missing layer is None. Heads count from 1, 0 is the root."""
    words: list
    corpus: str
    name: str = ""
    upos: list = None
    xpos: list = None
    heads: list = None
    deprels: list = None
    ner: list = None
    misc: list = field(default=None, repr=False)
    acts: dict = None    # word → (type, mode, status); every other word is no act
    roles: list = None   # (act's word, {word: role})
    pairs: list = None   # (words of the actors, words of the recipients, type)
    voices: list = None  # (cue's word, {word: part}); every other word is no cue
    facts: dict = None   # word → factuality, -3 to 3


def read_conllu(path, corpus):
    """Sentences of a CoNLL-U file with trees; range and empty-node lines are passed over."""
    out, rows, name = [], [], ""
    with open(path, encoding="utf-8") as f:
        for line in list(f) + ["\n"]:
            line = line.rstrip("\n")
            if line.startswith("# sent_id = "):
                name = line[12:]
            elif line and line[0].isdigit():
                cells = line.split("\t")
                if cells[0].isdigit():
                    rows.append(cells)
            elif not line and rows:
                out.append(_from_rows(rows, corpus, name))
                rows = []
    return out


def _from_rows(rows, corpus, name):
    column = lambda i: [r[i] for r in rows]
    s = Sentence(column(1), corpus, name, misc=column(9))
    if rows[0][6] != "_":
        s.upos, s.xpos, s.heads, s.deprels = column(3), column(4), [int(h) for h in column(6)], column(7)
    return s


def _uner_tags(path):
    """{sent_id: tags} of a UNER file; O is `O?` because MISC is not annotated."""
    out = {}
    for s in read_conllu(path, "uner"):
        found = [re.search(r"NER=([^|]+)", m) for m in s.misc]
        out[s.name] = [f.group(1) if f and f.group(1) in TAGS else "O?" for f in found]
    return out


def ewt(data, split):
    """EWT with trees, and the UNER names where its words agree."""
    sentences = read_conllu(os.path.join(data, "parse", f"ewt-{split}.gold.conllu"), "ewt")
    names = _uner_tags(os.path.join(data, "entities", f"uner-ewt-{split}.gold.conllu"))
    for s in sentences:
        tags = names.get(s.name)
        if tags and len(tags) == len(s.words):
            s.ner = tags
    return sentences


def gum(data, split, known=None):
    """GUM with trees; the documents of data/coref give names to the train part."""
    sentences = read_conllu(os.path.join(data, "parse", f"gum-{split}.gold.conllu"), "gum")
    if split == "train":
        names = {}
        for path in sorted(glob.glob(os.path.join(data, "coref", "GUM_*.conllu"))):
            names.update(_gum_document(path, known))
        for s in sentences:
            tags = names.get(s.name)
            if tags and len(tags) == len(s.words):
                s.ner = tags
    return sentences


GUM_KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}


def _gum_document(path, known):
    """{sent_id: tags} of one coref document."""
    out, opened = {}, {}
    for s in read_conllu(path, "gum"):
        spans = []
        for i, misc in enumerate(s.misc):
            found = re.search(r"(?:^|\|)Entity=([^|]*)", misc)
            for part in re.findall(r"\([^()]*\)?|[^()]+\)", found.group(1) if found else ""):
                cells = part.strip("()").split("-")
                key = cells[0].split("[")[0]
                if part.startswith("("):
                    opened.setdefault(key, []).append((i, cells[1] if len(cells) > 1 else ""))
                if part.endswith(")") and opened.get(key):
                    start, kind = opened[key].pop()
                    spans.append((start, i + 1, kind))
        out[s.name] = _gum_names(s, spans, known)
    return out


def _gum_names(s, spans, known):
    """Tags from mentions: the proper-noun core of persons, organisations and places; other proper nouns are unknown."""
    tags = ["?" if u == "PROPN" or x.startswith("NNP") else "O?" for u, x in zip(s.upos, s.xpos)]
    for start, end, kind in sorted(spans, key=lambda x: x[0] - x[1]):  # the inner ones last
        core = _core(s, start, end)
        if not core or kind not in GUM_KINDS or kind == "person" and s.xpos[core[1] - 1] == "NNPS" or " ".join(s.words[core[0]:core[1]]).lower() in known.demonyms:
            continue
        a, b = (known.after_title(s.words, *core), core[1]) if kind == "person" else core
        tags[core[0]:a] = ["O" if known.is_title(s.words[i]) and tags[i] == "?" else tags[i] for i in range(core[0], a)]
        if a < b and all(t in ("?", "O?") for t in tags[a:b]):
            country = " ".join(s.words[a:b]).lower() in known.countries  # a nation that acts is a place here
            _write(tags, a, b, "LOC" if country else GUM_KINDS[kind])
    return tags


class Known:
    """Lower-cased names and titles of the lexicon that the readers need."""

    def __init__(self, lexicon):
        names = lambda kind: {" ".join(e) for e in lexicon.entries[CLASSES.index(kind)]}
        self.demonyms, self.titles, self.places = names("demonym"), names("title"), names("country") | names("place") | {"us"}
        self.countries = names("country")
        self.title_words = {w for t in self.titles for w in t.split()}

    def is_title(self, word):
        return word.lower() in self.title_words

    def after_title(self, words, start, end):
        """Where a person's name begins after titles, and a country or nationality before them; `end` if it is all title."""
        low, i = [w.lower() for w in words], start
        while i < end:
            j = i
            while j < end and (low[j] in self.demonyms or low[j] in self.places) and j < i + 2:
                j += 1
            ends = [n for k in (i, j) for n in range(min(end, k + 4), k, -1) if " ".join(low[k:n]) in self.titles]
            if not ends:
                return i
            i = ends[0]
        return end


def _core(s, start, end):
    """The run of proper nouns around the head of a mention, or None if its head is no proper noun."""
    heads = [i for i in range(start, end) if not start <= s.heads[i] - 1 < end]
    if not heads or not s.xpos[heads[0]].startswith("NNP"):
        return None
    proper = lambda i: s.xpos[i].startswith("NNP")
    joins = lambda i: s.words[i] in ("-", "of", "&") and start < i < end - 1 and proper(i - 1) and proper(i + 1)
    a = b = heads[0]
    while a > start and (proper(a - 1) or joins(a - 1)):
        a -= 1
    while b + 1 < end and (proper(b + 1) or joins(b + 1)):
        b += 1
    return a, b + 1


def _write(tags, start, end, kind):
    tags[start:end] = ["B-" + kind] + ["I-" + kind] * (end - start - 1)


def _columns(path, corpus, kinds, demonyms):
    """Sentences of a two-column file (word, IOB or BIO tag), its kinds mapped; demonyms lose their tag."""
    out, words, marks = [], [], []
    with open(path, encoding="utf-8") as f:
        for line in list(f) + ["\n"]:
            cells = line.split()
            if cells and cells[0] != "-DOCSTART-":
                words.append(cells[0])
                marks.append(cells[-1])
            elif words:
                out.append(Sentence(words, corpus, f"{corpus}-{len(out)}", ner=_bio(words, marks, kinds, demonyms)))
                words, marks = [], []
    return out


def _bio(words, marks, kinds, demonyms):
    tags, start = ["O"] * len(words), None
    for i in range(len(words) + 1):
        mark = marks[i] if i < len(words) else "O"
        goes_on = start is not None and mark[:2] == "I-" and mark[2:] == marks[start][2:]
        if start is not None and not goes_on:
            kind = kinds.get(marks[start][2:])
            if kind and not (kind == "MISC" and " ".join(words[start:i]).lower() in demonyms):
                _write(tags, start, i, kind)
            start = None
        if start is None and mark != "O":
            start = i
    return tags


def split_like_ud(sentence):
    """The sentence with hyphens and possessives parted from their words, as UD English has them."""
    words, tags = [], []
    for word, tag in zip(sentence.words, sentence.ner):
        inner = tag if tag in ("O", "O?", "?") else "I-" + tag[2:]
        parts = ud_words(word)
        words += parts
        tags += [tag] + [inner] * (len(parts) - 1)
    sentence.words, sentence.ner = words, tags
    return sentence


def ud_words(word):
    """One blank-parted token as UD words: a hyphen between letters stands alone, 's and n't are parted."""
    if re.fullmatch(r"(?:\w+\.)+|\W+|https?:.*|www\..*", word):
        return [word]
    bits = [b for b in re.split(r"(?<=[\w.])(-)(?=\w)", word) if b] if not re.fullmatch(r"[\d\-]+", word) else [word]
    out = []
    for b in bits:
        m = re.fullmatch(r"(.+?)(['’]s|n['’]t|['’](?:re|ve|ll|d|m))", b)
        out += [m.group(1), m.group(2)] if m else [b]
    return out


def wikigold(data, demonyms):
    """WikiGold, all of it."""
    kinds = {k: k for k in KINDS}
    path = os.path.join(data, "entities", "more", "wikigold", "wikigold.conll.txt")
    return [split_like_ud(s) for s in _columns(path, "wikigold", kinds, demonyms)]


CROSSNER_KINDS = {"politician": "PER", "person": "PER", "country": "LOC", "location": "LOC", "politicalparty": "ORG",
                  "organisation": "ORG", "event": "MISC", "election": "MISC", "misc": "MISC"}


def crossner(data, demonyms):
    """CrossNER politics, its three parts."""
    folder = os.path.join(data, "entities", "more", "crossner_politics")
    parts = [_columns(os.path.join(folder, p + ".txt"), "crossner", CROSSNER_KINDS, demonyms) for p in ("train", "dev", "test")]
    return [split_like_ud(s) for part in parts for s in part]


RE3D_KINDS = {"Person": "PER", "Organisation": "ORG", "Location": "LOC"}
NO_NAMES = {"i", "he", "she", "it", "we", "they", "you", "her", "his", "him", "their", "its", "our", "me", "my", "them", "those", "these", "some",
            "many", "all", "both", "others", "people", "who"}
SMALL = {"of", "the", "and", "for", "al", "de", "in", "on", "-", "&", "'s", "bin", "el", "von", "to"}
TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Sgt|St|Sen|Rep|Gov|Prof|Jr|No)\.|\w+(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\d[\d,.]*\d|\w+|\S")


def re3d(data, known):
    """re3d's open parts. Of its mentions only names are kept; capitals outside them are unknown."""
    out = []
    for folder in sorted(glob.glob(os.path.join(data, "entities", "more", "re3d", "*", ""))):
        mentions = {}
        for m in _json_lines(os.path.join(folder, "entities.json")):
            mentions.setdefault(m["documentId"], []).append((m["begin"], m["end"], m["type"]))
        for d in _json_lines(os.path.join(folder, "documents.json")):
            out += _re3d_document(d["text"], mentions.get(d["_id"], []), known)
    return out


def _json_lines(path):
    with open(path, encoding="utf-8-sig") as f:
        return [json.loads(line) for line in f if line.strip()]


def _re3d_document(text, mentions, known):
    out = []
    for start, end in _sentence_spans(text):
        tokens = [(m.start() + start, m.end() + start) for m in TOKEN.finditer(text[start:end])]
        words = [text[a:b] for a, b in tokens]
        if not 3 <= len(words) <= 120:
            continue
        tags = ["?" if i and w[0].isupper() and w.lower() not in known.demonyms else "O?" for i, w in enumerate(words)]
        inside = [m for m in mentions if start <= m[0] and m[1] <= end]
        for a, b, kind in sorted(inside, key=lambda m: m[0] - m[1]):
            _re3d_mention(words, tokens, tags, (a, b, kind), known)
        out.append(Sentence(words, "re3d", f"re3d-{len(out)}", ner=tags))
    return out


def _sentence_spans(text):
    """Rough sentences: at line ends and after . ! ? before a capital."""
    ends = [m.end() for m in re.finditer(r"\n+|(?<![A-Z]\.[A-Z])(?<![A-Z])(?<!Gen)(?<!Mr)(?<!Dr)(?<!Lt)[.!?][\"”]?\s+(?=[A-Z\"“])", text)] + [len(text)]
    return list(zip([0] + ends, ends))


def _re3d_mention(words, tokens, tags, mention, known):
    """Write one mention's name, if it has one and nothing larger is there."""
    begin, end, kind = mention
    inside = [i for i, (a, b) in enumerate(tokens) if begin <= a and b <= end]
    low = lambda i: words[i].lower()
    while inside and low(inside[0]) in ("the", "a", "an"):
        inside.pop(0)
    if kind == "Person" and inside:
        a = known.after_title(words, inside[0], inside[-1] + 1)
        tags[inside[0]:a] = ["O" if tags[i] == "?" else tags[i] for i in range(inside[0], a)]
        inside = [i for i in inside if i >= a]
    if kind not in RE3D_KINDS or not inside or not words[inside[0]][0].isupper():
        return
    name = " ".join(map(low, inside))
    named = all(words[i][0].isupper() or low(i) in SMALL or words[i].isdigit() for i in inside)
    if kind == "Person" and {"of", "for", "to"} & set(name.split()):
        return
    if not named or name in known.demonyms or name in NO_NAMES or not words[inside[-1]][0].isupper():
        return
    if all(tags[i] in ("?", "O?") for i in inside):
        _write(tags, inside[0], inside[-1] + 1, "LOC" if name in known.places else RE3D_KINDS[kind])


def training(data, lexicon):
    """All training sentences; `lexicon` (features.Lexicon) tells demonyms, places and titles."""
    known = Known(lexicon)
    sentences = (ewt(data, "train") + gum(data, "train", known) + wikigold(data, known.demonyms) + crossner(data, known.demonyms)
                 + re3d(data, known))
    for s in sentences:
        if s.ner:
            _settle(s, lexicon)
    return sentences


def _settle(s, lexicon):
    """Nationalities, months, pronouns and words without a capital are surely outside, also where MISC is not annotated."""
    sure = {i for c, start, end in lexicon.matches(s.words) if CLASSES[c] in ("demonym", "month") for i in range(start, end)}
    sure |= {i for i, w in enumerate(s.words) if not any(x.isupper() for x in w) or w.lower() in NO_NAMES}
    s.ner = ["O" if t in ("O?", "?") and i in sure else t for i, t in enumerate(s.ner)]


def training_files(data):
    """Every file `training` reads, sorted, for the model card."""
    patterns = ("parse/ewt-train.gold.conllu", "parse/gum-train.gold.conllu", "entities/uner-ewt-train.gold.conllu", "coref/GUM_*.conllu",
                "entities/more/wikigold/wikigold.conll.txt", "entities/more/crossner_politics/*.txt",
                "entities/more/re3d/*/entities.json", "entities/more/re3d/*/documents.json",
                "predicates/uds_ih2_train*.jsonl")
    return sorted(p for pattern in patterns for p in glob.glob(os.path.join(data, pattern)))
