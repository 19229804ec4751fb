"""Addresses in a translation -> the same, sign for sign, as in the Chinese.

A page or a mailbox is of use only as it stands, and models set blanks into it or lose
a stroke: `https: //a.cn/b? c=1`, `https:/a.cn`.
"""

import re
from functools import lru_cache

# Not the mark that ends a sentence.
ADDRESS = re.compile(
    r"(?:https?://[!-~]+|[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+\.[A-Za-z]+)(?<![.,;:!?)\"'])"
)
FEWEST = 8
"""Signs from which on what looks alike can be nothing else."""


def restored(chinese: str, english: str) -> str:
    """Write the addresses of a sentence in its English as they are in the Chinese.

    >>> restored("见 https://a.cn/docs?x=1 。", "See https: //a.cn/docs? x=1.")
    'See https://a.cn/docs?x=1.'
    """
    for address in dict.fromkeys(ADDRESS.findall(chinese)):
        if address not in english and len(address) >= FEWEST:
            said = address.replace("\\", r"\\")
            english = _blurred(address).sub(said, english)
    return english


@lru_cache(maxsize=64)
def _blurred(address: str) -> re.Pattern[str]:
    """Match an address with blanks in it, or with one stroke where it has two."""
    signs = [
        "(?:/ ?)+" if run == "//" else re.escape(run)
        for run in re.findall("//|.", address)
    ]
    return re.compile(r" ?".join(signs), re.IGNORECASE)
