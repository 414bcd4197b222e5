from __future__ import annotations

import pytest
from toy_tools import Ask, lines

from assay.alignment import locate
from assay.suite import Field, Preimage

FIELDS = (Field("tag", "ascii", "6162"), Field("width", "u32", "01000000"), Field("name", "UTF-8", "636465"))
CONCAT = Preimage("concat", FIELDS)
MANY = Preimage("hash_many", FIELDS)


def many(*items: str) -> str:
    return "".join((len(item) // 2).to_bytes(8, "little").hex() + item for item in items)


@pytest.mark.parametrize(
    ("preimage", "got", "label", "data", "note"),
    [
        (CONCAT, "6162" + "00000001" + "636465", "width", "00000001", ""),
        (CONCAT, "6162" + "0100000000000000" + "636465", "width", "0100000000000000", ""),
        (CONCAT, "6162" + "636465", "width", "", "missing"),
        (CONCAT, "7172" + "01000000" + "636465", "tag", "7172", ""),
        (CONCAT, "6162" + "01000000" + "6364", "name", "6364", ""),
        (CONCAT, "6162" + "01000000" + "636465" + "00", "(no field)", "00", "too many"),
        (CONCAT, "", "tag", "", "missing"),
        (MANY, many("6162", "00000001", "636465"), "width", "00000001", ""),
        (MANY, many("6162", "636465"), "width", "", "missing"),
        (MANY, many("6162", "ff", "01000000", "636465"), "width", "ff", "no place"),
        (MANY, many("01000000", "6162", "636465"), "tag", "01000000", "another order"),
        (MANY, many("6162", "01000000", "636465", "00"), "(no field)", "00", "too many"),
        (MANY, many("6162", "01000000"), "name", "", "missing"),
        (MANY, "6162" + "01000000" + "636465", "tag", "616201000000636465", ""),
    ],
)
def test_the_field_that_differs_is_found(preimage: Preimage, got: str, label: str, data: str, note: str) -> None:
    found = locate(preimage, got)
    assert found is not None
    assert (found.label, found.got, note in found.note) == (label, data, True)


def test_equal_preimages_have_no_difference() -> None:
    assert locate(MANY, many("6162", "01000000", "636465")) is None


def test_a_wrong_root_is_drilled_down_to_the_wrong_leaf(ask: Ask) -> None:
    outcome = ask("salt")
    by_case = {result.case.id: diagnosis for result, diagnosis in outcome.diagnoses}
    found = by_case["toy/root/three"]
    assert found.path == ("toy.root", "toy.leaf")
    assert found.field is not None
    assert (found.field.label, found.field.expected, found.field.got) == ("salt", b"leaf".hex(), b"LEAF".hex())


def test_a_near_miss_names_the_mistake(ask: Ask) -> None:
    outcome = ask("sorted-leaves")
    assert {diagnosis.mistake.flag for _, diagnosis in outcome.diagnoses if diagnosis.mistake} == {"sorted"}


def test_each_part_is_asked_once(ask: Ask, history_file: object) -> None:
    ask("salt")
    drilled = [line["request"]["params"]["text"] for line in lines(history_file) if line.get("kind") == "drill"]  # type: ignore[arg-type]
    assert len(drilled) == len(set(drilled)) > 0
