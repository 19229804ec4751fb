"""The styles of the terminal view, by what they mean."""

from rich.theme import Theme

SPEAKERS = ("bold cyan", "bold green", "bold magenta", "bold blue", "bold yellow")
"""Given out in order of first speaking; the label itself stays readable without."""

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
    }
)
