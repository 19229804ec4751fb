"""Lines of a fixed form: what is certain is said by rule, the rest is the model's."""

import pytest

from reader.models import Request
from reader.translate import ArgosTranslator, load
from reader.translate.forms import form
from tests.fakes import tiny_package

PEOPLE = {
    "沈知夏": "Shen Zhixia", "陆行舟": "Lu Xingzhou", "周启明": "Zhou Qiming",
    "林以安": "Lin Yi'an", "王思齐": "Wang Siqi",
    "王思齊": "Wang Siqi", "陈柏宇": "Chen Boyu",
}  # fmt: skip


def known(text: str) -> Request:
    """Make a request that knows its people, as the pipeline does."""
    terms = tuple(
        sorted(
            (text.index(name), text.index(name) + len(name), english)
            for name, english in PEOPLE.items()
            if name in text
        )
    )
    return Request(text, terms, tuple(name for name in PEOPLE if name in text))


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("本报记者 沈知夏 发自常州", "By Shen Zhixia, reporting from Changzhou"),
        (
            "本报记者 沈知夏 发自常州　2023年11月8日 09:40",
            "By Shen Zhixia, reporting from Changzhou, November 8, 2023, 09:40",
        ),
        ("记者王思齐／台北报道", "By Wang Siqi, reporting from Taipei"),
        ("本刊记者 沈知夏、陆行舟", "By Shen Zhixia and Lu Xingzhou"),
        (
            "本报记者 沈知夏 发自江苏常州",
            "By Shen Zhixia, reporting from Changzhou, Jiangsu",
        ),
        ("文／林以安", "By Lin Yi'an"),
        ("采访：王思齐　摄影：陈柏宇", "Interview by Wang Siqi · Photos by Chen Boyu"),
        ("（责任编辑：林以安）", "(Edited by Lin Yi'an)"),
        ("2023年9月14日", "September 14, 2023"),
        ("时间：2023年9月14日", "Time: September 14, 2023"),
        ("地点：厦门", "Place: Xiamen"),
        ("2023年9月14日 14:00—17:30", "September 14, 2023, 14:00–17:30"),
        ("作者：林以安 2024-05-24 08:15", "By Lin Yi'an · May 24, 2024, 08:15"),
        (
            "文／記者王思齊 台北報導 2025.02.11",
            "By Wang Siqi, reporting from Taipei, February 11, 2025",
        ),
        ("（攝影：王思齊）", "(Photos by Wang Siqi)"),
        ("图/视觉中国", "Photo courtesy of Visual China Group"),
        ("（受访者供图）", "(Photo courtesy of the interviewee)"),
    ],
)  # fmt: skip
def test_a_line_that_is_all_form_needs_no_model(chinese: str, english: str) -> None:
    found = form(known(chinese))
    assert found is not None
    assert found.inner is None
    assert found.filled("") == english


@pytest.mark.parametrize(
    ("chinese", "before", "inner", "after"),
    [
        ("1. 上周六（3月9日）读书。", "1.", "上周六（3月9日）读书。", ""),
        ("2、先谈中台", "2.", "先谈中台", ""),
        ("（3）再谈云", "(3)", "再谈云", ""),
        ("十二、安全", "12.", "安全", ""),
        ("▲ 磨工车间", "▲", "磨工车间", ""),
        ("☁️ 4. 待查的表格🍵", "☁️ 4.", "待查的表格", "🍵"),
        ("下次聚会，没有坑的请客！🍵", "", "下次聚会，没有坑的请客！", "🍵"),
        ("记者：难吗？", "Reporter:", "难吗？", ""),
        ("周启明：真难。", "Zhou Qiming:", "真难。", ""),
        ("周：真难。", "Zhou:", "真难。", ""),
        ("编者按：云很贵。", "Editor's note:", "云很贵。", ""),
        (
            "（图：周启明在车间　摄影/陆行舟）",
            "(Photo:",
            "周启明在车间",
            "Photo by Lu Xingzhou)",
        ),
        (
            "（图：周启明在车间。摄影／陆行舟）",
            "(Photo:",
            "周启明在车间。",
            "Photo by Lu Xingzhou)",
        ),
        ("地点：厦门国际会议中心", "Place:", "厦门国际会议中心", ""),
        ("图2：常州的车间", "Photo 2:", "常州的车间", ""),
        (
            "题图：常州的车间（受访者供图）",
            "Photo:",
            "常州的车间",
            "(photo courtesy of the interviewee)",
        ),
        ("资料图：常州的车间。", "File photo:", "常州的车间。", ""),
        (
            "来源：南方观察 作者：林以安 2024-05-24",
            "Source:",
            "南方观察",
            "· By Lin Yi'an · May 24, 2024",
        ),
        ("新华社广州7月26日电 我们", "Guangzhou, July 26 (Xinhua):", "我们", ""),
        (
            "中新网南昌7月26日电(王思齐)江西有云。",
            "Nanchang, July 26 (China News Service, reporter Wang Siqi):",
            "江西有云。",
            "",
        ),
    ],
)  # fmt: skip
def test_what_is_certain_is_taken_off(
    chinese: str, before: str, inner: str, after: str
) -> None:
    found = form(known(chinese))
    assert found is not None
    assert found.inner is not None
    assert (found.before, found.inner.text, found.after) == (before, inner, after)


@pytest.mark.parametrize(
    "chinese",
    [
        "三、四线城市的客户",
        "3、4月份最忙",
        "1.5倍的收入",
        "记者从现场了解到，工厂停工了。",
        "记者王思齐台北报道了这件事。",
        "作者的观点很直接：云很贵。",
        "本报记者 张三丰 发自常州",
        "文／未署名",
        "本报记者 沈知夏 发自某地",
        "新华社青海海南7月26日电 题：云",
        "图的是便宜：云不贵。",
        "高：这条线太高。",
        "新华社成立于1931年。",
        "2023年13月8日",
    ],
)
def test_what_is_not_certain_is_the_models(chinese: str) -> None:
    assert form(known(chinese)) is None


def test_terms_go_with_what_is_left() -> None:
    found = form(Request("1. 我们做中台", ((6, 8, "middle platform"),)))
    assert found is not None
    assert found.inner == Request("我们做中台", ((3, 5, "middle platform"),))


def test_the_translator_says_what_was_done_by_rule() -> None:
    translator = ArgosTranslator(load(tiny_package()))
    lines = ["文／林以安", "2. 我们有云。🍵", "我们有云。"]
    byline, item, plain = translator.translate([known(line) for line in lines])
    assert (byline.text, byline.origin) == ("By Lin Yi'an", "rule")
    assert (item.text, item.origin) == ("2. we have cloud . 🍵", "argos")
    assert (plain.text, plain.origin) == ("we have cloud .", "argos")
