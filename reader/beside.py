"""What stands before and after a place where a name is due.

Patterns to be searched before it (they end with the text that is searched) and to be
matched after it.
"""

import re

from glossary.scripts import fold
from reader.people import POSTS, SPEECH, TITLES

ROLES = (
    rf"{fold(POSTS)}|创办人|合伙人|总监|首席[一-龥]{{2,3}}官|经理|教授|博士|院士|主编|编辑"
    "|老板娘?|代理商|渠道商|经销商|店主|车主|业主|馆长|店长|厂长|行长|局长|司长|镇长|村长|书记|省长"
    "|船长|机长|司机|技工|医生|护士|律师|民警|学者|专家|教练|导演|演员|选手|农民|设计师|程序员"
    "|任命|名叫|实习生|董事|秘书长|会长|理事长|发言人|负责人|工程师|分析师|研究员|讲师|老师|作者|站长|县长|市长"
)
AT_ROLE = re.compile(rf"(?:{ROLES})[ \u3000]?\Z")
# `据`, `由`, `对`: a person may follow, and much else.
AT_PERSON = re.compile(
    r"(?:\A|[\s，。、；：:“”！？（(]|(?<![数证依占相应面绝反自理缘方总温饱参])[据由对向与和跟及])\Z"
)
AT_START = re.compile(r"(?:\A|[\s，。；：:“”！？（(])\Z")
SHORT = "[总董](?=[，。、：:说表认指和与对在也就都的]|\\Z)"
SAYS = rf"{SPEECH}|(?![总董])(?:{TITLES})|{SHORT}|请教|访问|采访|专访|宣布"
FIRM = re.compile(rf"(?:{SAYS})(?!话|笑|明|法|书|事|体|结|共|是)")
DOES = re.compile(
    "(?:访问|采访|专访|加入|离开|担任|出任|创办|创立|毕业|来自|出生|接受|入职|带领|去了|来到"
    "|回到|都来|负责)"
)
SAYS_OR_DOES = re.compile(f"{FIRM.pattern}|{DOES.pattern}")
# A mark, or a word that a name is followed by.
LOOSE = re.compile(
    rf"\Z|[，。、：:；！？／|（(）)\s”》]|{FIRM.pattern}|{DOES.pattern}"
    "|是|在|把|对|从|还|也|就|曾|将|向|与|和|的|及|等|[两三四五六七八九十]人|认为|去"
)
JOINT = re.compile("[、和与及跟]")
