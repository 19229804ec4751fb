"""Turn a clean Chinese text into what a scraper's site makes of it, the same each time.

Two families, each a dict of layers in the order they are laid one over the other:
`LAYERS` is what one family of sites does (synonyms, stray marks, flattened
punctuation, boilerplate), `OTHER` what different sites do (look-alikes, Hangul,
contradicting synonyms), for which repairing must at least do no harm.

`pieces` keeps original and damaged text side by side, so a test knows every answer.

    python tests/damage.py -o sample_texts/interview_scraped.txt
"""

import argparse
import csv
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from itertools import count
from pathlib import Path

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "reader" / "repair" / "tables" / "spin_zhong.tsv"
SAMPLE = ROOT / "sample_texts" / "interview.txt"

# Pairs the site makes across a word boundary, where one pass, longest entry first,
# would find another word: 统一|一个 and 等|不同.
ACROSS = {"统一一个": "统逐一个", "等不同": "平分歧"}

STRAY = {"数": "。", "同": "。", "记": "。", "问": ",", "消": ",", "根": ","}

FLAT = str.maketrans("，：；？！（）　", ",:;?!() ")

SPAM = "  • 好运棋牌下载"
# Bytes of broken GBK, read as if they were letters, at the end of some spam lines.
LEFTOVERS = ("", "", "", "װ", "", "¼", "", "ƽ", "Ϸ", "", "淨", "", "ֱ", "", "ע")
TAIL = (
    "分享到: 微信 新浪微博 QQ空间 豆瓣",
    "【收藏本页】 【打印】 【关闭窗口】",
    "上一篇:没有了 下一篇:五款记账软件横评",
    "免责声明:本站文章转载自网络,版权归原作者所有,如有侵权请联系删除。",
    "Copyright © 2019-2023 好运资讯网 All Rights Reserved. 备案号:某ICP备00000000号-1",
)

LOOKALIKES = dict(zip("变连业为云说数问题产", "變連業為雲説數問題產", strict=True))
HANGUL = dict(zip("人机商司的", "인기상사의", strict=True))
# Contradicts the first family: there 表现 was 体现, here 表示.
SYNONYMS = {
    "时间": "时刻",
    "还是": "照旧",
    "主要": "次要",
    "中国": "我国",
    "表示": "表现",
}
PADDING = {"手机": "手机上", "客户": "客户们", "数据": "数据上"}

Layer = Callable[[str], str]


@lru_cache
def table(path: Path = TABLE) -> Mapping[str, str]:
    """Map each original word to the one form the spinner writes for it.

    Where two forms are known, an observed one wins over an implied one, then the
    file's order decides.

    >>> table()["我们"], table()["合作"]
    ('吾们', '相符作')
    """
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    spun: dict[str, str] = dict(ACROSS)
    for row in sorted(rows, key=lambda row: row["source"] != "observed"):
        spun.setdefault(row["original"], row["spun"])
    return spun


def spin(text: str) -> str:
    """Put synonyms for words, longest entry first, left to right, everywhere.

    >>> spin("我们没有提供音乐，最终执行合同。")
    '吾们异国挑供音笑，最后实走相符同。'
    """
    return "".join(after for _, after in _spun(text))


def stray(text: str) -> str:
    """Put a mark after every character the site breaks keywords with.

    >>> stray("记者提问：数据")
    '记。者提问,：数。据'
    """
    return "".join(character + STRAY.get(character, "") for character in text)


def flatten(text: str) -> str:
    """Write ASCII for full-width punctuation, leaving 。、 and quotes as they are.

    >>> flatten("记者：（笑）真的？“是，”他说。")
    '记者:(笑)真的?“是,”他说。'
    """
    return text.translate(FLAT)


def boilerplate(text: str) -> str:
    """Put the site's lines around an article whose first line is its title."""
    title, *paragraphs = [line for line in text.splitlines() if line.strip()]
    head = [SPAM + leftover for leftover in LEFTOVERS] + ["  • " + title]
    body = ["    " + paragraph for paragraph in (*paragraphs, *TAIL)]
    return "\n\n".join(["\n".join(head), *body]) + "\n"


def swap(text: str, *, swaps: Mapping[str, str], every: int = 1) -> str:
    """Swap the first of every so many places where one of the words stands.

    >>> swap("产业变了，数据连了", swaps=LOOKALIKES, every=2)
    '產业變了，数据連了'
    """
    seen = count()
    return re.sub(
        "|".join(map(re.escape, swaps)),
        lambda hit: swaps[hit[0]] if next(seen) % every == 0 else hit[0],
        text,
    )


LAYERS: dict[str, Layer] = {
    "spin": spin,
    "stray": stray,
    "flatten": flatten,
    "boilerplate": boilerplate,
}
OTHER: dict[str, Layer] = {
    "synonyms": partial(swap, swaps=SYNONYMS),
    "padding": partial(swap, swaps=PADDING, every=2),
    "lookalikes": partial(swap, swaps=LOOKALIKES, every=2),
    "hangul": partial(swap, swaps=HANGUL, every=3),
    "commas": partial(swap, swaps={"，": "", ",": ""}, every=4),
}


def damage(
    text: str,
    *,
    layers: Iterable[str] | None = None,
    family: Mapping[str, Layer] = LAYERS,
) -> str:
    """Lay the named layers of a family (all, where none is named) over a text."""
    wanted = set(family if layers is None else layers)
    if unknown := wanted - set(family):
        raise ValueError(f"no such layers: {sorted(unknown)}; there are {list(family)}")
    for name, layer in family.items():
        text = layer(text) if name in wanted else text
    return text


def pieces(
    text: str, *, layers: Iterable[str] = ("spin", "stray", "flatten")
) -> list[tuple[str, str]]:
    """Cut a text into (original, damaged) pairs; either side joins to its whole text.

    >>> pieces("我们有合同：", layers=("spin", "stray"))
    [('我们', '吾们'), ('有', '有'), ('合同', '相符同。'), ('：', '：')]
    """
    wanted = tuple(layers)
    if "boilerplate" in wanted:
        raise ValueError("boilerplate adds lines that have no original")
    cut = _spun(text) if "spin" in wanted else [(letter, letter) for letter in text]
    rest = [name for name in wanted if name != "spin"]
    return [(before, damage(after, layers=rest)) for before, after in cut]


def _spun(text: str) -> list[tuple[str, str]]:
    entries = table()
    longest_first = sorted(entries, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)) + "|.", re.DOTALL)
    return [(word, entries.get(word, word)) for word in pattern.findall(text)]


def main() -> None:
    """Write a damaged copy of a file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path, nargs="?", default=SAMPLE)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--family", choices=("scraped", "other"), default="scraped")
    parser.add_argument("--layers", help="names with commas between; all by default")
    given = parser.parse_args()
    damaged = damage(
        given.file.read_text(encoding="utf-8"),
        layers=given.layers.split(",") if given.layers else None,
        family=OTHER if given.family == "other" else LAYERS,
    )
    if given.output:
        given.output.write_text(damaged, encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(damaged)


if __name__ == "__main__":
    main()
