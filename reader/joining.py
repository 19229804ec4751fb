"""Tokens -> which of them the standard writes with the token before.

A reader looks words up one by one, and the standard joins some of them in a line:
a particle and its verb (kànzhe), a verb and its complement where both have one syllable
(zhuàndào, suǒsǐ), a suffix and its noun (chuàngyèzhě).
"""

from collections.abc import Sequence

from glossary.scripts import fold
from reader.counting import AMOUNTS
from reader.models import Token
from reader.parting import LOCAL, OFFICES

# Particles that belong to the verb before them, by their readings.
ASPECT = {"着": "zhe", "著": "zhe", "了": "le", "过": "guo", "過": "guo"}
NO_VERBS = frozenset("的地得们吧吗呢不没也都就")
# Verbs of one syllable, and what they come to when that has one syllable too. Nouns
# are left out (信, 报), and measure words (种, 张).
ACTS = frozenset(
    "做看说听写读讲谈买卖拿放打拉推拖搬抬扛抱背扔丢抛递送寄转传换改变调修补拆装盖建造挖填埋养喂吃喝咬"
    "吞吐切砍割剪撕折砸敲撞碰摔踢踩跑跳爬飞开关锁接收发挂贴印刷染涂洗擦扫烧烤煮炒冻晒吹淋睡坐站躺停住"
    "留守等找查搜问猜算数量测试选挑抓捉捕抢偷骗赚挣花省存攒借租赔输赢涨跌升降加减添增缩压挤塞插拔钻磨削"
    "刻拼搭捆绑缠绕围堵拦救治杀毁炸烫累哭笑骂吵闹喊叫唱演练学教记忘认想用穿戴脱披交付退还签订筛滤划分"
    "合拨弹提捡拾摘采带赶追逃躲藏混熬撑举翻滚走冲闯迈跨逼催劝吓惹惊吸呼喷冒漏流渗滴裁炼铸焊钉抄录拍照"
    "描绘编排定约审核瞒盯瞄铺"
)
RESULTS = frozenset("到完掉成错满光透醒懂见住垮塌断碎坏够饱醉腻稳齐净烂破倒翻穿")
# These may be verbs by themselves after some verbs: 想走, 听好, 背上, 学开车.
TURNS = frozenset("好死走上下出进开给反")
LEADS = frozenset("想用教学等说听看认忘逼催劝问背")
# 创业者, 外卖员, 坏账率: what is no word by itself, after a noun of two syllables.
ENDINGS = frozenset("者员师率器商业馆院店厂区期")
# What is no noun, and may stand before 店 and 厂.
DETERMINING = frozenset(
    ["这个", "那个", "哪个", "每个", "整个", "多个", "某个", "没有", "我们", "你们",
     "他们", "自己", "什么", "所有", "许多", "很多", "不少", "关闭", "开设"]
)  # fmt: skip


def is_joined(tokens: Sequence[Token], index: int) -> bool:
    """Tell what is written with the word before: kànzhe, kànle yī yǎn, péngyoumen.

    A 了 that ends the sentence or the clause stands apart: huǒchē dào le.
    """
    if index == 0:
        return False
    token, before = tokens[index], tokens[index - 1]
    if not token.syllables or not before.syllables:
        return False
    if token.text in ("们", "們"):
        return True
    if _is_complement(tokens, index) or _is_ending(before, token):
        return True
    office = fold(before.text) in LOCAL and fold(token.text) in OFFICES
    if office and token.pinyin.islower():
        return True
    if ASPECT.get(token.text) != token.pinyin or before.text in NO_VERBS:
        return False
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    ends = following is None or not any(map(str.isalnum, following.text))
    return token.text != "了" or not ends


def _is_complement(tokens: Sequence[Token], index: int) -> bool:
    """Tell a complement where it and the verb have one syllable each, §6.1.2.4.

    Of more syllables each is a word: zhěnglǐ hǎo.
    """
    token, before = tokens[index], tokens[index - 1]
    if len(token.text) > 1 or len(before.text) > 1 or token.term or before.term:
        return False
    verb, text = fold(before.text), fold(token.text)
    if verb not in ACTS or (index > 1 and tokens[index - 2].text in ("一", "不")):
        return False  # 一看到底, 不问好坏
    return text in RESULTS or (text in TURNS and verb not in LEADS)


def _is_ending(before: Token, token: Token) -> bool:
    return (
        token.text in ENDINGS
        and len(before.text) == len(before.syllables) == 2
        and before.pinyin.islower()
        and " " not in before.pinyin
        and before.text not in DETERMINING
        and AMOUNTS.isdisjoint(before.text)
    )
