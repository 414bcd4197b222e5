"""`assay release`."""

from __future__ import annotations

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used
import sys

import click

from assay.cli.common import open_suite, suite_option


@click.group()
def command() -> None:
    """Freeze the list of a version of the specification, and check that nothing in it moved."""


@command.command()
@click.argument("version")
@suite_option
def freeze(*, version: str, suite_name: str | None) -> None:
    """Write the list of requirements and cases that VERSION is released with. Once: a list is never written again.

    From then on a case that the list does not have is reported as added-after-release, and whatever the list has must
    stay as it is. Exit 2 where VERSION is released already, is not the suite's, or `assay trace` finds a problem.
    """
    from assay.release import ReleaseError
    from assay.release import freeze as write

    suite = open_suite(suite_name)
    try:
        path, release = write(suite, version)
    except ReleaseError as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"{version}: {len(release.requirements)} requirements and {len(release.cases)} cases, frozen in {path}")


@command.command()
@suite_option
def check(*, suite_name: str | None) -> None:
    """Compare the suite with its frozen lists. Exit 1 where something frozen was edited, removed or used again."""
    from assay.release import problems, read, reworded, versions

    suite = open_suite(suite_name)
    found = problems(suite)
    for problem in found:
        click.echo(f"✗ {problem}")
    if found:
        sys.exit(1)
    frozen = versions(suite)
    for version in dict.fromkeys((*frozen, *suite.spec_versions)):
        release = read(suite, version)
        if release is None:
            click.echo(f"{version} is a draft: no list is frozen")
            continue
        click.echo(f"{version}: {len(release.requirements)} requirements and {len(release.cases)} cases as released")
        if version in suite.spec_versions:
            added = [question.id for question in suite.cases() if question.id not in release.cases]
            _list("added-after-release", added)
            _list("requirements added after the release", sorted(suite.requirements().keys() - release.requirements))
            _list("requirements with another sentence, which may mean nothing else", reworded(suite, release))


def _list(label: str, names: list[str]) -> None:
    if names:
        click.echo(f"{label} ({len(names)}):")
        for name in names:
            click.echo(f"  {name}")
