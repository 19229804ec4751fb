"""The arrays of a model that comes with the package."""

from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray


def load(name: str) -> "dict[str, NDArray[Any]]":
    """Read a model's arrays, by their names in its file.

    >>> sorted(load("wordhood"))
    ['logs', 'steps']
    """
    import numpy

    path = files("reader.data") / f"{name}.npz"
    with path.open("rb") as file, numpy.load(file) as arrays:
        return dict(arrays)
