"""Lines that belong to a site and not to the article.

Two passes. First the shape of each line by itself, and repetition: one phrase line
after line, a row of share buttons, an editor's line. Then context: what stands among
such lines above the article or below it (a menu's entries, links under 相关阅读).
Titles, headings, captions and datelines stay. A text without a line of the first
pass loses none in the second.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from glossary.han import HAN_CLASS
from glossary.scripts import one_simplified, traditional_only
from reader.models import Edit

NAME = "boilerplate"

# • 首页, 1. 首页, - 首页
BULLET = re.compile(r"^[ \t\u3000]*(?:[•·●■◆▪*-]|\d{1,2}[.、])[ \t\u3000]+")
# What broken bytes of another encoding leave at the end of a line: ע ¼ Ƹ 淨.
LEFTOVER = re.compile(r"[\u0080-\u024f\u0370-\u07ff\ue000-\uf8ff\ufffd]+$")
EMPTY = re.compile(r"\n(?:[ \t\u3000]*\n)*")
HAN = re.compile(f"[{HAN_CLASS}]")
SENTENCE = re.compile("[。！？!?；;]")
REPEATS = 3
SHORT = 24
LONGEST = 300
"""Signs a line may have and still be no prose."""
EXTRA = 6
"""Signs by which lines of a repeated phrase may differ."""

SITES = (
    "微信|朋友圈|微博|新浪微博|腾讯微博|QQ空间|QQ好友|QQ|豆瓣|人人网|人人|百度贴吧|贴吧|知乎|"
    "Facebook|Twitter|LinkedIn|脸书|推特|复制链接|更多"
)
MENU = (
    "首页|主页|网站首页|新闻|资讯|新闻中心|财经|科技|体育|娱乐|汽车|房产|教育|视频|影音|图片|博客|论坛|"
    "登录|注册|登陆|会员中心|搜索|关于我们|联系我们|网站地图|广告服务|加入收藏|设为首页|手机版|"
    "返回顶部|返回首页|客户端|APP下载|App下载|更多|导航|订阅|收藏本页|收藏|打印|打印本页|关闭|关闭窗口|"
    "字号|大|中|小|点赞|评论|转发|分享|举报|投诉|纠错|隐私政策|服务条款|友情链接|版权声明|免责声明"
)
GAP = r"[\s|/\uff5c>»·\-,，、:：\[\]【】]*"
# Each says what a whole line is; ``shape`` lines go wherever they stand.
SHAPES = {
    "a row of share buttons": re.compile(
        rf"(?:一键)?分享(?:到|至)?{GAP}(?:(?:{SITES}){GAP})+"
    ),
    "a menu": re.compile(rf"{GAP}(?:(?:{MENU}){GAP}){{3,}}"),
    "a link to another page": re.compile(
        r"(?:上|下)一(?:篇|页|条|个)[:：\s].{0,60}|[【\[]?返回(?:首页|列表|顶部|上一页)[】\]]?"
    ),
    "the site's own counters": re.compile(
        r"(?:.{0,40}\s)?(?:点击(?:数|量|率)?|浏览(?:次数|量)?|阅读(?:次数|量|数)?|人气|"
        r"评论(?:数)?)[:：]\s*\d[\d,万+]*\s*次?(?:\s.{0,40})?"
    ),
    "an editor's line": re.compile(
        r"[（(【\[]?\s*(?:责任编辑|责编|本文编辑|网络编辑|编辑|审核|校对)[:：]\s*.{1,20}"
        r"[）)】\]]?"
    ),
    "a disclaimer": re.compile(
        r"[【\[]?(?:免责声明|版权声明|特别声明|郑重声明)[】\]]?[:：].*"
        r"|.{0,40}(?:转载(?:自|请注明)|版权归).{0,60}"
        r"(?:删除|联系(?:我们|本站|本网)|注明(?:出处|来源)|所有).{0,40}"
    ),
    "a copyright line": re.compile(
        r".{0,30}(?:[Cc]opyright|COPYRIGHT|©|版权所有|All Rights Reserved).{0,99}"
        r"|.{0,40}(?:ICP[备证]|公网安备).{0,60}"
    ),
    "a call to follow": re.compile(
        r"(?:扫(?:一扫|描|码).{0,12}二维码|长按.{0,8}二维码|(?:微信)?扫一扫|"
        r"(?:点击|欢迎)(?:下载|关注|订阅)).{0,40}"
        r"|(?:点击|轻触|戳)(?:上方|下方|左下角?|右下角?|文末).{0,14}(?:关注|订阅)(?:我们)?.{0,6}"
        r"|(?:点击)?阅读原文|点(?:个|一下)?[“‘\"]?在看.{0,16}"
    ),
}
# Opens a list of links that runs to the next prose.
LINKS = re.compile(
    rf"{GAP}(?:相关(?:阅读|文章|新闻|推荐|链接|报道)|推荐(?:阅读|文章)|热门(?:文章|推荐|阅读|标签|新闻)|"
    r"延伸阅读|猜你喜欢|大家都在看|最新(?:文章|资讯)|友情链接|阅读排行|点击排行|热点推荐)"
    rf"{GAP}"
)
# Goes only beside others: 来源：某网, 2019-05-24 10:00, a menu of two.
WEAK = re.compile(
    rf"(?:来源|文章来源|稿源|出处|标签|关键词|关键字|Tags?|分类|栏目)[:：]\s*.{{0,40}}"
    rf"|{GAP}(?:(?:{MENU}|{SITES}){GAP}){{1,2}}"
    r"|(?:您|你)?(?:现在|当前)的?位置[:：].{0,60}"
)


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    """Where the line ends, its newline left out."""
    text: str
    """Without bullet, blanks and leftovers of broken bytes, and Simplified."""
    bullet: str
    reason: str | None = None
    sure: float = 0.0


def boilerplate(text: str) -> tuple[Edit, ...]:
    """Take out the site's lines, whole.

    >>> page = "• 好运彩票\\n• 好运彩票ע\\n• 好运彩票app\\n• 对话周启明\\n正文。"
    >>> page += "\\n责任编辑：小王"
    >>> [edit.before for edit in boilerplate(page)]
    ['• 好运彩票\\n', '• 好运彩票ע\\n', '• 好运彩票app\\n', '• ', '\\n责任编辑：小王']
    """
    lines = _lines(text)
    _repetition(lines)
    _shape(lines)
    if not any(line.reason for line in lines):
        return ()
    _context(lines)
    return _edits(text, lines)


def _lines(text: str) -> list[_Line]:
    lines = []
    traditional = traditional_only()
    is_traditional = traditional.search(text) is not None
    for match in re.finditer(r"[^\n]+", text):
        raw = match.group()
        bullet = BULLET.match(raw)
        clean = raw[bullet.end() :] if bullet else raw
        clean = LEFTOVER.sub("", clean.strip(" \t\u3000")).strip(" \t\u3000")
        if is_traditional and traditional.search(clean):
            clean = "".join(one_simplified(sign) or sign for sign in clean)
        if clean or (bullet and raw.strip()):
            lines.append(
                _Line(match.start(), match.end(), clean, bullet[0] if bullet else "")
            )
    return lines


def _repetition(lines: Sequence[_Line]) -> None:
    """Mark runs of lines that say one short phrase, give or take a few signs."""
    index = 0
    while index < len(lines):
        phrase = min(
            (line.text for line in lines[index : index + REPEATS]), key=len, default=""
        )
        end = index
        while end < len(lines) and _says(lines[end].text, phrase):
            end += 1
        if end - index >= REPEATS:
            for line in lines[index:end]:
                line.reason, line.sure = "the same phrase line after line", 0.99
            index = end
        else:
            index += 1


def _says(text: str, phrase: str) -> bool:
    return (
        len(text) <= SHORT
        and text.startswith(phrase)
        and len(text) - len(phrase) <= EXTRA
        and len(HAN.findall(phrase)) >= 2
        and not text.endswith(("：", ":"))  # 记者： on a line of its own
        and not SENTENCE.search(text)
    )


def _shape(lines: Sequence[_Line]) -> None:
    for line in lines:
        if line.reason or len(line.text) > LONGEST:
            continue
        for reason, pattern in SHAPES.items():
            if pattern.fullmatch(line.text):
                line.reason, line.sure = reason, 0.95
                break


def _context(lines: list[_Line]) -> None:
    """Mark what stands among the site's lines at either end of the article."""
    every = range(len(lines))
    prose = (i for i in every if not lines[i].reason and _is_prose(lines[i]))
    first = next(prose, len(lines))
    prose = (i for i in every[::-1] if not lines[i].reason and _is_prose(lines[i]))
    last = next(prose, -1)
    for index, line in enumerate(lines):
        if not first <= index <= last and not line.reason:
            beside = lines[max(0, index - 1) : index] + lines[index + 1 : index + 2]
            near = any(other.reason for other in beside)
            if near and WEAK.fullmatch(line.text):
                line.reason, line.sure = "among the site's own lines", 0.85
    opened = False
    for index, line in enumerate(lines):
        if index <= last and index >= first:
            continue
        if LINKS.fullmatch(line.text):
            opened = index > last
            if opened:
                line.reason, line.sure = "a list of links", 0.9
        elif opened and not line.reason and not SENTENCE.search(line.text):
            line.reason, line.sure = "an entry of a list of links", 0.85


def _is_prose(line: _Line) -> bool:
    return (
        len(HAN.findall(line.text)) >= 12
        and bool(re.search("[，。！？；：,:?!]", line.text))
        and not (line.bullet and not SENTENCE.search(line.text))
    )


def _edits(text: str, lines: Sequence[_Line]) -> tuple[Edit, ...]:
    edits: list[Edit] = []
    for index, line in enumerate(lines):
        if line.reason:
            start, end = line.start, line.end
            if end < len(text):
                # With the empty lines after it, which only set it apart.
                end = EMPTY.match(text, end).end()  # type: ignore[union-attr]
            elif start and not (edits and edits[-1].end == start):
                start -= 1
            edits.append(
                Edit(start, end, text[start:end], "", NAME, line.reason, line.sure)
            )
        elif line.bullet and any(
            other.reason and other.bullet
            for other in lines[max(0, index - 1) : index + 2]
        ):
            # The title of the article, left over from a list of spam.
            end = line.start + len(line.bullet)
            edits.append(
                Edit(
                    line.start,
                    end,
                    text[line.start : end],
                    "",
                    NAME,
                    "the bullet of a list that went",
                    0.9,
                )
            )
    return tuple(edits)
