"""Cases of the chapter Stance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from coalition import acl, examples
from coalition.acl import AclComposition, Side
from coalition.attestation import AttestationLevel
from coalition.delegation import (
    Asserted,
    CommitteePublication,
    DelegatedGrant,
    Representation,
    Revocability,
    SelfQuote,
    SharedIssuer,
    StreamCommit,
    Ticket,
)
from coalition.json_form import as_json
from coalition.measurements import Measurements
from coalition.reference import OrganismRef
from coalition.stable_id import derive_stable_id
from coalition.stance import (
    Attested,
    CompositionForm,
    ConsentModel,
    Discretion,
    Jurisdiction,
    Legitimacy,
    PoliticalStance,
    Reputed,
    SovereigntyClaim,
    Supermajority,
    Ticketed,
)
from coalition.surface import EvidencePointer
from coalition.unique_id import unique_id
from conformance.casebook import Casebook
from conformance.pages import changed

_DEFAULT: Final = PoliticalStance.DEFAULT
_MEASURED: Final = Measurements(b"\x11" * 48, rtmr0=b"\x22" * 48)
#: The book's own.
_ATTESTED: Final = PoliticalStance(
    ConsentModel.Voluntary,
    Supermajority(6_667),
    Legitimacy.composed(Legitimacy.CONSENT_BIT | Legitimacy.ATTESTATION_BIT),
    Attested(_MEASURED),
    CompositionForm.MultiOperator,
    SovereigntyClaim.Shared,
)
_ISSUER: Final = unique_id("an issuer")
_ORGANISM: Final = unique_id("an organism")
_POINTER: Final = EvidencePointer(_ORGANISM, 42, unique_id("a commit"))
_ALL_BITS: Final = 0x01FF

#: Every value of every field, one changed in the default.
_VARIED: Final = {
    "compulsory": (changed(_DEFAULT, consent=ConsentModel.Compulsory), ["STANCE-4"]),
    "bare-majority": (changed(_DEFAULT, decision_rule=Supermajority(5_001)), ["STANCE-2"]),
    "unanimity": (changed(_DEFAULT, decision_rule=Supermajority(10_000)), ["STANCE-2"]),
    "discretion": (changed(_DEFAULT, decision_rule=Discretion()), []),
    "no-ground": (changed(_DEFAULT, legitimacy=Legitimacy(0)), ["STANCE-3"]),
    "every-ground": (changed(_DEFAULT, legitimacy=Legitimacy(_ALL_BITS)), ["STANCE-3"]),
    "every-checked-ground": (
        changed(_DEFAULT, legitimacy=Legitimacy(_ALL_BITS - Legitimacy.PROCLAMATION_BIT)),
        ["STANCE-3"],
    ),
    "attested": (changed(_DEFAULT, franchise=Attested(_MEASURED)), []),
    "ticketed": (changed(_DEFAULT, franchise=Ticketed(_ISSUER)), []),
    "reputed": (changed(_DEFAULT, franchise=Reputed(_ORGANISM, "0.55")), []),
    "jurisdiction": (changed(_DEFAULT, franchise=Jurisdiction("zug")), []),
    "multi-operator": (changed(_DEFAULT, composition=CompositionForm.MultiOperator), []),
    "nested": (changed(_DEFAULT, composition=CompositionForm.Nested), []),
    "shared": (changed(_DEFAULT, sovereignty=SovereigntyClaim.Shared), []),
    "absolute": (changed(_DEFAULT, sovereignty=SovereigntyClaim.Absolute), ["STANCE-4"]),
    "leviathan": (
        changed(_DEFAULT, consent=ConsentModel.Compulsory, sovereignty=SovereigntyClaim.Absolute),
        ["STANCE-4"],
    ),
}


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the chapter."""
    yield _fingerprint()
    yield _substrate()
    yield _checked()
    yield _content()
    yield _evidence()
    yield _recorded()
    yield _delegation()
    yield _delegated()


def _fingerprint() -> Casebook:
    book = Casebook("stance.fingerprint")
    book.accept("default", "the book's default", stance=_DEFAULT)
    book.accept("attested-multi-operator", "the book's committee of two of three", stance=_ATTESTED)
    for name, (stance, requirements) in _VARIED.items():
        book.accept(name, "the default with one value changed", stance=stance, requirements=requirements)
    book.random(6)
    for points in (0, 5_000, 10_001, 65_535):
        book.refuse(
            f"supermajority-{points}",
            "a threshold out of its range",
            "bare-majority",
            "SupermajorityOutOfRange",
            {"stance": {**as_json(_DEFAULT), "decision_rule": {"kind": "Supermajority", "threshold_bps": points}}},
        )
    for bits in (_ALL_BITS + 1, 0x8001):
        book.refuse(
            f"ground-{bits:04x}",
            "a bit without a name",
            "every-ground",
            "UnknownLegitimacyBit",
            {"stance": {**as_json(_DEFAULT), "legitimacy": {"bits": bits}}},
        )
    book.spoil_all("reputed")
    book.spoil("attested-multi-operator")
    book.spoil("jurisdiction")
    return book


def _substrate() -> Casebook:
    book = Casebook("stance.substrate", requirements=["STANCE-5", "STANCE-6"])
    book.accept("default", "every field is the substrate's", stance=_DEFAULT)
    book.accept("attested-multi-operator", "all but a shared sovereignty", stance=_ATTESTED)
    for name, (stance, _) in _VARIED.items():
        book.accept(name, "the default with one value changed", stance=stance)
    book.random(8)
    base = as_json(_ATTESTED)
    book.refuse(
        "half",
        "half is no supermajority",
        "attested-multi-operator",
        "SupermajorityOutOfRange",
        {"stance": {**base, "decision_rule": {"kind": "Supermajority", "threshold_bps": 5_000}}},
    )
    book.spoil("attested-multi-operator")
    return book


def _clauses() -> dict[str, acl.AnyClause]:
    slot, here, there = OrganismRef("compute", _ORGANISM), Side.RequireTicket, Side.VerifyPeer
    return {
        "mrtd": acl.RequireMrtd(here, _MEASURED.mr_td),
        "measurements": acl.AdmitsMeasurementsEqual(there, _MEASURED),
        "measurements-set": acl.AdmitsMeasurementsInSet(here, (_MEASURED,)),
        "outcome": acl.OutcomePredicate(there, AttestationLevel.TdxLocal),
        "software-outcome": acl.OutcomePredicate(here, AttestationLevel.Software),
        "reputation": acl.ReputationFloor(there, _ORGANISM, "0.55"),
        "reputation-zero": acl.ReputationFloor(here, _ORGANISM, "0"),
        "settlement": acl.MarketSettlement(here, _ORGANISM),
        "own-issuer": acl.RecogniseIssuer(here, acl.Own()),
        "foreign-issuer": acl.RecogniseIssuer(there, acl.Foreign(_ISSUER)),
        "compute-pin": acl.ComputeModulePin(there, slot),
        "committee-member": acl.AnyCommitteeMember(here, OrganismRef("signer", derive_stable_id("signer-δ.signer"))),
        "requester-acl": acl.ComputeModuleRequesterAcl(here, slot),
        "operator": acl.OperatorPublish(there),
    }


def _checked() -> Casebook:
    book = Casebook("stance.checked")
    clauses = _clauses()
    searcher = AclComposition((clauses["mrtd"], clauses["measurements"], clauses["reputation"]))
    book.accept("searcher", "attestation and a score", acl=searcher)
    book.accept("open", "consent alone", acl=AclComposition.OPEN)
    for name, clause in clauses.items():
        book.accept(name, type(clause).__name__, acl=AclComposition((clause,)))
    book.accept("twice", "a ground found twice is one", acl=AclComposition((clauses["operator"],) * 2))
    book.accept("all", "every clause", acl=AclComposition(tuple(clauses.values())))
    book.random(6)
    book.spoil("searcher")
    return book


def _content() -> Casebook:
    book = Casebook("stance.content_preimage")
    searcher = examples.SEARCHER_CONTENT.preimage()
    book.accept("searcher", "the searcher's content, carrying the book's stance", preimage=searcher, stance=_ATTESTED)
    book.accept("default", "the default is carried too", preimage=searcher, stance=_DEFAULT)
    book.accept("empty", "a component without content of its own", preimage=b"", stance=_DEFAULT)
    book.accept("compulsory", "any stance can be carried", preimage=searcher, stance=_VARIED["compulsory"][0])
    book.random(3)
    book.spoil("searcher")
    return book


_EVIDENCE: Final = {
    "self-quote": SelfQuote(unique_id("a quote")),
    "ticket": Ticket(unique_id("a quote")),
    "stream-commit": StreamCommit(_POINTER),
    "asserted": Asserted(),
}


def _evidence() -> Casebook:
    book = Casebook("stance.consent_evidence", requirements=["STANCE-9", "ENC-21"])
    for name, evidence in _EVIDENCE.items():
        book.accept(name, type(evidence).__name__, evidence=evidence)
    book.random(3)
    book.spoil_all("stream-commit")
    book.spoil("ticket")
    return book


def _recorded() -> Casebook:
    book = Casebook("stance.recorded")
    quote, ticket, commit, asserted = _EVIDENCE.values()
    lists: dict[str, tuple[Any, ...]] = {
        "one-of-two": (asserted, quote),
        "none": (),
        "asserted-alone": (asserted, asserted),
        "all": (commit, asserted, ticket, quote),
        "twice": (ticket, quote, ticket),
    }
    for name, evidence in lists.items():
        book.accept(name, "what is recorded, in the order given", evidence=evidence)
    book.random(4)
    book.spoil("all")
    return book


def _delegations(revocability: Revocability) -> dict[str, Any]:
    return {
        "issuer": SharedIssuer(_ISSUER, revocability),
        "committee": CommitteePublication(_ISSUER, revocability),
        "compute-grant": DelegatedGrant(_POINTER, revocability),
        "representation": Representation(revocability),
    }


def _delegation() -> Casebook:
    book = Casebook("stance.delegation", requirements=["STANCE-10", "ENC-21"])
    for name, delegation in _delegations(Revocability.AtWill).items():
        book.accept(name, type(delegation).__name__, delegation=delegation)
    for revocability in list(Revocability)[1:]:
        book.accept(f"issuer-{revocability.name}", revocability.name, delegation=_delegations(revocability)["issuer"])
    book.random(3)
    book.spoil_all("compute-grant")
    book.spoil("issuer")
    return book


def _delegated() -> Casebook:
    book = Casebook("stance.delegated")
    names = {
        Revocability.AtWill: "at-will",
        Revocability.ByRotation: "by-rotation",
        Revocability.InEmergency: "in-emergency",
        Revocability.Irrevocable: "irrevocable",
    }
    for revocability, said in names.items():
        for name, delegation in _delegations(revocability).items():
            book.accept(f"{name}-{said}", f"{type(delegation).__name__}, {revocability.name}", delegation=delegation)
    book.spoil("compute-grant-at-will")
    return book
