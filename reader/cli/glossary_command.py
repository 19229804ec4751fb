"""``reader glossary``: list the terms, look one up, check a file of them."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from glossary import GlossaryError, Term, check
from reader.cli import options, screen
from reader.errors import ReaderError, UsageError

own = click.option(
    "--glossary",
    "glossaries",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Lay a TSV of your own terms over ours; may be repeated.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Give JSON.")


@click.group("glossary")
def command() -> None:
    """List the terms of the trade, look one up, or check a file of your own."""


@command.command("list")
@click.option("--domain", metavar="NAME", help="Only the terms of this domain.")
@own
@as_json
def list_terms(domain: str | None, glossaries: tuple[Path, ...], as_json: bool) -> None:
    """List the terms: Chinese, pinyin, English, domain; tabs between."""
    terms = list(options.load_glossary(glossaries))
    domains = sorted({term.domain for term in terms if term.domain})
    if domain is not None:
        terms = [term for term in terms if term.domain == domain]
        if not terms:
            raise ReaderError(f"no domain {domain}; there are {', '.join(domains)}")
    if as_json:
        screen.echo(_json(terms))
        return
    screen.echo(
        "".join(
            f"{term.chinese}\t{term.pinyin}\t{term.english}\t{term.domain}\n"
            for term in terms
        )
    )


@command.command("lookup")
@click.argument("word")
@own
@as_json
def lookup(word: str, glossaries: tuple[Path, ...], as_json: bool) -> None:
    """Look a word up: in Chinese, pinyin without tones, or English."""
    glossary = options.load_glossary(glossaries)
    found = glossary.lookup(word)
    if not found:
        near = [term.chinese for term in glossary.suggest(word)]
        hint = (
            f"did you mean {', '.join(near)}?"
            if near
            else "reader glossary list shows all terms"
        )
        raise ReaderError(f"no term {word}; {hint}")
    screen.echo(_json(found) if as_json else "\n".join(map(_card, found)))


@command.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check_file(file: Path) -> int:
    """Say what is wrong in a TSV of terms, and what to do about it.

    One line a fault; exits with 1 if there is one.
    """
    try:
        faults = check(file)
    except GlossaryError as error:
        raise UsageError(str(error)) from error
    for fault in faults:
        screen.echo(f"{file}:{fault.line}: {fault.problem}; {fault.remedy}\n")
    if not faults:
        screen.note(f"{file}: no fault", quiet=False)
    return 1 if faults else 0


def _card(term: Term) -> str:
    """Set a term out over a few lines."""
    head = "  ".join(part for part in (term.chinese, term.pinyin) if part)
    body = [term.english, term.definition]
    extra = {
        "also": term.aliases + term.traditional,
        "or": term.accepted,
        "not": term.avoid,
        "domain": (term.domain,) if term.domain else (),
    }
    body += [f"{label}: {', '.join(words)}" for label, words in extra.items() if words]
    return "".join(f"{line}\n" for line in (head, *(f"  {b}" for b in body if b)))


def _json(terms: Iterable[Term]) -> str:
    data = [asdict(term) for term in terms]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
