"""What stands above single documents: new terms in them, terms rendered two ways."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import glossary as glossaries
from glossary import Glossary
from reader import pipeline
from reader.terms.candidates import Candidate, candidates
from reader.terms.drift import Drift, Rendering, drift
from reader.terms.notes import Pair, pairs
from reader.translate import Translator
from reader.translate import translator as find_translator
from reader.words import Cutter

__all__ = ["Candidate", "Drift", "Pair", "Rendering", "drift", "extract", "pairs"]


def extract(
    sources: Iterable[str | Path],
    *,
    glossary: Glossary | None = None,
    translator: str | Translator = "auto",
    repair: bool = True,
    fewest: int = 2,
    limit: int = 50,
) -> list[Candidate]:
    """Return what looks like a term in paths or texts and no glossary knows.

    The likeliest come first, each with a count, a context and a guess at the English:
    the translator's, or word by word where there is none. Raises ReaderError for a
    source that cannot be read.
    """
    if glossary is None:
        glossary = glossaries.load()
    documents = [
        pipeline.read(source, glossary=glossary, translator="none", repair=repair)
        for source in sources
    ]
    cutter = Cutter()
    found = candidates(
        documents, rate=cutter.rate, tag=cutter.tag, fewest=fewest, limit=limit
    )
    if isinstance(translator, str):
        named = find_translator(translator)
        if named is None:
            return found
        translator = named
    # Of a single word the dictionary knows more than a translator without a sentence.
    wanted = [one.chinese for one in found if one.words > 1 or not one.english]
    guesses = pipeline.translate(wanted, glossary=glossary, translator=translator)
    english = {
        chinese: guess.text.strip(" .")
        for chinese, guess in zip(wanted, guesses, strict=True)
    }
    return [
        replace(one, english=english.get(one.chinese) or one.english) for one in found
    ]
