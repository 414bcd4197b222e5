"""The list of survivors, and what is wrong with it.

A function that no operation enters is named as `unasked`, with a reason, and has no mutants; when a question enters it
all the same, or it has nothing to change, that is stale.

An entry names the mutants that it covers by their fields; a field that it leaves out may be anything. It covers
`mutants` of them (1 unless it says so), each of which lives: an entry that covers another number, or one that dies, is
stale.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from conformance.campaign.mutations import Mutant
from conformance.campaign.trial import Fate

#: The list that is kept.
LISTED: Final = Path(__file__).with_name("survivors.toml")


class ListError(Exception):
    """The list cannot be read; the text says why."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Mutants that live, and why that is right. `kind` is one of the kinds at the head of the list."""

    module: str
    where: str
    kind: str
    reason: str
    line: str | None = None
    operator: str | None = None
    before: str | None = None
    after: str | None = None
    occurrence: int | None = None
    mutants: int = 1

    def covers(self, mutant: Mutant) -> bool:
        """Whether every field that is given is the mutant's."""
        return all(
            getattr(self, name) in (None, getattr(mutant, name))
            for name in ("module", "where", "line", "operator", "before", "after", "occurrence")
        )

    @property
    def name(self) -> str:
        """The entry in a line."""
        given = (self.where, self.operator, self.line, self.before, self.after)
        return ": ".join([self.module, *(each for each in given if each is not None)])


class Unasked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A function that is for those who write Python: no operation of the protocol enters it."""

    module: str
    where: str
    reason: str

    @property
    def name(self) -> str:
        """The function in a word, as `order.touches` names it."""
        return f"{self.module}:{self.where}"


class Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole list: its kinds with what each means, what is never asked, and the entries."""

    kinds: dict[str, str]
    unasked: tuple[Unasked, ...] = ()
    survivor: tuple[Entry, ...] = ()

    def entry(self, mutant: Mutant) -> Entry | None:
        """The entry that covers a mutant, if one does."""
        return next((entry for entry in self.survivor if entry.covers(mutant)), None)

    def asked(self, mutants: Iterable[Mutant]) -> list[Mutant]:
        """The mutants of functions that are asked."""
        left_out = {each.name for each in self.unasked}
        return [mutant for mutant in mutants if f"{mutant.module}:{mutant.where}" not in left_out]

    def entered(self, mutants: Iterable[Mutant], touched: Collection[str]) -> Iterator[str]:
        """Stale words on what is never asked: what a question enters, and what there is not."""
        known = {f"{mutant.module}:{mutant.where}" for mutant in mutants}
        modules = {name.partition(":")[0] for name in known}
        for each in self.unasked:
            if each.module in modules and each.name not in known:
                yield f"unasked {each.name}: has no mutants"
            elif each.module in modules and each.name in touched:
                yield f"unasked {each.name}: a question enters it"


class Reconciled(msgspec.Struct, frozen=True):
    """The survivors against the list: how many each kind covers, those that no entry covers, and the stale entries."""

    kinds: Mapping[str, int]
    unlisted: tuple[Mutant, ...]
    stale: tuple[str, ...]


def load(path: Path = LISTED) -> Listed:
    """The list of a file; raises ListError."""
    try:
        found = msgspec.convert(tomllib.loads(path.read_text("utf-8")), type=Listed)
    except (OSError, ValueError) as error:  # what TOML and msgspec raise are ValueErrors
        raise ListError(f"{path}: {error}") from None
    for entry in found.survivor:
        if entry.kind not in found.kinds:
            raise ListError(f"{path}: {entry.name} is of the kind {entry.kind}, which the list does not have")
    reasoned: Iterable[Unasked | Entry] = (*found.unasked, *found.survivor)
    for each in reasoned:
        if not each.reason.strip():
            raise ListError(f"{path}: {each.name} has no reason")
    return found


def reconcile(listed: Listed, made: Sequence[Mutant], fates: Mapping[Mutant, Fate]) -> Reconciled:
    """The list against what became of the mutants. `made` are all mutants of the modules that are asked about."""
    modules = {mutant.module for mutant in made}
    entries = [entry for entry in listed.survivor if entry.module in modules]
    survivors = [mutant for mutant, fate in fates.items() if fate.end == "survived"]
    kinds: Counter[str] = Counter(dict.fromkeys(listed.kinds, 0))
    unlisted = []
    for mutant in survivors:
        entry = listed.entry(mutant)
        if entry is None:
            unlisted.append(mutant)
        else:
            kinds[entry.kind] += 1
    return Reconciled(dict(kinds), tuple(unlisted), tuple(_stale(entries, made, fates)))


def _stale(entries: Iterable[Entry], made: Sequence[Mutant], fates: Mapping[Mutant, Fate]) -> Iterator[str]:
    for entry in entries:
        covered = [mutant for mutant in made if entry.covers(mutant)]
        if len(covered) != entry.mutants:
            yield f"{entry.name}: covers {len(covered)} mutants, not {entry.mutants}"
        for mutant in covered:
            fate = fates.get(mutant)
            if fate is not None and fate.end != "survived":
                yield f"{mutant.name}: {fate.end} {f'by {fate.by}' if fate.by else fate.why}"
