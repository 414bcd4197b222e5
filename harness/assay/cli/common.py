"""What several commands share: choosing the suite, and errors of usage."""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from assay.suite import Suite
    from assay.targets.base import Target

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


def open_target(uri: str) -> Target:
    """The target that `uri` names, or an error of usage."""
    from assay.targets.uri import TargetError, parse

    try:
        return parse(uri)
    except TargetError as error:
        raise click.UsageError(str(error)) from None
