"""Random records of modules that fit together: entries whose payload is their kind's, archives, cards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from coalition.atlas import MemberCard, MemberStatus
from coalition.chronicle import ChronicleEntry, MemberSignature
from coalition.chronicle_audit import AuditedChronicle
from coalition.chronicle_kinds import KINDS, PAYLOADS, AnyPayload, CoalitionPublished, Member, Publication, Replacement
from coalition.chronicle_kinds import Retirement as RetirementPayload
from coalition.retirement import ComponentRef, RetirementMarker
from coalition.shapes import fields_of
from coalition.unique_id import UniqueId
from conformance.chronicle_archives import Said, Scribe
from conformance.entropy import Entropy

_Draw = Callable[..., Any]


def named(draw: _Draw) -> dict[Any, Callable[[Entropy, int], Any]]:
    """How records are drawn whose members must fit each other. `draw` draws any shape."""
    return {
        ChronicleEntry: lambda entropy, depth: _entry(draw, entropy, depth),
        AuditedChronicle: lambda entropy, depth: _scribe(draw, entropy, depth).audited(),
        MemberCard: lambda entropy, depth: card(draw, entropy, depth),
    }


def operations(draw: _Draw) -> dict[str, Callable[[Entropy], dict[str, Any]]]:
    """How the parameters of operations are drawn that must fit each other."""
    return {
        "chronicle.signatures": lambda entropy: {
            "statement": draw(UniqueId, entropy),
            "committee": _secrets(entropy, entropy.below(5)),
        },
        "chronicle.audit": lambda entropy: _audit(draw, entropy),
        "atlas.directory": lambda entropy: {"cards": _cards(draw, entropy)},
        "atlas.lineage": lambda entropy: _lineage(draw, entropy),
        "atlas.standing": lambda entropy: _standing(draw, entropy),
    }


def _secrets(entropy: Entropy, count: int) -> tuple[bytes, ...]:
    return tuple(entropy.bytes(32) for _ in range(count))


def said(draw: _Draw, entropy: Entropy, depth: int) -> Said:
    """A random kind, and a payload that is its own."""
    kind = entropy.choice(KINDS)
    payload, about = PAYLOADS[kind]
    drawn: AnyPayload = draw(payload, entropy, depth + 1)

    def fitting(component: ComponentRef) -> ComponentRef:
        return replace(component, kind=entropy.choice(sorted(about, key=lambda one: one.value)))

    match drawn:
        case Member():
            drawn = Member(fitting(drawn.member))
        case Replacement():
            drawn = Replacement(fitting(drawn.before), fitting(drawn.after))
        case RetirementPayload():
            drawn = replace(drawn, component=fitting(drawn.component))
        case _:
            pass
    return draw(kind, entropy, depth + 1), drawn


def _entry(draw: _Draw, entropy: Entropy, depth: int) -> ChronicleEntry:
    kind, payload = said(draw, entropy, depth)
    drawn = {name: shape for name, shape in fields_of(ChronicleEntry) if name not in ("kind", "payload")}
    fields = {name: draw(shape, entropy, depth + 1) for name, shape in drawn.items()}
    once: dict[bytes, MemberSignature] = {one.member: one for one in fields["member_signatures"]}
    fields["member_signatures"] = tuple(once.values())
    return ChronicleEntry(kind=kind, payload=payload, **fields)


def _scribe(draw: _Draw, entropy: Entropy, _depth: int) -> Scribe:
    surface, deployment, coalition = (UniqueId(entropy.bytes(32)) for _ in range(3))
    return Scribe(
        surface, deployment, coalition, entropy.choice((0, 1, 7)), _secrets(entropy, entropy.choice((1, 2, 3)))
    )


def _audit(draw: _Draw, entropy: Entropy) -> dict[str, Any]:
    """A true archive, one that was cut or rewritten, and an anchor that may or may not know."""
    scribe = _scribe(draw, entropy, 0)
    told = [_short(entropy) for _ in range(entropy.between(1, 3))]
    true = scribe.archive(*told)
    given = true
    match entropy.below(4):
        case 0:
            given = replace(true, entries=true.entries[: entropy.below(len(told))])
        case 1:
            at = entropy.below(len(told))
            given = scribe.archive(*told[:at], _short(entropy), *told[at + 1 :])
        case 2:
            at = entropy.below(len(told))
            cut = replace(true.entries[at], quorum_signatures=true.entries[at].quorum_signatures[: entropy.below(2)])
            given = replace(true, entries=(*true.entries[:at], cut, *true.entries[at + 1 :]))
        case _:
            pass
    anchors = tuple(scribe.anchored(true, entropy.between(0, len(told))) for _ in range(entropy.between(0, 2)))
    others = () if entropy.chance(3) else (true,)
    return {"chronicle": scribe.audited(), "archive": given, "others": others, "anchors": anchors}


def _short(entropy: Entropy) -> Said:
    return CoalitionPublished(), Publication(None, UniqueId(entropy.bytes(32)))


def card(draw: _Draw, entropy: Entropy, depth: int) -> MemberCard:
    """A random card."""
    drawn = {name: draw(shape, entropy, depth + 1) for name, shape in fields_of(MemberCard)}
    if drawn["status"] is MemberStatus.Active:
        drawn["successor_hint"] = None
    return MemberCard(**drawn)


def _cards(draw: _Draw, entropy: Entropy) -> tuple[MemberCard, ...]:
    """Cards of a few members, some of them updated."""
    members = [UniqueId(entropy.bytes(32)) for _ in range(entropy.between(1, 4))]
    return tuple(_linked(draw, entropy, members) for _ in range(entropy.below(7)))


def _linked(draw: _Draw, entropy: Entropy, members: list[UniqueId]) -> MemberCard:
    """A card whose successor, if it has one, is another of the members as often as not."""
    made = card(draw, entropy, 2)
    own = entropy.choice(members)
    hint = made.successor_hint
    if hint is not None and len(members) > 1 and not entropy.chance(3):
        hint = entropy.choice([each for each in members if each != own])
    return replace(made, stable_id=own, successor_hint=hint)


def _lineage(draw: _Draw, entropy: Entropy) -> dict[str, Any]:
    cards = _cards(draw, entropy)
    member = entropy.choice(cards).stable_id if cards else UniqueId(entropy.bytes(32))
    return {"cards": cards, "member": member}


def _standing(draw: _Draw, entropy: Entropy) -> dict[str, Any]:
    made = card(draw, entropy, 0)
    marker: RetirementMarker = draw(RetirementMarker, entropy)
    if marker.replacement is not None and entropy.chance(3):
        marker = replace(marker, replacement=replace(marker.replacement, address=made.stable_id))
    return {"card": made, "marker": marker, "reached": entropy.chance(2)}
