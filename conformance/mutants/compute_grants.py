"""Mutants of grants and of the logs of what they used."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from coalition.runtime import component, compute_refusals
from coalition.runtime.compute import Compute
from coalition.runtime.compute_records import AppendLog
from coalition.unique_id import UniqueId
from conformance.mutants.breaking import Mutant, method, replaced
from conformance.mutants.compute_breaking import Function, rules, without_rule


def _granted(**members: Callable[[Any, Any], Any]) -> Callable[[Function], Function]:
    def make(right: Function) -> Function:
        def granted(command: Any, request: Any, provider: UniqueId) -> Any:
            found = right(command, request, provider)
            return replace(found, **{name: change(found, request) for name, change in members.items()})

        return granted

    return make


def _cleared_when_asked(_right: Function) -> Function:
    def known(asked: Any) -> Any:
        if asked is None:
            raise compute_refusals.NotCleared(asked)
        return asked

    return known


def _won_by_whoever(_right: Function) -> Function:
    return lambda asked: asked.provider or asked.request.workload


def _in_registry_alone(right: Function) -> Function:
    """Nothing is granted to who has left."""

    def grant(self: Compute, command: Any) -> Compute:
        asked = self.requests.get(command.request_id)
        if asked is not None and asked.provider is not None and self.providers[asked.provider].card is None:
            raise compute_refusals.NotCleared(command)
        return right(self, command)  # type: ignore[no-any-return] # a Compute

    return grant


def _window(*refusals: type[Exception]) -> Callable[[Function], Function]:
    def make(right: Function) -> Function:
        def check(asked: Any, window: Any) -> None:
            with contextlib.suppress(*refusals):
                right(asked, window)

        return check

    return make


def _strictly_after(right: Function) -> Function:
    def check(asked: Any, window: Any) -> None:
        right(asked, window)
        if window.start == asked.cleared:
            raise compute_refusals.WindowTooEarly(window)

    return check


def _unknown_is_foreign(_right: Function) -> Function:
    def known(grant: Any) -> Any:
        if grant is None:
            raise compute_refusals.ForeignGrant(grant)
        return grant

    return known


def _windows_touch(_right: Function) -> Function:
    def check(grant: Any, window: Any) -> None:
        if grant.logged is not None and window.start <= grant.logged:
            raise compute_refusals.WindowTaken(window)

    return check


def _ends_alone(_right: Function) -> Function:
    def check(grant: Any, window: Any) -> None:
        if grant.logged is not None and window.end <= grant.logged:
            raise compute_refusals.WindowTaken(window)

    return check


def _starts_alone(_right: Function) -> Function:
    def check(grant: Any, window: Any) -> None:
        if grant.logged is not None and window.start < grant.logged:
            raise compute_refusals.WindowTaken(window)

    return check


def _usage_wanted(right: Function) -> Function:
    """A log without usage is none."""

    def append(self: Compute, command: AppendLog) -> Compute:
        usage = command.log.usage
        if command.log.grant_id in self.grants and not (usage.cpu_core_seconds or usage.net_bytes):
            raise compute_refusals.WindowTaken(usage)
        return right(self, command)  # type: ignore[no-any-return] # a Compute

    return append


def _within_grant(right: Function) -> Function:
    """Usage outside the grant is no usage."""

    def append(self: Compute, command: AppendLog) -> Compute:
        after: Compute = right(self, command)
        grants = [each.record.grant for each in self.log("Grants").entries if hasattr(each.record, "grant")]
        grant = next(each for each in grants if each.request_id == command.log.grant_id)
        if command.log.window.start < grant.valid_from or command.log.window.end > grant.valid_to:
            raise compute_refusals.WindowTaken(command.log.window)
        return after

    return append


def _logs_after_the_end(right: Function) -> Function:
    """A retired module takes the logs of what it granted."""

    def apply(self: Any, command: Any, context: Any) -> Any:
        if isinstance(command, AppendLog) and self.marker is not None:
            return replace(right(replace(self, marker=None), command, context), marker=self.marker)
        return right(self, command, context)

    return apply


def _takes_anything(_right: Function) -> Function:
    """A command that is another class's is taken, and does nothing."""

    def apply(self: Any, command: Any, context: Any) -> Any:
        component.check_running(self)
        if not isinstance(command, (*self.TAKES, component.Retire)):
            return self
        return _right(self, command, context)

    return apply


MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "grant-of-workload",
        ("COM-28",),
        "the content hash is the workload",
        (replaced("runtime.compute.granted", _granted(content_hash=lambda _, request: request.workload)),),
    ),
    Mutant(
        "grant-without-pointer",
        ("COM-28",),
        "the bearer pointer is left out",
        (replaced("runtime.compute.granted", _granted(bearer_pointer=lambda *_: None)),),
    ),
    Mutant(
        "grant-without-measurement",
        ("COM-28",),
        "the expected measurement is left out",
        (replaced("runtime.compute.granted", _granted(expected_mrtd=lambda *_: None)),),
    ),
    Mutant(
        "grant-by-duration",
        ("COM-28",),
        "a grant ends after as many ticks as seconds",
        (
            replaced(
                "runtime.compute.granted",
                _granted(valid_to=lambda grant, request: min(grant.valid_from + request.duration_sec, 2**64 - 1)),
            ),
        ),
    ),
    Mutant(
        "grant-to-registered",
        ("COM-28",),
        "nothing is granted to who has left",
        (method(Compute, "_grant", _in_registry_alone),),
    ),
    Mutant(
        "grant-of-nothing",
        ("COM-29",),
        "a request that is not there is not cleared",
        (rules("known_request", _cleared_when_asked),),
    ),
    Mutant("grant-uncleared", ("COM-29",), "what was not cleared is granted", (rules("won_by", _won_by_whoever),)),
    Mutant("grant-twice", ("COM-29",), "a request is granted twice", (without_rule("check_ungranted"),)),
    Mutant(
        "grant-of-no-tick",
        ("COM-30",),
        "a grant of no tick",
        (rules("check_window", _window(compute_refusals.WindowEmpty)),),
    ),
    Mutant(
        "grant-too-early",
        ("COM-30",),
        "a grant from before its round",
        (rules("check_window", _window(compute_refusals.WindowTooEarly)),),
    ),
    Mutant(
        "grant-after-its-round",
        ("COM-30",),
        "a grant does not start at its round",
        (rules("check_window", _strictly_after),),
    ),
    Mutant(
        "log-of-nothing",
        ("COM-31",),
        "a grant that is not there is another's",
        (rules("known_grant", _unknown_is_foreign),),
    ),
    Mutant("log-of-anybody", ("COM-31",), "anybody logs a grant", (without_rule("check_own"),)),
    Mutant("log-twice", ("COM-32",), "a log is appended twice", (without_rule("check_untaken"),)),
    Mutant(
        "log-with-a-gap",
        ("COM-32",),
        "a log does not start where the last one ended",
        (rules("check_untaken", _windows_touch),),
    ),
    Mutant("log-overlaps", ("COM-32",), "a log starts within the last one", (rules("check_untaken", _ends_alone),)),
    Mutant(
        "log-of-no-tick-again",
        ("COM-32",),
        "an empty window where the last one ended",
        (rules("check_untaken", _starts_alone),),
    ),
    Mutant(
        "log-of-usage-alone", ("COM-32",), "an empty usage is refused", (method(Compute, "_append", _usage_wanted),)
    ),
    Mutant(
        "log-within-the-grant",
        ("COM-32",),
        "usage outside the grant is refused",
        (method(Compute, "_append", _within_grant),),
    ),
    Mutant(
        "log-after-the-marker",
        ("COM-33", "WORLD-12"),
        "a retired module takes logs",
        (method(component.Running, "apply", _logs_after_the_end),),
    ),
    Mutant(
        "command-of-another-class",
        ("WORLD-19",),
        "a command of another class is taken",
        (method(component.Running, "apply", _takes_anything),),
    ),
)
