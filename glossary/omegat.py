"""Terms <-> a glossary file of OmegaT: Chinese, English and a comment, tabs between.

OmegaT finds words as they are written, so each form of a term is a line of its own:
the term, its aliases, Taiwan's words. A line that begins with `#` is a remark. The form
holds only what OmegaT shows; pinyin, contexts and renderings to avoid stay behind.
"""

from collections.abc import Iterable

from glossary.errors import GlossaryError
from glossary.models import Term
from glossary.tables import decode, sort_key


def dump(terms: Iterable[Term]) -> str:
    r"""Write a line for each form of each term; those that are off have none.

    >>> dump([Term("数据仓库", "data warehouse", aliases=("数仓",))]).split("\n")[:2]
    ['数据仓库\tdata warehouse\t', '数仓\tdata warehouse\t']
    """
    return "".join(
        f"{form}\t{term.english}\t{_comment(term)}\n"
        for term in sorted(terms, key=sort_key)
        if term.status != "off"
        for form in term.forms
    )


def parse(data: bytes | str, *, name: str) -> list[Term]:
    """Read the terms of a glossary of OmegaT; a second line adds another rendering.

    Raises GlossaryError, with the line, for a line without English.
    """
    renderings: dict[str, list[str]] = {}
    comments: dict[str, str] = {}
    for line, text in enumerate(decode(data, name).splitlines(), 1):
        if not text.strip() or text.startswith("#"):
            continue
        chinese, english, comment, *_ = [*map(str.strip, text.split("\t")), "", "", ""]
        if not chinese or not english:
            raise GlossaryError(
                name, line, "a line needs Chinese, a tab and English", "fill it in"
            )
        known = renderings.setdefault(chinese, [])
        if english not in known:
            known.append(english)
        if comment:
            comments.setdefault(chinese, comment)
    return [
        Term(
            chinese,
            english[0],
            accepted=tuple(english[1:]),
            definition=comments.get(chinese, ""),
        )
        for chinese, english in renderings.items()
    ]


def _comment(term: Term) -> str:
    avoid = f" Not: {', '.join(term.avoid)}." if term.avoid else ""
    return (term.definition + avoid).strip()
