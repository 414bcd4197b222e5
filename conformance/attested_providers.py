"""Providers of randomness that are guests of TDX: the harness plays guest, platform and authority."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from coalition.crypto.dcap import TdxCollateral
from coalition.randomness import TdxAttested, round_digest
from coalition.runtime.randomness_records import CommitBeacon
from coalition.unique_id import UniqueId, hash_bytes
from conformance import mock_dcap as mock
from conformance.beacon_providers import TICK, Beacon

#: The attributes of a guest that can be debugged.
DEBUG: Final = {"td_attributes": bytes.fromhex("0100001000000000")}
#: What runs in a guest where nothing else is said.
MR_TD: Final = bytes([0x91]) * 48
#: The last second of `collateral`, 20 January 2026.
EDGE: Final = 1_768_867_200
#: So many seconds after the first day `later` holds, and `collateral` does not.
LATER: Final = 30 * 86_400
#: A present in milliseconds at which `collateral` holds, and `later` does not yet.
OPENING: Final = mock.NOW * 1000 + 400


@cache
def collateral(root: str = "root", **changes: Any) -> TdxCollateral:
    """Collateral of the authority under a root, its lists or signers changed."""
    world = mock.World(mock.body(), root=root, crl_signer=root, tcb_chain_signer=root)
    return mock.collateral(mock.changed(world, **changes))


@cache
def later() -> TdxCollateral:
    """Collateral of the same platform from 10 January 2026 on."""
    dates = {"issueDate": "2026-01-10T00:00:00Z", "nextUpdate": "2026-02-10T00:00:00Z"}
    world = mock.World(mock.body(), crl_start=mock.NOW + LATER // 4, crl_end=mock.NOW + 2 * LATER)
    return mock.collateral(world, mock.text(mock.tcb_info(**dates)), mock.text(mock.qe_identity(**dates)))


@dataclass(frozen=True)
class Guest(Beacon):
    """A provider whose rounds a quote attests. `mr_td` is what runs in it, `root` the label of who vouches for it."""

    mr_td: bytes = MR_TD
    root: str = "root"

    @property
    def scheme(self) -> TdxAttested:
        """What its card declares."""
        return TdxAttested(mock.root(self.root), self.mr_td)

    def drawn(self, module: UniqueId, number: int) -> bytes:
        """The value that the guest says it drew."""
        return bytes(hash_bytes(self.seed + bytes(module) + number.to_bytes(8, "little")))

    def proof(
        self, module: UniqueId, number: int, previous: bytes | None = None, name: UniqueId | None = None
    ) -> bytes:
        """The quote of a round, in its own name or in another's."""
        del previous
        return self.quote(round_digest(module, name or self.id, number).value() + self.drawn(module, number))

    def quote(self, report_data: bytes, body: dict[str, Any] | None = None, **changes: Any) -> bytes:
        """A quote of its guest or of its platform, parts of them changed."""
        plain = mock.body(report_data=report_data, mr_td=self.mr_td)
        guest = replace(plain, **(body or {}))
        return mock.quote(mock.changed(mock.World(guest, root=self.root), **changes))

    def commits(self, module: UniqueId, number: int, at: int = TICK) -> CommitBeacon:
        """The command with a round that it proves, and the collateral of its authority."""
        return CommitBeacon(self.id, number, self.proof(module, number), at, collateral(root=self.root))


GUEST: Final = Guest(bytes([61]) * 32)
#: Another guest of the same image.
TWIN: Final = Guest(bytes([62]) * 32)
