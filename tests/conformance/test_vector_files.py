"""The vector files: their schema, their formatting, their twins, their near misses, and the schemas of operations."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from blake3 import blake3
from jsonschema import Draft202012Validator
from structure import places

from assay.suite import Case, InvalidParams, NearMiss, Refusal, Value
from conformance import vectors
from conformance.paths import VECTORS
from conformance.registry import files as generated_files
from conformance.spec_text import specification
from conformance.suite import CoalitionSuite

FILES = sorted(path.relative_to(VECTORS).as_posix() for path in vectors.files())
#: The files of cases; those of scenarios have tests of their own.
OF_CASES = [name for name in FILES if not name.startswith("scenarios/")]
SCHEMA = json.loads((VECTORS / "schema" / "vectors.schema.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def generated() -> dict[str, bytes]:
    """Every file as the casebooks write it now."""
    return dict(vectors.Store().generate())


@pytest.fixture(scope="session")
def by_id(cases: list[Case]) -> dict[str, Case]:
    return {case.id: case for case in cases}


def test_the_schema_is_a_schema() -> None:
    """`vectors.schema.json` is valid JSON Schema, draft 2020-12."""
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", OF_CASES)
def test_a_file_is_of_its_schema(name: str) -> None:
    """Any reader of JSON Schema accepts the file."""
    document = json.loads((VECTORS / name).read_text("utf-8"))
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)] == []


@pytest.mark.parametrize("change", ["groups", "id", "expect", "extra", "twin", "preimage"])
def test_the_schema_refuses_what_is_no_vector_file(change: str) -> None:
    """The schema tells a good file from a broken one."""
    document = json.loads((VECTORS / "encoding" / "hash.json").read_text("utf-8"))
    test = document["groups"][0]["tests"][0]
    match change:
        case "groups":
            document["groups"] = []
        case "id":
            test["id"] = "Not An Id"
        case "expect":
            test["expect"] = {"value": 1, "error": "X", "stage": "decode"}
        case "extra":
            document["extra"] = 1
        case "twin":
            test["twin"] = 7
        case "preimage":
            test["preimage"]["fields"][0]["data"] = "ABC"
    assert list(Draft202012Validator(SCHEMA).iter_errors(document))


def test_the_committed_bytes_are_the_generated_bytes(generated: dict[str, bytes]) -> None:
    """No file has drifted, is missing, or is one too many."""
    paths = [*vectors.files(), VECTORS / "manifest.json"]
    committed = {path.relative_to(VECTORS).as_posix(): path.read_bytes() for path in paths}
    assert committed.keys() == generated.keys()
    assert [name for name in generated if committed[name] != generated[name]] == []


def test_generating_twice_gives_the_same_bytes(generated: dict[str, bytes]) -> None:
    """Generation draws from labels alone: a second run in one process changes nothing."""
    assert dict(vectors.generate()) == generated


def test_the_manifest_digests_every_file() -> None:
    """The manifest's digests are BLAKE3 of the files, and its own digest that over all of them."""
    manifest = json.loads((VECTORS / "manifest.json").read_text("utf-8"))
    found = {name: blake3((VECTORS / name).read_bytes()).hexdigest() for name in FILES}
    assert manifest["files"] == found
    listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(found.items()))
    assert manifest["digest"] == blake3(listed.encode()).hexdigest() == vectors.manifest_digest()


def test_ids_are_unique_and_cite_the_text(cases: list[Case]) -> None:
    """No id stands twice, and each case cites requirements and an operation that the text has."""
    assert [name for name, count in Counter(case.id for case in cases).items() if count > 1] == []
    spec = specification()
    for case in cases:
        assert set(case.requirements) <= set(spec.requirements), case.id
        assert case.operation in spec.operations(), case.id
        assert set(case.features) <= set(spec.features), case.id


# --- twins -----------------------------------------------------------------------------------------------------------

#: A change to a page's configuration moves its root: the published fingerprint follows, or two rules would be broken.
#: So do the signature of collateral that says something else, a polynomial's value at another index, and what is
#: received of other dealings.
FOLLOWS = {
    "document.fingerprint",
    "collateral.tcb_info_signature",
    "collateral.qe_identity_signature",
    "share.value",
    "received",
    "received.1.value",
    "received.2.dealer",
}

#: Refusals whose one reason is several values at once.
SEVERAL = {
    "crypto/bls-verify/g1-both-identity": "the equation holds of infinite points together, and each has this error",
    "crypto/bls-verify/g2-both-identity": "the same",
    "crypto/epoch-combine/g1-all-old": "every partial is of one other epoch, so that they agree with each other",
    "crypto/epoch-combine/g2-all-old": "the same",
    "crypto/epoch-combine/lagrange-all-old": "the same",
    "crypto/jwt-validate/claims-name-twice-first": "the fault of the validator stands before that of the ticket",
    "crypto/refresh-outcome/g1-too-few": "several dealings fewer",
    "crypto/reshare-outcome/g1-too-few": "the same",
    "crypto/refresh-share/g1-stale": "an epoch and its commitments",
    "crypto/shamir-combine/secret-zero": "a whole polynomial",
}


def test_every_refused_case_has_an_accepted_twin_in_its_file(cases: list[Case], by_id: dict[str, Case]) -> None:
    """A refusal proves nothing without the acceptance beside it."""
    refused = [case for case in cases if not isinstance(case.expect, Value)]
    assert len(refused) > 2000
    for case in refused:
        assert case.unit != case.id, case.id
        twin = by_id[case.unit]
        assert isinstance(twin.expect, Value), case.id
        assert (twin.source, twin.operation) == (case.source, case.operation), case.id
    assert all(case.unit == case.id for case in cases if isinstance(case.expect, Value))


def test_a_refused_case_differs_from_its_twin_in_one_place(cases: list[Case], by_id: dict[str, Case]) -> None:
    """The reason of a refusal has one place, so that the order of an implementation's checks decides nothing."""
    wrong = {}
    for case in cases:
        if not isinstance(case.expect, Value):
            found = places(by_id[case.unit].params, case.params)
            if len(found - FOLLOWS or found) != 1:
                wrong[case.id] = sorted(found)
    assert sorted(wrong) == sorted(SEVERAL), {name: wrong[name] for name in wrong if name not in SEVERAL}


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ({"a": 1}, {"a": 1}, 0),
        ({"a": 1}, {"a": True}, 1),
        ({"a": 1}, {}, 1),
        ({"a": 1, "b": 2}, {"a": 2, "b": 3}, 2),
        ([1, 2, 3], [3, 2, 1], 1),
        ([1, 2, 3], [1, 3], 1),
        ([1, 2, 3], [3], 2),
        ([1, 2], [], 1),
        ([{"a": 1, "b": 2}, 5], [{"a": 2, "b": 3}, 5], 1),
        ([1, 2, 3], [7, 2, 9], 2),
        ({"document": '{"a":1,"b":2}'}, {"document": '{"a":1,"b":2,"a":1}'}, 1),
        ({"document": '{"a":1}'}, {"document": ' {"a":1}'}, 1),
        ({"document": '{"a":1}'}, {"document": "no json"}, 1),
    ],
)
def test_the_difference_counts_places(one: Any, other: Any, count: int) -> None:
    """The measure itself: what is one place and what is two."""
    assert len(places(one, other)) == count


# --- near misses -----------------------------------------------------------------------------------------------------


def test_no_near_miss_is_the_right_value(cases: list[Case]) -> None:
    """A miss that equals the value would accuse the innocent; two misses of one value would accuse by chance."""
    missed = 0
    for case in cases:
        values = [json.dumps(miss.value) for miss in case.near_misses]
        assert len({miss.flag for miss in case.near_misses}) == len(case.near_misses), case.id
        if isinstance(case.expect, Value):
            assert json.dumps(case.expect.value) not in values, case.id
        else:
            assert values == [], case.id
        missed += len(values)
    assert missed > 6_000


def test_misses_computed_on_the_spot_are_no_right_values(suite: CoalitionSuite) -> None:
    """What holds for committed vectors holds for a fresh case's misses, and its preimage hashes to its value."""
    for case in suite.fresh(400, "misses"):
        if not isinstance(case, Case):
            continue
        misses: list[NearMiss] = list(suite.near_misses(case))
        if not isinstance(case.expect, Value):
            assert misses == []
            continue
        assert case.expect.value not in [miss.value for miss in misses], case.id
        assert {miss.flag for miss in misses} <= set(suite.notes())
        preimage = suite.preimage(case)
        if preimage is not None:
            assert blake3(preimage.encode()).hexdigest() == case.expect.value


@pytest.mark.parametrize("name", OF_CASES)
def test_every_flag_of_a_file_has_its_note(name: str, suite: CoalitionSuite) -> None:
    """The notes of a file are those of its flags and near misses, no more and no less, as the suite has them."""
    document = json.loads((VECTORS / name).read_text("utf-8"))
    tests = [test for group in document["groups"] for test in group["tests"]]
    flags = {flag for test in tests for flag in test["flags"]}
    flags |= {miss["flag"] for test in tests for miss in test.get("near_misses", ())}
    assert set(document["notes"]) == flags
    for flag, note in document["notes"].items():
        known = suite.notes()[flag]
        assert note == {"bug_type": known.bug_type, "description": known.description, "effect": known.effect}
        assert all(text and text == text.strip() for text in note.values())


# --- schemas ---------------------------------------------------------------------------------------------------------


def _validator(suite: CoalitionSuite, operation: str, part: str) -> Draft202012Validator:
    schema = suite.schema(operation)
    assert schema is not None
    Draft202012Validator.check_schema(schema[part])
    return Draft202012Validator(schema[part])


@pytest.fixture(scope="session")
def by_operation(cases: list[Case]) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for case in cases:
        # The thousands of random ones add minutes and no shape: some of them will do.
        if not case.source.startswith("random/") or case.id.endswith(("0", "7")):
            found.setdefault(case.operation, []).append(case)
    return found


@pytest.mark.parametrize("operation", sorted(specification().operations()))
def test_accepted_parameters_and_results_are_of_their_schema(
    operation: str, suite: CoalitionSuite, by_operation: dict[str, list[Case]]
) -> None:
    """The schema of an operation accepts each accepted input, each rule-breaking one, and each result."""
    params, result = (_validator(suite, operation, part) for part in ("params", "result"))
    for case in by_operation[operation]:
        if isinstance(case.expect, Value):
            assert params.is_valid(case.params), case.id
            assert result.is_valid({"value": case.expect.value}), case.id
            assert not result.is_valid({"value": case.expect.value, "more": 1})
        elif isinstance(case.expect, Refusal):
            assert params.is_valid(case.params), case.id


def _beyond_a_schema(case: Case, twin: Case) -> bool:
    """Ill shapes that JSON Schema cannot say: the width of a decimal string, and half a surrogate pair."""
    (place,) = places(twin.params, case.params)
    value: Any = case.params
    for step in place.split("."):
        if isinstance(value, list):
            value = value[int(step)]
        elif step in value:
            value = value[step]
        else:
            return False
    if not isinstance(value, str):
        return False
    return bool(re.fullmatch(r"0|-?[1-9][0-9]*", value)) or any("\ud800" <= each <= "\udfff" for each in value)


@pytest.mark.parametrize("operation", sorted(specification().operations()))
def test_ill_shaped_parameters_violate_the_schema(
    operation: str, suite: CoalitionSuite, by_operation: dict[str, list[Case]], by_id: dict[str, Case]
) -> None:
    """Every -32602 is a violation of the schema, or a decimal string outside its width, which no schema can say."""
    params = _validator(suite, operation, "params")
    ill = [case for case in by_operation[operation] if isinstance(case.expect, InvalidParams)]
    unsaid = [case.id for case in ill if params.is_valid(case.params) and not _beyond_a_schema(case, by_id[case.unit])]
    assert unsaid == []
    assert ill or operation == "identity.constant"


def test_the_schema_of_no_operation_is_none(suite: CoalitionSuite) -> None:
    """An operation that the text does not have has no schema."""
    assert suite.schema("encoding.unheard_of") is None


# --- what is generated from the text ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["registry.json", "handshake-page.schema.json"])
def test_the_generated_files_of_the_text_have_not_drifted(name: str, root: Path) -> None:
    """`spec/registry.json` and the schema of the page are what the chapters make of them."""
    assert (root / "spec" / name).read_bytes() == generated_files()[name]


def test_the_schema_of_the_page_takes_the_pages_of_the_vectors(cases: list[Case]) -> None:
    """Each accepted page is of the schema; each unknown or missing member, and malformed value, is not."""
    schema = json.loads(generated_files()["handshake-page.schema.json"])
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    verdicts: Counter[tuple[str, bool]] = Counter()
    for case in cases:
        if "document" not in case.params or isinstance(case.expect, InvalidParams):
            continue
        try:
            document = json.loads(case.params["document"])
        except ValueError:
            continue
        said = case.expect.error if isinstance(case.expect, Refusal) else "accepted"
        verdicts[said, validator.is_valid(document)] += 1
    assert verdicts["accepted", True] > 20
    assert verdicts["accepted", False] == 0
    for error in ("UnknownField", "MissingField", "SilentModule"):
        assert verdicts[error, True] == 0
        assert verdicts[error, False] > 0
