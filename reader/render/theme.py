"""The styles of the terminal view, by what they mean, and the schemes of tones."""

from rich.theme import Theme

SPEAKERS = ("speaker.1", "speaker.2", "speaker.3", "speaker.4", "speaker.5")
"""Given out in order of first speaking; the label itself stays readable without."""

STYLES = {
    "read.title": "bold",
    "read.summary": "dim",
    "read.notice": "yellow",
    "read.id": "dim",
    "read.rule": "dim",
    "read.heading": "bold",
    "read.caption": "italic",
    "read.pinyin": "dim",
    "read.term": "bold yellow",
    "read.unsure": "underline",
    "read.english": "none",
    "read.gloss": "italic dim",
    "read.definition": "dim",
    "read.check": "red",
    "edit.before": "strike red",
    "edit.after": "bold green",
    "edit.unsure": "bold yellow",
    "doctor.ok": "green",
    "doctor.missing": "yellow",
    "speaker.1": "bold cyan",
    "speaker.2": "bold green",
    "speaker.3": "bold magenta",
    "speaker.4": "bold blue",
    "speaker.5": "bold yellow",
}
"""In the terminal's own sixteen colours, which its owner chose."""

# Where the terminal's own colours are hard to read, whole palettes for paper-white
# and for black; contrast with the ground is 4.5 at least (WCAG 2.2, 1.4.3).
LIGHT = {
    "read.summary": "#5d5a52",
    "read.id": "#6b675e",
    "read.rule": "#b8b3a6",
    "read.pinyin": "#5d5a52",
    "read.term": "bold #8a3b12",
    "read.gloss": "italic #5d5a52",
    "read.definition": "#5d5a52",
    "read.check": "#a3211b",
    "speaker.1": "bold #1c5d8c",
    "speaker.2": "bold #1e7036",
    "speaker.3": "bold #8b2f6f",
    "speaker.4": "bold #4a3fa8",
    "speaker.5": "bold #7a5300",
}
DARK = {
    "read.summary": "#a6a196",
    "read.id": "#8f8a7e",
    "read.rule": "#57534a",
    "read.pinyin": "#a6a196",
    "read.term": "bold #f0a978",
    "read.gloss": "italic #a6a196",
    "read.definition": "#a6a196",
    "read.check": "#ff9d94",
    "speaker.1": "bold #85c1ec",
    "speaker.2": "bold #86d39b",
    "speaker.3": "bold #e79bcf",
    "speaker.4": "bold #b3abff",
    "speaker.5": "bold #eab25f",
}
# Told apart by colour where there is colour; the list of terms at the end of a view
# names them too, so that nothing hangs on the colour alone.
DOMAINS = {
    "cloud": "bold cyan",
    "data": "bold blue",
    "finance": "bold green",
    "industry": "bold bright_cyan",
    "organisation": "bold bright_blue",
    "policy": "bold red",
    "sales": "bold yellow",
    "security": "bold bright_red",
    "slang": "bold magenta",
    "software": "bold bright_green",
}
LIGHT_DOMAINS = {
    "cloud": "bold #0b6b72",
    "data": "bold #1c5d8c",
    "finance": "bold #1e7036",
    "industry": "bold #2f6a4f",
    "organisation": "bold #4a3fa8",
    "policy": "bold #a3211b",
    "sales": "bold #7a5300",
    "security": "bold #b0271b",
    "slang": "bold #8b2f6f",
    "software": "bold #56680b",
}
DARK_DOMAINS = {
    "cloud": "bold #6fd0d6",
    "data": "bold #85c1ec",
    "finance": "bold #86d39b",
    "industry": "bold #93d6b8",
    "organisation": "bold #b3abff",
    "policy": "bold #ff9d94",
    "sales": "bold #eab25f",
    "security": "bold #ffab8a",
    "slang": "bold #e79bcf",
    "software": "bold #c3d46a",
}


def _named(domains: dict[str, str]) -> dict[str, str]:
    return {f"term.{domain}": style for domain, style in domains.items()}


PALETTES = {
    "terminal": _named(DOMAINS),
    "light": {**LIGHT, **_named(LIGHT_DOMAINS)},
    "dark": {**DARK, **_named(DARK_DOMAINS)},
}

# Tones 1 to 5 as well-known dictionaries colour them; the marks say the same.
TONES = {
    "none": (),
    "pleco": ("red", "green", "blue", "magenta", "bright_black"),
    "mdbg": ("red", "yellow", "green", "blue", "bright_black"),
    "soft": ("#d75f5f", "#af8700", "#5f9f5f", "#5f87d7", "#8a8a8a"),
}


def term_style(domain: str) -> str:
    """Name the style of a term by its domain."""
    return f"term.{domain}" if domain in DOMAINS else "read.term"


def theme(palette: str = "terminal", tones: str = "none") -> Theme:
    """Make the styles of a palette and a scheme of tones, by their names."""
    coloured = {f"tone.{n}": style for n, style in enumerate(TONES[tones], 1)}
    return Theme({**STYLES, **PALETTES[palette], **coloured})


THEME = theme()
