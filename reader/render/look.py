"""What a reader chooses to see of a document."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """What a reader chooses to see; options that travel together."""

    width: int
    """Cells of the terminal."""
    pinyin: bool = True
    english: bool = True
    terms: bool = True
    """Explain the terms below the block that is first to use them."""
    tones: bool = False
    """Colour syllables and characters by tone; the marks say it without colour."""
