"""What a whole line of a site looks like, and where it has to stand to be one.

Each pattern is matched against a line without its bullet and blanks.
"""

import re

from reader.repair.site_words import cover, cover_of, entries, opens, rights, words

EXPLAINED = 0.75
"""The share of a line that a site's words explain, for it to be a site's."""
CERTAIN = 0.9
MENTIONED = 0.45
"""The share that words about rights do, of a notice among a site's lines."""
LONGEST_ENTRY = 50
LONGEST_LINE = 60
LONGEST_CALL = 120
SHORT_ENTRY = 7
"""Signs of an entry of a menu, with what parts it from the next."""

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
# The way to a page, 财经 > 人物 > 正文: its arrows and its steps.
TO = r"\s*(?:-*>+|»|\u203a|→)\s*"
STEP = r"[^>»\u203a→/|。，：:]{1,20}?"
# Each says what a whole line is, wherever it stands.
SHAPES = {
    "a row of share buttons": re.compile(
        rf"(?:一键)?分享(?:到|至)?{GAP}(?:(?:{SITES}){GAP})+"
    ),
    "a menu": re.compile(rf"{GAP}(?:(?:{MENU}){GAP}){{3,}}"),
    # 首页 > 财经 > 正文, 您的位置：首页>新闻; not `效率 > 公平`.
    "the way to the page": re.compile(
        rf"(?:(?:您|你)?(?:现在|当前|所在)?的?位置[:：]\s*{STEP}|(?:网站)?首页)(?:(?:{TO}|\s*[/|]\s*){STEP})+"
        rf"|{STEP}(?:{TO}{STEP})*{TO}(?:正文|内容|详情|文章|全文)"
    ),
    "a link to another page": re.compile(
        r"(?:上|下)一(?:(?:篇|页|条)[:：\s]|个[:：]).{0,60}|[【\[]?返回(?:首页|列表|顶部|上一页)[】\]]?"
    ),
    "the site's own counters": re.compile(
        r"(?:.{0,40}\s)?(?:点击(?:数|量|率)?|浏览(?:次数|量)?|阅读(?:次数|量|数)?|人气|"
        r"评论(?:数)?)[:：]\s*\d[\d,万+]*\s*次?(?:\s.{0,40})?"
    ),
    # 责任编辑：周敏, （编辑：周敏 校对：颜京宁）; not `编辑：难吗？`.
    "an editor's line": re.compile(
        r"[（(【\[]?\s*(?:(?:责任编辑|责编|(?:本文|网络|图片|视频|值班|栏目)?编辑|文章录入|录入|审核|校对|终审|监制|编审)"
        r"[:：丨|]\s*[^。？！?!]{0,20}){1,4}[）)】\]]?"
    ),
    "a copyright line": re.compile(
        r".{0,30}(?:(?:[Cc]opyright|COPYRIGHT)\s*(?:©|\([Cc]\)|\d{4}|[Bb]y\b|[:：])|©"
        r"|版权所有(?![者人权])|All Rights Reserved)"
        r".{0,99}"
        r"|.{0,40}(?:ICP[备证]|公网安备).{0,60}"
    ),
    "a call to follow": re.compile(
        r"(?:扫(?:一扫|描|码).{0,12}二维码|长按.{0,8}二维码|(?:微信)?扫一扫|"
        r"(?:点击|欢迎)(?:下载|关注|订阅)).{0,40}"
        r"|(?:点击|轻触|戳)(?:上方|下方|左下角?|右下角?|文末).{0,14}(?:关注|订阅)(?:我们)?.{0,6}"
        r"|(?:点击)?阅读原文|点(?:个|一下)?[“‘\"]?在看.{0,16}"
    ),
    # — END —, -END-; not （全文完）, which the writer says.
    "a mark of the end": re.compile(r"[-—–─=·•*\s]*(?:THE\s)?END[-—–─=·•*\s]*", re.I),
    # A+ A-, T大 T小
    "a choice of sizes": re.compile(
        r"[AT](?:[+-]|大|小|\|)\s*[|/]?\s*[AT](?:[+-]|大|小)?"
    ),
    "an address of the site": re.compile(
        r"(?:https?://)?(?:www\.)[\w-]+(?:\.[\w-]+){1,3}/?"
    ),
}
SPOKEN = ("a call to follow", "a link to another page", "a copyright line")
"""What a sentence can say, too: `扫描二维码就能查到批次。`, `下一篇 我们讲过滤。`"""
# 延伸阅读：一家工厂的三年; the list in one line.
LINK = re.compile(
    r"[（(【\[▶►☞→·•>\s]*(?:相关|延伸|推荐|拓展|点击|更多)(?:阅读|链接|报道)[:：丨|].{2,60}"
)
# `罗亦舟：难。`, a turn, whatever it is about; not `声明：…`, by the label's words.
LABELLED = re.compile(r"([^\s：:，。]{1,12})[：:]\s*\S")
ENDS = re.compile(r"[。！？!?…．｡](?:[”’」』\"）)】\]]|\s)*$")
# Goes only beside others: 标签：云, a menu of two, the name of a site.
WEAK = re.compile(
    rf"{GAP}(?:(?:{MENU}|{SITES}){GAP}){{1,2}}"
    rf"|{STEP}(?:{TO}{STEP})+"
    r"|[^\s。，：:]{1,8}(?:网|在线|频道|门户|资讯)|\+?\d{1,5}"
)
# Above and below the article: 财经 > 云计算 > 峰会; #云原生 12个; 我要评论(12);
# 某某 - 首页; 报料：021-00000000.
EDGE = re.compile(
    rf"{STEP}(?:{TO}{STEP}){{2,}}|(?:\#[^\s\#]{{1,20}}\s*(?:\d+个?)?\s*)+"
    r"|\S{0,4}(?:评论|阅读|点赞|收藏|赞同?)\s*[(（]?\d[\d,.]*[wWkK万]?[)）]?|\S{1,12}(?:\s*[-_|]\s*)?首页"
    r"|.{0,12}(?:报料|爆料|热线|举报|投诉|客服)(?:电话|邮箱|热线)?[:：]\s*[\w@.\- ]+"
    r"|欢迎光临.{0,12}|今天是\s?\d.{4,30}|[（(]?本文(?:首发|转载|来源|整理|摘编)(?:自|于)?.{1,20}"
)
# Bylines and datelines stay: `发布时间：…`, `来源：…`, `作者：…`.
DATED = re.compile(
    r"(?:发布|发表|更新)?(?:时间|日期|于)|来源|信息来源|稿源|出处|作者|撰文|文|编辑|记者|地点"
)
# 欢迎扫码关注公众号, within a paragraph of its own.
CALL = re.compile(
    r"(?:欢迎|扫码|扫描|长按|点击|搜索|添加).{0,24}(?:关注|加入|订阅|添加|进群|入群|下载|报名)"
    r".{0,24}(?:公众号|微信|二维码|交流群|客户端|小程序|APP|App|视频号)"
    r"|(?:点击|戳)(?:这里|此处)|(?:记得|别忘了|欢迎|麻烦|动动手指?).{0,8}(?:点赞|收藏|关注|转发|点个?赞|在看)"
)
# ▼点击图片进入专题▼, 0人点赞: two words are enough.
DECORATED = re.compile(r"[▼▲▶►◀◆▷☞👇👆👉↓↑>+]|\d+[人条次]")
NOTICE = re.compile(
    r"[【\[*]?(?:(?:免责|版权|特别|郑重|本站|平台|新浪|网站)?声明|版权说明)[】\]]?\s*[:：]|【(?:免责|版权|特别)?声明】"
)
SHORTEST_NOTICE = 12


def shape(text: str) -> tuple[str, float] | None:
    """Say why a line is a site's wherever it stands, and how sure that is.

    >>> shape("【打印】【关闭】【返回顶部】")
    ('a menu', 0.95)
    >>> shape("编辑：你们打印过吗？")
    """
    ends = ENDS.search(text) is not None
    for reason, pattern in SHAPES.items():
        if pattern.fullmatch(text) and not (
            ends and reason in SPOKEN and cover(text).share < EXPLAINED
        ):
            return reason, 0.95
    if LINK.fullmatch(text) and not ends:
        return "a link to another page", 0.9
    if text[-1] in ")）" and opens(text, "talk"):
        return "readers' comments, counted", 0.9
    right = rights(text)
    if NOTICE.match(text) and right.share >= MENTIONED:
        return "a disclaimer", 0.95
    if is_turn(text):
        return None
    if right.words >= 4 and right.share >= EXPLAINED and len(text) >= SHORTEST_NOTICE:
        return "a disclaimer", 0.95
    if ends:
        return None
    count, known, own = entries(text)
    if count >= 4 and own and known >= count - (count > 4):
        return "a menu", 0.9
    covered = cover(text)
    if covered.share == 1 and (
        covered.words >= (2 if DECORATED.match(text) or len(text) >= 10 else 4)
    ):
        return "a site's words and nothing else", 0.9
    return None


def around(text: str) -> tuple[str, float] | None:
    """Say the same of a line that stands above the article or below it."""
    if EDGE.fullmatch(text):
        return "among the site's own lines", 0.85
    if is_turn(text):
        return None
    right = rights(text)
    if right.words >= 2 and right.share >= MENTIONED:
        return "about rights in the page", 0.9
    if CALL.search(text) and len(text) <= LONGEST_CALL:
        return "a call to follow", 0.85
    label = re.split("[：:]", text, maxsplit=1)[0]
    ends = ENDS.search(text) is not None
    if label != text and not ends and not DATED.fullmatch(label):
        covered = cover(label)
        if covered.share == 1 and covered.words:
            return "what the site says of the page", 0.85
    if len(text) > LONGEST_LINE:
        return None
    covered = cover(text)
    # `想获取更多信息，请查看他的发布。` is prose: to end as a sentence takes more.
    if text[-1] not in "：:" and (
        (covered.words >= 2 and covered.share >= EXPLAINED and not ends)
        or (covered.words >= 3 and covered.share >= CERTAIN)
    ):
        return "a site's words", 0.85
    if is_advertisement(text):
        return "an advertisement", 0.9
    count, known, own = entries(text)
    if (count >= 2 and known == count) or (
        len(text) <= SHORT_ENTRY * count
        and ((count >= 3 and own and "|" in text) or (count >= 5 and known + own >= 2))
    ):
        return "a menu", 0.85
    # 【双击鼠标左键自动滚屏】, 一键关注 ↑↑↑
    is_word = re.sub(r"^\W+|\W+$", "", text) in words("site")
    return ("among the site's own lines", 0.85) if is_word else None


def is_advertisement(text: str) -> bool:
    """Tell a gambler's line: what is offered, and what lures.

    >>> is_advertisement("快三投注平台 注册送88元"), is_advertisement("彩票站的账本")
    (True, False)
    """
    return bool(
        len(text) <= SHORT_ENTRY * 6
        and not is_turn(text)
        and "。" not in text
        and cover_of(text, "ad").words
        and cover_of(text, "lure").words
    )


def beside(text: str) -> tuple[str, float] | None:
    """Say the same of a line that stands there and beside other lines of a site."""
    count, known, _ = entries(text)
    if WEAK.fullmatch(text) or (0 < known == count):
        return "among the site's own lines", 0.85
    return None


def is_turn(text: str) -> bool:
    """Tell a line that somebody is said to say.

    >>> is_turn("罗亦舟：转载请注明。"), is_turn("声明：转载请注明。")
    (True, False)
    """
    match = LABELLED.match(text)
    if match is None or NOTICE.match(text):
        return False
    label = match[1]
    return label not in words("site", "menu", "legal") and cover(label).share < 1


def is_entry(text: str) -> bool:
    """Tell a line that can be the title of another page."""
    return len(text) <= LONGEST_ENTRY and "。" not in text
