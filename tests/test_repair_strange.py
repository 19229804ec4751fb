"""Texts that are no articles: nothing is made worse, nothing fails, nothing hangs."""

import time

import pytest

from reader.repair import repair
from tests.test_repair import SAMPLES

ARTICLE = (SAMPLES / "interview.txt").read_text("utf-8")

# What comes out is what went in.
UNTOUCHED = {
    "empty": "",
    "one character": "云",
    "Latin": "The quick, brown fox: it jumps... (mostly)!",
    "marks": "，。！？；：" * 9,
    "ASCII marks": "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    "emoji": "👨‍👩‍👧 😀 🇨🇳 👍🏽",
    "astral Han": "𠮷野家在这里，𪚥是四个龙。" * 9,
    "a surrogate": "云\ud800端",
    "Markdown": "# 云，端\n\n- 一\n- 二\n\n| 年 | 收入 |\n| -- | -- |\n| 1 | 5~10 |\n"
    "\n```py\nprint('云', 1)\nx--\n```\n\n> 引用，在这里。\n",
    "JSON": '{"标题": "云", "列表": [1, 2, "三,四"], "空": null}',
    "XML": '<p class="a">云,端</p>\n<br/>',
    "CSV": "年份,收入,毛利\n2022,18.7,34.5%\n2023,20.1,35.0%",
    "subtitles": "1\n00:00:01,000 --> 00:00:02,500\n我们从去年开始做云。\n\n"
    "2\n00:00:03,000 --> 00:00:04,000\n客户都在工厂里。",
    "verse": "床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。",
    "names": "周启明　沈知夏　陆行舟\n张　三　　李　四　　郑一帆",
    "Hong Kong": "佢話唔係咁樣嘅，我哋嘅雲端業務做咗八年。",
    "Taiwan": "我們從去年開始做產業網際網路，雲端運算是基礎。",
    "Japanese": "これは、クラウドの話です。彼は「変化」と言った。国会図書館で学ぶ。",
    "Korean": "클라우드는 느린 사업이다. 대통령(大統領)은 말했다, 그렇다.",
    "Vietnamese": "Đám mây là một ngành kinh doanh chậm, phải không?",
    "numbers": "3.14159, 2,300, 12:30, 3:2, 192.168.0.1, 2019-05-24",
    "a score": "1=C 4/4\n| 5 3 | 2 - |",
}


@pytest.mark.parametrize("name", UNTOUCHED)
def test_what_is_no_article_stays(name: str) -> None:
    text = UNTOUCHED[name]
    assert text.rstrip("\n") == repair(text).text.rstrip("\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(ARTICLE.replace("\n", "\r\n"), ARTICLE, id="CRLF"),
        pytest.param("\ufeff" + ARTICLE, ARTICLE, id="BOM"),
        pytest.param("云\0端\0。", "云端。", id="NUL"),
        pytest.param("云\u2028端", "云\n端", id="line separator"),
        pytest.param(
            "[10:23] 张三: 在吗?\n[10:24] 李四: 在的!!",
            "[10:23] 张三：在吗？\n[10:24] 李四：在的！！",
            id="chat",
        ),
    ],
)
def test_only_what_is_wrong_goes(before: str, after: str) -> None:
    done = repair(before)
    assert after.rstrip("\n") == done.text.rstrip("\n")
    assert before == done.undo()


# Each was, or would be with a careless pattern, quadratic: minutes instead of a second.
LONG = {
    "one line": ARTICLE.replace("\n", "") * 20,
    "a run of letters": "abcdefgh" * 25_000,
    "commas": "云, " * 20_000,
    "brackets": "f(云" * 20_000,
    "quotes": '"云' * 20_001,
    "quotation marks": "“" * 50_000,
    "blanks": " " * 100_000,
    "empty lines": "\n" * 100_000,
    "stops": "." * 100_000,
    "hyphens": "云--" * 20_000,
    "fences": "```a\n云\n" * 20_000,
    "front matter without an end": "---\n" + "-a: 云\n" * 20_000,
    "one character": "云" * 100_000,
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_text_takes_time_in_proportion(name: str) -> None:
    start = time.process_time()
    done = repair(LONG[name])
    assert time.process_time() - start < 30
    assert LONG[name] == done.undo()
