"""The records of an Almanac: ticks and what they observed (chapter Worlds)."""

from __future__ import annotations

from dataclasses import dataclass

from coalition.preimage import Preimage, ascii_text, derivation, each, hash_many_of, integer, list_of, part, raw
from coalition.shapes import U64, Bytes20, Record
from coalition.struct_digest import check_distinct_keys


@dataclass(frozen=True)
class Observation(Record):
    """The time of one member, in Unix milliseconds, as its own clock had it. `member` is a `MemberId`."""

    member: Bytes20
    at: U64


@derivation("almanac.observation")
def observation_digest(observation: Observation) -> Preimage:
    """An entry of the map, key and value (ENC-20, ALM-2)."""
    return list_of(raw("member", observation.member), integer("at", 64, observation.at))


@derivation("almanac.observations")
def observations_digest(observed_at: tuple[Observation, ...]) -> Preimage:
    """The map of observations, in ascending order of its keys (ENC-20, ALM-2)."""
    check_members_once(observed_at)
    return list_of(each(part("observation", observation_digest(one)) for one in in_order(observed_at)))


def in_order(observed_at: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """The observations by ascending bytes of the member (ALM-2)."""
    return tuple(sorted(observed_at, key=lambda one: one.member))


def check_members_once(observed_at: tuple[Observation, ...]) -> None:
    """Raise `DuplicateKey` for a member that is observed twice (ENC-20, ALM-2)."""
    check_distinct_keys(one.member for one in observed_at)


@dataclass(frozen=True)
class AlmanacTick(Record):
    """A tick: the number of its slot, and a vector of the members' clocks."""

    seq: U64
    observed_at: tuple[Observation, ...]

    def rules(self) -> None:
        check_members_once(self.observed_at)


@derivation("almanac.tick")
def tick_digest(tick: AlmanacTick) -> Preimage:
    """The digest of a tick (ALM-2)."""
    return hash_many_of(
        ascii_text("tag", "almanac-tick.v1"),
        integer("seq", 64, tick.seq),
        part("observed_at", observations_digest(tick.observed_at)),
    )
