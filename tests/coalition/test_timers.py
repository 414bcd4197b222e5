"""What falls due: in order, at its own instant, and never after the end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition import examples
from coalition.acl import AclComposition
from coalition.almanac import AlmanacTick
from coalition.crypto.ed25519 import verify
from coalition.json_form import as_json
from coalition.module import ModuleKind
from coalition.retirement import RetirementInstant, RetirementMarker
from coalition.runtime.agenda import Agenda, added, without_first
from coalition.runtime.almanac import Tick, TickRecord
from coalition.runtime.committee import Committee, has_quorum, public_key, quorum
from coalition.runtime.component import CLASSES, Command, Retire, Running, empty_logs
from coalition.runtime.module import Module, identify
from coalition.runtime.play import open_world, play
from coalition.runtime.world import World
from coalition.unique_id import ZERO_ID

Json = Any


@dataclass(frozen=True, kw_only=True)
class Alarms(Running):
    """A component that commits a tick, numbered by the instant, at each of its alarms; an alarm a command may set."""

    SURFACES = ("Ticks",)
    TAKES = (Tick,)

    alarms: tuple[int, ...] = ()

    @classmethod
    def deploy(cls, component: Any, committee: Any, context: Any) -> Alarms:
        ids = identify(component)
        return cls(ids=ids, committee=committee, logs=empty_logs(cls, ids))

    def act(self, command: Command, context: Any) -> Alarms:
        assert isinstance(command, Tick)
        return replace(self, alarms=tuple(sorted((*self.alarms, *(one.at for one in command.observed_at)))))

    def due(self) -> int | None:
        return self.alarms[0] if self.alarms else None

    def fire(self, context: Any) -> Alarms:
        fired = self.committed("Ticks", TickRecord(AlmanacTick(context.now, ())))
        return replace(fired, alarms=self.alarms[1:])


@pytest.fixture
def alarms(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Alarms are played for an oracle's content; the fixture is what fired, in order."""
    fired: list[tuple[str, int]] = []

    class Watched(Alarms):
        def fire(self, context: Any) -> Alarms:
            fired.append((self.deployment.hex(), context.now))
            return super().fire(context)

    monkeypatch.setitem(CLASSES, type(examples.ORACLE_PARAMETERS), Watched)
    monkeypatch.setattr(Module, "kind", lambda self: ModuleKind.Almanac)
    return fired


def _opened(now: int, names: tuple[str, ...]) -> tuple[World, list[str]]:
    world, _ = open_world({"seed": "00" * 32, "now": str(now)})
    idents = []
    for name in names:
        module = Module(examples.ETH_SUPERCHAIN, name, examples.ORACLE_PARAMETERS, None, AclComposition(()))
        world, value = play(world, "world.deploy", {"component": as_json(module), "committee": ["01" * 32]})
        idents.append(value["deployment"])
    return world, idents


def _set(world: World, ident: str, *at: int) -> World:
    observed = [{"member": bytes([number + 1]).hex() * 20, "at": str(one)} for number, one in enumerate(at)]
    command = {"kind": "Tick", "observed_at": observed}
    world, value = play(world, "world.submit", {"as": None, "component": ident, "command": command})
    assert "refused" not in value
    return world


def _advanced(world: World, to: int) -> World:
    world, value = play(world, "world.advance", {"to": str(to)})
    assert value == {"now": str(to)}
    return world


def test_alarms_fire_at_their_instants_in_the_order_of_deployments(alarms: list[tuple[str, int]]) -> None:
    """By instant, then by place, one of a component's own after the other; equality fires (WORLD-18)."""
    world, (one, two) = _opened(100, ("b", "a"))
    world = _set(world, two, 105, 107)
    world = _set(world, one, 107, 107, 110)
    world = _advanced(world, 104)
    assert alarms == []
    world = _advanced(world, 107)
    assert alarms == [(two, 105), (one, 107), (one, 107), (two, 107)]
    world = _advanced(world, 2**64 - 1)
    assert alarms[4:] == [(one, 110)]
    ticks = world.deployed().__next__().log("Ticks").entries
    assert [entry.record.tick.seq for entry in ticks if isinstance(entry.record, TickRecord)] == [107, 107, 110]


def test_nothing_fires_after_the_marker(alarms: list[tuple[str, int]]) -> None:
    """What was waiting is never done (WORLD-12, WORLD-18)."""
    world, (one, two) = _opened(100, ("b", "a"))
    world = _set(_set(world, one, 105), two, 105)
    command = as_json(Retire(RetirementMarker.retired(RetirementInstant.AtTimestamp(200))))
    world, _ = play(world, "world.submit", {"as": None, "component": one, "command": command})
    _advanced(world, 300)
    assert alarms == [(two, 105)]


def test_commands_do_not_pile_up_on_the_agenda(alarms: list[tuple[str, int]]) -> None:
    """A component stands there anew when its next instant changes, and only then."""
    world, (one,) = _opened(100, ("b",))
    world = _set(world, one, 1_000)
    waiting = world.agenda
    for at in range(2_000, 2_020):
        world = _set(world, one, at)
    assert world.agenda is waiting


def _fault(world: World, ident: str, kind: str, *members: int) -> World:
    asked = {"component": ident, "fault": {"kind": kind}, "members": list(members)}
    world, value = play(world, "world.fault", asked)
    assert "refused" not in value
    return world


def test_what_fell_due_without_a_quorum_happens_when_it_is_back(alarms: list[tuple[str, int]]) -> None:
    """In the order in which it fell due, at the instant of the quorum, and others meanwhile at theirs (FLT-5)."""
    world, (one, two) = _opened(100, ("b", "a"))
    world = _set(_set(world, one, 105, 106, 120), two, 110)
    world = _fault(world, one, "Crash", 0)
    world = _advanced(world, 115)
    assert alarms == [(two, 110)]
    world = _fault(world, one, "Isolate", 0)
    world = _fault(world, one, "Restart", 0)
    assert alarms == [(two, 110)]
    world = _fault(world, one, "Heal", 0)
    assert alarms == [(two, 110), (one, 115), (one, 115)]
    _advanced(world, 120)
    assert alarms[3:] == [(one, 120)]


def test_who_is_present_signs() -> None:
    """All of them, in their order, by Ed25519 (FLT-6); a key that stands there twice signs twice."""
    keys = (b"\x02" * 32, b"\x01" * 32, b"\x02" * 32, b"\x03" * 32)
    committee = Committee(keys, down=frozenset({3}), isolated=frozenset({1}))
    signed = committee.signatures(ZERO_ID)
    assert [each.member for each in signed] == [public_key(keys[0])] * 2
    for each in signed:
        verify(each.member, bytes(32), each.signature)
    assert [each.member for each in Committee(keys).signatures(ZERO_ID)] == list(Committee(keys).members)


@pytest.mark.parametrize(("size", "needed"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3)])
def test_a_quorum_is_more_than_half(size: int, needed: int) -> None:
    """Of those that were deployed, whoever is left (FLT-3)."""
    keys = (bytes(32),) * size
    assert quorum(size) == needed
    assert has_quorum(Committee(keys, down=frozenset(range(size - needed))))
    assert not has_quorum(Committee(keys, down=frozenset(range(size - needed + 1))))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=60))
def test_an_agenda_is_taken_in_order(keys: list[tuple[int, int]]) -> None:
    """Whatever the order of adding; an agenda that was kept is as it was."""
    agenda: Agenda | None = None
    for key in keys:
        agenda = added(agenda, key, key)
    for _ in range(2):
        taken, rest = [], agenda
        while rest is not None:
            taken.append(rest.key)
            rest = without_first(rest)
        assert taken == sorted(keys)


def test_an_agenda_of_many_in_any_order_is_no_deep_one() -> None:
    """Ten thousand in ascending order, and in descending: neither runs out of stack."""
    for keys in (range(10_000), range(10_000, 0, -1)):
        agenda: Agenda | None = None
        for key in keys:
            agenda = added(agenda, (key,), key)
        while agenda is not None:
            agenda = without_first(agenda)
