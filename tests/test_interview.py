"""Questions tied to their answers, in the model, the views and the figures."""

import json
from dataclasses import asdict

import pytest

from reader.models import Document
from reader.render import html, json_form, markdown
from reader.render.charts import lines
from reader.render.figures import figures
from reader.sentences import parse

TALK = """谈谈中台
记者：中台是什么？
很多人说不清楚。
周启明：是组织方式。
买回来的软件不是中台。
记者：贵吗？
周启明：不贵。
谈边界
记者：有什么不能碰？"""


def document(text: str) -> Document:
    return Document("谈谈中台", "-", parse(text))


def shown(text: str) -> str:
    """`Q2 a2 a2`: a letter a block, upper case for questions, with their number."""
    order: list[str] = []
    letters = []
    for block in parse(text):
        if block.question and block.question not in order:
            order.append(block.question)
        letter = {"question": "Q", "answer": "a"}.get(block.role or "", "-")
        number = order.index(block.question) + 1 if block.question else ""
        letters.append(f"{letter}{number}")
    return " ".join(letters)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(TALK, "- Q1 Q1 a1 a1 Q2 a2 - Q3", id="roles, long turns, heading"),
        pytest.param(
            "谈谈中台\n问：难吗？\n答：难。\n问：贵吗？\n答：不贵。",
            "- Q1 a1 Q2 a2",
            id="letters",
        ),
        pytest.param(
            "谈谈中台\n林以安：难在哪里？\n周启明：人。\n林以安：还有呢？\n周启明：钱。",
            "- Q1 a1 Q2 a2",
            id="a person who asks",
        ),
        pytest.param(
            "谈谈中台\n陆晚舟：难。\n周启明：我看不难。\n陆晚舟：难在人。\n周启明：也对。",
            "- - - - -",
            id="a talk that nobody leads",
        ),
        pytest.param(
            "谈谈中台\n提问：难吗？\n我觉得不难，主要是要有耐心。\n提问：贵吗？\n这个要看怎么算账。",
            "- Q1 a1 Q2 a2",
            id="only questions are labelled",
        ),
        pytest.param(
            "谈谈中台\n主持人：先请两位谈谈难处。\n周启明：人。\n陆晚舟：钱。\n"
            "主持人：谢谢大家。",
            "- Q1 a1 a1 -",
            id="two answer, thanks are no question",
        ),
        pytest.param(
            "谈谈中台\n记者：难吗？\n周启明：你觉得呢？\n记者：我问你。\n周启明：难。",
            "- Q1 a1 Q2 a2",
            id="an answer that asks back",
        ),
        pytest.param(
            "谈谈中台\n记者：难吗？\n（图：常州）\n周启明：难。",
            "- Q1 - a1",
            id="a caption between",
        ),
        pytest.param("谈谈中台\n这里没有人说话。\n真的吗？", "- - -", id="prose"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_each_answer_knows_its_question(text: str, expected: str) -> None:
    assert expected == shown(text)


def test_an_exchange_is_a_question_with_its_answers() -> None:
    found = list(document(TALK).exchanges())
    assert ["B002", "B006", "B009"] == [exchange.id for exchange in found]
    assert [2, 1, 1] == [len(exchange.question) for exchange in found]
    assert [2, 1, 0] == [len(exchange.answers) for exchange in found]


def test_the_json_form_keeps_what_belongs_together() -> None:
    one = document(TALK)
    assert one.blocks == json_form.parse(json_form.render(one)).blocks
    data = json.loads(json_form.render(one))
    assert [None, "question", "question", "answer"] == [
        block["role"] for block in data["blocks"][:4]
    ]
    assert "B002" == data["blocks"][3]["question"]


def test_a_document_of_before_is_still_read() -> None:
    data = json_form.to_data(document(TALK))
    for block in data["blocks"]:
        del block["role"], block["question"]
    assert [] == list(json_form.from_data(data).exchanges())


def test_notes_set_an_answer_under_its_question() -> None:
    notes = markdown.render(document(TALK))
    assert "questions: 3\n" in notes
    question, answer = notes.index("\n### 记者"), notes.index("\n#### 周启明")
    assert question < answer


def test_the_page_holds_a_question_and_its_answers_together() -> None:
    page = html.render(document(TALK))
    assert 3 == page.count('<div class="exchange">')
    first = page.index('<div class="exchange">')
    second = page.index('<div class="exchange">', first + 1)
    inside = page[first:second]
    assert all(f'id="{id}"' in inside for id in ("B002", "B003", "B004", "B005"))
    assert page.count("<div") == page.count("</div>")


def test_questions_are_counted() -> None:
    found = figures(document(TALK))
    assert (3, 2) == (found.questions, found.answered)
    assert 3 == asdict(found)["questions"]
    said = [line.plain for line in lines(document(TALK), width=80)]
    assert "3 questions, 1 of them not answered" in said


def test_a_moderator_asks_beside_the_audience() -> None:
    text = (
        "圆桌\n主持人：沈若溪，云上周刊执行主编\n沈若溪：蒋总最反感什么？\n"
        "蒋大川：全部定制。\n贺铭远：我们也踩过坑。\n现场提问：数据归谁？\n"
        "贺铭远：归客户。"
    )
    assert "- - Q1 a1 a1 Q2 a2" == shown(text)


def test_who_leads_asks_beside_the_audience() -> None:
    text = (
        "圆桌\n沈若溪：蒋总最反感什么？\n蒋大川：全部定制。\n沈若溪：贺总呢？\n"
        "贺铭远：我们也踩过坑。\n沈若溪：唐总怎么看？\n唐雨桐：数据太多。\n"
        "现场提问：数据归谁？\n贺铭远：归客户。"
    )
    assert "- Q1 a1 Q2 a2 Q3 a3 Q4 a4" == shown(text)


def test_answers_of_one_speaker_are_tied_to_the_questions_above_them() -> None:
    text = (
        "谈谈\n中台是什么？\n罗亦舟：是组织方式。\n不是软件。\n贵吗？\n罗亦舟：不贵。"
    )
    assert "- Q1 a1 a1 Q2 a2" == shown(text)


def test_a_speech_under_headings_answers_nobody() -> None:
    text = "谈谈\n中台是什么\n罗亦舟：是组织方式。\n怎么算钱？\n罗亦舟：看规模。"
    assert "- - - - -" == shown(text)
