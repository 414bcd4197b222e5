"""Mutants of a Randomness that runs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from coalition.randomness import BeaconTick, TdxAttested
from coalition.runtime import component, randomness_refusals
from coalition.runtime.randomness import Randomness
from coalition.runtime.randomness_records import BeaconCardRecord, BeaconTickRecord, CommitBeacon
from conformance.mutants.breaking import Break, Mutant, method, replaced, unchecked

Function = Callable[..., Any]


def _rule(name: str, make: Callable[[Function], Function]) -> Break:
    return replaced(f"runtime.randomness.{name}", make)


def _no_rule(name: str) -> Break:
    return unchecked(f"runtime.randomness.{name}")


def _begun(right: Function) -> Any:
    def deploy(cls: type[Randomness], *args: Any) -> Randomness:
        made: Randomness = right(*args)
        return replace(made, last=BeaconTick(0, made.address, bytes(32), b"", 0))

    return classmethod(deploy)


def _by_rounds(right: Function) -> Function:
    def sequence(self: Any, now: int) -> Any:
        counted = isinstance(self, Randomness) and self.last is not None
        return self.last.round if counted else right(self, now)

    return sequence


def _recorded(change: Callable[[BeaconTick], BeaconTick]) -> Callable[[Function], Function]:
    """Ticks are committed otherwise than they are."""

    def make(right: Function) -> Function:
        def committed(self: Any, surface: str, *records: Any) -> Any:
            return right(self, surface, *(_changed(each, change) for each in records))

        return committed

    return make


def _changed(record: Any, change: Callable[[BeaconTick], BeaconTick]) -> Any:
    return replace(record, tick=change(record.tick)) if isinstance(record, BeaconTickRecord) else record


def _unsigned(right: Function) -> Function:
    """Cards are committed without what their providers signed."""

    def committed(self: Any, surface: str, *records: Any) -> Any:
        bare = (replace(each, signature=bytes(64)) if isinstance(each, BeaconCardRecord) else each for each in records)
        return right(self, surface, *bare)

    return committed


def _roots_read(right: Function) -> Function:
    def check(scheme: Any) -> None:
        if isinstance(scheme, TdxAttested):
            raise randomness_refusals.BeaconKeyUnusable(scheme)
        right(scheme)

    return check


def _same_tick(_right: Function) -> Function:
    def check(known: Any, card: Any) -> None:
        if known is not None and card.refreshed_at < known.refreshed_at:
            raise randomness_refusals.BeaconCardOutdated(card)

    return check


def _first_card_stays(right: Function) -> Function:
    def register(self: Randomness, command: Any) -> Randomness:
        after: Randomness = right(self, command)
        known = self.cards.get(command.card.provider_id)
        if known is None:
            return after
        kept = replace(command.card, scheme=known.scheme)
        return replace(after, cards=after.cards.set(known.provider_id, kept))

    return register


def any_card(right: Function) -> Function:
    """What any card of a provider proves is right."""

    def proven(module: Randomness, card: Any, command: Any, *now: int) -> Any:
        records = [each.record for each in module.log("Providers").entries]
        cards = [each.card for each in records if isinstance(each, BeaconCardRecord)]
        for each in (each for each in cards if each.provider_id == card.provider_id):
            try:
                return right(module, each, command, *now)
            except randomness_refusals.BeaconRejected:
                continue
        return right(module, card, command, *now)

    return proven


def _one_key(right: Function) -> Function:
    """A key is one provider's."""

    def register(self: Randomness, command: Any) -> Randomness:
        card = command.card
        for ident, each in self.cards.items():
            if ident != card.provider_id and each.scheme == card.scheme:
                raise randomness_refusals.BeaconKeyUnusable(card)
        return right(self, command)  # type: ignore[no-any-return] # a Randomness

    return register


def _few_alone(right: Function) -> Function:
    """There is one provider."""

    def register(self: Randomness, command: Any) -> Randomness:
        if self.cards and command.card.provider_id not in self.cards:
            raise randomness_refusals.FamilyNotAdmitted(command)
        return right(self, command)  # type: ignore[no-any-return] # a Randomness

    return register


def _unknown_is_rejected(_right: Function) -> Function:
    def registered(card: Any, provider: Any) -> Any:
        if card is None:
            raise randomness_refusals.BeaconRejected(provider)
        return card

    return registered


def _same_round(_right: Function) -> Function:
    def check(last: Any, number: int) -> None:
        if last is not None and number < last.round:
            raise randomness_refusals.BeaconRoundBackwards(number)

    return check


def _one_by_one(right: Function) -> Function:
    def check(last: Any, number: int) -> None:
        right(last, number)
        if last is not None and number != last.round + 1:
            raise randomness_refusals.BeaconRoundBackwards(number)

    return check


def _round_of_each(right: Function) -> Function:
    """Every provider has its own rounds."""

    def commit(self: Randomness, command: Any) -> Randomness:
        records = [each.record for each in self.log("BeaconTicks").entries]
        ticks = [each.tick for each in records if isinstance(each, BeaconTickRecord)]
        last = [each for each in ticks if each.provider == command.provider][-1:]
        found = replace(self.last, round=last[0].round if last else -1) if self.last else None
        return right(replace(self, last=found), command)  # type: ignore[no-any-return] # a Randomness

    return commit


def _later_tick(right: Function) -> Function:
    def check(last: Any, committed_at: int) -> None:
        right(last, committed_at)
        if last is not None and committed_at == last.committed_at:
            raise randomness_refusals.BeaconTickBackwards(committed_at)

    return check


def _any_proof(right: Function) -> Function:
    """What does not verify is hashed all the same."""

    def proven(module: Any, card: Any, command: Any) -> Any:
        try:
            return right(module, card, command)
        except randomness_refusals.BeaconRejected:
            return hashlib.sha256(command.proof).digest()

    return proven


def _of_whoever(right: Function) -> Function:
    """A proof is right if it is some provider's."""

    def proven(module: Randomness, card: Any, command: Any) -> Any:
        for each in module.cards.values():
            try:
                return right(module, each, command)
            except randomness_refusals.BeaconRejected:
                continue
        return right(module, card, command)

    return proven


def _without_collateral(right: Function) -> Function:
    """What comes with a proof is not looked at."""
    return lambda module, card, command: right(module, card, replace(command, collateral=None))


def _with_challenges(right: Any) -> Any:
    return (*right, "Challenges")


def _rounds_after_the_end(right: Function) -> Function:
    def apply(self: Any, command: Any, context: Any) -> Any:
        late = isinstance(self, Randomness) and self.marker is not None and isinstance(command, CommitBeacon)
        return self.act(command, context) if late else right(self, command, context)

    return apply


MUTANTS = (
    Mutant("beacon-from-zero", ("RND-7",), "the round 0 is behind it", (method(Randomness, "deploy", _begun),)),
    Mutant(
        "beacon-rounds-are-sequences",
        ("RND-7", "WORLD-14"),
        "a round is the sequence that a marker waits for",
        (method(component.Running, "sequence", _by_rounds),),
    ),
    Mutant(
        "beacon-value-of-proof",
        ("RND-8",),
        "the value is the first bytes of the proof",
        (method(component.Running, "committed", _recorded(lambda tick: replace(tick, value=tick.proof[:32]))),),
    ),
    Mutant(
        "beacon-tick-of-round",
        ("RND-8",),
        "a round is its own tick",
        (method(component.Running, "committed", _recorded(lambda tick: replace(tick, committed_at=tick.round))),),
    ),
    Mutant(
        "beacon-card-unsigned",
        ("RND-8",),
        "a card is committed without its signature",
        (method(component.Running, "committed", _unsigned),),
    ),
    Mutant("beacon-card-forged", ("RND-9",), "anybody signs a card", (_no_rule("check_signed"),)),
    Mutant("beacon-card-of-another", ("RND-9",), "any key signs a card", (_no_rule("check_own_key"),)),
    Mutant("beacon-any-family", ("RND-10",), "every family is admitted", (_no_rule("check_family"),)),
    Mutant("beacon-any-key", ("RND-11",), "no key is looked at", (_no_rule("check_usable"),)),
    Mutant(
        "beacon-roots-read",
        ("RND-11",),
        "the root of a guest is read with its card",
        (_rule("check_usable", _roots_read),),
    ),
    Mutant("beacon-card-again", ("RND-12",), "an old card comes back", (_no_rule("check_later"),)),
    Mutant("beacon-card-same-tick", ("RND-12",), "a second card of one tick", (_rule("check_later", _same_tick),)),
    Mutant(
        "beacon-first-card-stays",
        ("RND-12",),
        "a provider keeps the scheme of its first card",
        (method(Randomness, "_register", _first_card_stays),),
    ),
    Mutant("beacon-any-card", ("RND-12", "RND-17"), "an old key proves rounds", (_rule("proven", any_card),)),
    Mutant("beacon-one-key", ("RND-13",), "a key is declared once", (method(Randomness, "_register", _one_key),)),
    Mutant(
        "beacon-one-provider",
        ("RND-13",),
        "there is one provider and no other",
        (method(Randomness, "_register", _few_alone),),
    ),
    Mutant(
        "beacon-unknown-provider",
        ("RND-14",),
        "a round of nobody is a wrong proof",
        (_rule("registered", _unknown_is_rejected),),
    ),
    Mutant("beacon-round-back", ("RND-15",), "rounds go back", (_no_rule("check_round"),)),
    Mutant("beacon-round-twice", ("RND-15",), "a round has two values", (_rule("check_round", _same_round),)),
    Mutant("beacon-round-by-round", ("RND-15",), "no round is left out", (_rule("check_round", _one_by_one),)),
    Mutant(
        "beacon-rounds-of-each",
        ("RND-15",),
        "every provider has its own rounds",
        (method(Randomness, "_commit", _round_of_each),),
    ),
    Mutant("beacon-tick-back", ("RND-16",), "ticks go back", (_no_rule("check_tick"),)),
    Mutant("beacon-round-a-tick", ("RND-16",), "a tick has one round", (_rule("check_tick", _later_tick),)),
    Mutant("beacon-any-proof", ("RND-17",), "no proof is verified", (_rule("proven", _any_proof),)),
    Mutant(
        "beacon-collateral-ignored",
        ("RND-17",),
        "collateral may come with any proof",
        (_rule("proven", _without_collateral),),
    ),
    Mutant(
        "beacon-proof-of-whoever",
        ("RND-17",),
        "some provider's proof is every provider's",
        (_rule("proven", _of_whoever),),
    ),
    Mutant(
        "beacon-with-challenges",
        ("RND-18",),
        "there is a surface for challenges",
        (method(Randomness, "SURFACES", _with_challenges),),
    ),
    Mutant(
        "beacon-after-the-marker",
        ("RND-19", "WORLD-12"),
        "a retired module takes rounds",
        (method(component.Running, "apply", _rounds_after_the_end),),
    ),
)
