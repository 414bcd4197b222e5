"""What can happen where guests prove rounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from coalition.crypto.dcap import TdxCollateral
from coalition.randomness import round_digest
from coalition.runtime.randomness import Randomness
from coalition.runtime.randomness_records import CommitBeacon
from conformance import mock_dcap as mock
from conformance.attested_providers import DEBUG, EDGE, LATER, OPENING, Guest, collateral, later
from conformance.beacon_providers import TICK
from conformance.scenarios import moves
from conformance.scenarios.attested import ATTESTED
from conformance.scenarios.improvised import Act
from conformance.scenarios.randomness_moves import RandomnessStage, not_here, rounds_back

_DAY_MS: Final = 86_400_000


class AttestedStage(RandomnessStage):
    """A stage in days on which there is collateral, until time runs past them."""

    def opening(self) -> int:
        return OPENING + self.entropy.below(_DAY_MS)

    def of_the_day(self) -> TdxCollateral | None:
        """Collateral that holds now; None where none does."""
        second = self.now // 1000
        if mock.NOW <= second <= EDGE:
            return collateral()
        return later() if EDGE < second <= mock.NOW + LATER else None

    def guest(self, module: Randomness) -> Guest:
        """A guest whose card is taken. It is none of the providers whose rounds are taken on any day."""
        made = Guest(self.entropy.bytes(32), mr_td=self.entropy.bytes(48))
        self.takes(module, made, made.card(self.entropy.choice((0, 5))))
        return made

    def attested(self, module: Randomness, guest: Guest) -> CommitBeacon:
        """A round that may come, if there is collateral of the day."""
        return replace(self.next(module, guest), collateral=self.of_the_day())

    def offers(self, module: Randomness, command: CommitBeacon, cites: tuple[str, ...] = ()) -> None:
        """A round, taken if it comes with collateral."""
        if command.collateral is None:
            moves.not_submitted(self, "BeaconRejected", module, command, "no collateral holds", ["RND-23", *cites])
        else:
            self.submit(module, command, "a guest's round", ["RND-22", "RND-23", "RND-8", "RND-17", "RND-3", *cites])


def attests(stage: AttestedStage) -> None:
    """Rounds of guests, and of others between them."""
    module = stage.module()
    guests = [stage.guest(module) for _ in range(stage.entropy.between(1, 2))]
    for _ in range(stage.entropy.between(1, 3)):
        stage.offers(module, stage.attested(module, stage.entropy.choice(guests)))
        if stage.entropy.chance(3):
            stage.proves(module, stage.registers(module))
    moves.looks(stage, module)


def renews(stage: AttestedStage) -> None:
    """A card of another image: the image before proves nothing."""
    module = stage.module()
    guest = stage.guest(module)
    new = replace(guest, mr_td=stage.entropy.bytes(48))
    stage.takes(module, new, new.card(6))
    old = stage.attested(module, guest)
    moves.not_submitted(stage, "BeaconRejected", module, old, "the image before", ["RND-22", "RND-23"])
    stage.offers(module, stage.attested(module, new), ("RND-12",))


def runs_out(stage: AttestedStage) -> None:
    """The last second of collateral, and the first after it."""
    module = stage.module()
    guest = stage.guest(module)
    last = EDGE * 1000 + stage.entropy.choice((0, 1, 999))
    if stage.now > last:
        return
    stage.advance(last, "the last second of the collateral")
    stage.offers(module, stage.attested(module, guest))
    stage.advance(EDGE * 1000 + 1000, "the first second after it")
    right = stage.attested(module, guest)
    over = replace(right, collateral=collateral())
    moves.not_submitted(stage, "BeaconRejected", module, over, "the collateral is over", ["RND-22", "RND-23"])
    stage.offers(module, right)


# --- what is refused --------------------------------------------------------------------------------------------------


def not_attested(stage: AttestedStage) -> None:
    """A quote of something else, or of nothing; then the right one."""
    entropy, module = stage.entropy, stage.module()
    guest, other = stage.guest(module), stage.guest(module)
    right = stage.attested(module, guest)
    digest, value = round_digest(module.address, guest.id, right.round).value(), entropy.bytes(32)
    data = digest + value
    # Made when they are chosen: a quote has ten signatures.
    wrong: tuple[Callable[[], bytes], ...] = (
        lambda: b"",
        lambda: data,
        lambda: guest.proof(module.address, right.round + 1),
        lambda: other.proof(module.address, right.round, name=guest.id),
        lambda: guest.proof(module.address, right.round, name=other.id),
        lambda: guest.quote(entropy.bytes(32) + value),
        lambda: guest.quote(data, DEBUG),
        lambda: guest.quote(data, root="mallory"),
        lambda: guest.quote(data, quote_signer="mallory"),
        lambda: guest.quote(data, pce_svn=7),
        lambda: guest.quote(data, cpu_svn=b"\x01" * 16),
    )
    bad = replace(right, proof=entropy.choice(wrong)())
    moves.not_submitted(stage, "BeaconRejected", module, bad, "it attests something else", ["RND-22", "RND-23"])
    stage.offers(module, right)


def not_borne_out(stage: AttestedStage) -> None:
    """Collateral of another time or root, or none; then the right one."""
    module = stage.module()
    guest = stage.guest(module)
    right = stage.attested(module, guest)
    wrong = (
        None,
        collateral(crl_end=mock.NOW - 1),
        collateral(revoked=("pck",)),
        collateral(tcb_signer="mallory"),
        collateral("other root"),
    )
    bad = replace(right, collateral=stage.entropy.choice(wrong), committed_at=max(right.committed_at, TICK))
    moves.not_submitted(stage, "BeaconRejected", module, bad, "the collateral does not hold", ["RND-23"])
    stage.offers(module, right)


def of_days_to_come(stage: AttestedStage) -> None:
    """A tick that would be a time at which the collateral holds is none."""
    module = stage.module()
    guest = stage.guest(module)
    if stage.now // 1000 >= EDGE - 11 * 86_400:
        return
    command = replace(stage.next(module, guest), committed_at=mock.NOW + LATER, collateral=later())
    moves.not_submitted(stage, "BeaconRejected", module, command, "it holds in days to come", ["RND-23"])


ACT: Final = Act(
    chapter="attested",
    features=ATTESTED,
    stage=AttestedStage,
    through=(moves.submits, moves.waits, moves.reads, attests, attests, renews, runs_out),
    refused=(not_attested, not_attested, not_borne_out, of_days_to_come, not_here, rounds_back),
)
