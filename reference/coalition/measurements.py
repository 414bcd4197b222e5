"""TDX measurements: the registers that say which image runs (ID-15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coalition.errors import EmptySet
from coalition.preimage import Field, Preimage, ascii_text, derivation, hash_many_of, list_of, part, raw, sorted_each
from coalition.shapes import Bytes48, Record
from coalition.struct_digest import check_distinct


@dataclass(frozen=True)
class Measurements(Record):
    """MRTD, which is always declared, and the seven registers that may be. Each is 48 bytes."""

    mr_td: Bytes48
    mr_config_id: Bytes48 | None = None
    mr_owner: Bytes48 | None = None
    mr_owner_config: Bytes48 | None = None
    rtmr0: Bytes48 | None = None
    rtmr1: Bytes48 | None = None
    rtmr2: Bytes48 | None = None
    rtmr3: Bytes48 | None = None

    def fingerprint(self) -> Preimage:
        """The measurements fingerprint (ID-15)."""
        return measurements_fingerprint(self)


def _register(label: str, register: bytes | None) -> Field:
    return raw(label, b"" if register is None else register, "bytes48 or empty")


@derivation("identity.measurements")
def measurements_fingerprint(measurements: Measurements) -> Preimage:
    """Eight registers; one that is not declared is empty, not zero (ID-15)."""
    return hash_many_of(
        ascii_text("tag", "tdx"),
        raw("mr_td", measurements.mr_td, "bytes48"),
        _register("mr_config_id", measurements.mr_config_id),
        _register("mr_owner", measurements.mr_owner),
        _register("mr_owner_config", measurements.mr_owner_config),
        _register("rtmr0", measurements.rtmr0),
        _register("rtmr1", measurements.rtmr1),
        _register("rtmr2", measurements.rtmr2),
        _register("rtmr3", measurements.rtmr3),
    )


@derivation("identity.measurements_set")
def measurements_set(set: tuple[Measurements, ...]) -> Preimage:  # noqa: A002 - the parameter's name is the specification's
    """A set of measurements, in ascending order of their fingerprints (ENC-19, ID-33)."""
    check_set(set)
    return list_of(sorted_each(part("measurements", measurements_fingerprint(each_one)) for each_one in set))


def check_set(measurements: Sequence[Measurements]) -> None:
    """Raise `EmptySet` for a set without elements, `DuplicateElement` for one that holds an element twice (ID-33)."""
    check_not_empty(measurements)
    check_distinct(measurements_fingerprint(each_one).value() for each_one in measurements)


def check_not_empty(measurements: Sequence[Measurements]) -> None:
    """Raise `EmptySet`: a clause that admits nothing is a mistake, not a policy (ID-33)."""
    if not measurements:
        raise EmptySet(measurements)
