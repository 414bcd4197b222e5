"""The handshake page: each way it can be wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from by_hand import ZERO, h, stable_id
from jsonschema import Draft202012Validator
from page_by_hand import ALMANAC, ATLAS, MR_TD, ROOT, Edit, chain_page, chain_root, edited, left_out, put, text_of

from coalition import errors
from coalition.errors import RuleError
from coalition.handshake import cross_check, digest, fingerprint


def test_the_page_has_the_root_computed_by_hand() -> None:
    """A page that holds together gives the root of its configuration, and is of its schema."""
    assert bytes(fingerprint(text_of(chain_page()))) == ROOT


def test_the_schema_takes_the_page(root: Any) -> None:
    """`handshake-page.schema.json` accepts the page and refuses one without its modules."""
    schema = json.loads((root / "spec" / "handshake-page.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)
    assert list(validator.iter_errors(chain_page())) == []
    for edit in (left_out("modules.atlas"), put("extra", 1), put("schema", "v2"), put("config.lattices.0", "AA")):
        assert list(validator.iter_errors(edited(edit)))


FOREIGN = h(b"foreign seed")
UNPINNED: tuple[Edit, ...] = (
    put("config.almanac.content_hash", None),
    put("fingerprint", chain_root(almanac_pin=ZERO).hex()),
)

WRONG: list[tuple[str, str, tuple[Edit, ...]]] = [
    ("a wrong fingerprint", "FingerprintMismatch", (put("fingerprint", h(b"x").hex()),)),
    ("a stale fingerprint", "FingerprintMismatch", (put("config.instance_name", "chain2"),)),
    ("a zero fingerprint", "ZeroId", (put("fingerprint", "00" * 32),)),
    ("lattices reordered", "ListMismatch", (lambda page: page["lattices"].reverse(),)),
    ("organisms reordered", "ListMismatch", (lambda page: page["organisms"].reverse(),)),
    ("a lattice left out", "ListMismatch", (left_out("lattices.1"),)),
    ("a lattice renamed", "ListMismatch", (put("lattices.0.instance_name", "l3"),)),
    ("an organism twice", "ListMismatch", (lambda page: page["organisms"].append(page["organisms"][0]),)),
    ("a module not shown", "ModuleMismatch", (put("modules.almanac", None),)),
    (
        "a module not shipped",
        "ModuleMismatch",
        (lambda page: page["modules"].update(compute=page["modules"]["almanac"]),),
    ),
    ("a derived slot that is not", "ModuleMismatch", (put("modules.atlas.config.name", "atlas2"),)),
    ("a slot of another instance", "ModuleMismatch", (put("modules.almanac.slot.instance_name", "other"),)),
    ("a slot of the wrong kind", "ModuleMismatch", (put("modules.almanac.slot", {"kind": "Derived"}),)),
    ("a pin of another build", "ModuleMismatch", (put("modules.almanac.config.content.preimage", "bb"),)),
    (
        "a foreign seed",
        "ForeignSeed",
        (put("config.coalition_seed", FOREIGN.hex()), put("fingerprint", chain_root(FOREIGN).hex())),
    ),
    ("a slot that hides rotations", "HiddenRotation", UNPINNED),
    ("a gated organism unmeasured", "MissingMeasurements", (left_out("measurements.1"),)),
    ("a measured module unlisted", "MissingMeasurements", (left_out("measurements.0"),)),
    ("another measurement", "MeasurementsMismatch", (put("measurements.0.measurements.mr_td", "0a" * 48),)),
    (
        "measurements of a module that has none",
        "MeasurementsMismatch",
        (lambda page: page["measurements"].append({**page["measurements"][1], "stable_id": ALMANAC.hex()}),),
    ),
    ("a unit measured twice", "DuplicateMember", (lambda page: page["measurements"].append(page["measurements"][1]),)),
    ("no peer hint", "MissingPeerHint", (put("peer_hints", []),)),
    ("an empty peer hint", "MissingPeerHint", (put("peer_hints", ["a", ""]),)),
    ("no change channel", "MissingChangeChannel", (put("change_channel", ""),)),
    ("no issuer", "IssuerMismatch", (put("issuer", None),)),
    (
        "an issuer too many",
        "IssuerMismatch",
        (put("config.ticket_issuer", None), put("fingerprint", chain_root(tickets=False).hex())),
    ),
    ("no key", "IssuerMismatch", (put("issuer", {"keys": [], "threshold": 0}),)),
    ("a threshold of 0", "IssuerMismatch", (put("issuer.threshold", 0),)),
    ("a threshold of 3 in 2", "IssuerMismatch", (put("issuer.threshold", 3),)),
    ("a key twice", "IssuerMismatch", (put("issuer.keys.1", "04" * 32),)),
    ("a committee of a stranger", "UnlistedComponent", (put("committees.0.stable_id", h(b"x").hex()),)),
    ("a build of a stranger", "UnlistedComponent", (put("builds.0.stable_id", h(b"x").hex()),)),
    (
        "measurements of a stranger",
        "UnlistedComponent",
        (lambda page: page["measurements"].append({**page["measurements"][1], "stable_id": h(b"x").hex()}),),
    ),
    ("a stable id twice", "DuplicateMember", (put("config.lattices.1", stable_id("l1").hex()),)),
    ("a broken name deep inside", "NameHasSeparator", (put("modules.almanac.slot.instance_name", "a|b"),)),
    ("a control character", "TextHasControl", (put("organisms.0.handshake", "a\u0000"),)),
    ("a schema version 2", "UnsupportedSchemaVersion", (put("config.schema_version", 2),)),
]


@pytest.mark.parametrize(("what", "error", "edits"), WRONG, ids=[what for what, _, _ in WRONG])
def test_a_page_that_does_not_hold_together(what: str, error: str, edits: tuple[Edit, ...]) -> None:
    """HS-4 to HS-12, each edge of each: the page is refused by the name of the rule."""
    assert what
    with pytest.raises(getattr(errors, error)):
        fingerprint(text_of(edited(*edits)))


UNREADABLE: list[tuple[str, str]] = [
    ("", "DocumentMalformed"),
    ("no json", "DocumentMalformed"),
    ("[]", "DocumentMalformed"),
    ("null", "DocumentMalformed"),
    ('"page"', "DocumentMalformed"),
    ("{}", "MissingField"),
    ("\ufeff" + text_of(chain_page()), "DocumentMalformed"),
    (text_of(chain_page()) + "x", "DocumentMalformed"),
    (text_of(chain_page())[:-1] + ',"schema":"handshake-page.v1"}', "DocumentMalformed"),
    (text_of(edited(put("schema", "handshake-page.v2"))), "DocumentMalformed"),
    (text_of(edited(put("schema", "handshake-page.V1"))), "DocumentMalformed"),
    (text_of(edited(put("published_at", 1_700_000_000_000))), "DocumentMalformed"),
    (text_of(edited(put("published_at", "01"))), "DocumentMalformed"),
    (text_of(edited(put("published_at", "18446744073709551616"))), "DocumentMalformed"),
    (text_of(edited(put("issuer.threshold", 65536))), "DocumentMalformed"),
    (text_of(edited(put("issuer.threshold", 1.5))), "DocumentMalformed"),
    (text_of(edited(put("organisms.0.tdx_gated", 0))), "DocumentMalformed"),
    (text_of(edited(put("fingerprint", ROOT.hex().upper()))), "DocumentMalformed"),
    (text_of(edited(put("builds.0.recipe", "03" * 31))), "DocumentMalformed"),
    (text_of(edited(put("modules.atlas.slot", {"kind": "Elsewhere"}))), "DocumentMalformed"),
    (text_of(edited(put("config.retirement_policy", "Conservative"))), "DocumentMalformed"),
    (text_of(edited(put("lattices", {}))), "DocumentMalformed"),
    (json.dumps(edited(put("change_channel", "\ud800"))), "DocumentMalformed"),
    (text_of(edited(put("extra", None))), "UnknownField"),
    (text_of(edited(put("config.extra", 1))), "UnknownField"),
    (text_of(edited(put("lattices.0.extra", 1))), "UnknownField"),
    (text_of(edited(put("modules.almanac.slot.extra", 1))), "UnknownField"),
    (text_of(edited(put("modules.archive", None))), "UnknownField"),
    (text_of(edited(put("modules.atlas.slot.instance_name", "atlas"))), "UnknownField"),
    (text_of(edited(left_out("change_channel"))), "MissingField"),
    (text_of(edited(left_out("modules"))), "MissingField"),
    (text_of(edited(left_out("config.atlas"))), "MissingField"),
    (text_of(edited(left_out("config.compute"))), "MissingField"),
    (text_of(edited(left_out("organisms.1.content_hash"))), "MissingField"),
    (text_of(edited(left_out("modules.almanac.slot.kind"))), "MissingField"),
    (text_of(edited(left_out("modules.almanac.slot.instance_name"))), "MissingField"),
    (text_of(edited(left_out("issuer"))), "MissingField"),
    *((text_of(edited(left_out(f"modules.{name}"))), "SilentModule")
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
        (put("organisms.1.tdx_gated", False), left_out("measurements.1")),
        (put("measurements.0.measurements.mr_td", MR_TD.hex()),),
        (lambda page: page["measurements"].append({**page["measurements"][1], "stable_id": stable_id("feed").hex()}),),
        (lambda page: page["measurements"].reverse(),),
        (put("issuer.threshold", 1),),
        (put("committees", []), put("builds", [])),
        (put("builds.0.stable_id", ATLAS.hex()),),
        (put("peer_hints", ["a", "a"]),),
        (put("organisms.0.handshake", "x" * 4096),),
    ],
    ids=range(9),
)
def test_a_page_that_is_unusual_and_right(edits: tuple[Edit, ...]) -> None:
    """What no rule forbids moves no fingerprint: entries of other units, another order, nothing folded."""
    assert bytes(fingerprint(text_of(edited(*edits)))) == ROOT


def test_every_error_of_the_chapter_is_reached() -> None:
    """Each rule error that an HS requirement owns is raised by some page of this file."""
    owned = {
        name
        for name, each in vars(errors).items()
        if isinstance(each, type) and issubclass(each, RuleError) and getattr(each, "requirement", "").startswith("HS-")
    }
    reached = {error for _, error, _ in WRONG} | {error for _, error in UNREADABLE}
    assert owned - reached == {"MemberUnpublished", "MemberIrreproducible", "MemberDrift"}
