"""Turn folders of sentence pairs into one filtered, deduplicated list.

Reads ``DATA/parallel/*.tsv.gz`` (``zh<TAB>en``), leaves out whatever shares
either side with ``DATA/parallel_dev``, and writes into the work folder:

* ``pairs.tsv``     zh, en, source: every pair kept, in random order
* ``dev_docs.tsv``, ``dev_general.tsv``   300 pairs each, to watch training with
* ``words.tsv``     English word counts, for choosing rare terms (annotate.py)
* ``stats.json``    per source: lines read, lines kept by each filter

Example: ``python -m training.prepare ../data work``
"""

import argparse
import gzip
import json
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN_RUN = re.compile(r"[A-Za-z0-9]+")
# Names and products: "Azure" must be on both sides; "a", "IT" may be translated.
LATIN_NAME = re.compile(r"[A-Za-z]{3,}")
# "2021", "1,024"; not the single digits that become "three".
NUMBER = re.compile(r"\d[\d,.]*\d")
CODE = re.compile(r"[{}<>=;\\|$#@^~`_\[\]]")
ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
NOT_WORD = re.compile(r"[\W_]+")

# The marks ⟨ ⟩ are reserved for term annotation and may not come from the data.
INVISIBLE = {"\u00a0": " ", "\u200b": None, "\ufeff": None, "⟨": None, "⟩": None}
CHINESE = str.maketrans(INVISIBLE)
ENGLISH = str.maketrans(
    INVISIBLE | {"’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "–": "-"}
)

GENERAL = ("lctt", "tatoeba_cmn_manythings", "3am_captions")
DEV_SIZE = 300


def clean(zh: str, en: str) -> tuple[str, str]:
    """Return both sides with plain quotes and single blanks.

    >>> clean("在\\u00a0Azure  上部署", "Deploy “it” on Azure…")
    ('在 Azure 上部署', 'Deploy "it" on Azure...')
    """
    return " ".join(zh.translate(CHINESE).split()), " ".join(
        en.translate(ENGLISH).split()
    )


def key(text: str) -> str:
    """Return what two sentences share when they differ in marks and case only.

    >>> key("您可以，在 Azure 上。") == key("您可以在AZURE上")
    True
    """
    return NOT_WORD.sub("", unicodedata.normalize("NFKC", text).lower())


def fault(zh: str, en: str) -> str | None:
    """Return why a pair is not to be trained on, or None when it is good.

    >>> fault("您可以在云上部署应用程序。", "You can deploy applications on the cloud.")
    >>> fault("2019 年成立", "Founded in 2018")
    'number'
    """
    if not (2 <= len(zh) <= 220 and 2 <= len(en) <= 480):
        return "length"
    han = len(HAN.findall(zh))
    if han < 2 or han < 0.3 * len(zh.replace(" ", "")):
        return "han"
    if HAN.search(en) or sum(sign.isascii() for sign in en) < 0.95 * len(en):
        return "english"
    if ADDRESS.search(zh) or ADDRESS.search(en):
        return "address"
    if len(CODE.findall(en)) > max(1, 0.04 * len(en)):
        return "code"
    words = len(en.split())
    if words > 75 or sum(sign.isalpha() for sign in en) < 0.55 * len(en):
        return "english"
    expected = 0.65 * han + 0.9 * len(LATIN_RUN.findall(zh))
    # A headline may be free; a long sentence that is half as long lost a clause.
    low, high = (0.42, 2.3) if han < 20 else (0.5, 1.9)
    if not expected * low - 1.5 <= words <= expected * high + 2.5:
        return "ratio"
    return _mismatch(zh, en)


def _mismatch(zh: str, en: str) -> str | None:
    plain, low = en.replace(",", ""), en.lower()
    for number in NUMBER.finditer(zh):
        digits = number.group().replace(",", "").rstrip(".")
        # 12 月 becomes December, 1200 万 becomes 12 million.
        follows = zh[number.end() :].lstrip()[:1]
        if len(digits) > 1 and follows not in set("月万亿") and digits not in plain:
            return "number"
    names = [name.lower() for name in LATIN_NAME.findall(zh)]
    if names and 2 * sum(name in low for name in names) < len(names):
        return "names"
    return None


def read(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the cleaned pairs of a (gzipped) TSV; leave out lines of other shapes."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 2:
                yield clean(*fields)


def _load(path: Path) -> tuple[str, list[tuple[str, str]], Counter[str]]:
    kept, count = [], Counter()
    for zh, en in read(path):
        why = fault(zh, en)
        count[why or "good"] += 1
        if not why:
            kept.append((zh, en))
    return path.name.removesuffix(".tsv.gz"), kept, count


def _rank(source: str) -> tuple[bool, bool, str]:
    # Of two pairs that share a side, the first wins: prose, then human, then machine.
    return source.endswith("_mt"), source not in GENERAL, source


# What terms are measured on, which is not to be trained on either.
TERMS = Path(__file__).parents[1] / "tests/cases/terms_dev.tsv"


def main() -> None:
    """Run the step from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "data", type=Path, help="folder with parallel/ and parallel_dev/"
    )
    parser.add_argument("work", type=Path, help="folder to write into")
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    chance = random.Random(1)

    seen_zh, seen_en = set(), set()
    for path in [*sorted((args.data / "parallel_dev").glob("*.tsv.gz")), TERMS]:
        for zh, en in read(path):
            seen_zh.add(key(zh))
            seen_en.add(key(en))
    paths = sorted((args.data / "parallel").glob("*.tsv.gz"))
    paths.sort(key=lambda path: -path.stat().st_size)
    with Pool(args.processes) as pool:
        loaded = {
            name: (kept, n) for name, kept, n in pool.imap_unordered(_load, paths)
        }

    rows, stats = [], {}
    for source in sorted(loaded, key=_rank):
        kept, count = loaded.pop(source)
        before = len(rows)
        for zh, en in kept:
            a, b = key(zh), key(en)
            if a in seen_zh or b in seen_en:
                continue
            seen_zh.add(a)
            seen_en.add(b)
            rows.append((zh, en, source))
        stats[source] = dict(count) | {"kept": len(rows) - before}
    chance.shuffle(rows)
    rows = _hold_out(rows, args.work)
    _write(args.work / "pairs.tsv", rows)
    words = Counter(word for _, en, _ in rows for word in re.findall(r"[A-Za-z']+", en))
    _write(args.work / "words.tsv", [(w, str(n)) for w, n in words.most_common()])
    (args.work / "stats.json").write_text(json.dumps(stats, indent=1), encoding="utf-8")
    read_in = sum(sum(count.values()) - count["kept"] for count in stats.values())
    print(f"{len(rows)} pairs of {read_in}")


def _hold_out(rows: list[tuple[str, str, str]], work: Path) -> list:
    """Write the two dev sets and return the other rows."""
    held: dict[str, list] = {"dev_docs": [], "dev_general": []}
    rest = []
    for row in rows:
        name = "dev_general" if row[2] in GENERAL else "dev_docs"
        wanted = 8 <= len(row[0]) <= 120 and not row[2].endswith("_mt")
        if wanted and len(held[name]) < DEV_SIZE:
            held[name].append(row)
        else:
            rest.append(row)
    for name, kept in held.items():
        _write(work / f"{name}.tsv", kept)
    return rest


def _write(path: Path, rows: list) -> None:
    text = "".join("\t".join(row) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
