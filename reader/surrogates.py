"""Text -> the same text with nothing in it that no encoding can hold.

A surrogate is half of what UTF-16 writes for one character, and no character itself.
Python's strings may have one all the same: from an escape in JSON (``"\\ud83d"``), from
UTF-7, from an argument or a file's name that is no UTF-8 (PEP 383). Files, SQLite and
SentencePiece refuse it.
"""

import re

SURROGATE = re.compile("[\ud800-\udfff]")
REPLACEMENT = "\ufffd"
"""U+FFFD, which stands for what cannot be read (The Unicode Standard, 3.9 and 23.8)."""


def encodable(text: str) -> str:
    r"""Put U+FFFD for each surrogate; as many code points, so offsets stay right.

    >>> encodable("云\ud800端") == "云\ufffd端"
    True
    """
    return SURROGATE.sub(REPLACEMENT, text)
