"""Repairs of single characters and marks: encodings, look-alikes, doubles, scripts."""

from pathlib import Path

import pytest

from reader.errors import UsageError
from reader.repair import repair

SAMPLES = Path(__file__).parents[1] / "sample_texts"
TEXT = "我们从去年开始做产业互联网，没有中台能力是误解。"


def garbled(wrong: str, right: str, text: str = TEXT) -> str:
    return text.encode(right).decode(wrong)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("latin-1", "utf-8"),
        ("latin-1", "gb18030"),
        pytest.param("gb18030", "utf-8", id="utf-8 taken for GBK"),
    ],
)
def test_text_of_the_wrong_encoding_is_read_again(wrong: str, right: str) -> None:
    # Bytes that the wrong encoding has no characters for would be lost.
    text = next(
        part
        for start in range(len(TEXT))
        for end in range(len(TEXT), start + 6, -1)
        if _fits((part := TEXT[start:end]).encode(right), wrong)
    )
    repaired = repair(garbled(wrong, right, text), only=["mojibake"])
    assert text == repaired.text
    assert garbled(wrong, right, text) == repaired.undo()


def test_bytes_lost_where_utf8_was_read_as_gbk_are_guessed() -> None:
    text = (
        "问：一家工厂的数据，为什么要上云？\n答：“不急。”他在2019年说过，一次也没有上。\n"
        "问：大约要80万元，还是300万元呢？\n答：差不多。"
    )
    damaged = text.encode("utf-8").decode("gb18030", errors="replace")
    assert "\ufffd" in damaged
    repaired = repair(damaged, only=["mojibake"])
    assert text == repaired.text
    assert damaged == repaired.undo()


def test_a_short_run_is_read_as_those_beside_it() -> None:
    damaged = "一次修好率ÎÒÃÇ×öÔÆ¼ÆËã，从61%提高到94%¡£"
    assert "一次修好率我们做云计算，从61%提高到94%。" == repair(damaged).text
    assert "他说¡£是乱码。" == repair("他说¡£是乱码。", only=["mojibake"]).text


def test_what_a_pages_source_says_becomes_characters() -> None:
    page = (
        "<p>他说：&ldquo;不急。&rdquo;</p>\n"
        "<p>2020年&nbsp;他走了。<br/>没有再回来。</p>"
    )
    after = "他说：“不急。”\n2020年 他走了。\n没有再回来。"
    repaired = repair(page)
    assert after == repaired.text
    assert page == repaired.undo()


@pytest.mark.parametrize(
    "text",
    [
        "在网页里，&nbsp; 是一个空格，&lt; 是小于号。",
        "```\n<p>他说：&ldquo;不急。&rdquo;</p><br/>\n```\n这是一段代码，不要动它。",
        "地址是 https://a.example/?a=1&copy;=2 ，请收好。",
    ],
)
def test_examples_of_a_pages_source_stay(text: str) -> None:
    assert text == repair(text, only=["controls"]).text


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize(
    "text",
    [
        "Émile Zola 和 Zürich 的 café 都在这里。",
        "他去了São Paulo，又去了Århus。",
        "锂、镍、铟和锗都涨价了。",
        "价格是100£，不是100¥。",
    ],
)
def test_letters_with_accents_stay(text: str) -> None:
    assert text == repair(text).text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("产業互联网改變了每一个行业。", "产业互联网改变了每一个行业。"),
        ("我们連接了三千台机器，數据不出厂。", "我们连接了三千台机器，数据不出厂。"),
        ("他説这是老办法，大家也都这么做。", "他说这是老办法，大家也都这么做。"),
        (
            "問：贵吗？\n答：这要看你怎么算，算一年是贵的。",
            "问：贵吗？\n答：这要看你怎么算，算一年是贵的。",
        ),
        ("⼈⼯智能是⼀门慢⽣意。", "人工智能是一门慢生意。"),
        ("苹果丶香蕉丶橙子都有。", "苹果、香蕉、橙子都有。"),
        ("他们用的是Аррlе的电脑。", "他们用的是Apple的电脑。"),
    ],
)
def test_lookalikes_are_put_right(before: str, after: str) -> None:
    assert after == repair(before).text


@pytest.mark.parametrize(
    "text",
    [
        "乾隆年间的著作很多，覆盖了各行各业。",
        "他在书里引了一句：“產業互聯網改變了每一個行業。”我们没有改。",
        "俄语里的“мир”是和平的意思，我们都知道。",
        "產業互聯網改變了每一個行業，雲端運算是基礎。",
    ],
)
def test_what_is_meant_stays(text: str) -> None:
    assert text == repair(text).text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("云计算的的优势是弹性，我们都知道。", "云计算的优势是弹性，我们都知道。"),
        ("我们我们做了很多年，，也没有停。", "我们做了很多年，也没有停。"),
        ("这件事因为因为客户需要才做。。", "这件事因为客户需要才做。"),
    ],
)
def test_what_was_written_twice_is_written_once(before: str, after: str) -> None:
    assert after == repair(before).text


@pytest.mark.parametrize(
    "text",
    [
        "这是我们做云的目的的一部分，我们做了了解。",
        "为了了解客户，他们商量商量，讨论讨论。",
        "他的的确确是非非都看在眼里，在在线的人里最老。",
        "天天见面，人人都好，常常来，一个一个说。",
        "今天大屏上的数字比以前难看，但是是真的。",
    ],
)
def test_what_is_doubled_on_purpose_stays(text: str) -> None:
    assert text == repair(text).text


def test_a_script_is_written_where_it_is_asked_for() -> None:
    simple = "皇后后来没有来，我们发现云计算的里程碑在这里。"
    traditional = "皇后後來沒有來，我們發現雲計算的里程碑在這裏。"
    done = repair(simple, script="traditional")
    assert traditional == done.text
    assert simple == done.undo()
    assert simple == repair(traditional, script="simplified").text
    assert traditional == repair(traditional).text
    with pytest.raises(UsageError, match="no script called latin"):
        repair(simple, script="latin")  # type: ignore[arg-type]


def test_a_traditional_sample_becomes_simplified_and_back() -> None:
    text = (SAMPLES / "interview_traditional.txt").read_text("utf-8")
    done = repair(text, script="simplified")
    assert len(text) == len(done.text)
    assert text == done.undo()
    assert () == repair(done.text, script="simplified").edits
