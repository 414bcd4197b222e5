"""Mutants of the chapter Atlas, of an Atlas that runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from coalition.atlas import MemberStatus
from coalition.runtime.atlas import Atlas, CardClosed, OperatorSignatureInvalid, UncataloguedMember
from coalition.stable_id import member_id
from conformance.mutants.breaking import Mutant, method, replaced, unchecked

_RUNNING = "runtime.atlas."


def _by_prefix(_right: Any) -> Any:
    """A member is known by the first 20 bytes."""

    def check(atlas: Atlas, stable_id: Any) -> None:
        if member_id(stable_id) not in {member_id(each) for each in atlas.members}:
            raise UncataloguedMember(stable_id)

    return check


def _unsigned(right: Callable[..., Atlas]) -> Callable[..., Atlas]:
    """One member signs for the committee."""

    def act(self: Atlas, command: Any, context: Any) -> Atlas:
        whole = self.committee
        return replace(
            right(replace(self, committee=replace(whole, keys=whole.keys[:1])), command, context), committee=whole
        )

    return act


def _one_count(right: Callable[..., Atlas]) -> Callable[..., Atlas]:
    """Revisions of all members count together."""

    def act(self: Atlas, command: Any, context: Any) -> Atlas:
        from coalition.runtime.atlas import RevisionNotAbove  # noqa: PLC0415 - when the mutant lives

        after = right(self, command, context)
        if self.cards and command.card.revision <= max(each.revision for each in self.cards.values()):
            raise RevisionNotAbove(command.card.revision)
        return after

    return act


def _retiring_is_last(_right: Any) -> Any:
    def check(before: Any) -> None:
        if before.status is not MemberStatus.Active:
            raise CardClosed(before.stable_id)

    return check


def _never_handed_on(right: Any) -> Any:
    """The operator of a first card is the member's for ever."""

    def check(before: Any, card: Any, signature: bytes) -> None:
        right(before, card, signature)
        if before is not None and before.operator != card.operator:
            raise OperatorSignatureInvalid(card.stable_id)

    return check


def _checked_roles(right: Callable[..., Atlas]) -> Callable[..., Atlas]:
    """A member keeps its role."""

    def act(self: Atlas, command: Any, context: Any) -> Atlas:
        before = self.cards.get(command.card.stable_id)
        if before is not None and before.role != command.card.role:
            raise UncataloguedMember(command.card.role)
        return right(self, command, context)

    return act


MUTANTS = (
    Mutant("strangers-have-cards", ("ATL-6",), "strangers have cards", (unchecked(f"{_RUNNING}check_catalogued"),)),
    Mutant(
        "members-by-prefix",
        ("ATL-6",),
        "a member is known by its MemberId alone",
        (replaced(f"{_RUNNING}check_catalogued", _by_prefix),),
    ),
    Mutant("cards-signed-once", ("ATL-6",), "one member signs for all", (method(Atlas, "act", _unsigned),)),
    Mutant("cards-unsigned", ("ATL-7",), "nobody signs a card", (unchecked(f"{_RUNNING}check_operator"),)),
    Mutant(
        "cards-sign-themselves",
        ("ATL-7",),
        "a card says whose signature it needs",
        (replaced(f"{_RUNNING}operator_of", lambda _: lambda _before, card: card.operator),),
    ),
    Mutant(
        "never-handed-on",
        ("ATL-7",),
        "an operator is for ever",
        (replaced(f"{_RUNNING}check_operator", _never_handed_on),),
    ),
    Mutant("older-cards", ("ATL-8",), "an older card is taken", (unchecked(f"{_RUNNING}check_revision"),)),
    Mutant("revisions-of-all", ("ATL-8",), "all members count together", (method(Atlas, "act", _one_count),)),
    Mutant("retirement-taken-back", ("ATL-9",), "a retirement is taken back", (unchecked(f"{_RUNNING}check_status"),)),
    Mutant(
        "another-successor", ("ATL-9",), "a retirement ends with another", (unchecked(f"{_RUNNING}check_successor"),)
    ),
    Mutant(
        "cards-after-the-last", ("ATL-9",), "a retired member has another card", (unchecked(f"{_RUNNING}check_open"),)
    ),
    Mutant(
        "retiring-card-is-last",
        ("ATL-9",),
        "a retiring member has no other card",
        (replaced(f"{_RUNNING}check_open", _retiring_is_last),),
    ),
    Mutant("roles-compared", ("ATL-10",), "a member keeps its role", (method(Atlas, "act", _checked_roles),)),
)
