"""Names, type tags and free text: every rule at its boundary, and laws about all that is accepted."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coalition import OrganismRef, derive_stable_id, unique_id
from coalition.encoding import free_text_bytes, name_bytes, type_tag_bytes
from coalition.errors import (
    NameEmpty,
    NameForbiddenCodePoint,
    NameHasSeparator,
    NameNotNfc,
    NameTooLong,
    NameUnassignedCodePoint,
    RuleError,
    TextHasControl,
    TextTooLong,
    TypeTagEmpty,
    TypeTagHasSeparator,
    TypeTagTooLong,
)
from coalition.names import check_free_text, check_name, check_type_tag, is_assigned

FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
RUNTIME_IS_14 = unicodedata.unidata_version == "14.0.0"

anything = st.text(st.one_of(st.characters(), st.sampled_from("|\u0301e\u00e9\u200b\u2028\ue000\u0378K\u1100\u1161")))


@pytest.mark.parametrize(
    "name",
    [
        "a",
        "a" * 255,
        "é" * 127 + "a",
        "𝔸" * 63 + "abc",
        "ethereum.superchain",
        "searcher-α",
        " ",
        "/",
        ":",
        "ﬁ",
        "한국",
    ],
)
def test_these_are_names(name: str) -> None:
    """1 to 255 bytes of any visible script are a name, a blank and a ligature among them."""
    check_name(name)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", NameEmpty),
        ("a" * 256, NameTooLong),
        ("é" * 128, NameTooLong),
        ("𝔸" * 64, NameTooLong),
        ("|", NameHasSeparator),
        ("a|", NameHasSeparator),
        ("\u0378", NameUnassignedCodePoint),
        ("\U0001fae8", NameUnassignedCodePoint),
        ("\U0010ffff", NameUnassignedCodePoint),
        ("\ufdd0", NameUnassignedCodePoint),
        ("a\x00", NameForbiddenCodePoint),
        ("a\n", NameForbiddenCodePoint),
        ("\x7f", NameForbiddenCodePoint),
        ("\x85", NameForbiddenCodePoint),
        ("a\u00adb", NameForbiddenCodePoint),
        ("a\u200db", NameForbiddenCodePoint),
        ("\ufeffa", NameForbiddenCodePoint),
        ("\u2028", NameForbiddenCodePoint),
        ("\u2029", NameForbiddenCodePoint),
        ("\ue000", NameForbiddenCodePoint),
        ("\U0010fffd", NameForbiddenCodePoint),
        ("\U000e0041", NameForbiddenCodePoint),
        ("cafe\u0301", NameNotNfc),
        ("\u212b", NameNotNfc),
        ("\u2126", NameNotNfc),
        ("\u1100\u1161", NameNotNfc),
        ("q\u0307\u0323", NameNotNfc),
        ("\u0958", NameNotNfc),
    ],
)
def test_these_break_one_rule(name: str, error: type[RuleError]) -> None:
    """Each rule of ENC-6 to ENC-10 refuses by its own name, at every boundary it has."""
    with pytest.raises(error):
        check_name(name)
    with pytest.raises(error):
        derive_stable_id(name)
    with pytest.raises(error):
        OrganismRef(name, unique_id("x"))


@pytest.mark.parametrize("surrogate", ["\ud800", "a\udfff", "\udbff\udc00"])
def test_a_surrogate_is_a_forbidden_code_point(surrogate: str) -> None:
    """Python's text may hold half a surrogate pair, which is no Unicode: ENC-9 names its category."""
    with pytest.raises(NameForbiddenCodePoint):
        check_name(surrogate)


def _broken(name: str) -> set[type[RuleError]]:
    """Every rule that the name breaks, by the tables of this runtime."""
    found: set[type[RuleError]] = set()
    categories = {unicodedata.category(character) for character in name}
    found |= {NameEmpty} if not name else set()
    found |= {NameTooLong} if len(name.encode("utf-8", "surrogatepass")) > 255 else set()
    found |= {NameHasSeparator} if "|" in name else set()
    found |= {NameUnassignedCodePoint} if "Cn" in categories else set()
    found |= {NameForbiddenCodePoint} if categories & FORBIDDEN else set()
    found |= {NameNotNfc} if unicodedata.normalize("NFC", name) != name else set()
    return found


@given(anything)
@example("a" * 255)
@example("a" * 256)
def test_a_name_is_accepted_exactly_where_no_rule_is_broken(name: str) -> None:
    """Whatever the text, it is refused by the name of a rule that it breaks, and only then."""
    broken = _broken(name)
    if not RUNTIME_IS_14:
        # A later runtime assigns more: what it calls assigned may still be refused.
        broken |= {NameUnassignedCodePoint} if any(not is_assigned(each) for each in name) else set()
    if not broken:
        check_name(name)
        return
    with pytest.raises(tuple(broken)):
        check_name(name)


@given(anything)
def test_an_accepted_name_is_nfc_and_visible(name: str) -> None:
    """What is accepted survives NFC in this runtime, and no character of it has a forbidden category."""
    try:
        check_name(name)
    except RuleError:
        return
    assert unicodedata.normalize("NFC", name) == name
    assert not {unicodedata.category(character) for character in name} & FORBIDDEN
    assert name_bytes(name) == name.encode()
    assert 1 <= len(name.encode()) <= 255


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8))
def test_a_name_is_never_normalised(text: str) -> None:
    """A name in another normal form is refused, and not repaired: its stable id cannot be had."""
    decomposed = unicodedata.normalize("NFD", text)
    if decomposed == unicodedata.normalize("NFC", text):
        return
    with pytest.raises(RuleError):
        derive_stable_id(decomposed)


@pytest.mark.parametrize("tag", [b"a", b"a" * 255, b"\x00", b"\xff" * 255, bytes(set(range(256)) - {0x7C})])
def test_a_type_tag_is_bytes_without_a_bar(tag: bytes) -> None:
    """1 to 255 bytes of any value but 0x7C, text or not."""
    check_type_tag(tag)
    assert type_tag_bytes(tag) == tag


@pytest.mark.parametrize(
    ("tag", "error"),
    [(b"", TypeTagEmpty), (b"a" * 256, TypeTagTooLong), (b"|", TypeTagHasSeparator), (b"a|b", TypeTagHasSeparator)],
)
def test_a_type_tag_breaks_one_rule(tag: bytes, error: type[RuleError]) -> None:
    """Each rule of ENC-11 refuses by its own name."""
    with pytest.raises(error):
        check_type_tag(tag)


@pytest.mark.parametrize("text", ["", "x" * 4096, "é" * 2048, "a|b", "cafe\u0301", "\u0378", "\u200b", "\xa0", "~"])
def test_free_text_is_free(text: str) -> None:
    """Free text may be empty, hold a bar, and be in any normal form, up to 4096 bytes."""
    check_free_text(text)
    assert free_text_bytes(text) == text.encode()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("x" * 4097, TextTooLong),
        ("é" * 2049, TextTooLong),
        *((chr(point), TextHasControl) for point in (0, 9, 10, 0x1F, 0x7F, 0x80, 0x9F)),
    ],
)
def test_free_text_breaks_one_rule(text: str, error: type[RuleError]) -> None:
    """More than 4096 bytes, and control characters of both blocks, are refused (ENC-12)."""
    with pytest.raises(error):
        check_free_text(text)
