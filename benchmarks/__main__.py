"""Print the table of ratios, or the rows of the measures that are named."""

import sys
from collections.abc import Callable, Iterator

from benchmarks import glossary, longtext, readings, repair, startup, translate

Row = tuple[str, float, str]
"""What was measured, the ratio, what is wanted."""

MEASURES: dict[str, Callable[[], list[Row]]] = {
    "startup": startup.rows,
    "glossary": glossary.rows,
    "repair": repair.rows,
    "readings": readings.rows,
    "translate": translate.rows,
    "longtext": longtext.rows,
}


def table(names: list[str]) -> Iterator[str]:
    """Give the lines of the table, each as soon as it is measured."""
    yield "| ratio | measured | wanted |"
    yield "| --- | --- | --- |"
    for name in names:
        for what, ratio, wanted in MEASURES[name]():
            yield f"| {what} | {ratio:.2f} | {wanted} |"


if __name__ == "__main__":
    for line in table(sys.argv[1:] or list(MEASURES)):
        print(line, flush=True)
