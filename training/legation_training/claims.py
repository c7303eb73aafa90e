"""The claims corpus (training/corpus): one marked sentence a line, read into text, spans and claims."""
import dataclasses
import re

STATUSES = "asserted reported claimed denied negated attempted planned hypothetical historical".split()
MODES = {
    "AGREE": "", "CONSULT": "visit third-party multilateral phone", "SUPPORT": "", "CONCEDE": "", "COOPERATE": "", "AID": "",
    "RETREAT": "withdraw release disarm ceasefire access resign", "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege", "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize", "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons crowd-control unconventional",
}
MODES = {t: m.split() for t, m in MODES.items()}
TYPES = list(MODES)
REQUIRED = ("COOPERATE", "AID", "SANCTION")
ROLE = re.compile(r"^([arthcs])(\d)(?:=(\S+))?$")
VOICE_ROLE = re.compile(r"^([scq])(\d+)$")
CODE = re.compile(r"^([A-Z]{3}|\?)$")


class MarkupError(ValueError):
    """What is wrong with a line, in words."""


@dataclasses.dataclass
class Claim:
    """One claim: its code, and half-open character spans of the sentence for each role."""
    type: str = ""
    mode: str = ""
    status: str = ""
    trigger: tuple = ()
    actors: list = dataclasses.field(default_factory=list)
    recipients: list = dataclasses.field(default_factory=list)
    holders: list = dataclasses.field(default_factory=list)
    cues: list = dataclasses.field(default_factory=list)
    marks: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Sentence:
    """A sentence without its markup, whether it is a headline, and its claims in the order of their numbers."""
    text: str
    headline: bool
    claims: list


def strip_markup(line):
    """The plain text and its `(span, roles)`, innermost spans first."""
    text, open_at, spans, i = [], [], [], 0
    while i < len(line):
        if line[i] == "[":
            open_at.append(len(text))
        elif line[i] == "|":
            end = line.find("]", i)
            if not open_at or end < 0:
                raise MarkupError("a | outside of brackets, or a bracket that is not closed")
            span = (open_at.pop(), len(text))
            if span[0] == span[1]:
                raise MarkupError("an empty span")
            spans.append((span, line[i + 1:end].split()))
            i = end
        elif line[i] == "]":
            raise MarkupError("a bracket without roles")
        else:
            text.append(line[i])
        i += 1
    if open_at:
        raise MarkupError("a bracket that is not closed")
    return "".join(text), spans


def put(claims, span, role):
    """Add one role of one span to its claim."""
    match = ROLE.match(role)
    if not match:
        raise MarkupError(f"no role: {role!r}")
    kind, number, value = match.groups()
    claim = claims.setdefault(int(number), Claim())
    if kind == "t":
        code = re.match(r"^([A-Z]+)(?:/([a-z-]+))?:([a-z]+)$", value or "")
        if not code:
            raise MarkupError(f"a trigger is tN=TYPE/mode:status, found {role!r}")
        if claim.trigger:
            raise MarkupError(f"two triggers for claim {number}")
        claim.type, claim.mode, claim.status = code[1], code[2] or "", code[3]
        claim.trigger = span
    elif kind in "ar":
        if not CODE.match(value or ""):
            raise MarkupError(f"a side needs a code of three capitals or ?, found {role!r}")
        (claim.actors if kind == "a" else claim.recipients).append((*span, value))
    else:
        if value:
            raise MarkupError(f"{role!r} takes no value")
        {"h": claim.holders, "c": claim.cues, "s": claim.marks}[kind].append(span)


def read_line(line):
    """Read one line of the corpus; raises MarkupError."""
    headline = line.startswith("* ")
    text, spans = strip_markup(line[2:] if headline else line)
    claims = {}
    for span, roles in spans:
        if not roles:
            raise MarkupError("a span without roles")
        for role in roles:
            put(claims, span, role)
    for number, claim in sorted(claims.items()):
        if not claim.trigger:
            raise MarkupError(f"claim {number} has no trigger")
        if claim.type not in MODES:
            raise MarkupError(f"no type: {claim.type}")
        if claim.mode and claim.mode not in MODES[claim.type]:
            raise MarkupError(f"{claim.type} has no mode {claim.mode}")
        if claim.status not in STATUSES:
            raise MarkupError(f"no status: {claim.status}")
        if claim.status in ("claimed", "denied") and not claim.cues:
            raise MarkupError(f"claim {number} is {claim.status} and has no cue")
        if not claim.actors and not claim.recipients:
            raise MarkupError(f"claim {number} has no side")
    return Sentence(text, headline, [claims[n] for n in sorted(claims)])


def read_file(path):
    """Texts of a file: lists of sentences."""
    block = []
    for line in [*path.open(encoding="utf-8"), ""]:
        line = line.strip()
        if line.startswith("#"):
            continue
        if line:
            block.append(read_line(line))
        elif block:
            yield block
            block = []


def voice_role(role):
    """("s", "c" or "q", number as text); raises MarkupError."""
    match = VOICE_ROLE.match(role)
    if not match:
        raise MarkupError(f"no role of a voice: {role!r}")
    return match.groups()


def read_voices(path):
    """Texts with {number: {"s": spans, "c": spans, "q": spans}} over the whole article; lines joined by blank lines."""
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        lines = [x[2:] if x.startswith("* ") else x for x in map(str.strip, block.split("\n")) if x and not x.startswith("#")]
        text, found = "", {}
        for line in lines:
            plain, spans = strip_markup(line)
            for (a, b), roles in spans:
                for role in roles:
                    kind, number = voice_role(role)
                    found.setdefault(int(number), {}).setdefault(kind, []).append((a + len(text), b + len(text)))
            text += plain + "\n\n"
        if text:
            yield text, found
