"""Countries in short: 中美, 英法, and what two of them have together."""

import re

from glossary.scripts import fold

COUNTRIES = frozenset("中美俄英法德日韩印欧澳加越朝泰亚非")
TOGETHER = re.compile(
    "两国|双方|双边|关系|之间|联合|联军|同盟|贸易|合作|协定|协议|边境|边界|战争|冲突|首脑"
    "|外长|领导人|等国|[、和与]?[一-龥]{0,2}[三四五]国"
)
"""What follows two countries, and not one place: 英德关系."""


def are_countries(text: str) -> bool:
    """Tell two countries in short: 中美, 日韩.

    >>> are_countries("中美"), are_countries("中日友好")
    (True, False)
    """
    return len(text) == 2 and COUNTRIES.issuperset(fold(text))
