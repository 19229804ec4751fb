"""What is counted of a document's blocks while they go by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reader.errors import ChecksFailed
from reader.models import Block


@dataclass
class Tally:
    """What was counted so far."""

    sentences: int = 0
    known: int = 0
    """Sentences that came from the memory."""
    checks: int = 0
    failed: list[str] = field(default_factory=list)
    """The ids of the sentences that failed a check."""

    def counting(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Let blocks through, and count."""
        for block in blocks:
            for sentence in block.sentences:
                translation = sentence.translation
                self.sentences += 1
                self.known += translation.origin in ("memory", "hand")
                self.checks += len(translation.checks)
                if translation.checks:
                    self.failed.append(sentence.id)
            yield block

    @property
    def remembered(self) -> str:
        """Say how much came from the memory; nothing where nothing did."""
        if not self.known:
            return ""
        if self.known == self.sentences:
            what = (
                "the sentence" if self.known == 1 else f"all {self.known:,} sentences"
            )
            return f"{what} from memory: nothing was translated"
        return f"{self.known:,} of {self.sentences:,} sentences from memory"

    def refuse_failed(self) -> None:
        """Raise ChecksFailed if a translation failed a check."""
        if self.failed:
            shown = ", ".join(self.failed[:5]) + (" …" if len(self.failed) > 5 else "")
            raise ChecksFailed(
                f"{len(self.failed)} of the translations failed a check ({shown}); "
                "look at them, or leave out --strict"
            )


def tally(blocks: Iterable[Block]) -> Tally:
    """Count all at once."""
    counted = Tally()
    for _ in counted.counting(blocks):
        pass
    return counted
