"""What can go wrong that a user can do something about.

    ReaderError          1  could not do it
    ├── UsageError       2  the command was wrong
    ├── PackageError     3  no translation package for this pair, or a broken one
    ├── ChecksFailed     4  checks failed and --strict was given
    └── UnreadableError  5  the input cannot be read as text

Each message says what happened, where, and what to do next; it is one line.
"""


class ReaderError(Exception):
    """The base of every error a user can act on."""

    exit_code = 1


class UsageError(ReaderError):
    """The command, or a value given to it, makes no sense."""

    exit_code = 2


class PackageError(ReaderError):
    """There is no translation package for this pair, or it is damaged."""

    exit_code = 3


class ChecksFailed(ReaderError):
    """Checks failed on the translation, and the caller asked to be strict."""

    exit_code = 4


class UnreadableError(ReaderError):
    """The input cannot be read as text."""

    exit_code = 5
