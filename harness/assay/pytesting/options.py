"""The options of `assay run` on pytest's command line, and what they come to."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path
from typing import Any

import click
import msgspec
import pytest

from assay.cli.choosing import take_selection
from assay.cli.common import check_releases, open_suite, open_target
from assay.cli.run import claimed_by
from assay.profiles import UnknownNameError, check_names
from assay.runner import Options
from assay.suite import Suite
from assay.targets.base import Target
from assay.xfail import Known, XfailError, read


class Settings(msgspec.Struct, frozen=True):
    """What is asked of whom. `history` is where every exchange goes, None for nowhere."""

    suite: Suite
    target: Target
    options: Options
    history: Path | None


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is below 1")
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not number >= 0.001:
        raise argparse.ArgumentTypeError(f"{text} is below 0.001")
    return number


_MANY: dict[str, Any] = {"action": "append", "default": []}
_FLAG: dict[str, Any] = {"action": "store_true", "default": False}
#: Name, what argparse makes of it, help. What each means is what it means to `assay run`.
_TABLE: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("target", {"metavar": "URI"}, "ask this target the suite's cases: reference:, stdio:command, docker:image, …"),
    ("suite", {"metavar": "NAME"}, "the suite, where more than one is installed"),
    ("filter", {**_MANY, "metavar": "GLOB"}, "only cases whose id matches; repeatable, as the next three"),
    ("requirement", {**_MANY, "metavar": "ID"}, "only cases that cite it"),
    ("feature", {**_MANY, "metavar": "NAME"}, "only cases of this feature"),
    ("file", {**_MANY, "metavar": "PATH"}, "only cases of this vector file"),
    ("profile", {"metavar": "NAME"}, "all of this profile and nothing else"),
    ("fresh", {"metavar": "N", "type": _count, "default": 0}, "N cases computed on the spot"),
    ("seed", {"metavar": "TEXT"}, "seed of order, ids and fresh cases; random unless given, and printed"),
    ("shard", {"metavar": "I/N"}, "only share I of N"),
    ("until", {"metavar": "N", "type": _count}, "of each scenario only the steps up to this one"),
    ("require", {**_MANY, "metavar": "NAME"}, "fail where this feature or profile is not claimed; repeatable"),
    ("baseline", {"metavar": "HISTORY"}, "require every feature that the target of this history claimed"),
    ("xfail", {"metavar": "FILE"}, "known failures, with reasons"),
    ("strict", _FLAG, "a failed SHOULD fails"),
    ("window", {"metavar": "N", "type": _count}, "requests in flight, at most"),
    ("deadline", {"metavar": "SECONDS", "type": _seconds}, "time for one answer, at most"),
    ("start-timeout", {"metavar": "SECONDS", "type": _seconds, "default": 30.0}, "time to start and answer describe"),
    ("crash-budget", {"metavar": "N", "type": _count, "default": 20}, "restarts before the target is given up"),
    ("history", {"metavar": "FILE", "default": ".assay/last.ndjson"}, "where every exchange goes"),
    ("no-history", _FLAG, "keep no history"),
)


def free(name: str, parser: pytest.Parser) -> bool:
    """Whether no other plugin has an option of this name."""
    word = f"{name}=x"
    try:
        return word in parser.parse_known_and_unknown_args([word])[1]
    except (SystemExit, ValueError, argparse.ArgumentError, pytest.UsageError):
        return False  # it is known, and does not like what it was given


def add(parser: pytest.Parser) -> None:
    """Every option as ``--assay-NAME``, and as ``--NAME`` where no other plugin calls one of its own so."""
    group = parser.getgroup("assay", "asking a target the suite's cases")
    for name, attributes, text in _TABLE:
        names = [f"--assay-{name}"]
        if free(f"--{name}", parser):
            names.insert(0, f"--{name}")
        group.addoption(*names, dest=_dest(name), help=text, **attributes)


def settings(config: pytest.Config, seed: str | None) -> Settings:
    """What the command line asks for; raises pytest.UsageError. `seed` is what a worker was told."""
    given = {name: config.getoption(_dest(name)) for name, _, _ in _TABLE}
    try:
        return _settings(given, seed, config.invocation_params.dir)
    except click.UsageError as error:
        raise pytest.UsageError(error.format_message()) from None
    except (UnknownNameError, XfailError) as error:
        raise pytest.UsageError(str(error)) from None


def _settings(given: dict[str, Any], seed: str | None, folder: Path) -> Settings:
    suite = open_suite(given["suite"])
    check_releases(suite)
    chosen = {f"{name}s": tuple(given[name]) for name in ("filter", "requirement", "feature", "file")}
    single = {name: given[name] for name in ("shard", "fresh", "profile", "until")}
    selection = take_selection({**chosen, **single}, suite)
    known = read(folder / given["xfail"]) if given["xfail"] is not None else Known()
    require = tuple(given["require"])
    check_names(suite, require)
    if given["baseline"] is not None:
        require += tuple(name for name in claimed_by(folder / given["baseline"], suite) if name not in require)
    options = Options(
        seed=given["seed"] or seed or secrets.token_hex(4),
        selection=selection,
        strict=given["strict"],
        require=require,
        xfail=known.failures,
        flaky=known.flaky,
        window=given["window"],
        deadline=given["deadline"],
        start_timeout=given["start-timeout"],
        budget=given["crash-budget"],
        keep_passed=True,
        kept=None,
        suite_option=given["suite"],
    )
    history = None if given["no-history"] else folder / given["history"]
    if history is not None and history.is_dir():
        raise pytest.UsageError(f"cannot write the history: {history} is a folder")
    return Settings(suite, open_target(given["target"]), options, history)


def _dest(name: str) -> str:
    return "assay_" + name.replace("-", "_")
