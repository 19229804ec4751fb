"""A document -> the people it names, told from other words by what stands about them.

A surname alone proves nothing (周 is also a week, 时 also time); a surname after a post
(`总裁汤道生`) or before a verb of speech (`汤道生说`) does.
"""

import re
from collections import Counter

from glossary.han import HAN_CLASS

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋"
    "蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷"
    "侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁"
    "岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆"
    "蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦"
    "戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄"
    "丛仲虞敖巩明佘池查麻苑迟邝乐盖区朴"
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭潘蔣葉蘇呂盧鍾譚陸範賈韋鄒閆龍陶賀顧龔邵萬錢"
    "嚴莊聶魯關蘭喬齊龐顏歐紀畢單蓋連盧寧湯華簡駱閻鄺藍麥衛"
)
# Surnames that are hardly ever a word by themselves.
CLEAR = frozenset(
    "王李张刘陈杨赵吴周徐孙朱郭林罗郑梁谢宋韩冯邓曹彭肖董袁潘蒋蔡杜魏吕沈姚卢姜崔谭陆汪"
    "范廖邹孟秦邱薛闫侯邵覃顾郝龚翟殷詹耿倪聂樊邢颜裴骆尹胡黄何许贺黎陶熊"
)
# `老张`, `小陈`: not 小马 and 小黄 unless a name beside them says so.
CALLED = re.compile("[老小][王李张刘陈赵吴杨孙徐郭郑梁谢宋韩冯邓曹彭蒋蔡沈姚卢崔谭邹]")
CALLED_BESIDE = re.compile("[老小][王李张刘陈赵吴杨孙徐郭马周胡黄林何罗许丁唐高方]")
COMPOUND_SURNAME = re.compile(
    "欧阳|司马|上官|诸葛|尉迟|令狐|慕容|皇甫|端木|东方|夏侯|公孙|长孙|司徒|司空|南宫|宇文"
    "|闻人|独孤|呼延|澹台|万俟|轩辕|钟离|鲜于|申屠|太史|公冶|濮阳|淳于|单于|东郭"
)
TITLES = "总|先生|女士|小姐|老师|老師|博士|教授|院士|董|經理|经理"
SPEECH = (
    "说|表示|认为|指出|告诉|介绍|坦言|强调|回答|答道|笑|透露|回忆|解释"
    "|說|認為|告訴|介紹|強調|回憶|解釋"
)
POSTS = (
    "总裁|董事长|首席执行官|总经理|创始人|副总裁|主席|部长|院长|主任|校长|记者|作家|教授"
    "|创办人|执行长|营运长|技术长|财务长"
    "|創辦人|創始人|總裁|董事長|執行長|總經理|副總裁|記者|CEO|CTO|COO|CFO"
)
# What may follow a name: a mark, a verb of speech, or a word that is no part of it.
AFTER = (
    rf"(?={SPEECH}|{TITLES}|[，。、：:／/\uff5c|（(\s”》]|.{{2}}(?:报道|報導|電)[）)】]"
    "|是|在|把|对|从|执|还|接受|也|就|曾|将|向|与|和|的|及|$)"
)
SURNAME = f"[{''.join(sorted(SURNAMES))}]"
# `文／林以安`, `採訪：王思齊　攝影：陳柏宇`: who made a text.
CREDIT = (
    r"(?:^|(?<=[\s（(【]))"
    "(?:文字?|撰文|[采採][访訪写寫]|[摄攝]影|[编編][辑輯]|作者|整理|[图圖])"
    r"[ \u3000]?[／/：:\uff5c|丨][ \u3000]?"
)
NAMED = re.compile(
    rf"(?:{POSTS})[ \u3000]?({SURNAME}[{HAN_CLASS}]{{1,2}}?){AFTER}"
    rf"|{CREDIT}({SURNAME}[{HAN_CLASS}]{{1,2}})(?=[\s，、；／/\uff5c|丨）)】]|$)"
    rf"|(?:^|(?<=[，。、；：:“”（(\s]))({SURNAME}[{HAN_CLASS}]{{1,2}}?)(?={SPEECH})",
    re.MULTILINE,
)
# Words that begin like a name: 时有, 和他, 于是, 任何.
NOT_NAMES = re.compile(
    "全.|(?:时|和|于|任|连|安|关|向|常|方|成|应|师|周|全|单|路|万|温|高|明|金|白|石|江|黄|文|康)"
    "(?:有|他|她|是|何|我|此|上|全|于|年|期|一|末|面|法|本|该|傅|家|体|度|程|度|兴|都|人|们)"
)


def people(text: str) -> tuple[str, ...]:
    """Find the people a document names, the most often named first.

    >>> people("腾讯云总裁汤道生，今年四十六岁。“没有误解。”汤道生说。")
    ('汤道生',)
    >>> people("本报记者 沈知夏 发自常州"), people("文／林以安")
    (('沈知夏',), ('林以安',))
    """
    names = Counter(match[match.lastindex or 1] for match in NAMED.finditer(text))
    found = [name for name in names if not NOT_NAMES.match(name)]
    return tuple(sorted(found, key=lambda name: (-text.count(name), name)))


def without_title(name: str) -> str:
    """Take the title from a label: `周总` is 周.

    >>> without_title("周总"), without_title("周启明")
    ('周', '周启明')
    """
    titled = re.fullmatch(rf"(.{{1,3}}?)(?:{TITLES})", name)
    return titled[1] if titled else name


def person_of(surname: str, text: str) -> str | None:
    """Find the person of that surname whom the text names most plainly.

    >>> person_of("周", "总裁周启明是常州人。“不跟。”周启明说。周末他不在。")
    '周启明'
    """
    start = re.escape(surname)
    pattern = re.compile(
        rf"(?:{POSTS}|[、，。“（(：:\s]|^)({start}[{HAN_CLASS}]{{1,2}}?){AFTER}",
        re.MULTILINE,
    )
    counts = Counter(match[1] for match in pattern.finditer(text))
    for match in re.finditer(rf"({start}[{HAN_CLASS}]{{1,2}}?)(?={SPEECH})", text):
        counts[match[1]] += 1
    best = max(counts, key=lambda name: (counts[name], len(name)), default=None)
    return best if best is not None and counts[best] > 1 else None
