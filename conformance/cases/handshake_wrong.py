"""Documents of pages that are wrong: unreadable, unruly, or at odds with themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coalition.handshake import HandshakePage, page_form
from coalition.unique_id import hash_bytes, unique_id
from conformance import pages
from conformance.pages import changed, edited, without

#: How a page's document says what a typed parameter would say as -32602.
MALFORMED = "DocumentMalformed"


def republished(page: HandshakePage, **config: Any) -> HandshakePage:
    """The page of a changed configuration, its fingerprint computed anew."""
    made = changed(page.config, **config)
    return changed(page, config=made, fingerprint=made.stable_id())  # type: ignore[no-any-return] # a page


def wrong_documents(page: HandshakePage) -> Iterator[tuple[str, str, str, str]]:
    """Every wrong document of a page: a name, what is wrong, the error, and the document."""
    yield from unreadable(page)
    yield from _unruly(page)
    yield from _inconsistent(page)


def unreadable(page: HandshakePage) -> Iterator[tuple[str, str, str, str]]:
    """Documents that are no page, as `wrong_documents` has them."""
    text = pages.text(page)
    yield "not-json", "no JSON", MALFORMED, text[:-1]
    yield "trailing", "text after the document", MALFORMED, text + "x"
    yield "byte-order-mark", "a byte order mark", MALFORMED, "\ufeff" + text
    yield "two-documents", "two documents", MALFORMED, text + text
    yield "empty", "nothing", MALFORMED, ""
    yield "list", "a list", MALFORMED, f"[{text}]"
    yield "comment", "a comment", MALFORMED, "// a page\n" + text
    yield (
        "repeated-member",
        "a member twice",
        MALFORMED,
        text.replace('"schema"', '"published_at": "1700000000000", "schema"', 1),
    )
    yield (
        "repeated-deep",
        "a member of a module twice",
        MALFORMED,
        text.replace('"description"', '"description": "a module", "description"', 1),
    )
    yield "other-schema", "another schema", MALFORMED, edited(page, "schema", "handshake-page.v2")
    yield (
        "number-for-u64",
        "a number where a decimal string is due",
        MALFORMED,
        edited(page, "published_at", 1_700_000_000_000),
    )
    yield "string-for-u16", "a string where a number is due", MALFORMED, edited(page, "issuer.threshold", "2")
    yield "fraction", "a fraction", MALFORMED, edited(page, "issuer.threshold", 2.0)
    yield (
        "long-number",
        "an integer of five thousand digits",
        MALFORMED,
        edited(page, "issuer.threshold", 7).replace('"threshold": 7', f'"threshold": {"7" * 5000}'),
    )
    yield (
        "nan",
        "no JSON number",
        MALFORMED,
        edited(page, "issuer.threshold", 7).replace('"threshold": 7', '"threshold": NaN'),
    )
    yield (
        "upper-case-id",
        "an id in upper case",
        MALFORMED,
        edited(page, "fingerprint", page.fingerprint.hex().upper().replace("0", "A", 1)),
    )
    yield "short-id", "an id of 31 bytes", MALFORMED, edited(page, "fingerprint", page.fingerprint.hex()[2:])
    yield "bool-as-number", "1 for true", MALFORMED, edited(page, "organisms.0.tdx_gated", 1)
    yield (
        "unknown-kind",
        "a slot that is neither derived nor by instance",
        MALFORMED,
        edited(page, "modules.atlas.slot", {"kind": "Inherited"}),
    )
    yield "null-for-list", "null where a list is due", MALFORMED, edited(page, "lattices", None)
    yield "unknown-field", "a member the schema does not have", "UnknownField", edited(page, "owner", "me")
    yield "unknown-field-in-config", "one in the configuration", "UnknownField", edited(page, "config.governance", None)
    yield "unknown-field-in-module", "one in a module", "UnknownField", edited(page, "modules.compute.price", "0")
    yield "sixth-module", "a sixth module", "UnknownField", edited(page, "modules.judiciary", None)
    yield (
        "unknown-field-in-clause",
        "one in a clause of a module's ACL",
        "UnknownField",
        edited(page, "modules.atlas.config.acl.clauses.0.key", "aa"),
    )
    yield "missing-kind", "a slot that does not say its kind", "MissingField", edited(page, "modules.atlas.slot", {})
    yield (
        "other-variant-member",
        "a derived slot with an instance name",
        "UnknownField",
        edited(page, "modules.atlas.slot", {"kind": "Derived", "instance_name": "a"}),
    )
    yield (
        "silence-in-config",
        "the configuration does not say whether a module is shipped",
        "MissingField",
        without(page, "config.chronicle"),
    )
    for name in (
        "schema",
        "fingerprint",
        "config",
        "lattices",
        "organisms",
        "modules",
        "measurements",
        "peer_hints",
        "change_channel",
        "committees",
        "builds",
        "issuer",
        "published_at",
    ):
        yield f"missing-{name.replace('_', '-')}", f"{name} is missing", "MissingField", without(page, name)
    yield (
        "missing-content-hash",
        "an absent option is stated as null",
        "MissingField",
        without(page, "organisms.0.content_hash"),
    )
    for name in ("atlas", "almanac", "chronicle", "compute", "randomness"):
        yield (
            f"silent-{name}",
            f"the page does not say whether {name} is shipped",
            "SilentModule",
            without(page, f"modules.{name}"),
        )


def _unruly(page: HandshakePage) -> Iterator[tuple[str, str, str, str]]:
    yield (
        "config-name-nfd",
        "a rule of the configuration is broken",
        "NameNotNfc",
        edited(page, "config.instance_name", "cafe\u0301"),
    )
    yield (
        "config-schema-2",
        "another schema version",
        "UnsupportedSchemaVersion",
        edited(page, "config.schema_version", 2),
    )
    yield (
        "module-name-bar",
        "a rule of a module's configuration is broken",
        "NameHasSeparator",
        edited(page, "modules.atlas.config.name", "at|las"),
    )
    yield "zero-fingerprint", "a fingerprint that is ZERO_ID", "ZeroId", edited(page, "fingerprint", "00" * 32)
    yield (
        "link-with-control",
        "a control character in a link",
        "TextHasControl",
        edited(page, "lattices.0.handshake", "https://a\n"),
    )
    yield "long-hint", "a peer hint of more than 4096 bytes", "TextTooLong", edited(page, "peer_hints.0", "x" * 4097)
    duplicate = page_form(page)["config"]["organisms"][0]
    yield (
        "duplicate-member",
        "an organism twice in the configuration",
        "DuplicateMember",
        edited(page, "config.organisms.1", duplicate),
    )


def _inconsistent(page: HandshakePage) -> Iterator[tuple[str, str, str, str]]:
    form = page_form(page)
    yield (
        "fingerprint-mismatch",
        "another fingerprint is published",
        "FingerprintMismatch",
        edited(page, "fingerprint", unique_id("another").hex()),
    )
    yield (
        "drifted-config",
        "the configuration changed, the fingerprint did not",
        "FingerprintMismatch",
        edited(page, "config.lattices", [*form["config"]["lattices"][:-1], unique_id("new lattice").hex()]),
    )
    yield (
        "reordered-config",
        "the configuration's lattices were reordered",
        "FingerprintMismatch",
        edited(page, "config.lattices", form["config"]["lattices"][::-1]),
    )
    yield (
        "reordered-list",
        "the page lists the lattices in another order",
        "ListMismatch",
        edited(page, "lattices", form["lattices"][::-1]),
    )
    yield (
        "reordered-organisms",
        "the page lists the organisms in another order",
        "ListMismatch",
        edited(page, "organisms", [form["organisms"][2], *form["organisms"][:2]]),
    )
    yield "short-list", "a lattice is not on the page", "ListMismatch", edited(page, "lattices", form["lattices"][:-1])
    yield (
        "drifted-member",
        "a member under another instance name",
        "ListMismatch",
        edited(page, "organisms.0.instance_name", "price-feed.usd"),
    )
    yield (
        "module-not-on-page",
        "a module of the configuration is said not to be shipped",
        "ModuleMismatch",
        edited(page, "modules.almanac", None),
    )
    yield (
        "module-not-in-config",
        "a module on the page that the configuration does not have",
        "ModuleMismatch",
        edited(page, "modules.chronicle", form["modules"]["almanac"]),
    )
    yield (
        "drifted-module",
        "a derived slot that does not follow from the module's configuration",
        "ModuleMismatch",
        edited(page, "modules.atlas.config.name", "atlas-2"),
    )
    yield (
        "drifted-instance",
        "a slot by instance under another name",
        "ModuleMismatch",
        edited(page, "modules.almanac.slot.instance_name", "other.almanac"),
    )
    yield (
        "drifted-pin",
        "a pinned content hash that is not the module's",
        "ModuleMismatch",
        edited(page, "modules.almanac.config.content.preimage", "ff"),
    )
    yield (
        "foreign-seed",
        "another seed",
        "ForeignSeed",
        pages.text(republished(page, coalition_seed=unique_id("another seed"))),
    )
    assert page.config.almanac is not None
    hidden = republished(page, almanac=changed(page.config.almanac, content_hash=None))
    yield "hidden-rotation", "a slot by instance without a pin", "HiddenRotation", pages.text(hidden)
    yield (
        "missing-organism-measurements",
        "a gated organism without measurements",
        "MissingMeasurements",
        edited(page, "measurements", form["measurements"][:-1]),
    )
    yield (
        "missing-module-measurements",
        "a gated module without measurements",
        "MissingMeasurements",
        edited(page, "measurements", form["measurements"][1:]),
    )
    yield (
        "other-measurements",
        "a module's entry is not its configuration's",
        "MeasurementsMismatch",
        edited(page, "measurements.0.measurements.mr_td", "ab" * 48),
    )
    yield (
        "other-register",
        "a module's entry differs from its configuration in a register alone",
        "MeasurementsMismatch",
        edited(page, "measurements.0.measurements.mr_owner_config", None),
    )
    yield (
        "measurements-twice",
        "two entries of one unit",
        "DuplicateMember",
        edited(page, "measurements", [*form["measurements"], form["measurements"][0]]),
    )
    yield "no-peer-hint", "no peer hint", "MissingPeerHint", edited(page, "peer_hints", [])
    yield (
        "empty-peer-hint",
        "an empty peer hint",
        "MissingPeerHint",
        edited(page, "peer_hints", ["peer.example:4433", ""]),
    )
    atlas = {**form["measurements"][0], "stable_id": form["config"]["atlas"]["stable_id"]}
    yield (
        "ungated-module-measured",
        "measurements of a module whose configuration has none",
        "MeasurementsMismatch",
        edited(page, "measurements", [*form["measurements"], atlas]),
    )
    yield "no-change-channel", "no change channel", "MissingChangeChannel", edited(page, "change_channel", "")
    yield (
        "no-issuer-keys",
        "an issuer in the configuration, none on the page",
        "IssuerMismatch",
        edited(page, "issuer", None),
    )
    yield (
        "issuer-without-keys",
        "an issuer without keys",
        "IssuerMismatch",
        edited(page, "issuer.keys", []),
    )
    yield "issuer-threshold-0", "nobody signs", "IssuerMismatch", edited(page, "issuer.threshold", 0)
    yield "issuer-threshold-above", "more sign than there are", "IssuerMismatch", edited(page, "issuer.threshold", 3)
    yield (
        "issuer-key-twice",
        "one key twice",
        "IssuerMismatch",
        edited(page, "issuer.keys", [hash_bytes(b"key 1").hex()] * 2),
    )
    stranger = unique_id("a stranger").hex()
    yield (
        "unlisted-measurements",
        "measurements of a unit that is not listed",
        "UnlistedComponent",
        edited(page, "measurements", [*form["measurements"], {**form["measurements"][0], "stable_id": stranger}]),
    )
    yield (
        "unlisted-committee",
        "a roster of a unit that is not listed",
        "UnlistedComponent",
        edited(page, "committees.0.stable_id", stranger),
    )
    yield (
        "unlisted-build",
        "a build of a unit that is not listed",
        "UnlistedComponent",
        edited(page, "builds.0.stable_id", stranger),
    )
