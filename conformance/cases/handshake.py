"""Cases of the chapter Handshake: a page that holds together, and each way it can be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coalition import examples
from coalition.acl import AclComposition, OperatorPublish, ReputationFloor, Side
from coalition.content import ContentParams
from coalition.handshake import HandshakePage, PageMeasurements, write_page
from coalition.json_form import as_json
from coalition.module import ModuleConfig
from coalition.tickets import TicketIssuerConfig
from coalition.unique_id import UniqueId, hash_bytes, unique_id
from conformance import pages
from conformance.casebook import Casebook
from conformance.cases.handshake_wrong import MALFORMED, republished, unreadable, wrong_documents
from conformance.pages import changed, edited


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
    for name, comment, error, document in wrong_documents(page):
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
        book.refuse(f"half-pair-{name}", "half of a pair", "surrogate-pair", MALFORMED, {"document": linked(escape)})
    named = edited(page, "config.instance_name", "NAME").replace("NAME", r"\ud83d")
    book.refuse("half-pair-in-name", "half of a pair in a name", "superchain", MALFORMED, {"document": named})


def _pinned_atlas(page: HandshakePage, pin: UniqueId | None = None) -> HandshakePage:
    """The page with a pin in its derived slot: the module's content hash, or another."""
    assert page.config.atlas is not None
    assert page.modules.atlas is not None
    pin = pin or page.modules.atlas.config.as_organism().content_hash()
    return republished(page, atlas=changed(page.config.atlas, content_hash=pin))


def _many_rosters(page: HandshakePage) -> HandshakePage:
    assert page.config.atlas is not None
    units = (page.config.lattices[0], page.config.atlas.stable_id, page.config.organisms[0].stable_id)
    rosters = tuple(changed(page.committees[0], stable_id=unit) for unit in units)
    builds = tuple(changed(page.builds[0], stable_id=unit) for unit in units)
    return changed(page, committees=(*page.committees, *rosters), builds=(*page.builds, *builds))  # type: ignore[no-any-return] # a page


def _spare(page: HandshakePage) -> HandshakePage:
    spare = PageMeasurements(page.config.organisms[0].stable_id, examples.ORACLE_MEASUREMENTS)
    return changed(page, measurements=(*page.measurements, spare))  # type: ignore[no-any-return] # a page


def _repinned(page: HandshakePage, pin: UniqueId) -> HandshakePage:
    """The page whose second organism runs, and is pinned to, another build."""
    first, second, third = page.organisms
    one, two, three = page.config.organisms
    made = republished(page, organisms=(one, changed(two, content_hash=pin), three))
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
    loose = republished(page, ticket_issuer=TicketIssuerConfig("shared", AclComposition((floor,))))
    book.accept("loose-ratio", "a ratio stands as it was written", document=pages.text(loose))
    book.random(3)
    for name, comment, error, document in unreadable(page):
        if name in ("not-json", "repeated-member", "unknown-field", "missing-issuer", "silent-atlas", "other-schema"):
            book.refuse(name, comment, "superchain", error, {"document": document})
    book.spoil("superchain", rules=0, shapes=3)
    return book
