"""Time things in turns, so that what disturbs one disturbs the other."""

import time
from collections.abc import Callable


def ratio(
    ours: Callable[[], object],
    theirs: Callable[[], object],
    *,
    rounds: int = 7,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """Give ours over theirs, the least time of each over the rounds.

    Wall time, or what another ``clock`` says: where one of both is so short that it is
    never interrupted and the other always is, wall time measures the machine's load.
    """
    least = [float("inf"), float("inf")]
    for _ in range(rounds):
        for index, call in enumerate((ours, theirs)):
            start = clock()
            call()
            least[index] = min(least[index], clock() - start)
    return least[0] / least[1]
