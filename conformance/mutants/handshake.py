"""Mutants of the chapter Handshake."""

from __future__ import annotations

import json
from typing import Any

from coalition.errors import WrongType
from coalition.preimage import Field, Preimage
from conformance.mutants.breaking import Mutant, made, replaced, unchecked


def _last_wins(_original: Any) -> Any:
    def parse(text: str) -> Any:
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            raise WrongType(text, error.msg) from None

    return parse


def _trimmed(_original: Any) -> Any:
    """Unknown members are dropped; missing ones are still found."""

    def only(value: dict[str, Any], names: tuple[str, ...], where: str) -> None:
        from coalition.errors import MissingMember  # noqa: PLC0415 - of this mutant alone

        for name in [name for name in value if name not in names]:
            del value[name]
        for name in names:
            if name not in value:
                raise MissingMember(name, where)

    return only


def _filled(_original: Any) -> Any:
    """Missing members are taken for null."""

    def only(value: dict[str, Any], names: tuple[str, ...], where: str) -> None:
        from coalition.errors import UnknownMember  # noqa: PLC0415 - of this mutant alone

        for name in value:
            if name not in names:
                raise UnknownMember(name, where)
        for name in names:
            value.setdefault(name, None)

    return only


def _as_posted(preimage: Preimage) -> Preimage:
    tag, _ = preimage.fields
    return Preimage("hash_many", (tag, Field("page", "utf8", preimage.params["document"].encode())))


def _config_only(preimage: Preimage) -> Preimage:
    form = json.loads(preimage.params["document"])
    return Preimage(
        "hash_many", (preimage.fields[0], Field("page", "utf8", json.dumps(form["config"], sort_keys=True).encode()))
    )


MUTANTS = (
    Mutant(
        "last-member-wins",
        ("HS-1",),
        "of a repeated member the last counts",
        (replaced("json_form.parse", _last_wins),),
    ),
    Mutant("any-page-schema", ("HS-1",), "a page of any schema", (unchecked("handshake.check_schema"),)),
    Mutant(
        "unknown-members-dropped", ("HS-2",), "unknown members are dropped", (replaced("json_form._only", _trimmed),)
    ),
    Mutant("silence-is-null", ("HS-3",), "a missing member is taken for null", (replaced("json_form._only", _filled),)),
    Mutant(
        "fingerprint-believed",
        ("HS-4", "HS-16"),
        "the published fingerprint is believed",
        (unchecked("handshake.check_fingerprint"),),
    ),
    Mutant(
        "lists-unchecked", ("HS-5",), "the lists of the page are not compared", (unchecked("handshake._check_list"),)
    ),
    Mutant("modules-unchecked", ("HS-6",), "slots are not followed", (unchecked("handshake.check_modules"),)),
    Mutant("foreign-seed-accepted", ("HS-7",), "any seed", (unchecked("handshake.check_seed"),)),
    Mutant(
        "hidden-rotation-accepted",
        ("HS-8",),
        "a slot by instance without a pin",
        (unchecked("handshake.check_hidden"),),
    ),
    Mutant(
        "measurements-unlisted", ("HS-9",), "gated units need no measurements", (unchecked("handshake.check_gated"),)
    ),
    Mutant(
        "measurements-differ",
        ("HS-9",),
        "a module's measurements are not compared",
        (unchecked("handshake.check_repeated"),),
    ),
    Mutant("unreachable-accepted", ("HS-10",), "no hint and no channel", (unchecked("handshake.check_reachable"),)),
    Mutant("issuer-unchecked", ("HS-11",), "issuer keys are not compared", (unchecked("handshake.check_issuer"),)),
    Mutant("units-unchecked", ("HS-12",), "units that are not listed", (unchecked("handshake.check_units"),)),
    Mutant(
        "unpublished-accepted",
        ("HS-13",),
        "a stable id is not reproduced",
        (unchecked("handshake.check_reproducible"),),
    ),
    Mutant("drift-accepted", ("HS-14",), "content hashes are not compared", (unchecked("handshake.check_drift"),)),
    Mutant(
        "digest-as-posted", ("HS-15",), "the page is hashed as it was posted", (made("handshake.digest", _as_posted),)
    ),
    Mutant(
        "digest-of-config",
        ("HS-15", "HS-16"),
        "the digest folds the configuration alone",
        (made("handshake.digest", _config_only),),
    ),
)
