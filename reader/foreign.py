"""A document -> the foreign names it writes with a point: 拉吉夫·钱德拉塞卡.

The point is sure, where the name begins and ends is not: 科学家赫尔曼·西蒙把. A name is
as long as the characters are those that transcriptions are made of (Xinhua's tables),
less what is a word with the character beside it: 总理|马克, 瓦特|利用.
"""

import re
from collections.abc import Iterator

from glossary.scripts import fold
from reader.words import Cutter

SOUNDS = (
    "阿埃艾安奥巴班邦保鲍贝本比彼毕宾波伯博勃卜布达大戴丹德邓迪蒂丁顿多俄厄恩尔耳法凡范方菲芬费弗"
    "夫福富盖甘冈高戈哥格葛古圭哈海罕汉豪赫亨洪胡华怀惠霍基吉季加贾坚简杰捷金津卡凯坎康考柯科可克肯"
    "孔库夸奎昆拉莱赖兰朗劳勒雷蕾黎李里利丽莉琳林列隆卢鲁路露伦罗洛吕玛马麦迈曼芒毛茂梅门蒙孟米密敏"
    "明缪摩莫墨默姆穆慕拿娜纳乃奈南内尼涅宁纽努诺欧帕派潘庞培佩彭蓬皮匹珀泼普奇恰钱乔切琴琼丘热仁茹"
    "儒瑞若撒萨塞赛桑瑟森莎沙山尚舍绍申圣施什史士斯丝司思苏索塔台泰坦汤唐特腾汀廷图托陀瓦娃万旺威维"
    "韦魏温文翁沃乌伍武西希锡夏香肖谢辛欣休修许逊雅亚扬耶叶伊依易因英尤约云扎泽詹哲芝朱兹宗祖佐茜妮"
    "斐歇义碧诗瑙蔻嘉何荣娅卓柳茨妲黛朵翰玻茱茉杜敦理查"
)
POINTED = re.compile(f"[{SOUNDS}]+(?:[·‧•][{SOUNDS}]+)+")
POINT = re.compile("[·‧•]")
SHORTEST = 5
"""With its point; what is shorter may be two things side by side: 云·网."""
COMMON = 50
"""How often jieba met what is a word across a name's edge."""


def foreign(text: str, cutter: Cutter) -> tuple[str, ...]:
    """Find foreign names of more than one part, as they are written.

    >>> foreign("管理学家赫尔曼·西蒙把它写下来，总理马克·吕特也在。", Cutter())
    ('赫尔曼·西蒙', '马克·吕特')
    """
    return tuple(dict.fromkeys(_names(text, fold(text), cutter)))


def _names(text: str, folded: str, cutter: Cutter) -> Iterator[str]:
    for match in POINTED.finditer(folded):
        start, end = match.span()
        if start and cutter.frequency(folded[start - 1 : start + 1]) > COMMON:
            start += 1
        parts = POINT.split(folded[start:end])
        crossed = cutter.frequency(folded[end - 1 : end + 1]) > COMMON
        if crossed and len(parts[-1]) > 2:
            end -= 1
        if end - start >= SHORTEST and len(parts[0]) > 1:
            yield text[start:end]
