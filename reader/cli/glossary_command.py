"""``reader glossary``: list the terms, look one up, check files, follow renderings.

``extract``, ``import`` and ``export`` are in :mod:`reader.cli.glossary_exchange`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from glossary import Fault, GlossaryError, Term, check, check_ours
from reader.cli import glossary_exchange, options, screen
from reader.errors import ReaderError, UsageError

EXAMPLES = 3
"""Terms that the table of domains names of each."""
PLACES = 5


@click.group("glossary")
def command() -> None:
    """List the terms of the trade, look one up, or work with terms of your own."""


@command.command("list")
@click.option("--domain", metavar="NAME", help="Only the terms of this domain.")
@click.option("--counts", is_flag=True, help="Count the terms of each domain instead.")
@options.glossary
@options.as_json
def list_terms(
    domain: str | None, counts: bool, glossaries: tuple[Path, ...], as_json: bool
) -> None:
    """List the terms: Chinese, pinyin, English, domain; tabs between."""
    terms = list(options.load_glossary(glossaries))
    terms = glossary_exchange.of_domain(terms, domain)
    if counts:
        number = Counter(term.domain or "your own" for term in terms)
        screen.echo(screen.to_json(number) if as_json else _table(terms))
    elif as_json:
        screen.echo(_json(terms))
    else:
        screen.echo(
            "".join(
                f"{term.chinese}\t{term.pinyin}\t{term.english}\t{term.domain}\n"
                for term in terms
            )
        )


@command.command("lookup")
@click.argument("word")
@options.glossary
@options.as_json
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
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option(
    "--against",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="NOTES",
    help="Say instead which terms are rendered in two ways in exported notes: a .json "
    "or .md file, or a directory of them.",
)
@options.glossary
def check_files(
    paths: tuple[Path, ...], against: tuple[Path, ...], glossaries: tuple[Path, ...]
) -> int:
    """Say what is wrong in TSV files of terms, and what to do about it.

    Without a FILE our own are checked. One line a fault; exits with 1 if there is one.
    """
    if against:
        return _drift(against, (*paths, *glossaries))
    if paths:
        faults = {str(path): _faults(path) for path in paths}
    else:
        faults = {f"glossary/{name}": found for name, found in check_ours().items()}
    for name, found in faults.items():
        for fault in found:
            screen.echo(f"{name}:{fault.line}: {fault.problem}; {fault.remedy}\n")
        if not found:
            screen.note(f"{name}: no fault", quiet=False)
    return 1 if any(faults.values()) else 0


for one in (glossary_exchange.extract, glossary_exchange.import_file):
    command.add_command(one)
command.add_command(glossary_exchange.export_terms)


def _faults(path: Path) -> list[Fault]:
    try:
        return check(path)
    except GlossaryError as error:
        raise UsageError(str(error)) from error


def _drift(notes: tuple[Path, ...], glossaries: tuple[Path, ...]) -> int:
    """Print the terms that notes render in more than one way."""
    from reader import terms

    found = terms.drift(terms.pairs(*notes), options.load_glossary(glossaries))
    for one in found:
        term = one.term
        head = " ".join(part for part in (term.chinese, term.pinyin) if part)
        ways = len(one.renderings)
        screen.echo(
            f"{head}: rendered in {ways} {'way' if ways == 1 else 'ways'}; "
            f"the glossary prefers {term.english}\n"
        )
        for rendering in one.renderings:
            places = [f"{pair.file} {pair.id}" for pair in rendering.places]
            more = f" and {len(places) - PLACES} more" if len(places) > PLACES else ""
            wrong = "" if rendering.is_right else " (to be avoided)"
            screen.echo(
                f"  {len(places)} × {rendering.english}{wrong}: "
                f"{', '.join(places[:PLACES])}{more}\n"
            )
    if not found:
        screen.note("each term is rendered in one way", quiet=False)
    return 1 if found else 0


def _table(terms: list[Term]) -> str:
    """Set out how many terms each domain has, as a Markdown table."""
    domains: dict[str, list[Term]] = {}
    for term in terms:
        domains.setdefault(term.domain or "your own", []).append(term)
    rows = [
        f"| `{name}` | {len(found)} | {len(_hard(found))} | {_some(found)} |"
        for name, found in sorted(domains.items())
    ]
    rows.append(f"| all | {len(terms)} | {len(_hard(terms))} | |")
    head = (
        "| domain | terms | with an example | such as |",
        "| --- | ---: | ---: | --- |",
    )
    return "\n".join((*head, *rows, ""))


def _hard(terms: list[Term]) -> list[Term]:
    return [term for term in terms if term.example]


def _some(terms: list[Term]) -> str:
    """Name a few terms from all through the alphabet, of the hard ones if there are."""
    ranked = _hard(terms) or terms
    step = max(len(ranked) // EXAMPLES, 1)
    return ", ".join(term.chinese for term in ranked[::step][:EXAMPLES])


def _card(term: Term) -> str:
    """Set a term out over a few lines."""
    head = "  ".join(part for part in (term.chinese, term.pinyin) if part)
    kept = " (not translated)" if term.status == "keep" else ""
    body = [f"{term.english}{kept}", term.definition]
    extra = {
        "also": term.aliases + term.traditional,
        "or": term.accepted,
        "not": term.avoid,
        "part of speech": (term.pos,) if term.pos else (),
        "domain": (term.domain,) if term.domain else (),
    }
    body += [f"{label}: {', '.join(words)}" for label, words in extra.items() if words]
    body += [part for part in (term.example, term.example_english) if part]
    return "".join(f"{line}\n" for line in (head, *(f"  {b}" for b in body if b)))


def _json(terms: Iterable[Term]) -> str:
    return screen.to_json([asdict(term) for term in terms])
