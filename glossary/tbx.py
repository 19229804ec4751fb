"""Terms <-> TBX, the exchange form of terminology (ISO 30042).

Written is the form of 2008 (a ``martif`` root, TBX-Basic's categories), which
translation tools read; read are that form and the one of 2019 (a ``tbx`` root). A
concept has a language section for zh-CN, for zh-TW where Taiwan has a word of its own,
and for en; renderings to avoid are deprecated terms. What TBX has no category for
(contexts, our status) stands in ``admin`` elements whose type begins with
``x-bilingual-reader``, so that parse(dump(terms)) loses nothing; other tools pass over
them.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, get_args
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from glossary.errors import GlossaryError
from glossary.models import STATUSES, Pos, Term
from glossary.tables import sort_key

OWN = "x-bilingual-reader-"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">\n'
)
# What TBX calls the parts of speech; a phrase is of none, a name is a proper noun.
POS: dict[Pos, str] = {
    "noun": "noun",
    "verb": "verb",
    "adjective": "adjective",
    "adverb": "adverb",
    "phrase": "other",
    "name": "properNoun",
}
Rank = Literal["preferred", "admitted", "deprecated"]
RANKS: tuple[Rank, ...] = get_args(Rank)
_LISTS = ("only_in", "near", "not_in")

# Names of elements in the form of 2008 and that of 2019.
_CONCEPTS = ("termEntry", "conceptEntry")
_SECTIONS = ("langSet", "langSec")
_TERMS = ("tig", "ntig", "termSec")


def dump(terms: Iterable[Term]) -> str:
    """Write terms as TBX; `parse` reads the same terms back."""
    root = Element("martif", {"type": "TBX-Basic", LANG: "zh-CN"})
    header = SubElement(root, "martifHeader")
    source = SubElement(SubElement(header, "fileDesc"), "sourceDesc")
    SubElement(source, "p").text = "bilingual-reader"
    encoding = SubElement(header, "encodingDesc")
    SubElement(encoding, "p", type="XCSURI").text = "TBXBasicXCSV02.xcs"
    body = SubElement(SubElement(root, "text"), "body")
    for number, term in enumerate(sorted(terms, key=sort_key), 1):
        body.append(_entry(term, f"c{number}"))
    ElementTree.indent(root)
    return HEAD + ElementTree.tostring(root, encoding="unicode") + "\n"


def parse(data: bytes | str, *, name: str) -> list[Term]:
    """Read the terms of a TBX text; concepts without Chinese or English are left out.

    Raises GlossaryError, with the line, for what is no TBX.
    """
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        line = error.position[0]
        raise GlossaryError(
            name, line, f"this is not whole XML ({error})", "export the file again"
        ) from error
    if _local(root) not in ("martif", "tbx"):
        raise GlossaryError(
            name, 1, f"this is <{_local(root)}>, not TBX", "export the terms as TBX"
        )
    concepts = (node for node in root.iter() if _local(node) in _CONCEPTS)
    return [term for node in concepts if (term := _term(node)) is not None]


def _entry(term: Term, id: str) -> Element:
    entry = Element("termEntry", id=id)
    if term.domain:
        SubElement(entry, "descrip", type="subjectField").text = term.domain
    if term.definition:
        SubElement(entry, "descrip", type="definition").text = term.definition
    if term.status == "keep":
        SubElement(entry, "descrip", type="Translation needed").text = "No"
    SubElement(entry, "admin", type=f"{OWN}status").text = term.status
    for column in _LISTS:
        if words := getattr(term, column):
            SubElement(entry, "admin", type=OWN + column).text = "|".join(words)
    chinese = SubElement(entry, "langSet", {LANG: "zh-CN"})
    first = _add(chinese, term.chinese, "preferred")
    if term.pinyin:
        SubElement(first, "termNote", type="pronunciation").text = term.pinyin
    if term.example:
        SubElement(first, "descrip", type="context").text = term.example
    for form in term.aliases:
        _add(chinese, form, "admitted")
    english = SubElement(entry, "langSet", {LANG: "en"})
    first = _add(english, term.english, "preferred")
    if term.pos:
        SubElement(first, "termNote", type="partOfSpeech").text = POS[term.pos]
    if term.example_english:
        SubElement(first, "descrip", type="context").text = term.example_english
    for form in term.accepted:
        _add(english, form, "admitted")
    for form in term.avoid:
        _add(english, form, "deprecated")
    # Last: some tools take the first two languages for source and target.
    if term.traditional:
        taiwan = SubElement(entry, "langSet", {LANG: "zh-TW"})
        for form in term.traditional:
            _add(taiwan, form, "preferred")
    return entry


def _add(section: Element, form: str, rank: Rank) -> Element:
    tig = SubElement(section, "tig")
    SubElement(tig, "term").text = form
    status = SubElement(tig, "termNote", type="administrativeStatus")
    status.text = f"{rank}Term-admn-sts"
    return tig


def _term(concept: Element) -> Term | None:
    chinese: dict[Rank, list[Element]] = {rank: [] for rank in RANKS}
    english: dict[Rank, list[Element]] = {rank: [] for rank in RANKS}
    taiwan: list[str] = []
    for section in (node for node in concept if _local(node) in _SECTIONS):
        language = (section.get(LANG) or section.get("lang") or "").lower()
        for node in (node for node in section.iter() if _local(node) in _TERMS):
            if not _text(node):
                continue
            if language.startswith(("zh-tw", "zh-hk", "zh-hant")):
                taiwan.append(_text(node))
            elif language.startswith(("zh", "cmn")):
                chinese[_rank(node)].append(node)
            elif language.startswith("en"):
                english[_rank(node)].append(node)
    forms = [*chinese["preferred"], *chinese["admitted"]]
    right = [*english["preferred"], *english["admitted"]]
    written = [*map(_text, forms), *taiwan]
    if not written or not right:
        return None
    own = {
        column: tuple(filter(None, _note(concept, OWN + column).split("|")))
        for column in _LISTS
    }
    status = _note(concept, f"{OWN}status")
    if status not in STATUSES:
        needed = _note(concept, "Translation needed").lower()
        status = "keep" if needed == "no" else "preferred"
    names = {tbx: pos for pos, tbx in POS.items()}
    return Term(
        written[0],
        _text(right[0]),
        pinyin=_note(forms[0], "pronunciation") if forms else "",
        definition=_note(concept, "definition"),
        domain=_note(concept, "subjectField"),
        aliases=tuple(map(_text, forms[1:])),
        accepted=tuple(map(_text, right[1:])),
        avoid=tuple(map(_text, english["deprecated"])),
        traditional=tuple(taiwan if forms else taiwan[1:]),
        status=status,  # type: ignore[arg-type]
        pos=names.get(_note(right[0], "partOfSpeech"), ""),
        example=_note(forms[0], "context") if forms else "",
        example_english=_note(right[0], "context"),
        **own,
    )


def _rank(node: Element) -> Rank:
    """Tell how a term stands; one that says nothing is right, the first best."""
    status = _note(node, "administrativeStatus").lower()
    for rank in RANKS:
        if status.startswith(rank):
            return rank
    if status.startswith(("superseded", "obsolete", "forbidden")):
        return "deprecated"
    return "admitted" if status else "preferred"


def _text(node: Element) -> str:
    term = next((part for part in node.iter() if _local(part) == "term"), None)
    return " ".join("".join(term.itertext()).split()) if term is not None else ""


def _note(node: Element, type: str) -> str:
    """Return the text of the note of a type, wherever it stands inside `node`."""
    found = next((part for part in _inside(node) if part.get("type") == type), None)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _inside(node: Element) -> Iterator[Element]:
    return (part for part in node.iter() if part is not node)


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]
