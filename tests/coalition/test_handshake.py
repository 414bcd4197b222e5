"""The handshake page: each way it can be wrong, and what its digest moves with."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
import rfc8785
from by_hand import ZERO, acl, coalition_root, content, content_hash, h, hash_many, organism_ref, stable_id
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from coalition import errors
from coalition.errors import RuleError
from coalition.handshake import PublishedMember, cross_check, digest, fingerprint, read_page, write_page
from coalition.unique_id import UniqueId
from conformance import random_inputs
from conformance.entropy import Entropy

Page = dict[str, Any]
Edit = Callable[[Page], object]

EMPTY_MEASUREMENTS: dict[str, Any] = dict.fromkeys(
    ("mr_config_id", "mr_owner", "mr_owner_config", "rtmr0", "rtmr1", "rtmr2", "rtmr3")
)
MR_TD = bytes([9]) * 48


def _module_config(name: str, measured: bool) -> Page:
    measurements = {"mr_td": MR_TD.hex(), **EMPTY_MEASUREMENTS} if measured else None
    return {"name": name, "content": {"preimage": "aa", "measurements": measurements}, "acl": {"clauses": []}}


def _content(measured: bool) -> bytes:
    return content(b"\xaa", hash_many(b"tdx", MR_TD, *[b""] * 7) if measured else ZERO)


ATLAS = hash_many(b"module-config", b"atlas", b"atlas", _content(True), acl())
ALMANAC = stable_id("chain.almanac")
ALMANAC_HASH = content_hash(h(), h(), _content(False), acl())
PIN = h(b"intents build")


def _page() -> Page:
    """A page written by hand: two lattices, two organisms (one pinned and gated), two modules, an issuer."""
    config = {
        "schema_version": 1,
        "coalition_seed": h(b"coalition.root.v1").hex(),
        "instance_name": "chain",
        "lattices": [stable_id("l1").hex(), stable_id("l2").hex()],
        "organisms": [
            {"role": "oracle", "stable_id": stable_id("feed").hex(), "content_hash": None},
            {"role": "intents", "stable_id": stable_id("intents").hex(), "content_hash": PIN.hex()},
        ],
        "atlas": {"role": "atlas", "stable_id": ATLAS.hex(), "content_hash": None},
        "almanac": {"role": "almanac", "stable_id": ALMANAC.hex(), "content_hash": ALMANAC_HASH.hex()},
        "chronicle": None,
        "compute": None,
        "randomness": None,
        "ticket_issuer": {"name": "shared", "acl": {"clauses": []}},
        "retirement_policy": {"kind": "Conservative"},
    }
    return {
        "schema": "handshake-page.v1",
        "fingerprint": ROOT.hex(),
        "config": config,
        "lattices": [
            {"instance_name": "l1", "content_hash": None, "handshake": "https://l1.example"},
            {"instance_name": "l2", "content_hash": h(b"l2 build").hex(), "handshake": ""},
        ],
        "organisms": [
            {"instance_name": "feed", "content_hash": None, "handshake": "", "tdx_gated": False},
            {"instance_name": "intents", "content_hash": PIN.hex(), "handshake": "", "tdx_gated": True},
        ],
        "modules": {
            "atlas": {
                "config": _module_config("atlas", True),
                "slot": {"kind": "Derived"},
                "state_machine_signature": None,
                "description": "",
            },
            "almanac": {
                "config": _module_config("almanac", False),
                "slot": {"kind": "ByInstance", "instance_name": "chain.almanac"},
                "state_machine_signature": h(b"signature").hex(),
                "description": "a clock",
            },
            "chronicle": None,
            "compute": None,
            "randomness": None,
        },
        "measurements": [
            {"stable_id": ATLAS.hex(), "measurements": {"mr_td": MR_TD.hex(), **EMPTY_MEASUREMENTS}},
            {"stable_id": stable_id("intents").hex(), "measurements": {"mr_td": "01" * 48, **EMPTY_MEASUREMENTS}},
        ],
        "peer_hints": ["peer.example:4433"],
        "change_channel": "https://changes.example",
        "committees": [{"stable_id": stable_id("intents").hex(), "members": ["02" * 32]}],
        "builds": [{"stable_id": stable_id("feed").hex(), "recipe": "03" * 32, "built_at": "1700000000000"}],
        "issuer": {"keys": ["04" * 32, "05" * 32], "threshold": 2},
        "published_at": "1700000000000",
    }


def _root(seed: bytes = h(b"coalition.root.v1"), almanac_pin: bytes = ALMANAC_HASH, tickets: bool = True) -> bytes:
    issuer = hash_many(b"ticket-issuer", b"shared", acl()) if tickets else ZERO
    return coalition_root(
        "chain",
        [stable_id("l1"), stable_id("l2")],
        [organism_ref(stable_id("feed")), organism_ref(stable_id("intents"), PIN)],
        [organism_ref(ATLAS), organism_ref(ALMANAC, almanac_pin), ZERO, ZERO, ZERO],
        issuer,
        seed,
    )


ROOT = _root()


def _text(page: Page) -> str:
    return json.dumps(page, ensure_ascii=False)


def _edited(*edits: Edit) -> Page:
    page = copy.deepcopy(_page())
    for edit in edits:
        edit(page)
    return page


def _set(path: str, value: Any) -> Edit:
    def edit(page: Page) -> None:
        *steps, last = path.split(".")
        target: Any = page
        for step in steps:
            target = target[int(step)] if isinstance(target, list) else target[step]
        target[int(last) if isinstance(target, list) else last] = value

    return edit


def _drop(path: str) -> Edit:
    def edit(page: Page) -> None:
        *steps, last = path.split(".")
        target: Any = page
        for step in steps:
            target = target[int(step)] if isinstance(target, list) else target[step]
        del target[int(last) if isinstance(target, list) else last]

    return edit


def test_the_page_has_the_root_computed_by_hand() -> None:
    """A page that holds together gives the root of its configuration, and is of its schema."""
    assert bytes(fingerprint(_text(_page()))) == ROOT


def test_the_schema_takes_the_page(root: Any) -> None:
    """`handshake-page.schema.json` accepts the page and refuses one without its modules."""
    schema = json.loads((root / "spec" / "handshake-page.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)
    assert list(validator.iter_errors(_page())) == []
    for edit in (_drop("modules.atlas"), _set("extra", 1), _set("schema", "v2"), _set("config.lattices.0", "AA")):
        assert list(validator.iter_errors(_edited(edit)))


FOREIGN = h(b"foreign seed")
UNPINNED: tuple[Edit, ...] = (
    _set("config.almanac.content_hash", None),
    _set("fingerprint", _root(almanac_pin=ZERO).hex()),
)

WRONG: list[tuple[str, str, tuple[Edit, ...]]] = [
    ("a wrong fingerprint", "FingerprintMismatch", (_set("fingerprint", h(b"x").hex()),)),
    ("a stale fingerprint", "FingerprintMismatch", (_set("config.instance_name", "chain2"),)),
    ("a zero fingerprint", "ZeroId", (_set("fingerprint", "00" * 32),)),
    ("lattices reordered", "ListMismatch", (lambda page: page["lattices"].reverse(),)),
    ("organisms reordered", "ListMismatch", (lambda page: page["organisms"].reverse(),)),
    ("a lattice left out", "ListMismatch", (_drop("lattices.1"),)),
    ("a lattice renamed", "ListMismatch", (_set("lattices.0.instance_name", "l3"),)),
    ("an organism twice", "ListMismatch", (lambda page: page["organisms"].append(page["organisms"][0]),)),
    ("a module not shown", "ModuleMismatch", (_set("modules.almanac", None),)),
    (
        "a module not shipped",
        "ModuleMismatch",
        (lambda page: page["modules"].update(compute=page["modules"]["almanac"]),),
    ),
    ("a derived slot that is not", "ModuleMismatch", (_set("modules.atlas.config.name", "atlas2"),)),
    ("a slot of another instance", "ModuleMismatch", (_set("modules.almanac.slot.instance_name", "other"),)),
    ("a slot of the wrong kind", "ModuleMismatch", (_set("modules.almanac.slot", {"kind": "Derived"}),)),
    ("a pin of another build", "ModuleMismatch", (_set("modules.almanac.config.content.preimage", "bb"),)),
    (
        "a foreign seed",
        "ForeignSeed",
        (_set("config.coalition_seed", FOREIGN.hex()), _set("fingerprint", _root(FOREIGN).hex())),
    ),
    ("a slot that hides rotations", "HiddenRotation", UNPINNED),
    ("a gated organism unmeasured", "MissingMeasurements", (_drop("measurements.1"),)),
    ("a measured module unlisted", "MissingMeasurements", (_drop("measurements.0"),)),
    ("another measurement", "MeasurementsMismatch", (_set("measurements.0.measurements.mr_td", "0a" * 48),)),
    (
        "measurements of a module that has none",
        "MeasurementsMismatch",
        (lambda page: page["measurements"].append({**page["measurements"][1], "stable_id": ALMANAC.hex()}),),
    ),
    ("a unit measured twice", "DuplicateMember", (lambda page: page["measurements"].append(page["measurements"][1]),)),
    ("no peer hint", "MissingPeerHint", (_set("peer_hints", []),)),
    ("an empty peer hint", "MissingPeerHint", (_set("peer_hints", ["a", ""]),)),
    ("no change channel", "MissingChangeChannel", (_set("change_channel", ""),)),
    ("no issuer", "IssuerMismatch", (_set("issuer", None),)),
    (
        "an issuer too many",
        "IssuerMismatch",
        (_set("config.ticket_issuer", None), _set("fingerprint", _root(tickets=False).hex())),
    ),
    ("no key", "IssuerMismatch", (_set("issuer", {"keys": [], "threshold": 0}),)),
    ("a threshold of 0", "IssuerMismatch", (_set("issuer.threshold", 0),)),
    ("a threshold of 3 in 2", "IssuerMismatch", (_set("issuer.threshold", 3),)),
    ("a key twice", "IssuerMismatch", (_set("issuer.keys.1", "04" * 32),)),
    ("a committee of a stranger", "UnlistedComponent", (_set("committees.0.stable_id", h(b"x").hex()),)),
    ("a build of a stranger", "UnlistedComponent", (_set("builds.0.stable_id", h(b"x").hex()),)),
    (
        "measurements of a stranger",
        "UnlistedComponent",
        (lambda page: page["measurements"].append({**page["measurements"][1], "stable_id": h(b"x").hex()}),),
    ),
    ("a stable id twice", "DuplicateMember", (_set("config.lattices.1", stable_id("l1").hex()),)),
    ("a broken name deep inside", "NameHasSeparator", (_set("modules.almanac.slot.instance_name", "a|b"),)),
    ("a control character", "TextHasControl", (_set("organisms.0.handshake", "a\u0000"),)),
    ("a schema version 2", "UnsupportedSchemaVersion", (_set("config.schema_version", 2),)),
]


@pytest.mark.parametrize(("what", "error", "edits"), WRONG, ids=[what for what, _, _ in WRONG])
def test_a_page_that_does_not_hold_together(what: str, error: str, edits: tuple[Edit, ...]) -> None:
    """HS-4 to HS-12, each edge of each: the page is refused by the name of the rule."""
    assert what
    with pytest.raises(getattr(errors, error)):
        fingerprint(_text(_edited(*edits)))


UNREADABLE: list[tuple[str, str]] = [
    ("", "DocumentMalformed"),
    ("no json", "DocumentMalformed"),
    ("[]", "DocumentMalformed"),
    ("null", "DocumentMalformed"),
    ('"page"', "DocumentMalformed"),
    ("{}", "MissingField"),
    ("\ufeff" + _text(_page()), "DocumentMalformed"),
    (_text(_page()) + "x", "DocumentMalformed"),
    (_text(_page())[:-1] + ',"schema":"handshake-page.v1"}', "DocumentMalformed"),
    (_text(_edited(_set("schema", "handshake-page.v2"))), "DocumentMalformed"),
    (_text(_edited(_set("schema", "handshake-page.V1"))), "DocumentMalformed"),
    (_text(_edited(_set("published_at", 1_700_000_000_000))), "DocumentMalformed"),
    (_text(_edited(_set("published_at", "01"))), "DocumentMalformed"),
    (_text(_edited(_set("published_at", "18446744073709551616"))), "DocumentMalformed"),
    (_text(_edited(_set("issuer.threshold", 65536))), "DocumentMalformed"),
    (_text(_edited(_set("issuer.threshold", 1.5))), "DocumentMalformed"),
    (_text(_edited(_set("organisms.0.tdx_gated", 0))), "DocumentMalformed"),
    (_text(_edited(_set("fingerprint", ROOT.hex().upper()))), "DocumentMalformed"),
    (_text(_edited(_set("builds.0.recipe", "03" * 31))), "DocumentMalformed"),
    (_text(_edited(_set("modules.atlas.slot", {"kind": "Elsewhere"}))), "DocumentMalformed"),
    (_text(_edited(_set("config.retirement_policy", "Conservative"))), "DocumentMalformed"),
    (_text(_edited(_set("lattices", {}))), "DocumentMalformed"),
    (json.dumps(_edited(_set("change_channel", "\ud800"))), "DocumentMalformed"),
    (_text(_edited(_set("extra", None))), "UnknownField"),
    (_text(_edited(_set("config.extra", 1))), "UnknownField"),
    (_text(_edited(_set("lattices.0.extra", 1))), "UnknownField"),
    (_text(_edited(_set("modules.almanac.slot.extra", 1))), "UnknownField"),
    (_text(_edited(_set("modules.archive", None))), "UnknownField"),
    (_text(_edited(_set("modules.atlas.slot.instance_name", "atlas"))), "UnknownField"),
    (_text(_edited(_drop("change_channel"))), "MissingField"),
    (_text(_edited(_drop("modules"))), "MissingField"),
    (_text(_edited(_drop("config.atlas"))), "MissingField"),
    (_text(_edited(_drop("config.compute"))), "MissingField"),
    (_text(_edited(_drop("organisms.1.content_hash"))), "MissingField"),
    (_text(_edited(_drop("modules.almanac.slot.kind"))), "MissingField"),
    (_text(_edited(_drop("modules.almanac.slot.instance_name"))), "MissingField"),
    (_text(_edited(_drop("issuer"))), "MissingField"),
    *((_text(_edited(_drop(f"modules.{name}"))), "SilentModule")
      for name in ("atlas", "almanac", "chronicle", "compute", "randomness")),
]  # fmt: skip


@pytest.mark.parametrize(("document", "error"), UNREADABLE, ids=range(len(UNREADABLE)))
def test_a_document_that_is_no_page(document: str, error: str) -> None:
    """HS-1 to HS-3 hold in every operation that reads a page, with one name each."""
    for operation in (fingerprint, digest, lambda text: cross_check(text, ())):
        with pytest.raises(getattr(errors, error)):
            operation(document)


@pytest.mark.parametrize(
    "edits",
    [
        (_set("organisms.1.tdx_gated", False), _drop("measurements.1")),
        (_set("measurements.0.measurements.mr_td", MR_TD.hex()),),
        (lambda page: page["measurements"].append({**page["measurements"][1], "stable_id": stable_id("feed").hex()}),),
        (lambda page: page["measurements"].reverse(),),
        (_set("issuer.threshold", 1),),
        (_set("committees", []), _set("builds", [])),
        (_set("builds.0.stable_id", ATLAS.hex()),),
        (_set("peer_hints", ["a", "a"]),),
        (_set("organisms.0.handshake", "x" * 4096),),
    ],
    ids=range(9),
)
def test_a_page_that_is_unusual_and_right(edits: tuple[Edit, ...]) -> None:
    """What no rule forbids moves no fingerprint: entries of other units, another order, nothing folded."""
    assert bytes(fingerprint(_text(_edited(*edits)))) == ROOT


# --- the cross-check -------------------------------------------------------------------------------------------------


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
    made = [bytes(each) for each in cross_check(_text(_page()), published)]
    assert made == [
        stable_id("l1"),
        stable_id("l2"),
        organism_ref(stable_id("feed")),
        organism_ref(stable_id("intents"), PIN),
    ]
    assert cross_check(_text(_page()), published[::-1]) == cross_check(_text(_page()), published)


@pytest.mark.parametrize("name", ["l1", "l2", "feed", "intents"])
def test_each_member_is_published_reproducible_and_not_drifted(name: str) -> None:
    """HS-13 and HS-14 for lattices and organisms, pinned or not, with a hash or without."""
    document = _text(_page())
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
    page = _edited(_set("organisms.1.content_hash", rotated.hex()))
    published = {
        **_published(),
        "intents": PublishedMember("intents", UniqueId(stable_id("intents")), UniqueId(rotated)),
    }
    assert bytes(fingerprint(_text(page))) == ROOT
    with pytest.raises(errors.MemberDrift):
        cross_check(_text(page), tuple(published.values()))


def test_a_page_that_does_not_hold_together_is_not_cross_checked() -> None:
    """The page's own rules come first: a wrong fingerprint is refused though all members are right."""
    with pytest.raises(errors.FingerprintMismatch):
        cross_check(_text(_edited(_set("fingerprint", h(b"x").hex()))), tuple(_published().values()))


# --- the digest ------------------------------------------------------------------------------------------------------


def test_the_digest_folds_the_canonical_json() -> None:
    """HS-15: `hash_many(["handshake-page.v1", RFC 8785 of the document])`."""
    assert digest(_text(_page())).value() == hash_many(b"handshake-page.v1", rfc8785.dumps(_page()))


def _shuffled(value: Any, random: Any) -> Any:
    if isinstance(value, dict):
        items = list(value.items())
        random.shuffle(items)
        return {key: _shuffled(inner, random) for key, inner in items}
    return [_shuffled(inner, random) for inner in value] if isinstance(value, list) else value


@given(st.randoms(), st.sampled_from([None, 1, "\t"]), st.booleans(), st.text(st.sampled_from(" \t\r\n"), max_size=4))
def test_white_space_members_order_and_escapes_move_nothing(
    random: Any, indent: Any, escaped: bool, around: str
) -> None:
    """One page in any order of members, any white space, escaped or not, has one fingerprint and one digest."""
    page = _edited(_set("change_channel", "änderungen €"))
    text = around + json.dumps(_shuffled(page, random), indent=indent, ensure_ascii=escaped) + around
    assert digest(text).value() == hash_many(b"handshake-page.v1", rfc8785.dumps(page))
    assert bytes(fingerprint(text)) == ROOT


@given(st.integers(0, 10**9))
def test_canonicalising_twice_is_canonicalising_once(seed: int) -> None:
    """A page written canonically reads back as itself, writes the same text, and keeps fingerprint and digest."""
    page = random_inputs.page(Entropy(f"page {seed}"))
    text = write_page(page)
    assert read_page(text) == page
    assert write_page(read_page(text)) == text
    assert text.encode() == rfc8785.dumps(json.loads(text))
    assert fingerprint(text) == page.config.stable_id()


def _leaves(value: Any, path: str = "") -> list[str]:
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in _leaves(inner, f"{path}.{key}")]
    if isinstance(value, list):
        return [leaf for at, inner in enumerate(value) for leaf in _leaves(inner, f"{path}.{at}")]
    return [path[1:]]


def _other(path: str, page: Page) -> Any:
    """Another right value at a leaf, as far as its own type goes; None where there is but one."""
    target: Any = page
    for step in path.split("."):
        target = target[int(step)] if isinstance(target, list) else target[step]
    if isinstance(target, bool):
        return not target
    if isinstance(target, int):
        return {"issuer.threshold": 1}.get(path)
    if target is None or path.endswith((".kind", "schema")):
        return None
    return f"{int(target) + 1}" if target.isdigit() and len(target) < 20 else _turned(target)


def _turned(text: str) -> str:
    if len(text) in (2, 64, 96) and not set(text) - set("0123456789abcdef"):
        return ("1" if text[0] != "1" else "2") + text[1:]
    return f"{text}x"


MOVABLE = [path for path in _leaves(_page()) if _other(path, _page()) is not None]


@pytest.mark.parametrize("path", MOVABLE)
def test_the_digest_moves_with_everything_on_the_page(path: str) -> None:
    """HS-15: whichever value is another, the digest is another."""
    page = _edited(_set(path, _other(path, _page())))
    assert digest(_text(page)).value() != digest(_text(_page())).value()


ROTATIONS: list[tuple[str, Edit]] = [
    ("a new committee of a member", _set("committees.0.members", ["06" * 32])),
    ("a new committee of a module", lambda page: page["committees"].append({"stable_id": ATLAS.hex(), "members": []})),
    ("a new build of the same measurements", _set("builds.0.built_at", "1800000000000")),
    ("a new content hash of a member that is not pinned", _set("organisms.0.content_hash", h(b"new").hex())),
    ("a new content hash of a lattice", _set("lattices.0.content_hash", h(b"new").hex())),
    ("another time of publication", _set("published_at", "1800000000000")),
]


@pytest.mark.parametrize(("what", "edit"), ROTATIONS, ids=[what for what, _ in ROTATIONS])
def test_a_rotation_that_keeps_the_fingerprint_moves_the_digest(what: str, edit: Edit) -> None:
    """HS-16: the fingerprint stays, the digest does not."""
    assert what
    page = _edited(edit)
    assert bytes(fingerprint(_text(page))) == ROOT
    assert digest(_text(page)).value() != digest(_text(_page())).value()


def test_the_digest_asks_no_more_than_a_readable_page() -> None:
    """The digest of a page whose fingerprint is wrong can be had: HS-4 to HS-12 are not its affair."""
    page = _edited(_set("fingerprint", h(b"x").hex()), _set("peer_hints", []))
    assert digest(_text(page)).value() == hash_many(b"handshake-page.v1", rfc8785.dumps(page))


def test_a_ratio_stands_in_the_digest_as_it_was_written() -> None:
    """One root, two pages: `0.5` and `0.50` fold to the same basis points and are two documents."""
    clause = {
        "kind": "ReputationFloor",
        "side": {"kind": "RequireTicket"},
        "organism": h(b"reputation").hex(),
        "floor": "0.5",
    }
    folded = hash_many(b"clause", b"reputation-floor", b"\x00", h(b"reputation"), (5000).to_bytes(2, "little"))
    issuer = hash_many(b"ticket-issuer", b"shared", acl(folded))
    members = [organism_ref(stable_id("feed")), organism_ref(stable_id("intents"), PIN)]
    slots = [organism_ref(ATLAS), organism_ref(ALMANAC, ALMANAC_HASH), ZERO, ZERO, ZERO]
    root = coalition_root("chain", [stable_id("l1"), stable_id("l2")], members, slots, issuer)
    found = []
    for floor in ("0.5", "0.50"):
        page = _edited(
            _set("config.ticket_issuer.acl.clauses", [{**clause, "floor": floor}]), _set("fingerprint", root.hex())
        )
        assert bytes(fingerprint(_text(page))) == root
        found.append(digest(_text(page)).value())
    assert found[0] != found[1]


def test_every_error_of_the_chapter_is_reached() -> None:
    """Each rule error that an HS requirement owns is raised by some page of this file."""
    owned = {
        name
        for name, each in vars(errors).items()
        if isinstance(each, type) and issubclass(each, RuleError) and getattr(each, "requirement", "").startswith("HS-")
    }
    reached = {error for _, error, _ in WRONG} | {error for _, error in UNREADABLE}
    assert owned - reached == {"MemberUnpublished", "MemberIrreproducible", "MemberDrift"}
