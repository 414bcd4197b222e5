"""The cross-check of a handshake page with what the operators of its members publish."""

from __future__ import annotations

import pytest
from by_hand import h, organism_ref, stable_id
from page_by_hand import PIN, ROOT, chain_page, edited, put, text_of

from coalition import errors
from coalition.handshake import PublishedMember, cross_check, fingerprint
from coalition.unique_id import UniqueId


def _published() -> dict[str, PublishedMember]:
    return {
        "l1": PublishedMember("l1", UniqueId(stable_id("l1")), None),
        "l2": PublishedMember("l2", UniqueId(stable_id("l2")), UniqueId(h(b"l2 build"))),
        "feed": PublishedMember("feed", UniqueId(stable_id("feed")), None),
        "intents": PublishedMember("intents", UniqueId(stable_id("intents")), UniqueId(PIN)),
    }


def test_the_cross_check_gives_the_members_in_order() -> None:
    """Stable ids of the lattices, then fingerprints of the organism references; strangers are let be."""
    published = (*_published().values(), PublishedMember("stranger", UniqueId(h(b"wrong")), None))
    made = [bytes(each) for each in cross_check(text_of(chain_page()), published)]
    assert made == [
        stable_id("l1"),
        stable_id("l2"),
        organism_ref(stable_id("feed")),
        organism_ref(stable_id("intents"), PIN),
    ]
    assert cross_check(text_of(chain_page()), published[::-1]) == cross_check(text_of(chain_page()), published)


@pytest.mark.parametrize("name", ["l1", "l2", "feed", "intents"])
def test_each_member_is_published_reproducible_and_not_drifted(name: str) -> None:
    """HS-13 and HS-14 for lattices and organisms, pinned or not, with a hash or without."""
    document = text_of(chain_page())
    member = _published()[name]
    absent = tuple(each for key, each in _published().items() if key != name)
    with pytest.raises(errors.MemberUnpublished):
        cross_check(document, absent)
    with pytest.raises(errors.MemberIrreproducible):
        cross_check(document, (*absent, PublishedMember(name, UniqueId(h(b"other")), member.content_hash)))
    drifted = [UniqueId(h(b"rotated")), None] if member.content_hash else [UniqueId(h(b"rotated"))]
    for content_hash_ in drifted:
        with pytest.raises(errors.MemberDrift):
            cross_check(document, (*absent, PublishedMember(name, member.stable_id, content_hash_)))
    with pytest.raises(errors.DuplicateMember):
        cross_check(document, (*absent, member, member))


def test_a_pin_that_the_page_contradicts_is_a_drift() -> None:
    """The page follows a rotation that its own pin does not: the pinned hash is not the published one."""
    rotated = h(b"rotated")
    page = edited(put("organisms.1.content_hash", rotated.hex()))
    published = {
        **_published(),
        "intents": PublishedMember("intents", UniqueId(stable_id("intents")), UniqueId(rotated)),
    }
    assert bytes(fingerprint(text_of(page))) == ROOT
    with pytest.raises(errors.MemberDrift):
        cross_check(text_of(page), tuple(published.values()))


def test_a_page_that_does_not_hold_together_is_not_cross_checked() -> None:
    """The page's own rules come first: a wrong fingerprint is refused though all members are right."""
    with pytest.raises(errors.FingerprintMismatch):
        cross_check(text_of(edited(put("fingerprint", h(b"x").hex()))), tuple(_published().values()))
