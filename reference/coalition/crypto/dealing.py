"""What dealers publish, send and are blamed for, in every kind of round (chapter DKG)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coalition.crypto.bls12_381 import Point, decode_secret, generator
from coalition.crypto.shamir import Share, check_indices
from coalition.crypto.threshold_bls import BlsCommittee, check_member
from coalition.errors import RuleError
from coalition.shapes import U16, Bytes32, Discriminant, Record


class WrongDegree(RuleError):
    """Another number of coefficients or commitments than the round's."""

    requirement = "DKG-1"
    stage = "relate"


class DealtShareInvalid(RuleError):
    """A dealt share that is not what the dealing commits to."""

    requirement = "DKG-4"
    stage = "verify"


class UnknownDealer(RuleError):
    """A member that is spoken of as a dealer and has dealt nothing."""

    requirement = "DKG-5"
    stage = "relate"


class DuplicateComplaint(RuleError):
    """A second complaint by one member about one dealer."""

    requirement = "DKG-5"
    stage = "relate"


class TooFewDealers(RuleError):
    """Fewer qualified dealers than the threshold."""

    requirement = "DKG-9"
    stage = "relate"


class MissingShare(RuleError):
    """A dealing whose share a member did not get."""

    requirement = "DKG-10"
    stage = "relate"


class BlameReason(Discriminant):
    """What a dealer can be blamed for, in the order in which it is looked for (DKG-8)."""

    Equivocated = 0
    WrongDegree = 1
    PointInvalid = 2
    PossessionInvalid = 3
    ConstantInvalid = 4
    TooManyComplaints = 5
    ShareWithheld = 6
    ShareInvalid = 7


@dataclass(frozen=True)
class Dealing(Record):
    """What a dealer publishes: the commitments to its polynomial, and in a DKG the proof that it knows its secret."""

    dealer: U16
    commitments: tuple[bytes, ...]
    possession: bytes | None


@dataclass(frozen=True)
class Deal(Record):
    """A dealing, and the shares that go to the members."""

    dealing: Dealing
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Complaint(Record):
    """That a member holds no right share of a dealer's, and what the dealer answered."""

    dealer: U16
    complainant: U16
    revealed: Bytes32 | None


@dataclass(frozen=True)
class Blame(Record):
    """A dealer that is out, and why."""

    dealer: U16
    reason: BlameReason


@dataclass(frozen=True)
class DkgOutcome(Record):
    """Who dealt rightly, who is blamed, and the committee that follows."""

    qualified: tuple[U16, ...]
    blamed: tuple[Blame, ...]
    committee: BlsCommittee


@dataclass(frozen=True)
class DealtShare(Record):
    """A share that a member got of one dealer."""

    dealer: U16
    value: Bytes32


@dataclass(frozen=True)
class Rules:
    """What differs between kinds of rounds: who deals to how many, and what makes a dealing right.

    `check` gives the commitments of a dealing, or raises what is wrong with it; `blame` names that. `opened` is the
    commitment to a member's share.
    """

    dealers: int
    members: int
    threshold: int
    check: Callable[[Dealing], list[Point]]
    blame: Callable[[RuleError], BlameReason]
    opened: Callable[[Sequence[Point], int], Point]


@dataclass(frozen=True)
class Judged:
    """The commitments of the qualified dealers in the order of the log, and the blamed."""

    qualified: dict[int, list[Point]]
    blamed: tuple[Blame, ...]

    def listed(self) -> tuple[int, ...]:
        """The qualified by ascending index (DKG-8)."""
        return tuple(sorted(self.qualified))


def judge(rules: Rules, dealings: Sequence[Dealing], complaints: Sequence[Complaint]) -> Judged:
    """Who qualifies and who is blamed (DKG-5 to DKG-8)."""
    for dealing in dealings:
        check_member(dealing.dealer, rules.dealers)
    check_complaints(rules, {dealing.dealer for dealing in dealings}, complaints)
    qualified: dict[int, list[Point]] = {}
    blamed: dict[int, BlameReason] = {}
    for dealing in dealings:
        if dealing.dealer in blamed or dealing.dealer in qualified:
            continue
        made = [each for each in dealings if each.dealer == dealing.dealer]
        against = [each for each in complaints if each.dealer == dealing.dealer]
        found = reason(rules, made, against)
        if isinstance(found, BlameReason):
            blamed[dealing.dealer] = found
        else:
            qualified[dealing.dealer] = found
    return Judged(qualified, tuple(Blame(dealer, blamed[dealer]) for dealer in sorted(blamed)))


def check_complaints(rules: Rules, dealers: set[int], complaints: Sequence[Complaint]) -> None:
    """Raise `UnknownDealer` or `DuplicateComplaint` (DKG-5)."""
    seen: set[tuple[int, int]] = set()
    for each in complaints:
        check_member(each.dealer, rules.dealers)
        check_member(each.complainant, rules.members)
        check_has_dealt(each.dealer, dealers)
        check_first_complaint(each, seen)
        seen.add((each.dealer, each.complainant))


def check_has_dealt(dealer: int, dealers: set[int]) -> None:
    """Raise `UnknownDealer` (DKG-5)."""
    if dealer not in dealers:
        raise UnknownDealer(dealer)


def check_first_complaint(complaint: Complaint, seen: set[tuple[int, int]]) -> None:
    """Raise `DuplicateComplaint` (DKG-5)."""
    if (complaint.dealer, complaint.complainant) in seen:
        raise DuplicateComplaint(complaint.dealer, f"by {complaint.complainant}")


def reason(rules: Rules, made: Sequence[Dealing], against: Sequence[Complaint]) -> BlameReason | list[Point]:
    """Why a dealer is blamed, the first reason that there is; its commitments where there is none (DKG-6, DKG-7)."""
    if any(other != made[0] for other in made):
        return BlameReason.Equivocated
    try:
        points = rules.check(made[0])
    except RuleError as error:
        return rules.blame(error)
    if is_too_many(len(against), rules.threshold):
        return BlameReason.TooManyComplaints
    if any(is_withheld(each) for each in against):
        return BlameReason.ShareWithheld
    if not all(is_answered(rules, points, each) for each in against):
        return BlameReason.ShareInvalid
    return points


def is_too_many(complaints: int, threshold: int) -> bool:
    """Whether more complain than can lie (DKG-7)."""
    return complaints >= threshold


def is_withheld(complaint: Complaint) -> bool:
    """Whether a complaint was left without an answer (DKG-7)."""
    return complaint.revealed is None


def is_answered(rules: Rules, points: Sequence[Point], complaint: Complaint) -> bool:
    """Whether a complaint was answered with the right share (DKG-7)."""
    if complaint.revealed is None:
        return True
    try:
        check_dealt(rules.opened(points, complaint.complainant), complaint.revealed)
    except RuleError:
        return False
    return True


def check_dealt(commitment: Point, value: bytes) -> int:
    """The share, which is what is committed to. Raises `DealtShareInvalid`, or what no scalar raises (DKG-4)."""
    share = decode_secret(value)
    if generator(commitment.group) * share != commitment:
        raise DealtShareInvalid(value.hex())
    return share


def check_degree(given: int, expected: int) -> None:
    """Raise `WrongDegree` for another number of coefficients or commitments (DKG-1, DKG-4)."""
    if given != expected:
        raise WrongDegree(given, f"{expected} are due")


def check_enough_dealers(given: int, threshold: int) -> None:
    """Raise `TooFewDealers` (DKG-9)."""
    if given < threshold:
        raise TooFewDealers(given, f"the threshold is {threshold}")


def check_enough_dealings(given: int, threshold: int) -> None:
    """Raise `TooFewDealers` for dealings of which no key came (DKG-10)."""
    check_enough_dealers(given, threshold)


def received_shares(
    rules: Rules, dealings: Sequence[Dealing], index: int, received: Sequence[DealtShare]
) -> dict[int, int]:
    """What a member got of each dealer, checked against what each commits to (DKG-10)."""
    check_member(index, rules.members)
    check_indices([dealing.dealer for dealing in dealings])
    check_indices([each.dealer for each in received])
    commitments = {}
    for dealing in dealings:
        check_member(dealing.dealer, rules.dealers)
        commitments[dealing.dealer] = rules.check(dealing)
    shares = {}
    for each in received:
        check_has_dealt(each.dealer, set(commitments))
        shares[each.dealer] = check_dealt(rules.opened(commitments[each.dealer], index), each.value)
    for dealer in commitments:
        check_received(dealer, shares)
    return shares


def check_received(dealer: int, shares: dict[int, int]) -> None:
    """Raise `MissingShare` (DKG-10)."""
    if dealer not in shares:
        raise MissingShare(dealer)
