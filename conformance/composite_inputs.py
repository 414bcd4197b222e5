"""Random logs of composite organisms for the audit: most follow from their pages, and some do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from coalition.runtime.played import PlayedBundle
from conformance.audited_composites import COMMITTEE, Kept, changed_record
from conformance.entropy import Entropy
from conformance.scenarios import playing
from conformance.scenarios.playing import MEMBERS, SEARCHERS, Feeds, Superchain

_MEMBERS: Final = 3


def audited(entropy: Entropy) -> dict[str, Any]:
    """The parameters of an audit: a life of one of the three classes, as it was or as it was not."""
    kept = entropy.choice((_routed, _shared, _correlated))(entropy)
    if entropy.chance(4):
        kept.retires()
    return entropy.choice((*_LIES, *[_honest] * 4))(kept, entropy)


def _content(entropy: Entropy) -> Any:
    return playing.lattices_content(entropy.choice((playing.PARTIAL, playing.STALL)))


def _routed(entropy: Entropy) -> Kept:
    kept = Kept.begun(playing.router(f"router.{entropy.below(10**6)}", _content(entropy)))
    return _lived(kept, entropy, ("UnsealedPool", lambda slot: slot.pool))


def _shared(entropy: Entropy) -> Kept:
    kept = Kept.begun(playing.ledger(f"ledger.{entropy.below(10**6)}", _content(entropy)))
    attests = ("Attestation", lambda slot: slot.attestation)
    return _lived(kept, entropy, ("Refunds", lambda slot: slot.refunds), attests)


def _lived(kept: Kept, entropy: Entropy, *brought: tuple[str, Callable[[Any], Any]]) -> Kept:
    """Slots of some members in some events, some of them late."""
    chain, back = Superchain(), []
    for event in range(entropy.between(1, 4)):
        for place in range(_MEMBERS):
            slot = chain.slot(place, event, _bundles(entropy, place, event))
            for name, found in brought:
                come = (chain.surface(place, name), found(slot))
                if entropy.chance(5):
                    back.append(come)
                elif entropy.chance(6):
                    kept.keeps(*come)
                else:
                    kept.brings(*come)
        kept.seals(event)
        while back and entropy.chance(2):
            kept.brings(*back.pop())
    return kept


def _bundles(entropy: Entropy, place: int, event: int) -> tuple[PlayedBundle, ...]:
    # A bundle that has the name of another slot's is refunded again, and counts once.
    return tuple(
        PlayedBundle(
            f"{place}/{event if entropy.chance(3) else 0}/{number}".encode(),
            entropy.choice(SEARCHERS),
            entropy.below(10**6),
            entropy.choice((None, *MEMBERS)),
        )
        for number in range(entropy.between(1, 3))
    )


def _correlated(entropy: Entropy) -> Kept:
    content = playing.correlator_content(policy=entropy.choice((playing.PARTIAL, playing.STALL)))
    kept, feeds = Kept.begun(playing.correlator(f"correlator.{entropy.below(10**6)}", content)), Feeds()
    for second in range(entropy.between(1, 4)):
        for place in (0, 1):
            for number in range(entropy.below(3)):
                tick = feeds.tick(place, second * 1_000 + 9 * number, entropy.below(10**6), second * 8 + number)
                kept.brings(feeds.surface(place), tick)
        kept.seals(second)
    return kept


# --- what is told of it -----------------------------------------------------------------------------------------------


def _honest(kept: Kept, entropy: Entropy) -> dict[str, Any]:
    del entropy
    return kept.params()


def _page_lost(kept: Kept, entropy: Entropy) -> dict[str, Any]:
    pages = list(kept.params()["pages"])
    if pages:
        pages.pop(entropy.below(len(pages)))
    return kept.params(pages=tuple(pages))


def _record_lost(kept: Kept, entropy: Entropy) -> dict[str, Any]:
    return kept.params(log=kept.told(lambda each: each.pop(entropy.below(len(each))) if each else None))


def _record_repeated(kept: Kept, entropy: Entropy) -> dict[str, Any]:
    def again(records: list[Any]) -> None:
        if records:
            records.insert(entropy.below(len(records) + 1), entropy.choice(records))

    return kept.params(log=kept.told(again))


def _evidence_lost(kept: Kept, entropy: Entropy) -> dict[str, Any]:
    def bare(records: list[Any]) -> None:
        held = [place for place, each in enumerate(records) if any(hasattr(each, name) for name in _LISTED)]
        if held:
            place = entropy.choice(held)
            records[place] = changed_record(records[place], evidence=())

    return kept.params(log=kept.told(bare))


def _uncommitted(kept: Kept, entropy: Entropy) -> dict[str, Any]:
    log = kept.params()["log"]
    return kept.params(log=log[entropy.below(len(log)) :] if log else ())


def _unsigned(kept: Kept, entropy: Entropy) -> dict[str, Any]:
    return kept.params(committee=COMMITTEE.members[: entropy.below(3)])


_LISTED: Final = ("routed", "shared", "correlation", "stall")
_LIES: Final = (_page_lost, _record_lost, _record_repeated, _evidence_lost, _uncommitted, _unsigned)
