"""The network between two components of one world: it reads the surface of the one, and brings it to others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coalition.json_form import decode
from coalition.runtime.log import Entry
from coalition.surface import surface_id
from coalition.unique_id import UniqueId
from conformance.scenarios.performers import as_it_is, read
from conformance.scenarios.playing import delivered, not_delivered
from conformance.scenarios.script import Script


@dataclass
class Wire:
    """A surface of a component that is deployed. `cursor` is the last entry that was read of it."""

    script: Script
    source: UniqueId
    name: str
    cursor: int | None = None

    def reads(self, comment: str = "the network reads what is new", *, cites: Sequence[str] = ()) -> tuple[Entry, ...]:
        """What is new there, as the component shows it."""
        page = read(self.script, self.source, self.name, self.cursor, 1024, comment, cites=cites)
        found = tuple(decode(Entry, each) for each in page["entries"])
        if found:
            self.cursor = found[-1].index
        return found

    def brings(
        self, to: UniqueId, *entries: Entry, comment: str = "and brings it", cites: Sequence[str] = ("COMP-5",)
    ) -> Any:
        """Entries that are taken."""
        return delivered(
            self.script, to, self._surface, *entries, comment=comment, content_hash=self._build, cites=cites
        )

    def fails_to_bring(self, to: UniqueId, refusal: str, *entries: Entry, comment: str) -> None:
        """Entries that are refused."""
        not_delivered(self.script, to, refusal, self._surface, *entries, comment=comment, content_hash=self._build)

    def carries(self, *to: UniqueId, comment: str = "and brings it", cites: Sequence[str] = ("COMP-5",)) -> None:
        """What is new is brought to each of these."""
        found = self.reads()
        for each in to:
            self.brings(each, *found, comment=comment, cites=cites)

    @property
    def _surface(self) -> UniqueId:
        return surface_id(as_it_is(self.script, self.source).address, self.name).id()

    @property
    def _build(self) -> UniqueId:
        return as_it_is(self.script, self.source).ids.content_hash
