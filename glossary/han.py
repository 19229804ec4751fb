"""What counts as a Han character, said once for both packages.

The unified ideographs with all their extensions, the compatibility ideographs,
and 〇, which is written and read as a numeral (二〇一八).
"""

import re

HAN_CLASS = (
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
    "\U00030000-\U000323af"
)
"""The ranges, for use inside the brackets of a regular expression."""

HAN = re.compile(f"[{HAN_CLASS}]")


def is_han(character: str) -> bool:
    """Tell whether one character is a Han character.

    >>> [is_han(character) for character in "云A，〇"]
    [True, False, False, True]
    """
    return HAN.fullmatch(character) is not None
