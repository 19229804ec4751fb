"""Of subtitles only what is said is read."""

from pathlib import Path

import pytest

import reader
from reader.errors import UnreadableError
from reader.sources import load
from reader.subtitles import is_subtitles, read_subtitles

SRT = """1
00:00:01,000 --> 00:00:04,200
大家好，欢迎来到今天的节目

2
00:00:04,300 --> 00:00:08,900
今天的嘉宾
是做工业互联网的刘总

3
00:00:09,000 --> 00:00:12,000
{\\an8}<i>我们做 SaaS</i>
and &amp; PaaS

4
00:00:12,100 --> 00:00:13,000
"""
SAID = """大家好，欢迎来到今天的节目

今天的嘉宾 是做工业互联网的刘总

我们做 SaaS and & PaaS"""
VTT = """WEBVTT - 访谈

STYLE
::cue { color: white }

NOTE 未校对

intro
00:01.000 --> 00:04.200 align:start position:10%
<v 沈知夏>请问成本呢？

00:04.300 --> 00:08.900
<v.loud 周启明>高，<00:05.000>很高。</v>
"""
VOICES = "沈知夏：请问成本呢？\n\n周启明：高，很高。"


@pytest.mark.parametrize(("text", "said"), [(SRT, SAID), (VTT, VOICES)])
def test_numbers_times_and_tags_go(text: str, said: str) -> None:
    assert said == read_subtitles(text)


def test_a_file_is_known_by_how_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_bytes(("\ufeff" + SRT.replace("\n", "\r\n")).encode())
    assert load(path).text == SAID


def test_blank_lines_with_blanks_part_cues() -> None:
    assert read_subtitles(SRT.replace("\n\n", "\n \n\n")) == SAID


@pytest.mark.parametrize(
    "text",
    ["1\n大家好", "00:01 大家好\n", "00:00:01,000 --> 00:00:04,200 是一条时间轴。", ""],
)
def test_other_texts_are_none(text: str) -> None:
    assert not is_subtitles(text)


def test_subtitles_without_words_are_said(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:04,200\n", "utf-8")
    with pytest.raises(UnreadableError, match=r"talk\.srt: nothing is said"):
        load(path)


def test_voices_are_speakers(tmp_path: Path) -> None:
    path = tmp_path / "talk.vtt"
    path.write_text(VTT + "\n" + VTT.partition("intro\n")[2], "utf-8")
    document = reader.read(path, translator="none")
    assert ["沈知夏", "周启明"] * 2 == [block.speaker for block in document.blocks]


def test_lines_without_marks_are_no_headings(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    said = ["大家好", "今天的嘉宾是刘总", "他做工业互联网", "您先讲", "做设备", "谢谢"]
    path.write_text(
        "".join(
            f"{place}\n00:00:0{place},000 --> 00:00:0{place},900\n{line}\n\n"
            for place, line in enumerate(said, 1)
        ),
        "utf-8",
    )
    document = reader.read(path, translator="none")
    assert {"paragraph"} == {block.kind for block in document.blocks[1:]}
