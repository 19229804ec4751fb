"""What training/readings.py learnt of polyphones, as it lies in data/polyphones.npz.

The network, what characters and words beside a polyphone weigh, how common readings
are and what each voice weighs; each opened when it is first asked.
"""

import io
from collections.abc import Mapping
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from reader.contexts import Contexts

if TYPE_CHECKING:
    from reader.network import Network


class Learnt:
    """The arrays of one training, ours where none are given.

    >>> Learnt().candidates["行"]
    ('xíng', 'háng', 'hàng')
    """

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        self._given = data

    @cached_property
    def network(self) -> "Network":
        """What reads a polyphone by the characters of its sentence."""
        from reader.network import Network  # numpy takes its time

        return Network(self._data)

    @cached_property
    def contexts(self) -> Contexts:
        """What the characters and words beside a polyphone weigh."""
        return Contexts(self._data)

    @cached_property
    def classes(self) -> dict[str, int]:
        """The readings that the network tells apart, and their columns."""
        names = str(self._data["classes"]).split()
        return {name: column for column, name in enumerate(names)}

    @cached_property
    def candidates(self) -> dict[str, tuple[str, ...]]:
        """The readings each polyphone can have."""
        found: dict[str, tuple[str, ...]] = {}
        for part in ("candidates", "more"):
            for line in str(self._data[part]).splitlines():
                character, *readings = line.split()
                found[character] = (*found.get(character, ()), *readings)
        return found

    @cached_property
    def counts(self) -> dict[str, dict[str, int]]:
        """How often each reading of a character was met in labelled text."""
        counts: dict[str, dict[str, int]] = {}
        for line in str(self._data["counts"]).splitlines():
            character, reading, count = line.split()
            counts.setdefault(character, {})[reading] = int(count)
        return counts

    @cached_property
    def trust(self) -> dict[str, float]:
        """How much more, or less, the network weighs for one character."""
        names = str(self._data["trust_characters"])
        return dict(zip(names, map(float, self._data["trust"]), strict=True))

    @cached_property
    def loose(self) -> frozenset[str]:
        """Words of the dictionaries whose characters often only stand side by side.

        悄悄地下 has no 地下: labelled sentences have shown it.
        """
        return frozenset(str(self._data["loose"]).split())

    @cached_property
    def weights(self) -> dict[str, float]:
        """What each voice weighs."""
        names = str(self._data["weight_names"]).splitlines()
        return dict(zip(names, map(float, self._data["weights"]), strict=True))

    @cached_property
    def _data(self) -> Mapping[str, Any]:
        if self._given is not None:
            return self._given
        packed = files("reader.data").joinpath("polyphones.npz").read_bytes()
        import numpy as np

        with np.load(io.BytesIO(packed)) as arrays:
            return dict(arrays)
