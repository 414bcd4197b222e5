"""What is installed beside the harness: suites and targets, found through entry points."""

from __future__ import annotations

from importlib.metadata import entry_points

from assay.suite import Suite

SUITES = "assay.suites"
TARGETS = "assay.targets"
#: The suite that the battery's programs implement: it is always there, and never the one that is meant by default.
BATTERY = "battery"


class SuiteError(Exception):
    """No suite, or more than one and none chosen."""


def suite_names() -> list[str]:
    """The registered suites, in ascending order."""
    return sorted({point.name for point in entry_points(group=SUITES)})


def load_suite(name: str | None) -> Suite:
    """The suite of that name, or the only one; raises SuiteError."""
    if name == BATTERY:
        from assay.trial.suite import ToySuite  # noqa: PLC0415 - seldom wanted

        return ToySuite()
    names = suite_names()
    if not names:
        raise SuiteError("no suite is installed (entry point group assay.suites)")
    if name is None:
        if len(names) > 1:
            raise SuiteError(f"more than one suite is installed, choose with --suite: {', '.join(names)}")
        name = names[0]
    if name not in names:
        raise SuiteError(f"no suite {name!r}; installed: {', '.join(names)}")
    factory = next(iter(entry_points(group=SUITES, name=name))).load()
    suite: Suite = factory()
    return suite


def target_names() -> list[str]:
    """The schemes of the registered targets, in ascending order."""
    return sorted({point.name for point in entry_points(group=TARGETS)})


def target_argv(scheme: str) -> list[str] | None:
    """The command of a registered target; None where the scheme is unknown."""
    for point in entry_points(group=TARGETS, name=scheme):
        argv: list[str] = point.load()
        return list(argv)
    return None
