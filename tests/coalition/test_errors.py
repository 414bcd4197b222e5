"""The errors of the reference: each cites its requirement and stage, says what is wrong, and stands in the tree."""

from __future__ import annotations

import re

import pytest

from coalition import errors
from coalition.errors import CoalitionError, NameTooLong, RuleError, ShapeError, WrongType
from coalition.operations import RULE_ERRORS
from conformance.spec_text import specification


def _below(base: type[CoalitionError]) -> dict[str, type[CoalitionError]]:
    return {
        name: each
        for name, each in vars(errors).items()
        if isinstance(each, type) and issubclass(each, base) and each is not base
    }


RULES = dict(RULE_ERRORS)
SHAPES = _below(ShapeError)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_error_cites_a_requirement_and_a_stage(name: str) -> None:
    """Every class cites a requirement of the text, and the stage the table of errors gives its name."""
    each = RULES[name]
    assert issubclass(each, RuleError)
    assert each.requirement in specification().requirements
    assert specification().errors[name] == (each.stage, each.requirement)
    assert each.stage in ("decode", "validate", "relate", "verify")


def test_the_text_names_no_other_error() -> None:
    """The table of errors and the classes are one set of names."""
    assert set(specification().errors) == set(RULES)


@pytest.mark.parametrize("name", RULES | SHAPES)
def test_the_message_shows_rule_requirement_and_value(name: str) -> None:
    """A message says the error's name, its requirement, what the rule is, the detail, and the offending value."""
    each = (RULES | SHAPES)[name]
    message = str(each("the value", "the detail"))
    assert message.startswith(f"{name} [{each.requirement}]: ")
    assert (each.__doc__ or "").rstrip(".") in message
    assert "(the detail)" in message
    assert message.endswith("'the value'")


def test_a_long_value_is_shortened() -> None:
    """A value of a megabyte does not make a message of a megabyte."""
    assert len(str(NameTooLong("x" * 1_000_000))) < 300


def test_shape_errors_cite_the_rule_about_shapes() -> None:
    """Whatever the shape, the requirement is PROTO-6, and none has a stage."""
    assert {each.requirement for each in SHAPES.values()} == {"PROTO-6"}
    assert not any(hasattr(each, "stage") for each in SHAPES.values())


def test_the_tree_in_the_docstring_is_the_tree_of_classes() -> None:
    """Every shape error stands in the tree of `errors.py` under its base, and nothing else does."""
    drawn = re.findall(r"^(.*?)([A-Z]\w+)(?: {2,}\S|$| a)", errors.__doc__ or "", re.MULTILINE)
    tree = {name: len(indent) // 4 for indent, name in drawn if "─" in indent}
    assert tree == {"ShapeError": 2, "RuleError": 2} | dict.fromkeys(SHAPES, 3)
    assert "    CoalitionError\n" in (errors.__doc__ or "")
    assert all(each.__mro__[1:3] == (ShapeError, CoalitionError) for each in SHAPES.values())
    assert all(each.__mro__[1:3] == (RuleError, CoalitionError) for each in RULES.values())


@pytest.mark.parametrize("name", RULES | SHAPES)
def test_every_error_says_its_rule_in_one_sentence(name: str) -> None:
    """The docstring of an error is one sentence: it is the rule that its message shows."""
    assert re.fullmatch(r"[A-Z][^\n]*\.", (RULES | SHAPES)[name].__doc__ or "")


def test_an_error_carries_its_value() -> None:
    """Whoever catches an error finds the offending value, unchanged."""
    value = object()
    with pytest.raises(WrongType) as caught:
        raise WrongType(value, "a thing")
    assert caught.value.value is value
    assert caught.value.detail == "a thing"
