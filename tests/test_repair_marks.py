"""Dashes, ellipses, ranges, quotation marks and blanks: what goes, and what stays."""

import pytest

from reader.repair import repair

DAMAGED = [
    (
        "dash",
        "中台--也就是公共的能力--要慢慢建。",
        "中台——也就是公共的能力——要慢慢建。",
    ),
    ("dash with blanks", "他说的 -- 我们都懂。", "他说的——我们都懂。"),
    ("dash after a quote", "这叫“慢生意”--急不得。", "这叫“慢生意”——急不得。"),
    ("wide hyphens", "这叫慢生意－－急不得。", "这叫慢生意——急不得。"),
    (
        "a dash that breaks off",
        "他说：“等等--”门就关上了。",
        "他说：“等等——”门就关上了。",
    ),
    ("full stops", "他想了想。。。没有再说。", "他想了想……没有再说。"),
    ("six full stops", "后来。。。。。。就停了。", "后来……就停了。"),
    ("wide stops", "后来．．．就停了。", "后来……就停了。"),
    ("ASCII dots", "后来...就停了，谁也没问。", "后来……就停了，谁也没问。"),
    ("middle dots", "后来···就停了。", "后来……就停了。"),
    ("half an ellipsis", "后来…就停了。", "后来……就停了。"),
    ("range of numbers", "要做5~10年，毛利30%~40%。", "要做5～10年，毛利30%～40%。"),
    (
        "range of days",
        "周一~周五都在，上午~下午不停。",
        "周一～周五都在，上午～下午不停。",
    ),
    ("comma and stop", "我们不急，。客户也不急。", "我们不急。客户也不急。"),
    ("pause and comma", "机床、，注塑机都有。", "机床，注塑机都有。"),
    ("flat, then two", "我们不急,。客户呢,也不急。", "我们不急。客户呢，也不急。"),
    ("quotes turned", "他管这叫”慢生意“，没人信。", "他管这叫“慢生意”，没人信。"),
    ("two that open", "他管这叫“慢生意“，没人信。", "他管这叫“慢生意”，没人信。"),
    ("two that close", "他管这叫”慢生意”，没人信。", "他管这叫“慢生意”，没人信。"),
    ("half a pair", '他管这叫“慢生意"，没人信。', "他管这叫“慢生意”，没人信。"),
    ("the other half", '他管这叫"慢生意”，没人信。', "他管这叫“慢生意”，没人信。"),
    (
        "a word broken",
        "我们在三个工厂里做 云 计 算 业务，已经做了八年。",
        "我们在三个工厂里做云计算业务，已经做了八年。",
    ),
    (
        "a text broken throughout",
        "我 们 从 去 年 开 始 做 工 业 互 联 网 ，客 户 都 在 工 厂 里 。\n"
        "他 们 要 的 不 是 软 件 ，是 有 人 告 诉 他 们 哪 台 机 器 停 了 。\n"
        "第 二 年 我 们 才 明 白 ，这 是 一 门 慢 生 意 ，急 不 得 。",
        "我们从去年开始做工业互联网，客户都在工厂里。\n"
        "他们要的不是软件，是有人告诉他们哪台机器停了。\n"
        "第二年我们才明白，这是一门慢生意，急不得。",
    ),
    ("a Western comma", "我们不急, 客户也不急, 真的 !", "我们不急，客户也不急，真的！"),
]

HONEST = [
    ("an option", "用 --help 看帮助，加 --version 看版本。"),
    ("an option in Chinese", "运行 安装 --强制 以后再说，没有别的办法。"),
    ("a rule of Markdown", "标题\n----\n正文在这里，没有别的。\n\n---\n又一段。"),
    ("a table", "| 年份 | 收入 |\n| --- | --- |\n| 2022 | 5~10亿，约 |"),
    ("front matter", "---\ntitle: 云是一门慢生意\n---\n\n正文在这里。"),
    ("between Latin", "这一版叫 Foo--Bar，是 wait...what 的续作。"),
    ("a decrement", "每一轮都写 i--，直到变成零。"),
    ("code", "例子在下面，如下：\n```\n云--端 # 5~10 。。。\n```\n就这样。"),
    ("inline code", "写成 `云--端` 和 `甲~乙` 就行。"),
    ("a home directory", "把它放到 ~/bin 里，或者 ~user 那里。"),
    ("a commit", "回到 HEAD~1 再试一次，不行就算了。"),
    ("a drawn-out word", "好的呀~ 明天见~"),
    ("an address", "见 https://a.cn/~me/b--c，里面有。"),
    ("a name of marks", "中文里不能写“，。”这样的标点。"),
    ("marks listed", "他用，。；把它们隔开。"),
    ("an ellipsis", "他想了想……没有再说。"),
    ("?! and !?", "真的？！不会吧！？"),
    ("a dash", "北京—上海的高铁，一路——真快。"),
    ("ranges", "2010–2015年，北京－上海，第3─5页。"),
    ("a dash as Taiwan prints it", "我們說這叫慢生意──誰都急不得。"),
    ("a rule of lines", "──────\n正文在这里，没有别的。\n──────"),
    ("a tree", "云\n├── 端\n└── 边"),
    ("hyphens", "T-shirt 和 to-do 都是英文，A--B 也是。"),
    ("inches", "他有一台15”的和一台6”的屏幕。"),
    ("a quotation over lines", "他说：“先听听。\n再说别的。”又说：“行。”"),
    ("a quotation in each line", "他说：“先听听。\n“再说别的。”他又说。"),
    ("a quotation begun before", "先听听，再说。”他说：“行，就这样办。"),
    ("inches in a quotation", '他说：“一台15"的就够。”我们都笑了。'),
    ("a straight pair", '他管这叫"慢生意"，没人信，我们也不信，谁都不信。'),
    ("an apostrophe", "他的‘慢生意’和“快生意”都好。"),
    ("a chapter", "第 一 章\n\n我们从去年开始做工业互联网，客户都在工厂里。"),
    ("contents", "目 录\n前 言\n第 一 章 云 的 起 源\n后 记"),
    (
        "names of two",
        "张 三\n李 四\n王小明\n出席的人有张 三、李 四、王小明和其他几位同事。",
    ),
    ("names side by side", "张\u3000三  李\u3000四  王小明"),
    ("a label", "联 系 人：张三，电话在下面，有事请打电话找他。"),
    ("verse", "白 日 依 山 尽，黄 河 入 海 流。\n欲 穷 千 里 目，更 上 一 层 楼。"),
    ("words apart", "文件 大小 权限 访问 时间 都在这张表里面，没有别的了。"),
    ("columns", "年份\t收入\t毛利\n一 二 三\t四 五 六\t七 八 九"),
    ("a score", "比分 3:2，时间 12:30，共 1,200 人。"),
    ("Japanese", "これは・・・テスト--です。彼は5~10人と言った。。。"),
    ("Korean", "그는 말했다... 한국어--문장 5~10"),
    ("subtitles", "1\n00:00:01,000 --> 00:00:02,500\n我们从去年开始。"),
]


@pytest.mark.parametrize(
    ("before", "after"), [pytest.param(*case[1:], id=case[0]) for case in DAMAGED]
)
def test_marks_are_put_right(before: str, after: str) -> None:
    done = repair(before)
    assert after == done.text
    assert before == done.undo()
    assert () == repair(after).edits


@pytest.mark.parametrize("text", [pytest.param(text, id=id_) for id_, text in HONEST])
def test_marks_that_are_meant_stay(text: str) -> None:
    assert text == repair(text).text


def test_marks_go_though_the_site_wrote_lines_without_them() -> None:
    text = (
        "2023-09-27 10:15 | 记者 白露 | 来源：产业观察\n"
        "他还记。得那一天，全厂的停机记。录都是手写的。\n记。者问他为什么，他没有回答。"
    )
    after = text.replace("记。", "记")
    assert after == repair(text, only=["stray_marks"]).text


def test_marks_of_a_list_of_clauses_are_widened() -> None:
    text = "我们有三个承诺:\n第一,默认由平台负责;\n第二,账单里每一项都能点开;"
    assert text.translate(str.maketrans(",:;", "，：；")) == repair(text).text
    code = "他写了两行,一行是:\nlet x = a, b;\nreturn 结;"
    assert code.splitlines()[1:] == repair(code).text.splitlines()[1:]


def test_other_signs_that_break_a_word_go() -> None:
    text = (
        "做过架*构的人都知道，架*构不是画出来的。\n他画了三年架*构图，后来不画了。\n"
        "问他为什么，他说架*构在代码里。新的架*构没有名字。"
    )
    assert text.replace("*", "") == repair(text, only=["stray_marks"]).text
    kept = text.replace("架*构", "*架*构")
    assert kept == repair(kept, only=["stray_marks"]).text
