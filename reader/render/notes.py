"""Notes made again over notes that a reader has written in: a merge by sentence.

Three texts meet: what was generated last time (of which the notes carry a record,
one comment at their end: a few digits for each line), the file as it is now, and
what is generated today. A line of the file that the record knows is ours and gives
way to today's; any other line is the reader's and stays, under the line it stood
under. Where a reader changed a line of ours it stays changed, unless what we would
write there has changed too: then both stand, and the merge says so.

Sentences are matched by their Chinese, then by their number, so a reader's remark
follows its sentence when others come or go. What belonged to a sentence that is gone
is kept at the end. No line of a reader's is ever dropped.
"""

import hashlib
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

KEPT = "## Kept from earlier notes"
RECORD = re.compile(r"^<!-- bilingual-reader-notes/1 (.*) -->$")
# `**S001** 云…`, and a row of a table: `| **S001** | 云… |`.
SENTENCE = re.compile(r"^(?:\| )?\*\*(S\d{3,})\*\* ?(.*)$")
HEADING = re.compile(r"^#{1,6} ")
FENCE = re.compile(r"^(?:```|~~~)")
FRONT = "---"
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Merged:
    """Notes after a merge."""

    text: str
    conflicts: tuple[str, ...] = ()
    """Where a reader and we changed the same line: both stand there."""
    kept: int = 0
    """Lines of the reader's in it."""


@dataclass(slots=True)
class Section:
    """A heading, a sentence, or what stands before them, with the lines that follow."""

    key: str
    lines: list[str] = field(default_factory=list)

    def slots(self) -> Iterator[tuple[str, str]]:
        """Give each line that is not blank with the name of its place."""
        count: dict[str, int] = {}
        for line in self.lines:
            if line.strip():
                kind = _kind(line)
                count[kind] = count.get(kind, 0) + 1
                yield f"{kind}{count[kind]}", line


def is_notes(text: str) -> bool:
    """Tell whether a text is notes of ours that can be made again."""
    return bool(RECORD.match(_last_line(text)))


def recorded(text: str) -> str:
    """Add the record of its lines to notes as they were generated.

    >>> is_notes(recorded("# 云"))
    True
    """
    entries = []
    for section in _sections(text):
        places = " ".join(f"{slot}={_digest(line)}" for slot, line in section.slots())
        entries.append(f"{section.key} {places}".strip())
    return (
        f"{text.rstrip()}\n\n<!-- bilingual-reader-notes/1 {'; '.join(entries)} -->\n"
    )


def merge(old: str, new: str) -> Merged:
    """Write today's notes over a file that a reader may have written in.

    ``old`` is the file, ``new`` what ``recorded`` gave today. Raises ValueError if
    ``old`` carries no record.
    """
    record = _record(old)
    mine = _sections(_without_record(new))
    theirs = _sections(_without_record(old), record)
    found = _matched(theirs, mine, record)
    followed = {section.key for section in found.values()}
    conflicts: list[str] = []
    parts: list[list[str]] = []
    kept = 0
    below: list[str] = []
    for section, following in zip(mine, [*mine[1:], Section("end")], strict=True):
        other = found.get(section.key)
        lines, extra, clash = section.lines, 0, False
        if other is not None:
            base = record.get(other.key, {})
            lines, extra, clash = _section(section, other, base)
        # Between two rows a remark would end the table: it goes below it.
        if _is_within(section, following):
            lines, below = lines[:1], [*below, *lines[1:]]
        elif below:
            lines, below = [*lines[:1], *below, *lines[1:]], []
        parts.append(lines)
        kept += extra
        if clash:
            conflicts.append(section.key)
    orphans = [
        line
        for section in theirs
        if section.key not in followed
        for line in _readers(section, record.get(section.key, {}))
    ]
    if any(line.strip() for line in orphans):
        kept += sum(bool(line.strip()) for line in orphans)
        body = [line for line in orphans if line != KEPT]
        parts.append([KEPT, "", *body])
    text = "\n".join(_joined(parts))
    tail = _last_line(new)
    return Merged(f"{text}\n\n{tail}\n", tuple(conflicts), kept)


def _section(
    mine: Section, theirs: Section, base: dict[str, str]
) -> tuple[list[str], int, bool]:
    """Merge one section: its lines, how many are the reader's, whether both changed."""
    slots, follows = _classified(theirs, base)
    lines = [*follows.pop("", [])]
    kept = sum(bool(line.strip()) for line in lines)
    clash = False
    today = list(mine.slots())
    for slot, line in today:
        ours = slot in slots or slot not in base
        if not ours and _digest(line) != base[slot]:
            ours = clash = True
        if ours:
            lines += _apart(lines, line, mine)
        extra = follows.pop(slot, [])
        lines += extra
        kept += sum(bool(part.strip()) for part in extra)
    # What stood under a line that is not written any more.
    for extra in follows.values():
        lines += ["", *extra]
        kept += sum(bool(part.strip()) for part in extra)
    return lines, kept, clash


def _classified(
    section: Section, base: dict[str, str]
) -> tuple[set[str], dict[str, list[str]]]:
    """Tell our lines of a file from the reader's.

    Returns the places whose lines are still there, and the reader's lines by the
    place they stand under, ``""`` for those above all.
    """
    left: dict[str, list[str]] = {}
    for slot, digest in base.items():
        left.setdefault(digest, []).append(slot)
    present: set[str] = set()
    follows: dict[str, list[str]] = {}
    above, blank = "", False
    for line in section.lines:
        known = left.get(_digest(line)) if line.strip() else None
        if known:
            above = known.pop(0)
            present.add(above)
        elif above in follows:
            follows[above].append(line)
        elif line.strip():
            # Without its blank line before it, a remark would join our paragraph.
            follows[above] = ["", line] if blank and above else [line]
        blank = not line.strip()
    return present, {slot: _trimmed(lines) for slot, lines in follows.items()}


def _readers(section: Section, base: dict[str, str]) -> list[str]:
    _, follows = _classified(section, base)
    return [line for lines in follows.values() for line in (*lines, "")]


def _matched(
    theirs: list[Section], mine: list[Section], record: dict[str, dict[str, str]]
) -> dict[str, Section]:
    """Find for each of today's sections the one of the file that it continues."""
    old = [section for section in theirs if section.key in record]
    known = {section.key: section for section in old}
    before = [record[section.key].get("zh1", section.key) for section in old]
    after = [_chinese_digest(section) for section in mine]
    found: dict[str, Section] = {}
    used: set[str] = set()
    for i, j, size in SequenceMatcher(None, before, after, False).get_matching_blocks():
        for step in range(size):
            found[mine[j + step].key] = old[i + step]
            used.add(old[i + step].key)
    for section in mine:
        if section.key not in found and section.key in known.keys() - used:
            found[section.key] = known[section.key]
            used.add(section.key)
    return found


def _chinese_digest(section: Section) -> str:
    slots = dict(section.slots())
    return _digest(slots["zh1"]) if "zh1" in slots else section.key


def _apart(lines: list[str], line: str, section: Section) -> list[str]:
    """Put a blank line before ours where it is a paragraph of its own."""
    if not lines or not lines[-1].strip() or section.key == "front":
        return [line]
    is_next_row = _is_row(line) and _is_row(lines[-1])
    return [line] if is_next_row else ["", line]


def _joined(parts: Iterable[list[str]]) -> list[str]:
    """Join sections by blank lines, the rows of one table by none."""
    joined: list[str] = []
    for part in map(_trimmed, map(list, parts)):
        if joined and part and not (_is_row(joined[-1]) and _is_row(part[0])):
            joined.append("")
        joined += part
    return joined


def _is_within(section: Section, following: Section) -> bool:
    """Tell whether a section is one row of a table that goes on."""
    first, *others = section.lines or [""]
    return (
        _is_row(first)
        and not any(line.strip() for line in others)
        and bool(following.lines)
        and _is_row(following.lines[0])
    )


def _is_row(line: str) -> bool:
    return line.startswith("|")


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def _sections(text: str, keys: Container[str] | None = None) -> list[Section]:
    """Cut notes into sections; of a file, only where a section of ``keys`` begins.

    A reader's own headings begin none, and what a fence holds is no heading.
    """
    sections = [Section("top")]
    seen = {"top", "front"}
    lines = text.splitlines()
    at = 0
    if lines and lines[0] == FRONT and FRONT in lines[1:]:
        at = lines.index(FRONT, 1) + 1
        sections = [Section("front", lines[:at]), Section("top")]
    fences = sum(bool(FENCE.match(line)) for line in lines[at:]) // 2 * 2
    fenced = False
    for line in lines[at:]:
        if fences and FENCE.match(line):
            fences -= 1
            fenced = not fenced
        key = "" if fenced else _key(line)
        if key and key not in seen and (keys is None or key in keys):
            seen.add(key)
            sections.append(Section(key))
        sections[-1].lines.append(line)
    return sections


def _key(line: str) -> str:
    """Name the section that a line begins, or nothing."""
    if sentence := SENTENCE.match(line):
        return sentence[1]
    return f"h{_digest(line)}" if HEADING.match(line) else ""


def _kind(line: str) -> str:
    """Name the place of a line among those of its section."""
    if SENTENCE.match(line):
        return "zh"
    if line.startswith("|"):
        return f"r{_digest(line.split('|')[1].strip())}-"
    if line.startswith(("> ⚠", "> [!warning]")):
        return "check"
    if line.startswith(">"):
        return "en"
    if re.match(r"^[a-z_]+: ", line):
        return line.split(":")[0]
    return "py" if re.match(r"^\*[^*]", line) else "line"


def _digest(line: str) -> str:
    """Give a few digits for a line; of a sentence's Chinese, without its number."""
    sentence = SENTENCE.match(line)
    text = sentence[2] if sentence else line
    return hashlib.sha256(text.strip().encode()).hexdigest()[:DIGITS]


def _record(text: str) -> dict[str, dict[str, str]]:
    found = RECORD.match(_last_line(text))
    if found is None:
        raise ValueError("these notes carry no record of what was generated")
    record: dict[str, dict[str, str]] = {}
    for entry in found[1].split("; "):
        key, *places = entry.split(" ")
        record[key] = dict(place.rsplit("=", 1) for place in places)
    return record


def _last_line(text: str) -> str:
    """Find the record: a reader may have written below it."""
    lines = text.splitlines()
    return next((line for line in reversed(lines) if RECORD.match(line)), "")


def _without_record(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not RECORD.match(line))
