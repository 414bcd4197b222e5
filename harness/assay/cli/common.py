"""What several commands share: choosing the suite, and errors of usage."""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from assay.suite import Suite
    from assay.targets.base import Target

#: Seconds that anything may take, at most.
_LONGEST = 1_000_000
F = TypeVar("F", bound=Callable[..., object])


def suite_option(function: F) -> F:
    """`--suite NAME`."""
    return click.option("--suite", "suite_name", metavar="NAME", help="The suite, where more than one is installed.")(
        function
    )


def open_suite(name: str | None) -> Suite:
    """The chosen suite, or an error of usage."""
    from assay.registry import SuiteError, load_suite

    try:
        return load_suite(name)
    except SuiteError as error:
        raise click.UsageError(str(error)) from None


def check_releases(suite: Suite) -> None:
    """An error of usage for a frozen list that cannot be read."""
    from assay.release import ReleaseError, read

    try:
        for version in suite.spec_versions:
            read(suite, version)
    except ReleaseError as error:
        raise click.UsageError(str(error)) from None


class Text(click.ParamType):  # type: ignore[type-arg] # generic in stubs alone
    """Text that a history can hold: what the system hands over undecoded is an error of usage."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text itself."""
        try:
            value.encode()
        except UnicodeEncodeError:
            self.fail(f"{value!a} is not UTF-8", param, ctx)
        return value


class Seconds(click.FloatRange):
    """A number of seconds that a clock can wait for: neither `nan` nor `inf`."""

    def __init__(self) -> None:
        super().__init__(min=0.001)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number."""
        found = super().convert(value, param, ctx)
        if not found <= _LONGEST:
            self.fail(f"{value} is no number of seconds up to {_LONGEST:,}", param, ctx)
        return found


def open_target(uri: str) -> Target:
    """The target that `uri` names, or an error of usage."""
    from assay.targets.uri import TargetError, parse

    Text().convert(uri, None, None)
    try:
        return parse(uri)
    except TargetError as error:
        raise click.UsageError(str(error)) from None
