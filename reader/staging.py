"""A path -> a file beside it, which takes its place once it is whole.

Whoever reads the path meanwhile, another process included, sees what was there before
or all that is new, never a half.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def staged(path: Path) -> Iterator[Path]:
    """Give an empty file to write; at the end it replaces what is at the path.

    Where anything goes wrong it is gone, and the path is as it was. Its owner alone
    may read it (mode 600). Raises OSError where the directory takes no file.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    made = Path(name)
    try:
        yield made
        made.replace(path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
