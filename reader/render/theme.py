"""The styles of the terminal view, by what they mean."""

from rich.theme import Theme

SPEAKERS = ("bold cyan", "bold green", "bold magenta", "bold blue", "bold yellow")
"""Given out in order of first speaking; the label itself stays readable without."""

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


def term_style(domain: str) -> str:
    """Name the style of a term by its domain."""
    return f"term.{domain}" if domain in DOMAINS else "read.term"


THEME = Theme(
    {
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
        "edit.after": "green",
        "edit.unsure": "yellow",
        "doctor.ok": "green",
        "doctor.missing": "yellow",
        **{f"term.{domain}": style for domain, style in DOMAINS.items()},
    }
)
