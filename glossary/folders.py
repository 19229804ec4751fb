"""Where a reader keeps terms of their own, found without being named.

On Linux that is ``$XDG_CONFIG_HOME/bilingual-reader/glossary/``, elsewhere the place
the system has for such files. Every file of terms there is laid over ours, in the
order of their names.
"""

from pathlib import Path

from glossary.exchange import SUFFIXES


def own_folder() -> Path:
    """Return the folder of the reader's own glossaries; it need not be there."""
    from platformdirs import user_config_path

    return user_config_path("bilingual-reader") / "glossary"


def own() -> list[Path]:
    """Return the reader's own files of terms, in the order they are laid over ours."""
    folder = own_folder()
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
    )
