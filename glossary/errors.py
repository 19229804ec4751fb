"""What is wrong with a glossary file, in one line: where, what, and what to do."""

from pathlib import Path


class GlossaryError(ValueError):
    """A glossary file cannot be used as it is.

    >>> print(GlossaryError("mine.tsv", 3, "no English", "fill the column english"))
    mine.tsv:3: no English; fill the column english
    """

    def __init__(self, file: str, line: int, problem: str, remedy: str) -> None:
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {problem}; {remedy}")
        self.file = file
        self.line = line
        self.problem = problem
        self.remedy = remedy

    def __reduce__(self) -> tuple[type["GlossaryError"], tuple[str, int, str, str]]:
        return type(self), (self.file, self.line, self.problem, self.remedy)

    @classmethod
    def unreadable(cls, path: Path, error: OSError) -> "GlossaryError":
        """Say why the system would not give us the file."""
        reason = (error.strerror or str(error)).lower()
        return cls(
            str(path), 0, f"cannot be read: {reason}", "give the path of a TSV file"
        )
