"""Learn the lemma and feature tables of English from gold treebanks.

    python3 training/tables.py --data DIR [--out crates/legation-data/data/lexicon/en]

DIR holds ewt-train.gold.conllu and gum-train.gold.conllu (UD 2.16; CC BY-SA 4.0, CC BY). Writes lemmas.tsv, lemma_endings.tsv and
feats.tsv; same input, same bytes. Standard library only. `--score FILE` prints how many lemmas and features of a gold file come out
right with gold tags, instead of writing.

Lemmas. A rule per tag, letter case and ending says: change the case (L lower, K keep, T capital first), strip n characters, add
some. Rules are kept where they differ from those of shorter endings and two words attest them. A word that the rules get wrong gets
a line of its own; so do regular forms of known verbs and nouns that did not occur (hoping: hope, not hop) and irregular forms.
Features. The usual value per tag pair, and what differs from it: words, shapes of figures (`0`), endings (`~ly`).
The reading side is crates/legation/src/annotate/lemmas.rs; both must apply the tables in the same order.
"""
import argparse
import collections
import os

TRAIN = ("ewt-train.gold.conllu", "gum-train.gold.conllu")
PROPER = ("NNP", "NNPS")
LONGEST = 6


def words(path):
    """(form, lemma, upos, xpos, feats) of every word."""
    with open(path, encoding="utf-8") as f:
        for line in f:
            c = line.rstrip("\n").split("\t")
            if len(c) == 10 and c[0].isdigit():
                yield tuple(c[1:6])


def case_of(form, xpos):
    """d: a digit in it; l: no capital; T: only the first; U: no small letter; M: mixed. Capitals say nothing about verbs and adverbs."""
    if xpos[:2] in ("VB", "RB", "MD"):
        return "l"
    if any("0" <= c <= "9" for c in form):
        return "d"
    if not any(c.isupper() for c in form):
        return "l"
    if not any(c.islower() for c in form) and len(form) > 1:
        return "U"
    return "T" if form[0].isupper() and not any(c.isupper() for c in form[1:]) else "M"


def cased(op, form):
    return {"L": form.lower(), "K": form, "T": form[:1].upper() + form[1:].lower()}[op]


def script(form, lemma, xpos):
    """The cheapest (case, strip, add) that makes the lemma of the form."""
    best = None
    for op in ("K", "T", "L") if xpos in PROPER else ("L", "K", "T"):
        base = cased(op, form)
        same = len(os.path.commonprefix([base, lemma]))
        cost = len(base) - same + len(lemma) - same
        if best is None or cost < best[0]:
            best = (cost, (op, len(base) - same, lemma[same:]))
    return best[1]


def apply(rule, form):
    op, strip, add = rule
    base = cased(op, form)
    return (base[:len(base) - strip] if strip <= len(base) else "") + add


class Lemmas:
    def __init__(self):
        self.exact, self.rules = {}, {}

    def by_rule(self, form, xpos):
        low, case = form.lower(), case_of(form, xpos)
        for n in range(min(LONGEST, len(low)), -1, -1):
            rule = self.rules.get((xpos, case, low[len(low) - n:]))
            if rule:
                return apply(rule, form) or low
        return form if xpos in PROPER else low

    def without_own_line(self, form, xpos):
        low = form.lower()
        if xpos not in PROPER and low != form and (low, xpos) in self.exact:
            return self.exact[low, xpos]
        return self.by_rule(form, xpos)

    def lemma(self, form, xpos):
        return self.exact.get((form, xpos)) or self.without_own_line(form, xpos)

    def learn(self, seen, misspelt):
        types = {k: top(v) for k, v in seen.items()}
        self.learn_rules(types)
        # Few and well known: they overrule a slip in the gold (fled: flead).
        types.update({(form, xpos): lemma for form, xpos, lemma in irregular_forms()})
        types.update({k: top(v) for k, v in misspelt.items() if k not in types and sum(v.values()) > 1})
        # Lower case first: other spellings lean on its lines.
        for (form, xpos), lemma in sorted(types.items(), key=lambda x: (x[0][0] != x[0][0].lower(), x[0])):
            self.add(form, xpos, lemma)
        for form, xpos, lemma in sorted(unseen_forms(types)):
            if (form, xpos) not in types:
                self.add(form, xpos, lemma)

    def add(self, form, xpos, lemma):
        if self.without_own_line(form, xpos) != lemma:
            self.exact[form, xpos] = lemma

    def learn_rules(self, types):
        counts = collections.defaultdict(collections.Counter)
        for (form, xpos), lemma in types.items():
            low, rule = form.lower(), script(form, lemma, xpos)
            for n in range(min(LONGEST, len(low)) + 1):
                counts[xpos, case_of(form, xpos), low[len(low) - n:]][rule] += 1
        for key in sorted(counts, key=lambda k: (len(k[2]), k)):
            rule, votes = ranked(counts[key])[0]
            sure = votes >= 2 and votes * 3 >= 2 * sum(counts[key].values())
            if key[2] == "" or (sure and rule != self.shorter(key)):
                self.rules[key] = rule

    def shorter(self, key):
        xpos, case, ending = key
        return next((self.rules[xpos, case, ending[n:]] for n in range(1, len(ending) + 1) if (xpos, case, ending[n:]) in self.rules), None)


def ranked(counter):
    return sorted(counter.items(), key=lambda x: (-x[1], x[0]))


def top(counter):
    return ranked(counter)[0][0]


def unseen_forms(types):
    """Regular forms of the verbs and nouns that occur, and irregular forms of verbs: (form, xpos, lemma)."""
    plain = lambda w: w.isascii() and w.isalpha() and w.islower() and len(w) > 2
    for (_, xpos), lemma in types.items():
        if xpos.startswith("VB") and plain(lemma):
            yield from verb_forms(lemma)
        elif xpos == "NN" and plain(lemma):
            yield s_form(lemma), "NNS", lemma
        elif xpos == "JJ" and plain(lemma) and len(lemma) < 7:
            yield from degrees(lemma)
    for base, _, _ in listed("irregular_forms.tsv"):
        yield from ((w, x, b) for w, x, b in verb_forms(base) if x in ("VBZ", "VBG"))


def irregular_forms():
    for base, past, participle in listed("irregular_forms.tsv"):
        yield past, "VBD", base
        yield participle, "VBN", base
    for plural, singular in listed("irregular_nouns.tsv"):
        yield plural, "NNS", singular


def listed(name):
    """The rows of a table beside this file."""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t") for line in f if not line.startswith("# ")]


def degrees(base):
    stem = base[:-1] if base.endswith("e") else base[:-1] + "i" if base.endswith("y") and base[-2] not in "aeiou" else base
    yield stem + "er", "JJR", base
    yield stem + "est", "JJS", base


def doubled(base):
    """run: runn; only words of one syllable, for in others it hangs on the stress."""
    cvc = len(base) > 2 and base[-1] not in "aeiouwxy" and base[-2] in "aeiou" and base[-3] not in "aeiou"
    return base + base[-1] if cvc and sum(c in "aeiouy" for c in base) == 1 else base


def s_form(base):
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "x", "z", "ch", "sh")) else "s")


def verb_forms(base):
    yield s_form(base), "VBZ", base
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        yield base[:-1] + "ing", "VBG", base
    else:
        yield doubled(base) + "ing", "VBG", base
    past = base + "d" if base.endswith("e") else base[:-1] + "ied" if base.endswith("y") and base[-2] not in "aeiou" else doubled(base) + "ed"
    yield past, "VBD", base
    yield past, "VBN", base


class Feats:
    def __init__(self):
        self.rows = {}

    def keys(self, form):
        """The keys of a form, strongest first; the form's own is not among them."""
        low = form.lower()
        if any("0" <= c <= "9" for c in low):
            yield "0th" if low[-1].isalpha() else "0/0" if "/" in low else "0"
        for n in range(min(4, len(low) - 1), 0, -1):
            yield "~" + low[len(low) - n:]
        yield ""

    def general(self, form, upos, xpos):
        return next((self.rows[upos, xpos, k] for k in self.keys(form) if (upos, xpos, k) in self.rows), "_")

    def feats(self, form, upos, xpos):
        return self.rows.get((upos, xpos, "=" + form.lower())) or self.general(form, upos, xpos)

    def learn(self, seen):
        types = {k: top(v) for k, v in seen.items()}
        votes = collections.defaultdict(collections.Counter)
        for (form, upos, xpos), counter in seen.items():
            votes[upos, xpos, ""].update(counter)
            for key in self.keys(form):
                if key:
                    votes[upos, xpos, key][types[form, upos, xpos]] += 1
        for key in sorted(votes, key=lambda k: (len(k[2]), k)):
            best, count = ranked(votes[key])[0]
            sure = count >= 5 and count * 10 >= 8 * sum(votes[key].values())
            if key[2] == "" or key[2][0] == "0" or (sure and best != self.shorter(key)):
                self.rows[key] = best
        for (form, upos, xpos), counter in sorted(seen.items()):
            best, count = ranked(counter)[0]
            if count >= 2 and best != self.general(form, upos, xpos):
                self.rows[upos, xpos, "=" + form] = best

    def shorter(self, key):
        upos, xpos, ending = key
        shorter = ["~" + ending[1 + n:] for n in range(1, len(ending) - 1)] + [""]
        return next(self.rows[upos, xpos, k] for k in shorter if (upos, xpos, k) in self.rows)


def learn(folder):
    lemmas, misspelt, feats = (collections.defaultdict(collections.Counter) for _ in range(3))
    for name in TRAIN:
        for form, lemma, upos, xpos, f in words(os.path.join(folder, name)):
            # A misspelt word says nothing about how words are spelt; a common one (s, ve for 's, 've) may have its line.
            (misspelt if "Typo=Yes" in f else lemmas)[form, xpos][lemma] += 1
            feats[form.lower(), upos, xpos][f] += 1
    out = Lemmas(), Feats()
    out[0].learn(lemmas, misspelt)
    out[1].learn(feats)
    return out


def write(path, head, rows):
    lines = sorted("\t".join(r) for r in rows)
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        f.write("".join("# %s\n" % h for h in head))
        # By bytes, as the reading side searches.
        f.writelines(x + "\n" for x in sorted(lines, key=lambda x: x.encode()))


def save(out, lemmas, feats):
    head = ["Generated by training/tables.py from UD English EWT and GUM train, v2.16; do not edit."]
    write(os.path.join(out, "lemmas.tsv"), head + ["form<TAB>xpos<TAB>lemma, where lemma_endings.tsv says otherwise."],
          [(f, x, l) for (f, x), l in lemmas.exact.items()])
    write(os.path.join(out, "lemma_endings.tsv"), head + ["xpos<TAB>case<TAB>ending<TAB>case strip add; see training/tables.py."],
          [(x, c, e, "%s %d %s" % r) for (x, c, e), r in lemmas.rules.items()])
    write(os.path.join(out, "feats.tsv"), head + ["upos<TAB>xpos<TAB>=form, ~ending, shape or nothing<TAB>features."],
          [(u, x, k, f) for (u, x, k), f in feats.rows.items()])


def score(path, lemmas, feats):
    n = right = same = 0
    missed = collections.Counter()
    for form, lemma, upos, xpos, f in words(path):
        n += 1
        right += lemmas.lemma(form, xpos) == lemma
        same += feats.feats(form, upos, xpos) == f
        if lemmas.lemma(form, xpos) != lemma:
            missed[form, xpos, lemma, lemmas.lemma(form, xpos)] += 1
    print("%s: %d words, lemma %.4f, feats %.4f" % (os.path.basename(path), n, right / n, same / n))
    return missed


def verbs(data):
    """Base forms of verbs: those of the treebanks seen twice, and the one-word verbs of PETRARCH2's dictionary (MIT)."""
    seen = collections.Counter()
    for name in TRAIN:
        for _, lemma, upos, xpos, _ in words(os.path.join(data, "parse", name)):
            if upos == "VERB" and xpos.startswith("VB") and lemma.isalpha() and lemma.islower():
                seen[lemma] += 1
    out = {v for v, n in seen.items() if n > 1}
    with open(os.path.join(data, "codebook", "CAMEO.2.0.txt"), encoding="utf-8") as f:
        for line in f:
            head = line.lstrip("- ").split("#")[0].split("{")[0].split("[")[0].strip()
            is_verb = line[:1].isalpha() or line.startswith("---  ")
            if is_verb and head.isalpha() and head.isupper() and len(head) > 2:
                out.add(head.lower())
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True)
    p.add_argument("--out", default="crates/legation-data/data/lexicon/en")
    p.add_argument("--score", nargs="*", default=[])
    args = p.parse_args()
    tables = learn(os.path.join(args.data, "parse"))
    for path in args.score:
        score(path, *tables)
    if not args.score:
        save(args.out, *tables)
        head = ["Generated by training/tables.py from UD English EWT and GUM train, v2.16, and PETRARCH2's CAMEO.2.0; do not edit.",
                "Base forms of verbs: they tell \"freed\" (free) from \"breed\", where an ending alone cannot."]
        write(os.path.join(args.out, "verbs.txt"), head, [(v,) for v in sorted(verbs(args.data))])


if __name__ == "__main__":
    main()
