"""Our way of running a package beside argostranslate's own, sentence by sentence.

    pip install --no-deps argostranslate==1.11.0 && pip install packaging
    python -m pytest tests/test_translate_library.py

installs the library without torch, spaCy and Stanza; what it imports of them before
it translates is stood in for here. `.ci/run` does so in an environment of its own.
Without the library these tests are skipped, unless READER_NEEDS_ARGOS is set.
"""

import importlib.util
import logging
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from reader.errors import PackageError
from reader.models import Request
from reader.translate import ArgosTranslator, LibraryTranslator, find, load
from reader.translate.packages import Package
from tests.fakes import tiny_package

ROOT = Path(__file__).parents[1]
HAS_LIBRARY = importlib.util.find_spec("argostranslate") is not None
needs_library = pytest.mark.skipif(
    not HAS_LIBRARY and not os.environ.get("READER_NEEDS_ARGOS"),
    reason="argostranslate is not installed; see this file's top",
)


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Keep the library to folders of our own, and stand in for what it lacks."""
    for name in ("DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    models = SimpleNamespace(list_models=lambda: ["zh-hans"], cache_dir="")
    for name, contents in {
        "stanza": {},
        "minisbd": {"SBDetect": None, "models": models},
    }.items():
        if importlib.util.find_spec(name) is None:
            module = ModuleType(name)
            vars(module).update(contents)
            monkeypatch.setitem(sys.modules, name, module)
    # It logs every step of every sentence.
    logging.disable(logging.INFO)
    yield
    logging.disable(logging.NOTSET)
    for name in [name for name in sys.modules if name.startswith("argostranslate")]:
        del sys.modules[name]


def sentences() -> list[str]:
    """Take more than 200 sentences of different kinds, written for this project."""
    found = []
    for file in sorted((ROOT / "sample_texts").glob("*.txt")):
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += re.findall(r"[^。！？\n]{2,100}[。！？]", text)
    for file in sorted((ROOT / "training/pairs").glob("*.tsv")):
        rows = file.read_text(encoding="utf-8").splitlines()[1:]
        found += [row.split("\t")[0] for row in rows[:: max(1, len(rows) // 30)]]
    return list(dict.fromkeys(sentence.strip() for sentence in found))


def differences(package: Package, texts: list[str]) -> list[tuple[str, str, str]]:
    """Translate both ways, ours in batches; give the sentences whose English differs.

    With int8 weights CTranslate2 rounds a sentence in a batch a little otherwise than
    the same sentence alone, which turns a near tie of two translations: one time in a
    hundred with 0.5 of our package, 13 times in 202 with 0.6, on a processor without
    VNNI. So a sentence that differs is given once more to ours, alone, and has to be
    the same there. A blank stands where the library loses an underscore.
    """
    ours, library = ArgosTranslator(package), LibraryTranslator(package)
    requests = [Request(text) for text in texts]
    theirs = [_blanks(one.text) for one in library.translate(requests)]
    differ = []
    turned = 0
    for request, batched, theirs_text in zip(
        requests, ours.english(requests), theirs, strict=True
    ):
        if _blanks(batched) == theirs_text:
            continue
        turned += 1
        alone = _blanks(next(ours.english([request])))
        if alone != theirs_text:
            differ.append((request.text, alone, theirs_text))
    assert turned <= 0.1 * len(texts)
    return differ


def _blanks(text: str) -> str:
    return " ".join(text.replace("_", " ").split())


@needs_library
@pytest.mark.filterwarnings("ignore")
def test_the_bundled_package_says_the_same_both_ways(library: None) -> None:
    package = find()[-1]
    tokens = ArgosTranslator(package)
    # Longer ones we cut, and the library gives to the model whole.
    texts = [text for text in sentences() if tokens.fits(text)]
    texts = texts[:: len(texts) // 200]
    assert len(texts) >= 200
    assert differences(package, texts) == []


@needs_library
@pytest.mark.filterwarnings("ignore")
def test_the_tiny_package_says_the_same_both_ways(library: None) -> None:
    texts = ["你好，世界。", "我们有user_name。", "我们没有中台，有云。"]
    assert differences(load(tiny_package()), texts) == []


@needs_library
@pytest.mark.filterwarnings("ignore")
def test_the_library_gives_one_translation_a_sentence(library: None) -> None:
    translator = LibraryTranslator(load(tiny_package()))
    texts = ["你好。世界。", "", "\n你好\n\n世界", "……", "我们"]
    assert [one.text for one in translator.translate(list(map(Request, texts)))] == [
        "hello . world .",
        "",
        "hello  world",
        "……",
        "we",
    ]
    assert translator.label == "argostranslate, translate-zh_en 1.0 (file)"


@pytest.mark.skipif(HAS_LIBRARY, reason="argostranslate is installed")
def test_without_the_library_one_line_says_what_to_do() -> None:
    translator = LibraryTranslator(load(tiny_package()))
    with pytest.raises(PackageError, match=r"pip install 'bilingual-reader\[argos\]'"):
        translator.translate([Request("你好")])
