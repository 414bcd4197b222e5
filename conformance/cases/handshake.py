"""Cases of the chapter Handshake: a page that holds together, and each way it can be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coalition import examples
from coalition.acl import AclComposition, OperatorPublish, ReputationFloor, Side
from coalition.content import ContentParams
from coalition.handshake import HandshakePage, PageMeasurements, page_form, write_page
from coalition.json_form import as_json
from coalition.module import ModuleConfig
from coalition.tickets import TicketIssuerConfig
from coalition.unique_id import UniqueId, hash_bytes, unique_id
from conformance import pages
from conformance.casebook import Casebook
from conformance.pages import changed, edited, without

#: How a page's document says what a typed parameter would say as -32602.
_MALFORMED = "DocumentMalformed"


def superchain() -> HandshakePage:
    """A page with every kind of entry: organisms pinned and not, modules derived and by instance, an issuer."""
    gated = ModuleConfig.new("compute", ContentParams(b"compute", examples.ORACLE_MEASUREMENTS), AclComposition.OPEN)
    plain = ModuleConfig.new("atlas", ContentParams(b"atlas"), AclComposition((OperatorPublish(Side.RequireTicket),)))
    modules = {"atlas": plain, "almanac": changed(plain, name="almanac"), "compute": gated}
    page = pages.page(
        "ethereum.superchain",
        ["ethereum.mainnet", "unichain.mainnet", "base.mainnet"],
        ["price-feed.eur", "superchain.intents", "superchain.ledger"],
        modules,
        TicketIssuerConfig("shared", AclComposition.OPEN),
    )
    intents = changed(page.organisms[1], tdx_gated=True)
    entry = PageMeasurements(page.config.organisms[1].stable_id, examples.ORACLE_MEASUREMENTS)
    organisms = (page.organisms[0], intents, page.organisms[2])
    return changed(page, organisms=organisms, measurements=(*page.measurements, entry))  # type: ignore[no-any-return] # a page


def minimal() -> HandshakePage:
    """A page of the smallest coalition: one organism, no modules, no issuer."""
    return pages.page("searcher-α", [], ["searcher-α.searcher"], {})


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the chapter."""
    yield _fingerprint()
    yield _cross_check()
    yield _digest()


def _republished(page: HandshakePage, **config: Any) -> HandshakePage:
    """The page of a changed configuration, its fingerprint computed anew."""
    made = changed(page.config, **config)
    return changed(page, config=made, fingerprint=made.stable_id())  # type: ignore[no-any-return] # a page


def _fingerprint() -> Casebook:
    book = Casebook("handshake.fingerprint", requirements=["HS-4"])
    page = superchain()
    book.accept(
        "superchain",
        "a page that holds together",
        document=pages.text(page),
        requirements=["HS-5", "HS-6", "HS-7", "HS-8", "HS-9", "HS-10", "HS-11", "HS-12", "HS-2", "HS-3"],
    )
    book.accept(
        "canonical",
        "white space and the order of members mean nothing",
        document=write_page(page),
        requirements=["HS-1"],
    )
    book.accept(
        "minimal", "a coalition of one organism", document=pages.text(minimal()), requirements=["HS-11", "HS-3"]
    )
    book.accept(
        "derived-pinned",
        "a derived slot may pin its content hash",
        document=pages.text(_pinned_atlas(page)),
        requirements=["HS-6", "HS-8"],
    )
    book.accept(
        "white-space",
        "white space around the document means nothing",
        document=f" \t\r\n{write_page(page)}\n",
        requirements=["HS-1"],
    )
    book.accept(
        "many-rosters",
        "rosters and builds of lattices and modules, and two of one component",
        document=pages.text(_many_rosters(page)),
        requirements=["HS-12"],
    )
    book.accept(
        "spare-measurements",
        "measurements of a unit that is not gated are welcome",
        document=pages.text(_spare(page)),
        requirements=["HS-9"],
    )
    book.random(6)
    for name, comment, error, document in _wrong(page):
        book.refuse(name, comment, "superchain", error, {"document": document})
    _surrogates(book, page)
    book.refuse(
        "derived-drifted-pin",
        "a derived slot that pins another content hash than the module's",
        "derived-pinned",
        "ModuleMismatch",
        {"document": pages.text(_pinned_atlas(page, unique_id("another build")))},
    )
    book.refuse(
        "issuer-not-in-config",
        "an issuer on the page, none in the configuration",
        "minimal",
        "IssuerMismatch",
        {"document": edited(minimal(), "issuer", {"keys": [hash_bytes(b"key 1").hex()], "threshold": 1})},
    )
    book.spoil("superchain", rules=0, shapes=4)
    return book


def _surrogates(book: Casebook, page: HandshakePage) -> None:
    """Escapes in a link and in a name: what stands beside the surrogates, a whole pair of them, and halves."""

    def linked(escapes: str) -> str:
        return edited(page, "lattices.0.handshake", "https://LINK").replace("LINK", escapes)

    book.accept(
        "surrogate-pair", "both halves are one character", document=linked(r"\ud83d\ude00"), requirements=["HS-1"]
    )
    book.accept(
        "beside-surrogates",
        "U+D7FF and U+E000 are no surrogates",
        document=linked(r"\ud7ff\ue000"),
        requirements=["HS-1"],
    )
    for name, escape in (("first", r"\ud800"), ("last", r"\udfff")):
        book.refuse(f"half-pair-{name}", "half of a pair", "surrogate-pair", _MALFORMED, {"document": linked(escape)})
    named = edited(page, "config.instance_name", "NAME").replace("NAME", r"\ud83d")
    book.refuse("half-pair-in-name", "half of a pair in a name", "superchain", _MALFORMED, {"document": named})


def _pinned_atlas(page: HandshakePage, pin: UniqueId | None = None) -> HandshakePage:
    """The page with a pin in its derived slot: the module's content hash, or another."""
    assert page.config.atlas is not None
    assert page.modules.atlas is not None
    pin = pin or page.modules.atlas.config.as_organism().content_hash()
    return _republished(page, atlas=changed(page.config.atlas, content_hash=pin))


def _many_rosters(page: HandshakePage) -> HandshakePage:
    assert page.config.atlas is not None
    units = (page.config.lattices[0], page.config.atlas.stable_id, page.config.organisms[0].stable_id)
    rosters = tuple(changed(page.committees[0], stable_id=unit) for unit in units)
    builds = tuple(changed(page.builds[0], stable_id=unit) for unit in units)
    return changed(page, committees=(*page.committees, *rosters), builds=(*page.builds, *builds))  # type: ignore[no-any-return] # a page


def _spare(page: HandshakePage) -> HandshakePage:
    spare = PageMeasurements(page.config.organisms[0].stable_id, examples.ORACLE_MEASUREMENTS)
    return changed(page, measurements=(*page.measurements, spare))  # type: ignore[no-any-return] # a page


def _wrong(page: HandshakePage) -> Iterator[tuple[str, str, str, str]]:
    yield from _unreadable(page)
    yield from _unruly(page)
    yield from _inconsistent(page)


def _unreadable(page: HandshakePage) -> Iterator[tuple[str, str, str, str]]:
    text = pages.text(page)
    yield "not-json", "no JSON", _MALFORMED, text[:-1]
    yield "trailing", "text after the document", _MALFORMED, text + "x"
    yield "byte-order-mark", "a byte order mark", _MALFORMED, "\ufeff" + text
    yield "two-documents", "two documents", _MALFORMED, text + text
    yield "empty", "nothing", _MALFORMED, ""
    yield "list", "a list", _MALFORMED, f"[{text}]"
    yield "comment", "a comment", _MALFORMED, "// a page\n" + text
    yield (
        "repeated-member",
        "a member twice",
        _MALFORMED,
        text.replace('"schema"', '"published_at": "1700000000000", "schema"', 1),
    )
    yield (
        "repeated-deep",
        "a member of a module twice",
        _MALFORMED,
        text.replace('"description"', '"description": "a module", "description"', 1),
    )
    yield "other-schema", "another schema", _MALFORMED, edited(page, "schema", "handshake-page.v2")
    yield (
        "number-for-u64",
        "a number where a decimal string is due",
        _MALFORMED,
        edited(page, "published_at", 1_700_000_000_000),
    )
    yield "string-for-u16", "a string where a number is due", _MALFORMED, edited(page, "issuer.threshold", "2")
    yield "fraction", "a fraction", _MALFORMED, edited(page, "issuer.threshold", 2.0)
    yield (
        "long-number",
        "an integer of five thousand digits",
        _MALFORMED,
        edited(page, "issuer.threshold", 7).replace('"threshold": 7', f'"threshold": {"7" * 5000}'),
    )
    yield (
        "nan",
        "no JSON number",
        _MALFORMED,
        edited(page, "issuer.threshold", 7).replace('"threshold": 7', '"threshold": NaN'),
    )
    yield (
        "upper-case-id",
        "an id in upper case",
        _MALFORMED,
        edited(page, "fingerprint", page.fingerprint.hex().upper().replace("0", "A", 1)),
    )
    yield "short-id", "an id of 31 bytes", _MALFORMED, edited(page, "fingerprint", page.fingerprint.hex()[2:])
    yield "bool-as-number", "1 for true", _MALFORMED, edited(page, "organisms.0.tdx_gated", 1)
    yield (
        "unknown-kind",
        "a slot that is neither derived nor by instance",
        _MALFORMED,
        edited(page, "modules.atlas.slot", {"kind": "Inherited"}),
    )
    yield "null-for-list", "null where a list is due", _MALFORMED, edited(page, "lattices", None)
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
        pages.text(_republished(page, coalition_seed=unique_id("another seed"))),
    )
    assert page.config.almanac is not None
    hidden = _republished(page, almanac=changed(page.config.almanac, content_hash=None))
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


def _repinned(page: HandshakePage, pin: UniqueId) -> HandshakePage:
    """The page whose second organism runs, and is pinned to, another build."""
    first, second, third = page.organisms
    one, two, three = page.config.organisms
    made = _republished(page, organisms=(one, changed(two, content_hash=pin), three))
    return changed(made, organisms=(first, changed(second, content_hash=pin), third))  # type: ignore[no-any-return] # a page


def _cross_check() -> Casebook:
    book = Casebook("handshake.cross_check", requirements=["HS-13", "HS-14"])
    page = superchain()
    published = pages.published(page)
    book.accept(
        "superchain", "every member is what its operator publishes", document=pages.text(page), published=published
    )
    book.accept(
        "reordered",
        "the order of what operators publish means nothing",
        document=pages.text(page),
        published=published[::-1],
    )
    stranger = changed(published[0], instance_name="stranger", stable_id=unique_id("x"))
    book.accept(
        "more",
        "a member of another coalition is not looked at",
        document=pages.text(page),
        published=(*published, stranger),
    )
    small = minimal()
    book.accept("minimal", "one organism", document=pages.text(small), published=pages.published(small))
    book.random(3)
    document = pages.text(page)
    forms = [as_json(member) for member in published]

    def refuse(name: str, comment: str, error: str, members: list[dict[str, Any]]) -> None:
        book.refuse(name, comment, "superchain", error, {"document": document, "published": members})

    refuse("unpublished-lattice", "a lattice its operator does not publish", "MemberUnpublished", forms[1:])
    refuse("unpublished-organism", "an organism its operator does not publish", "MemberUnpublished", forms[:-1])
    other = unique_id("another").hex()
    refuse(
        "irreproducible",
        "a stable id that does not follow from the name",
        "MemberIrreproducible",
        [{**forms[0], "stable_id": other}, *forms[1:]],
    )
    refuse(
        "irreproducible-organism",
        "an organism's stable id that does not follow",
        "MemberIrreproducible",
        [*forms[:-1], {**forms[-1], "stable_id": other}],
    )
    refuse(
        "drifted-pin",
        "the pinned organism runs another build",
        "MemberDrift",
        [*forms[:4], {**forms[4], "content_hash": other}, forms[5]],
    )
    refuse(
        "drifted-page",
        "the page says another build than the operator",
        "MemberDrift",
        [*forms[:3], {**forms[3], "content_hash": other}, *forms[4:]],
    )
    refuse(
        "drifted-lattice",
        "the page says another build of a lattice",
        "MemberDrift",
        [{**forms[0], "content_hash": None}, *forms[1:]],
    )
    refuse(
        "withdrawn",
        "the operator of an organism publishes no build, and the page has one",
        "MemberDrift",
        [*forms[:3], {**forms[3], "content_hash": None}, *forms[4:]],
    )
    for name, comment, index in (("organism", "an organism", 0), ("pinned", "a pinned organism", 1)):
        silent = edited(page, f"organisms.{index}.content_hash", None)
        book.refuse(
            f"silent-{name}",
            f"the page has no build of {comment}, and its operator publishes one",
            "superchain",
            "MemberDrift",
            {"document": silent, "published": forms},
        )
    book.accept_params(
        "agreed-unpinned",
        "page and operator agree on another build of an organism that is not pinned",
        {
            "document": edited(page, "organisms.0.content_hash", other),
            "published": [*forms[:3], {**forms[3], "content_hash": other}, *forms[4:]],
        },
    )
    repinned = _repinned(page, unique_id("another"))
    moved = [*forms[:4], {**forms[4], "content_hash": other}, forms[5]]
    book.accept_params(
        "repinned", "the pin follows page and operator", {"document": pages.text(repinned), "published": moved}
    )
    book.refuse(
        "drifted-from-pin",
        "page and operator agree on another build than the one that is pinned",
        "repinned",
        "MemberDrift",
        {"document": pages.text(changed(page, organisms=repinned.organisms)), "published": moved},
    )
    refuse("published-twice", "an instance name twice", "DuplicateMember", [*forms, forms[0]])
    stale = edited(page, "fingerprint", other)
    book.refuse(
        "page-first",
        "the page itself does not hold together",
        "superchain",
        "FingerprintMismatch",
        {"document": stale, "published": forms},
    )
    book.spoil("superchain", rules=8, shapes=8)
    return book


def _digest() -> Casebook:
    book = Casebook("handshake.digest", requirements=["HS-15"])
    page = superchain()
    book.accept("superchain", "a page", document=pages.text(page))
    book.accept("canonical", "white space and the order of members mean nothing", document=write_page(page))
    book.accept(
        "later", "the time of publication counts", document=pages.text(changed(page, published_at=1_700_000_000_001))
    )
    book.accept(
        "other-hint", "a peer hint counts", document=pages.text(changed(page, peer_hints=("other.example:4433",)))
    )
    book.accept(
        "stale",
        "the digest of a page is no check of it",
        document=edited(page, "fingerprint", unique_id("another").hex()),
    )
    book.accept("minimal", "a small page", document=pages.text(minimal()))
    floor = ReputationFloor(Side.RequireTicket, unique_id("cards"), "00.5500")
    loose = _republished(page, ticket_issuer=TicketIssuerConfig("shared", AclComposition((floor,))))
    book.accept("loose-ratio", "a ratio stands as it was written", document=pages.text(loose))
    book.random(3)
    for name, comment, error, document in _unreadable(page):
        if name in ("not-json", "repeated-member", "unknown-field", "missing-issuer", "silent-atlas", "other-schema"):
            book.refuse(name, comment, "superchain", error, {"document": document})
    book.spoil("superchain", rules=0, shapes=3)
    return book
