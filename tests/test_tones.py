"""How readings are shown: tone marks, numbers, zhuyin, spoken tones, numbers read."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style
from pypinyin.constants import PINYIN_DICT
from pypinyin.style import convert

from reader.models import Token
from reader.numerals import characters, reading
from reader.pinyin import Readings, sentence_pinyin
from reader.tones import TONES, Spelling, respell, tone, toneless, written, zhuyin
from reader.words import Cutter

CUTTER, READINGS = Cutter(), Readings()
SYLLABLES = sorted({s for line in PINYIN_DICT.values() for s in line.split(",")})
# Cries without a vowel: pypinyin has no symbols for some of them.
CRIES = {"m", "n", "ng", "hm", "hng", "wong"}


def line(text: str, **spelling: object) -> str:
    tokens = READINGS.read(CUTTER.cut(text))
    return sentence_pinyin(respell(tokens, Spelling(**spelling)))  # type: ignore[arg-type]


def test_every_syllable_in_zhuyin_is_what_pypinyin_writes() -> None:
    for syllable in SYLLABLES:
        if toneless(syllable) in CRIES:
            continue
        theirs = convert(syllable, Style.BOPOMOFO, strict=False, default=syllable)
        if theirs.endswith("˙"):
            theirs = f"˙{theirs[:-1]}"
        assert theirs == zhuyin(syllable), syllable


def test_every_syllable_in_numbers_is_what_pypinyin_writes() -> None:
    for syllable in SYLLABLES:
        if toneless(syllable) in CRIES:
            continue
        theirs = convert(syllable, Style.TONE3, strict=False, default=syllable)
        ours = written(syllable, "numbers").removesuffix("5").replace("ü", "v")
        assert theirs.replace("ü", "v") == ours, syllable
        assert unicodedata.is_normalized("NFC", toneless(syllable))
        assert 1 <= tone(syllable) <= 5


@pytest.mark.parametrize(
    ("text", "tones", "expected"),
    [
        ("西安的女儿", "numbers", "Xi1an1 de5 nü3er2"),
        ("西安的女儿", "none", "Xi'an de nü'er"),
        ("我们玩儿", "numbers", "Wo3men5 wanr2"),
        ("我们玩儿", "zhuyin", "ㄨㄛˇ ˙ㄇㄣ ㄨㄢˊㄦ"),
        ("北京市", "numbers", "Bei3jing1 Shi4"),
        ("做to B业务", "none", "Zuo to B yewu"),
        ("绿色，好！", "numbers", "Lü4se4, hao3!"),
        ("第一", "zhuyin", "ㄉㄧˋ-ㄧ"),
    ],
)
def test_tones_are_shown_as_asked(text: str, tones: str, expected: str) -> None:
    assert expected == line(text, tones=tones)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一个人", "Yí gè rén"),
        ("一天", "Yì tiān"),
        ("一年", "Yì nián"),
        ("一起走", "Yìqí zǒu"),
        ("一样", "Yíyàng"),
        ("第一次", "Dì-yī cì"),
        ("十一个", "Shíyī gè"),
        ("一月一日", "Yī yuè yī rì"),
        ("统一", "Tǒngyī"),
        ("看一看", "Kàn yi kàn"),
        ("不是", "Bú shì"),
        ("不来", "Bù lái"),
        ("不好", "Bù hǎo"),
        ("是不是", "Shì bu shì"),
        ("你好", "Níhǎo"),
        ("我很好", "Wó hén hǎo"),
        ("展览馆", "Zhánlánguǎn"),
        ("小老虎", "Xiǎoláohǔ"),
        ("我，你", "Wǒ, nǐ"),
        ("老板", "Láobǎn"),
        ("小姐", "Xiáojie"),
        ("姐姐", "Jiějie"),
        ("手表很好", "Shóubiáo hén hǎo"),
        ("水果", "Shuíguǒ"),
        ("不会", "Bú huì"),
        ("一百", "Yìbǎi"),
    ],
)
def test_tones_are_spoken_as_asked(text: str, expected: str) -> None:
    assert expected == line(text, sandhi=True)


@pytest.mark.parametrize(
    ("digits", "following", "expected"),
    [
        ("0", "", "零"),
        ("10", "", "十"),
        ("12", "家", "十二"),
        ("2", "个", "两"),
        ("2", "月", "二"),
        ("110", "", "一百一十"),
        ("1003", "", "一千零三"),
        ("1,460", "人", "一千四百六十"),
        ("10000", "", "一万"),
        ("10010", "", "一万零一十"),
        ("20300", "", "二万零三百"),
        ("1000000", "", "一百万"),
        ("100000001", "", "一亿零一"),
        ("2023", "年", "二零二三"),
        ("90", "年代", "九零"),
        ("2023", "", "二千零二十三"),
        ("3.14", "", "三点一四"),
        ("34.5%", "", "百分之三十四点五"),
        ("9:40", "", "九点四十分"),
        ("2:05", "", "两点零五分"),
        ("12:00", "", "十二点"),
        ("1/3", "", "三分之一"),
        ("13800138000", "", "一三八零零一三八零零零"),
        ("007", "", "零零七"),
        ("3.2.1", "", None),
        ("4S", "", None),
    ],
)
def test_a_number_is_read(digits: str, following: str, expected: str | None) -> None:
    assert expected == characters(digits, following)


def test_numbers_are_read_where_that_is_asked() -> None:
    assert "2023 nián" == line("2023年")
    assert "Èr líng èr sān nián" == line("2023年", numerals=True)
    assert "Er4qian1 san1bai3 jia1" == line("2,300家", numerals=True, tones="numbers")
    assert "Sānshísì diǎn wǔ" == reading("三十四点五")[1].capitalize()


@given(st.integers(0, 10**12 - 1))
def test_a_number_read_is_that_number(number: int) -> None:
    """Our own way back: each figure times its unit, in sections of 万 and 亿."""
    said = characters(str(number))
    assert said is not None
    if len(str(number)) == 11:
        return  # a telephone number
    total = section = figure = 0
    for character in said:
        if character in "万亿":
            unit = {"万": 10**4, "亿": 10**8}[character]
            section = (section + figure) * unit
            total += section
            section = figure = 0
        elif character in "十百千":
            section += (figure or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            figure = 0
        else:
            figure = "零一二三四五六七八九".index(character)
    assert number == total + section + figure


@given(
    st.text(st.sampled_from("行长一不好女儿西安玩了3.,，。 aBü👍老虎"), max_size=15),
    st.sampled_from(TONES),
    st.booleans(),
    st.booleans(),
)
def test_respelling_keeps_the_tokens(
    text: str, tones: str, sandhi: bool, numerals: bool
) -> None:
    tokens = READINGS.read(CUTTER.cut(text))
    spelling = Spelling(tones, sandhi, numerals)  # type: ignore[arg-type]
    found = respell(tokens, spelling)
    assert [t.text for t in tokens] == [t.text for t in found]
    assert [t.syllables for t in tokens] == [t.syllables for t in found]
    assert all(t.pinyin for t in found)
    sentence_pinyin(found)


def test_a_pinyin_that_is_not_ours_is_written_anew() -> None:
    token = Token("行", ("háng",), "xing")
    assert "hang2" == respell([token], Spelling(tones="numbers"))[0].pinyin
