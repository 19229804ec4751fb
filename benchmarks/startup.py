"""How long ``reader --help`` takes beside importing Rich's console alone."""

import subprocess
import sys
from functools import partial

from benchmarks.timing import ratio


def rows() -> list[tuple[str, float, str]]:
    """Measure the start of the command."""
    run = partial(subprocess.run, check=True, capture_output=True)
    ours = partial(run, [sys.executable, "-m", "reader", "--help"])
    theirs = partial(run, [sys.executable, "-c", "import rich.console"])
    return [
        (
            "`reader --help` / `import rich.console`",
            ratio(ours, theirs, rounds=15),
            "≤ 1.5",
        )
    ]
