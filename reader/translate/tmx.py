"""Memory units <-> TMX 1.4b, as OmegaT and other translation tools write and read it.

Source: TMX 1.4b Specification (LISA/GALA, 2005). What the tools add to it is heeded:
``lang`` in the place of ``xml:lang`` (TMX 1.1), regional codes (``zh-CN``, ``ZH_TW``),
inline codes of a level 2 file (left out, and what they mark kept), and OmegaT's
alternatives for one place in a file (``prop`` ``prev``, ``next``, ``id``), which give
way to a translation for everywhere.
"""

import re
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from reader.errors import UnreadableError
from reader.translate.memory import Maker, Unit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DATE = "%Y%m%dT%H%M%SZ"
# What XML 1.0 cannot hold, not even as a reference.
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The native codes of a file format; `hi` marks text, `sub` is text inside a code.
CODES = {"bpt", "ept", "ph", "it", "ut"}
PLACED = {"prev", "next", "id", "file"}
MAKER_PROP = "x-maker"


def write(units: Iterable[Unit], *, version: str = "") -> Iterator[str]:
    """Give the lines of a TMX file, one unit after another.

    Characters that XML cannot hold are left out.
    """
    now = datetime.now(UTC).strftime(DATE)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
    yield '<tmx version="1.4">\n'
    yield (
        f'  <header creationtool="bilingual-reader" '
        f"creationtoolversion={quoteattr(version or '0')} "
        f'segtype="sentence" o-tmf="bilingual-reader" adminlang="EN-US" '
        f'srclang="zh-CN" datatype="plaintext" creationdate="{now}"/>\n'
    )
    yield "  <body>\n"
    for unit in units:
        made = time.strftime(DATE, time.gmtime(unit.made))
        who = "hand" if unit.maker == "hand" else unit.source
        yield "    <tu>\n"
        yield f'      <prop type="{MAKER_PROP}">{unit.maker}</prop>\n'
        if unit.source:
            yield f'      <prop type="x-source">{_text(unit.source)}</prop>\n'
        yield f'      <tuv xml:lang="zh-CN"><seg>{_text(unit.chinese)}</seg></tuv>\n'
        yield (
            f'      <tuv xml:lang="en" changeid={quoteattr(NO_XML.sub("", who))} '
            f'changedate="{made}"><seg>{_text(unit.english)}</seg></tuv>\n'
        )
        yield "    </tu>\n"
    yield "  </body>\n</tmx>\n"


def read(path: Path) -> list[Unit]:
    """Read the Chinese–English units of a TMX file; other languages are left out.

    Units are by hand unless the file says that a machine made them. Of several for
    one sentence the last counts, and one for everywhere before one for a place.

    Raises UnreadableError, with the place, for what is no TMX.
    """
    from xml.etree import ElementTree

    found: dict[str, Unit] = {}
    placed: dict[str, Unit] = {}
    source_language = ""
    root: Element | None = None
    try:
        for event, element in ElementTree.iterparse(path, events=("start", "end")):
            if root is None:
                root = element
                if _name(element) != "tmx":
                    raise UnreadableError(
                        f"{path}: is XML, but no TMX: it begins with <{_name(element)}>"
                    )
            if event == "start":
                continue
            if _name(element) == "header":
                source_language = element.get("srclang", "")
            elif _name(element) == "tu":
                unit = _unit(element, source_language)
                if unit is not None:
                    (placed if _is_placed(element) else found)[unit.chinese] = unit
                element.clear()
    except ElementTree.ParseError as error:
        line, column = error.position
        raise UnreadableError(
            f"{path}: is not whole XML: line {line}, column {column + 1}: "
            f"{str(error).split(':')[0]}"
        ) from error
    except (LookupError, ValueError) as error:
        raise UnreadableError(f"{path}: cannot be read as XML: {error}") from error
    return list({**placed, **found}.values())


def _unit(element: "Element", source_language: str) -> Unit | None:
    """Read one ``tu``; None where it has no Chinese, no English, or an empty one."""
    sides: dict[str, tuple[str, Element]] = {}
    for variant in element.iter():
        if _name(variant) != "tuv":
            continue
        language = variant.get(XML_LANG) or variant.get("lang") or source_language
        segment = next((one for one in variant if _name(one) == "seg"), None)
        if segment is not None:
            code = re.split("[-_]", language)[0].lower()
            sides.setdefault(code, (_segment(segment), variant))
    if "zh" not in sides or "en" not in sides:
        return None
    (chinese, _), (english, variant) = sides["zh"], sides["en"]
    if not chinese or not english:
        return None
    props = {one.get("type", ""): one.text or "" for one in _props(element)}
    maker: Maker = "machine" if props.get(MAKER_PROP) == "machine" else "hand"
    date = variant.get("changedate") or variant.get("creationdate") or ""
    date = date or element.get("changedate") or element.get("creationdate") or ""
    return Unit(chinese, english, maker, props.get("x-source", ""), _seconds(date))


def _props(element: "Element") -> "list[Element]":
    return [one for one in element if _name(one) == "prop"]


def _is_placed(element: "Element") -> bool:
    return any(one.get("type") in PLACED for one in _props(element))


def _segment(element: "Element") -> str:
    """Join a segment's text: native codes go, what stands between them stays."""
    parts = [element.text or ""]
    for child in element:
        if _name(child) not in CODES:
            parts.append(_segment(child))
        parts.append(child.tail or "")
    return "".join(parts).strip() if _name(element) == "seg" else "".join(parts)


def _name(element: "Element") -> str:
    return str(element.tag).rpartition("}")[2]


def _seconds(date: str) -> int:
    try:
        moment = datetime.strptime(date, DATE).replace(tzinfo=UTC)
    except ValueError:
        return 0
    return int(moment.timestamp())


def _text(text: str) -> str:
    return escape(NO_XML.sub("", text))
