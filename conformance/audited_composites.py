"""Logs of composite organisms and what their members published: honest ones, and what a dishonest committee tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from coalition.retirement import RetirementInstant, RetirementMarker
from coalition.runtime.committee import Committee
from coalition.runtime.component import AnyComponent, Context
from coalition.runtime.composite import Composite
from coalition.runtime.composite_audit import KeptPage
from coalition.runtime.log import Entry, RetirementRecord, SurfaceRecord
from coalition.runtime.world import class_of
from coalition.surface import commit
from coalition.unique_id import UniqueId

SECRETS: Final = tuple(bytes([number]) * 32 for number in (1, 2, 3))
COMMITTEE: Final = Committee(SECRETS)
MARKER: Final = RetirementRecord(RetirementMarker.retired(RetirementInstant.AtTimestamp(0)))


@dataclass
class Kept:
    """A component that runs, and everything that was brought to it."""

    component: AnyComponent
    state: Composite
    pages: dict[tuple[UniqueId, UniqueId | None], list[Entry]] = field(default_factory=dict)

    @classmethod
    def begun(cls, component: AnyComponent) -> Kept:
        """A component as its committee deploys it."""
        state = class_of(component).deploy(component, COMMITTEE, Context(0, bytes(32)))
        assert isinstance(state, Composite)
        return cls(component, state)

    def brings(self, surface: UniqueId, *entries: Entry, built: UniqueId | None = None) -> None:
        """Entries are brought, observed, and kept."""
        self.state, _ = self.state.delivered(surface, built, entries, 0)
        self.keeps(surface, *entries, built=built)

    def keeps(self, surface: UniqueId, *entries: Entry, built: UniqueId | None = None) -> None:
        """Entries are kept, and not brought."""
        self.pages.setdefault((surface, built), []).extend(entries)

    def seals(self, event: int) -> None:
        """Everything up to an event is decided."""
        self.state = self.state.sealed_up_to(event)

    def retires(self) -> None:
        """The marker is committed."""
        self.state = self.state.with_logs(log.with_record(MARKER) for log in self.state.logs)

    def params(self, **changed: Any) -> dict[str, Any]:
        """What the audit takes."""
        logs = [tuple(log.entries) for log in self.state.logs]
        pages = tuple(KeptPage(surface, built, tuple(found)) for (surface, built), found in self.pages.items())
        return {
            "component": self.component,
            "committee": COMMITTEE.members,
            "pages": pages,
            "log": logs[0],
            "attestations": logs[1] if len(logs) > 1 else (),
            **changed,
        }

    def recommitted(self, records: Sequence[SurfaceRecord], surface: int = 0) -> tuple[Entry, ...]:
        """Records as this component's committee would commit them, whatever they say."""
        log = self.state.logs[surface]
        hashed = (
            commit(log.surface, log.deployment, index, each.digest().id()).id() for index, each in enumerate(records)
        )
        return tuple(Entry(index, one, each) for index, (one, each) in enumerate(zip(hashed, records, strict=True)))

    def records(self, surface: int = 0) -> list[SurfaceRecord]:
        """What the component committed."""
        return [entry.record for entry in self.state.logs[surface].entries]

    def told(self, change: Callable[[list[Any]], object], surface: int = 0) -> tuple[Entry, ...]:
        """The log with its records changed, all committed anew."""
        records: list[Any] = self.records(surface)
        change(records)
        return self.recommitted(records, surface)


#: Where the records of composite organisms hold what they say.
_HELD: Final = ("routed", "shared", "correlation", "stall", "late", "attestation")


def changed_record(record: Any, **members: Any) -> Any:
    """A record with members of what it says changed."""
    name = next(each for each in _HELD if hasattr(record, each))
    return replace(record, **{name: replace(getattr(record, name), **members)})
