"""Builds data/lexicon/en/names.tsv: names that become flags on words (docs/MODEL.md).

    python -m legation_training.names --data ../../shared/data --out ../crates/legation-data/data/lexicon/en/names.tsv

Sources: GeoNames (CC BY 4.0; cities, first-order divisions, countries), factbook leaders and nationalities (CC0), congress-legislators
(CC0), Phoenix dictionaries and PLOVER agents (MIT), US Census name counts (public domain; from the PyPI package `names`), and
`training/names/own.tsv`, written for this project. The same input gives the same bytes.
"""
import argparse
import collections
import gzip
import html
import os
import re
import unicodedata
from importlib import resources

from . import corpora

HERE = os.path.dirname(os.path.abspath(__file__))
CITY_POPULATION, ALIAS_POPULATION = 10_000, 300_000
GIVEN_NAMES, SURNAMES = 1500, 6000
MOST_BYTES = 2_500_000


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--data", default="../../shared/data")
    p.add_argument("--out", default="../crates/legation-data/data/lexicon/en/names.tsv")
    args = p.parse_args()
    entries = build(args.data)
    text = "".join(f"{kind}\t{name}\n" for kind, name in sorted(entries))
    assert len(text.encode()) <= MOST_BYTES, len(text.encode())
    with open(args.out, "w", encoding="utf-8") as f:
        f.write(text)
    print(dict(collections.Counter(k for k, _ in entries)), len(text.encode()), "bytes")


def build(data):
    """{(class, name)}: all sources, common words taken out."""
    raw = collections.defaultdict(set)
    for source in (own, countries, cities, census, factbook, executives, agents, phoenix):
        for kind, name in source(data):
            raw[kind].update(spellings(name))
    common = common_words(data)
    out = {(kind, name) for kind, names in raw.items() for name in names if acceptable(kind, name, common)}
    taken = {n for k, n in out if k in ("country", "demonym", "org", "orgword", "place")}
    return {(k, n) for k, n in out if not (k == "person" and n in taken)}


def spellings(name):
    """The lower-cased UD words of a name, with its accents and without."""
    name = re.sub(r"\s+", " ", html.unescape(name).replace("’", "'").replace("_", " ")).strip(" ,-").lower()
    words = [u for w in re.sub(r"([,()/\"])", r" \1 ", name).split() for u in corpora.ud_words(w)]
    text = " ".join(words)
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return {t for t in (text, bare) if t}


def acceptable(kind, name, common):
    """Whether a name is worth a flag: Latin letters, no lone common word, not too long."""
    words = name.split(" ")
    if len(words) > 10 or len(name) > 60 or not re.fullmatch(r"[\w .,'&/+\-]+", name) or any("\u0370" <= c for c in name):
        return False
    if len(name) < 2 or not re.search(r"[^\W\d]", name):
        return False
    if kind in ("title", "orgword", "month"):
        return True
    if len(words) == 1:
        return name not in common and (len(name) > 2 or kind == "org")
    return not all(w in common or len(w) == 1 for w in words)


def common_words(data):
    """Lower-cased words that are mostly no proper noun in the training trees."""
    proper, other = collections.Counter(), collections.Counter()
    for corpus in ("ewt", "gum"):
        for s in corpora.read_conllu(os.path.join(data, "parse", corpus + "-train.gold.conllu"), corpus):
            for word, upos in zip(s.words, s.upos):
                (proper if upos == "PROPN" or word[0].isupper() and upos == "ADJ" else other)[word.lower()] += 1
    return {w for w, n in other.items() if n > proper[w]}


def own(data):
    """This project's own short lists."""
    with open(os.path.join(HERE, "..", "names", "own.tsv"), encoding="utf-8") as f:
        return [tuple(line.rstrip("\n").split("\t")) for line in f if line.strip()]


def countries(data):
    """Countries and capitals (countryInfo), first-order divisions (admin1)."""
    for cells in _table(os.path.join(data, "gazetteer", "countryInfo.txt")):
        if not cells[0].startswith("#") and len(cells) > 5:
            yield "country", cells[4]
            yield "place", cells[5]
    for cells in _table(os.path.join(data, "gazetteer", "admin1CodesASCII.txt")):
        for name in cells[1:3]:
            yield "place", name
            yield "place", re.sub(r" (Province|Region|District|Governorate|State|Oblast|County|Department|Prefecture|Parish)$|^(Provincia de|Departamento de|State of) ", "", name)


def cities(data):
    """Cities by population; other Latin spellings of the large ones."""
    with gzip.open(os.path.join(data, "gazetteer", "cities500.tsv.gz"), "rt", encoding="utf-8") as f:
        next(f)
        for line in f:
            cells = line.rstrip("\n").split("\t")
            population = int(cells[6] or 0)
            if population >= CITY_POPULATION:
                yield "place", cells[1]
            if population >= ALIAS_POPULATION:
                for alias in cells[8].split("|"):
                    if re.fullmatch(r"[A-Z][A-Za-z'\- ]{3,20}", alias):
                        yield "place", alias


def census(data):
    """The most frequent given names and surnames of the US Census."""
    folder = resources.files("names")
    for file, kind, most in (("dist.male.first", "given", GIVEN_NAMES // 2), ("dist.female.first", "given", GIVEN_NAMES), ("dist.all.last", "surname", SURNAMES)):
        lines = folder.joinpath(file).read_text(encoding="ascii").split("\n")
        for line in lines[:most]:
            if line.strip():
                yield kind, line.split()[0]


def factbook(data):
    """Leaders (person, given, surname), nationalities, capitals."""
    for file in ("factbook_2026_leaders.tsv", "factbook_history_leaders.tsv"):
        for cells in list(_table(os.path.join(data, "leaders", file)))[1:]:
            yield from _leader(html.unescape(cells[3]))
    for cells in list(_table(os.path.join(data, "leaders", "factbook_nationality_capital.tsv")))[1:]:
        if len(cells) < 5:
            continue
        noun = re.match(r"[A-Z][A-Za-z\- ]+", html.unescape(cells[2]))
        if noun:
            yield "demonym", noun.group(0)
            if cells[2].startswith(noun.group(0) + "(s)"):
                yield "demonym", noun.group(0) + "s"
        for adjective in re.split(r"[;,]| or ", html.unescape(cells[3])):
            if re.fullmatch(r"\s*[A-Z][A-Za-z\- ]+", adjective):
                yield "demonym", adjective.strip()
        yield "place", re.split(r"[;(,]", html.unescape(cells[4]))[0]


RANKS = set("president prime minister vice deputy first second third premier king queen prince princess emir sultan governor general chancellor "
            "sheikh chairman acting interim chief executive captain captains regent co-prince commissioner administrator sir dame dr. gen. brig. "
            "lt. col. maj. adm. field marshal head of state government of the council crown grand duke pope transitional leader taliban maj capt. ret. "
            "co-president co-vice mayor lieutenant high representative member members presidency chairperson secretary minister, hon. taoiseach".split())


def _leader(holder):
    """`President Gabriel BORIC` → full name, given name, surname (in capitals in the source)."""
    words = re.sub(r"\(.*?\)|[\"“”].*?[\"“”]", " ", holder).replace(",", " ").split()
    while words and words[0].lower() in RANKS:
        words.pop(0)
    if not 1 <= len(words) <= 5 or not all(re.fullmatch(r"[^\W\d][\w'’.\-]*", w) for w in words) or any(w.lower() in RANKS for w in words):
        return
    surnames = [w for w in words if w.isupper() and len(w) > 2]
    if len(words) > 1:
        yield "person", " ".join(words)
        last = max((i for i, w in enumerate(words) if w in surnames), default=0)
        if 0 < last + 1 < len(words):
            yield "person", " ".join(words[:last + 1])
        if surnames and words[0] not in surnames:
            yield "person", words[0] + " " + " ".join(surnames)
            yield "given", words[0]
    for s in surnames:
        yield "surname", s


def executives(data):
    """US presidents and vice presidents."""
    with open(os.path.join(data, "leaders", "us_executive.yaml"), encoding="utf-8") as f:
        text = f.read()
    for first, last in re.findall(r"first: (.+)\n(?:    (?:middle|nickname): .+\n)*    last: (.+)\n", text):
        yield "person", f"{first} {last}"
        yield "surname", last


def agents(data):
    """PLOVER's agents that are titles of persons (military, government, police, religious)."""
    with open(os.path.join(data, "codebook", "PLOVER_agents.txt"), encoding="utf-8", errors="replace") as f:
        for line in f:
            m = re.match(r"([A-Z_\-]+?)_? +(?:\{.*\} +)?\[~(GOV|MIL|COP|JUD|LEG|REL)\w*\]", line)
            if m and m.group(1).count("_") < 3 and re.search(r"(ER|OR|IST|IAN|ENT|MAN|AL|CHIEF|AIN|ANT|MAM|LLAH|KING|HEAD)$", m.group(1)):
                yield "title", m.group(1)


ORGANISATION = re.compile(r"\b(ministry|party|front|movement|army|organi[sz]ation|union|council|committee|commission|agency|bank|fund|league|alliance|"
                          r"association|federation|force|forces|brigades?|police|parliament|congress|senate|assembly|court|group|liberation|corps|guards?|"
                          r"university|institute|foundation|bureau|office|department|company|corporation|international|network|coalition|bloc|television|radio|"
                          r"news|press|militia|jihad|community|society|authority|center|centre|forum|programme|program|club|relief|aid|rights|mission|service)\b")
LOOSE = re.compile(r"\b(president|minister|leader|chief|spokes\w+|official|based|backed|'s|then|government|and|former|secretary|head|mr|rulers?|prime|king|"
                   r"queen|prince|general|sheikh|dr|a\.k\.a\.|their|the|members?)\b")


def phoenix(data):
    """Organisations and persons of the Phoenix actor dictionaries, told apart by file, dates of office and head words."""
    folder = os.path.join(data, "codebook")
    for name, dated in _phoenix_entries(os.path.join(folder, "Phoenix.International.actors.txt")):
        kind = _phoenix_kind(name, dated)
        if kind or len(name.split()) == 1 and len(name) > 2:
            yield kind or "org", name
    for name, _ in _phoenix_entries(os.path.join(folder, "Phoenix.MilNonState.actors.txt")):
        if not LOOSE.search(name):
            yield "org", name
    for name, dated in _phoenix_entries(os.path.join(folder, "Phoenix.Countries.actors.txt")):
        kind = _phoenix_kind(name, dated)
        if kind:
            yield kind, name
        if kind == "person" and len(name.split()) in (2, 3):
            yield "surname", name.split()[-1]


def _phoenix_kind(name, dated):
    """org, person or None of one entry's lower-cased name."""
    words = name.split()
    if ORGANISATION.search(name):
        return "org" if 2 <= len(words) <= 8 and not re.search(r"'s|\b(president|minister|leader|spokes\w+|head|chief)\b", name) else None
    if dated and 2 <= len(words) <= 4 and not LOOSE.search(name) and all(re.fullmatch(r"[^\W\d][\w'\-]+", w) for w in words):
        return "person"
    return None


def _phoenix_entries(path):
    """[(lower-cased name, whether it or its block has dates)]."""
    blocks, block = [], []
    with open(path, encoding="utf-8", errors="replace") as f:
        for line in f:
            if re.match(r"[#\s]*\n|#", line):
                continue
            if line[0] not in "+\t [" and block:
                blocks.append(block)
                block = []
            block.append(line)
    out = []
    for block in blocks + [block]:
        dated = bool(re.search(r"\[[A-Z]+ [<>]?\d", "".join(block)))
        for line in block:
            name = re.split(r"\[|\s#|\{|\t", line.lstrip("+"))[0].strip().strip("_ ").replace("_", " ").lower()
            name = re.sub(r"\(.*?\)|\s+", " ", re.sub(r"^the ", "", name)).strip()
            if name and line[0] not in "\t [":
                out.append((name, dated))
    return out


def _table(path):
    with open(path, encoding="utf-8") as f:
        for line in f:
            yield line.rstrip("\n").split("\t")


if __name__ == "__main__":
    main()
