"""``reader glossary extract``, ``import``, ``export``: terms in and out."""

from pathlib import Path

import click

import glossary
from glossary import FORMS, GlossaryError, Term
from reader.cli import options, screen
from reader.errors import ReaderError, UsageError
from reader.translate import TRANSLATORS

SUFFIXES = {"tsv": ".tsv", "csv": ".csv", "tbx": ".tbx", "omegat": ".txt"}


def of_domain(terms: list[Term], domain: str | None) -> list[Term]:
    """Keep the terms of a domain; raise ReaderError, naming all, if there is none."""
    if domain is None:
        return terms
    found = [term for term in terms if term.domain == domain]
    if not found:
        domains = sorted({term.domain for term in terms if term.domain})
        raise ReaderError(f"no domain {domain}; there are {', '.join(domains)}")
    return found


@click.command("extract")
@click.argument(
    "texts",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar="TEXT|-...",
)
@click.option(
    "--min-count",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help="Leave out what stands less often.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="Give no more than so many.",
)
@click.option(
    "--translator",
    type=click.Choice(TRANSLATORS),
    default="auto",
    show_default=True,
    help="What guesses the English; none takes the dictionary's senses.",
)
@click.option("--no-repair", is_flag=True, help="Take the texts as they stand.")
@options.glossary
@options.output
@options.force
def extract(
    texts: tuple[Path, ...],
    min_count: int,
    limit: int,
    translator: str,
    no_repair: bool,
    glossaries: tuple[Path, ...],
    output: Path | None,
    force: bool,
) -> None:
    """Find what looks like a term in texts and is in no glossary.

    Gives TSV to edit, the likeliest first: strike out lines, mend the English, and use
    the rest with --glossary. The English is a guess.
    """
    from reader import terms

    found = terms.extract(
        texts,
        glossary=options.load_glossary(glossaries),
        translator=translator,
        repair=not no_repair,
        fewest=min_count,
        limit=limit,
    )
    rows = [("chinese", "pinyin", "english", "count", "context")]
    rows += [
        (one.chinese, one.pinyin, one.english, str(one.count), one.context)
        for one in found
    ]
    screen.write("".join("\t".join(row) + "\n" for row in rows), output, force=force)
    if not found:
        screen.note("no candidates; try --min-count 1", quiet=False)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "form",
    type=click.Choice(FORMS),
    help="What the file is, if its name does not tell.",
)
@options.output
@options.force
def import_file(file: Path, form: str | None, output: Path | None, force: bool) -> None:
    """Take terms from TSV, CSV, TBX or a glossary of OmegaT.

    They become a TSV in your configuration and are used from then on; with -o they go
    there instead, -o - prints them.
    """
    try:
        terms = glossary.read(file, form=form)
    except GlossaryError as error:
        raise UsageError(str(error)) from error
    if not terms:
        raise UsageError(f"{file}: has no term with Chinese and English")
    place = output or glossary.own_folder() / f"{file.stem}.tsv"
    if output is None:
        place.parent.mkdir(parents=True, exist_ok=True)
    screen.write(glossary.dump(terms), place, force=force)
    noun = "term" if len(terms) == 1 else "terms"
    to = "" if str(place) == "-" else f" to {place}"
    screen.note(f"took {len(terms)} {noun}{to}", quiet=False)


@click.command("export")
@click.option(
    "--to",
    type=click.Choice(FORMS),
    default="tsv",
    show_default=True,
    help="Our columns as TSV or CSV, TBX (ISO 30042), or a glossary for OmegaT.",
)
@click.option("--domain", metavar="NAME", help="Only the terms of this domain.")
@options.glossary
@options.output
@options.force
def export_terms(
    to: str,
    domain: str | None,
    glossaries: tuple[Path, ...],
    output: Path | None,
    force: bool,
) -> None:
    """Give all terms, ours and yours, to other tools."""
    terms = of_domain(list(options.load_glossary(glossaries)), domain)
    place = output
    if output is not None and output.is_dir():
        place = output / f"glossary{SUFFIXES[to]}"
    screen.write(glossary.export(terms, to), place, force=force)
    if place is not None and str(place) != "-":
        screen.note(f"wrote {place}", quiet=False)
