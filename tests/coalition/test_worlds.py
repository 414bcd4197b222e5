"""Laws of worlds: whatever is asked of them, in whatever order."""

from __future__ import annotations

from typing import Any

import pytest
from by_hand import ZERO, hash_many
from hypothesis import given
from hypothesis import strategies as st

from coalition import examples
from coalition.acl import AclComposition
from coalition.almanac import AlmanacTick, Observation, tick_digest
from coalition.content_preimages import AlmanacContent
from coalition.errors import DuplicateKey, ShapeError, ZeroId
from coalition.json_form import as_json
from coalition.module import atlas_members
from coalition.retirement import RetirementInstant, RetirementMarker, retirement_marker
from coalition.runtime.module import Module
from coalition.runtime.play import open_world, play
from coalition.runtime.world import World
from coalition.stable_id import member_id

START = 1_000_000
SEED = "00" * 32
MEMBERS = [member_id(each) for each in atlas_members(examples.ETH_SUPERCHAIN)][:3]
COMMITTEE = ["01" * 32]

Json = Any
Asked = tuple[str, dict[str, Json]]


def _component(name: str = "almanac", cadence_ms: int = 100) -> dict[str, Json]:
    content = AlmanacContent(cadence_ms, None)
    return as_json(Module(examples.ETH_SUPERCHAIN, name, content, None, AclComposition(())))


def _opened(names: tuple[str, ...] = ("almanac", "almanac.b")) -> tuple[World, list[dict[str, Json]]]:
    world, _ = open_world({"seed": SEED, "now": str(START)})
    deployed = []
    for name in names:
        world, value = play(world, "world.deploy", {"component": _component(name), "committee": COMMITTEE})
        deployed.append(value)
    return world, deployed


_WORLD, _DEPLOYED = _opened()
IDENTS = [each["deployment"] for each in _DEPLOYED]

observations = st.lists(
    st.builds(
        lambda member, at: {"member": member.hex(), "at": str(at)},
        st.sampled_from([*MEMBERS, bytes(20)]),
        st.integers(START - 50, START + 50),
    ),
    max_size=4,
)
markers = st.builds(
    lambda instant: as_json(RetirementMarker.retired(instant)),
    st.one_of(
        st.builds(RetirementInstant.AtTimestamp, st.integers(START - 10, START + 500)),
        st.builds(RetirementInstant.AtSequence, st.integers(START // 100 - 1, START // 100 + 5)),
    ),
)
commands = st.one_of(
    st.builds(lambda observed: {"kind": "Tick", "observed_at": observed}, observations),
    st.builds(lambda observed: {"kind": "Tick", "observed_at": observed}, observations),
    st.builds(lambda marker: {"kind": "Retire", "marker": marker}, markers),
)
submits = st.builds(
    lambda ident, command: ("world.submit", {"as": None, "component": ident, "command": command}),
    st.sampled_from([*IDENTS, "00" * 32]),
    commands,
)
advances = st.builds(lambda to: ("world.advance", {"to": str(to)}), st.integers(START - 50, START + 1_000))
lives = st.lists(st.one_of(submits, submits, advances), max_size=25)


def _played(life: list[Asked], world: World = _WORLD) -> tuple[World, list[Json]]:
    answers = []
    for verb, params in life:
        world, value = play(world, verb, params)
        answers.append(value)
    return world, answers


def _page(world: World, ident: str, after: int | None = None, limit: int = 1024) -> Json:
    params = {
        "as": None,
        "component": ident,
        "surface": "Ticks",
        "after": None if after is None else str(after),
        "limit": limit,
    }
    return play(world, "world.read", params)[1]


@given(lives)
def test_a_replay_is_equal(life: list[Asked]) -> None:
    """The same asked again answers the same, and ends in an equal world (WORLD-15)."""
    assert _played(life) == _played(life)


@given(lives)
def test_what_is_refused_changes_nothing(life: list[Asked]) -> None:
    """A life without its refused steps is the same life (PROTO-19)."""
    world, answers = _played(life)
    kept = [asked for asked, value in zip(life, answers, strict=True) if "refused" not in value]
    again, accepted = _played(kept)
    assert again == world
    assert accepted == [value for value in answers if "refused" not in value]


@given(lives, st.integers(1, 4))
def test_reading_in_pieces_is_reading_whole(life: list[Asked], limit: int) -> None:
    """Pages behind one another are the log, each with the head of the whole (WORLD-8 to WORLD-10)."""
    world, _ = _played(life)
    for ident in IDENTS:
        whole = _page(world, ident)
        pieces: list[Json] = []
        cursor: int | None = None
        while entries := (page := _page(world, ident, cursor, limit))["entries"]:
            assert len(entries) <= limit
            assert (page["length"], page["digest"]) == (whole["length"], whole["digest"])
            pieces += entries
            cursor = int(entries[-1]["index"])
        assert pieces == whole["entries"]
        assert len(pieces) == int(whole["length"])


@given(lives)
def test_a_log_is_contiguous_monotone_and_ends_with_its_marker(life: list[Asked]) -> None:
    """Indices from 0, slots in ascending order, at most one marker, and that last (WORLD-6, WORLD-11, ALM-3)."""
    world, _ = _played(life)
    for ident in IDENTS:
        entries = _page(world, ident)["entries"]
        assert [int(entry["index"]) for entry in entries] == list(range(len(entries)))
        kinds = [entry["record"]["kind"] for entry in entries]
        assert "Retirement" not in kinds[:-1]
        ticks = [int(entry["record"]["tick"]["seq"]) for entry in entries if entry["record"]["kind"] == "Tick"]
        assert ticks == sorted(set(ticks))


@given(lives)
def test_commits_and_digest_are_those_of_the_formulas(life: list[Asked]) -> None:
    """SURF-3, SURF-4 and ALM-2 written out by hand over every log."""
    world, _ = _played(life)
    for deployed in _DEPLOYED:
        page = _page(world, deployed["deployment"])
        surface, deployment = (bytes.fromhex(text) for text in (deployed["surfaces"][0]["id"], deployed["deployment"]))
        running = ZERO
        for entry in page["entries"]:
            index = int(entry["index"]).to_bytes(8, "little")
            commit = hash_many(b"commit", surface, deployment, index, _digest(entry["record"]))
            assert commit.hex() == entry["commit"]
            running = hash_many(b"stream", running, commit)
        assert running.hex() == page["digest"]


def _digest(record: Json) -> bytes:
    if record["kind"] == "Retirement":
        instant = record["marker"]["effective_at"]
        number = bytes([0 if instant["kind"] == "AtSequence" else 1])
        at = int(instant.get("sequence") or instant.get("timestamp_ms")).to_bytes(8, "little")
        return hash_many(b"retirement-marker.v1", hash_many(b"enum", number, at), b"\x01", b"", b"")
    pairs = sorted(
        (bytes.fromhex(one["member"]), int(one["at"]).to_bytes(8, "little")) for one in record["tick"]["observed_at"]
    )
    observed = hash_many(b"list", *(hash_many(b"list", *pair) for pair in pairs))
    return hash_many(b"almanac-tick.v1", int(record["tick"]["seq"]).to_bytes(8, "little"), observed)


@given(lives)
def test_one_deployment_does_not_see_the_other(life: list[Asked]) -> None:
    """Without the commands to one, the other's log is the same (WORLD-17)."""
    world, _ = _played(life)
    for ident in IDENTS:
        alone = [asked for asked in life if asked[0] == "world.advance" or asked[1]["component"] == ident]
        assert _page(_played(alone)[0], ident) == _page(world, ident)


@given(lives)
def test_phases_only_go_forward(life: list[Asked]) -> None:
    """A component goes from active over retiring to retired, and never back (WORLD-14)."""
    order = ["Active", "Retiring", "Retired"]
    world = _WORLD
    seen = dict.fromkeys(IDENTS, 0)
    for verb, params in life:
        world, _ = play(world, verb, params)
        for ident in IDENTS:
            status = play(world, "world.status", {"component": ident})[1]
            phase = order.index(status["phase"]["kind"])
            assert phase >= seen[ident]
            assert (phase == 0) == (status["effective_at"] is None)
            seen[ident] = phase


@given(st.permutations(MEMBERS), st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_the_order_of_observations_says_nothing(members: list[bytes], at: int, seq: int) -> None:
    """A tick's digest is that of the map (ALM-2)."""
    one = AlmanacTick(seq, tuple(Observation(member, at) for member in members))
    other = AlmanacTick(seq, tuple(Observation(member, at) for member in MEMBERS))
    assert tick_digest(one).value() == tick_digest(other).value()


def test_a_tick_observes_a_member_once() -> None:
    """A record with a key twice cannot be made."""
    with pytest.raises(DuplicateKey):
        AlmanacTick(0, (Observation(MEMBERS[0], 1), Observation(MEMBERS[0], 2)))


def test_a_configuration_that_breaks_a_rule_is_an_error_and_a_command_a_refusal() -> None:
    """`world.deploy` raises; `world.submit` is refused under the name of the rule (WORLD-7, PROTO-20)."""
    component = _component("almanac.c")
    component["content"]["succeeds"] = "00" * 32
    with pytest.raises(ZeroId):
        play(_WORLD, "world.deploy", {"component": component, "committee": COMMITTEE})
    marker = as_json(RetirementMarker.retired(RetirementInstant.AtTimestamp(0)))
    marker["evidence"] = {"address": "00" * 32, "clock_event": "0", "commit": "11" * 32}
    command = {"kind": "Retire", "marker": marker}
    world, value = play(_WORLD, "world.submit", {"as": None, "component": IDENTS[0], "command": command})
    assert (world, value) == (_WORLD, {"refused": "ZeroId"})


@pytest.mark.parametrize(
    ("verb", "params"),
    [
        ("world.advance", {"to": START}),
        ("world.advance", {"to": str(START), "world": "1"}),
        ("world.close", []),
        ("world.submit", {"as": None, "component": IDENTS[0], "command": {"kind": "Stop"}}),
        ("world.deploy", {"component": {"kind": "Organism"}, "committee": COMMITTEE}),
    ],
)
def test_ill_shaped_parameters_are_an_error(verb: str, params: Json) -> None:
    """A `ShapeError`, whatever the verb."""
    with pytest.raises(ShapeError):
        play(_WORLD, verb, params)


def test_other_classes_are_refused() -> None:
    """An agent is no module (WORLD-2)."""
    component = {**_component(), "content": as_json(examples.SEARCHER_CONTENT)}
    assert play(_WORLD, "world.deploy", {"component": component, "committee": COMMITTEE})[1] == {
        "refused": "UnknownClass"
    }


def test_a_marker_alone_is_digested_as_the_chapter_retirement_says() -> None:
    """The first and last record of a log, by the digest of RET-2."""
    marker = RetirementMarker.retired(RetirementInstant.AtTimestamp(START))
    command = {"kind": "Retire", "marker": as_json(marker)}
    world, _ = play(_WORLD, "world.submit", {"as": None, "component": IDENTS[0], "command": command})
    (entry,) = _page(world, IDENTS[0])["entries"]
    assert _digest(entry["record"]) == retirement_marker(marker).value()
