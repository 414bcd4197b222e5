"""Mutants of the chapter Surfaces."""

from __future__ import annotations

from typing import Any

from coalition.unique_id import UniqueId, hash_many
from conformance.mutants.breaking import Mutant, relabelled, replaced, rows, without


def _from_the_end(original: Any) -> Any:
    return lambda commits: original(commits[::-1])


def _at_once(_original: Any) -> Any:
    def digest(commits: tuple[UniqueId, ...]) -> UniqueId:
        return hash_many(["stream", *(bytes(each) for each in commits)])

    return digest


MUTANTS = (
    Mutant(
        "deployment-without-content",
        ("SURF-1",),
        "the content hash is left out of a deployment",
        (rows("surface.deployment", without("content_hash")),),
    ),
    Mutant(
        "surface-name-lower-case",
        ("SURF-2",),
        "a surface's name in lower case",
        (rows("surface.surface_id", relabelled("name", bytes.lower)),),
    ),
    Mutant(
        "commit-without-index",
        ("SURF-3",),
        "the index is left out of a commit",
        (rows("surface.commit", without("index")),),
    ),
    Mutant(
        "commit-without-deployment",
        ("SURF-3",),
        "the deployment is left out of a commit",
        (rows("surface.commit", without("deployment")),),
    ),
    Mutant(
        "commit-index-from-1",
        ("SURF-3",),
        "the index counts from 1",
        (
            rows(
                "surface.commit",
                relabelled("index", lambda data: ((int.from_bytes(data, "little") + 1) % 2**64).to_bytes(8, "little")),
            ),
        ),
    ),
    Mutant(
        "log-from-the-end",
        ("SURF-4",),
        "a log is folded from its end",
        (replaced("surface.log_digest", _from_the_end),),
    ),
    Mutant("log-at-once", ("SURF-4",), "a log is hashed at once", (replaced("surface.log_digest", _at_once),)),
    Mutant(
        "evidence-by-member-id",
        ("SURF-5",),
        "an evidence pointer carries a MemberId",
        (rows("surface.evidence", relabelled("address", lambda data: data[:20])),),
    ),
)
