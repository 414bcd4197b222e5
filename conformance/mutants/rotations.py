"""Mutants of the chapter Rotations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from coalition.measurements import Measurements
from coalition.retirement import AtTimestamp, ComponentRef, RetirementMarker
from coalition.runtime import rotation
from coalition.runtime.chain import Followed
from coalition.runtime.component import Phase, Running
from coalition.runtime.log import RetirementRecord
from coalition.runtime.refusals import ConnectTimeout
from coalition.runtime.rotation import NoSuchHandle
from coalition.runtime.world import World, put
from conformance.mutants.breaking import Break, Mutant, method, replaced, unchecked, verb


def _stopping(change: Callable[[World, Running], Running]) -> Break:
    """Do something else to a component that is stopped."""

    def make(right: Callable[..., Any]) -> Callable[..., Any]:
        def stop(world: World, component: Any) -> Any:
            after, last = right(world, component)
            return put(after, change(world, after.components[component])), last

        return stop

    return verb("world.stop", make)


def _with_a_marker(world: World, running: Running) -> Running:
    record = RetirementRecord(RetirementMarker.retired(AtTimestamp(world.now)))
    return running.with_logs(log.with_record(record) for log in running.logs)


def _without_records(_world: World, running: Running) -> Running:
    return running.with_logs(replace(log, entries=log.entries[:0]) for log in running.logs)


def _retired_at_once(right: Callable[..., Any]) -> Callable[..., Any]:
    def stop(world: World, component: Any) -> Any:
        after, last = right(world, component)
        return after, replace(last, phase=Phase.Retired)

    return stop


def _still_due(original: Callable[..., Any]) -> Callable[[Running], int | None]:
    return lambda running: original(replace(running, stopped=False))


def _bonded_still(original: Callable[..., bool]) -> Callable[[Running, int], bool]:
    return lambda running, now: original(replace(running, stopped=False), now)


def _new_if_stopped(original: Callable[..., None]) -> Callable[[World, Running], None]:
    def check(world: World, running: Running) -> None:
        before = world.components.get(running.deployment)
        if before is None or not before.stopped:
            original(world, running)

    return check


def _referring(change: Callable[[Any, Any, ComponentRef], ComponentRef]) -> Break:
    """Make a handle refer to something else."""
    return method(
        rotation,
        "reference",
        lambda original: lambda page, handle: change(page, handle, original(page, handle)),
    )


def _nobody(original: Callable[..., ComponentRef]) -> Callable[..., ComponentRef]:
    def reference(page: Any, handle: Any) -> ComponentRef:
        try:
            return original(page, handle)
        except NoSuchHandle as refusal:
            raise ConnectTimeout(refusal.value) from None

    return reference


def _of_the_slot(page: Any, handle: Any, right: ComponentRef) -> ComponentRef:
    slots = {kind: slot for kind, _, slot in page.module_slots()}
    slot = slots.get(getattr(handle, "module", None))
    return right if slot is None else replace(right, address=slot.stable_id)


def _built(page: Any, handle: Any, right: ComponentRef) -> ComponentRef:
    modules = {kind: listed for kind, listed, _ in page.module_slots()}
    listed = modules.get(getattr(handle, "module", None))
    return right if listed is None else replace(right, content_hash=listed.config.as_organism().content_hash())


def _following(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Break:
    """Follow the reference of a handle otherwise than was asked."""

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def follow(world: World, component: ComponentRef, hops: int, explicit: bool) -> Any:
            return original(world, **change({"component": component, "hops": hops, "explicit": explicit}))

        return follow

    return method(rotation, "follow", make)


def _no_further(original: Callable[..., Any]) -> Callable[..., Any]:
    def follow(world: World, *args: Any) -> Any:
        after, found = original(world, *args)
        first = world.components[found.path[0]]
        return after, Followed(found.path[:1], first.phase(world.now))

    return follow


def _along(choose: Callable[[Sequence[Any]], Sequence[Any]]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Compare the measurements of other components of the path than its end."""

    def make(right: Callable[..., Any]) -> Callable[..., Any]:
        def connect(world: World, admits: Any, **values: Any) -> Any:
            rotation.check_window(admits)
            after, found = right(world, admits=None, **values)
            for each in choose(found.path):
                rotation.check_admitted(world.configured[each].measurements, admits)
            return after, found

        return connect

    return make


_Judging = Callable[[Measurements | None, Sequence[Measurements] | None], None]


def _unmeasured(original: Callable[..., None]) -> _Judging:
    return lambda found, admits: original(found, None if found is None else admits)


def _every_register(_original: Callable[..., None]) -> _Judging:
    def check(found: Measurements | None, admits: Sequence[Measurements] | None) -> None:
        if admits is not None and found not in admits:
            raise rotation.BuildNotAdmitted(found)

    return check


def _mrtd_alone(_original: Callable[..., None]) -> _Judging:
    def check(found: Measurements | None, admits: Sequence[Measurements] | None) -> None:
        mr_td = None if found is None else found.mr_td
        if admits is not None and mr_td not in [each.mr_td for each in admits]:
            raise rotation.BuildNotAdmitted(found)

    return check


MUTANTS = (
    Mutant(
        "stop-answers",
        ("ROT-1",),
        "a stopped component is asked like any other",
        (unchecked("runtime.world.check_answers"),),
    ),
    Mutant(
        "stop-still-meant",
        ("ROT-1",),
        "a reference means a stopped component",
        (replaced("runtime.chain.is_up", lambda _original: lambda _running: True),),
    ),
    Mutant(
        "stop-bonded",
        ("ROT-1",),
        "bonds with a stopped component live",
        (replaced("runtime.peers.is_over", _bonded_still),),
    ),
    Mutant("stop-phase", ("ROT-1",), "who stops is told that it is retired", (verb("world.stop", _retired_at_once),)),
    Mutant("stop-marks", ("ROT-2",), "stopping commits a marker", (_stopping(_with_a_marker),)),
    Mutant("stop-forgets", ("ROT-2",), "what was committed goes with it", (_stopping(_without_records),)),
    Mutant(
        "stop-still-due",
        ("ROT-2",),
        "what falls due happens where nobody runs it",
        (replaced("runtime.world.falls_due", _still_due),),
    ),
    Mutant(
        "stop-deployed-again",
        ("ROT-2",),
        "what was stopped can be deployed anew",
        (replaced("runtime.world.check_new", _new_if_stopped),),
    ),
    Mutant(
        "handle-any-page",
        ("ROT-3",),
        "the page is read, and not checked",
        (method(rotation, "check_page", lambda _original: lambda _page: None),),
    ),
    Mutant(
        "handle-times-out",
        ("ROT-3",),
        "a handle that the page does not have times out",
        (method(rotation, "reference", _nobody),),
    ),
    Mutant("handle-by-slot", ("ROT-4",), "a module is sought under its slot", (_referring(_of_the_slot),)),
    Mutant(
        "handle-without-members",
        ("ROT-4",),
        "an Atlas is sought as if it had no members",
        (method(rotation, "catalogued", lambda _original: lambda _coalition, _kind: ()),),
    ),
    Mutant(
        "handle-unpinned",
        ("ROT-4",),
        "the pin of the configuration is left out",
        (_referring(lambda _page, _handle, right: replace(right, content_hash=None)),),
    ),
    Mutant("handle-pinned", ("ROT-4",), "a module is always taken as pinned", (_referring(_built),)),
    Mutant(
        "handle-not-followed",
        ("ROT-5",),
        "a handle ends where it begins",
        (method(rotation, "follow", _no_further),),
    ),
    Mutant(
        "handle-follows-pins",
        ("ROT-5",),
        "a pinned handle follows by itself",
        (_following(lambda asked: asked | {"explicit": True}),),
    ),
    Mutant(
        "handle-hops-unbounded",
        ("ROT-5",),
        "the hops of a handle are not counted",
        (_following(lambda asked: asked | {"hops": 2**32 - 1}),),
    ),
    Mutant("admits-all", ("ROT-6",), "no measurements are compared", (unchecked("runtime.rotation.check_admitted"),)),
    Mutant(
        "admits-the-first",
        ("ROT-6",),
        "the measurements of the first are compared",
        (verb("world.connect", _along(lambda path: path[:1])),),
    ),
    Mutant(
        "admits-the-way",
        ("ROT-6",),
        "the measurements of all on the way are compared",
        (verb("world.connect", _along(lambda path: path)),),
    ),
    Mutant(
        "admits-unmeasured",
        ("ROT-6",),
        "an image that measures nothing is admitted",
        (replaced("runtime.rotation.check_admitted", _unmeasured),),
    ),
    Mutant(
        "admits-by-mrtd",
        ("ROT-6",),
        "one register is compared",
        (replaced("runtime.rotation.check_admitted", _mrtd_alone),),
    ),
    Mutant(
        "admits-every-register",
        ("ROT-6",),
        "what is not declared has to be absent",
        (replaced("runtime.rotation.check_admitted", _every_register),),
    ),
    Mutant(
        "admits-no-set",
        ("ROT-6",),
        "a window may be empty, or have one twice",
        (unchecked("runtime.rotation.check_window"),),
    ),
)
