"""Time things in turns, so that what disturbs one disturbs the other."""

import time
from collections.abc import Callable


def ratio(
    ours: Callable[[], object], theirs: Callable[[], object], *, rounds: int = 7
) -> float:
    """Give ours over theirs, the least wall time of each over the rounds."""
    least = [float("inf"), float("inf")]
    for _ in range(rounds):
        for index, call in enumerate((ours, theirs)):
            start = time.perf_counter()
            call()
            least[index] = min(least[index], time.perf_counter() - start)
    return least[0] / least[1]
