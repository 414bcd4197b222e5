"""The steps of a scenario in words: the time of the world, who asks whom for what, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from assay.suite import Scenario, Told

Json = Any


#: Columns of a line, its number aside. The whole of what was asked and answered stands elsewhere in a report.
WIDEST: Final = 104


@dataclass
class _Stage:
    """What the steps before have shown: what time it is, and what deployments, addresses and surfaces are called."""

    now: str = ""
    names: dict[str, str] = field(default_factory=dict)

    def name(self, ident: Json) -> str:
        """The name that was given to what has this id, or the beginning of the id."""
        return self.names.get(ident, short(ident))


def told(scenario: Scenario, values: Sequence[Json]) -> list[Told]:
    """The steps that have a value, a line each. Of answers of another shape it tells what it can."""
    stage, found = _Stage(), []
    for step, value in zip(scenario.steps, values, strict=False):
        said = _heard(stage, step.operation, step.params, value)
        asks = step.params.get("as") if "as" in step.params else ""
        who = "operator" if asks is None else short(asks)
        room = WIDEST - len(f"{stage.now} {step.operation} {who and f'{who}: '} → ")
        what = cut(_what(stage, step.params), max(room - len(said), room // 2))
        found.append(Told(stage.now, who, what, cut(said, room - len(what))))
    return found


def cut(text: str, most: int) -> str:
    """A text of so many columns at most."""
    return text if len(text) <= most else text[: most - 1] + "…"


def short(value: Json) -> str:
    """An id as a reader tells it from others."""
    text = str(value)
    return text if len(text) <= 12 else text[:8]


def _heard(stage: _Stage, verb: str, params: Mapping[str, Json], value: Json) -> str:
    """An answer in words, and what it shows is learnt; nothing of one that has another shape."""
    try:
        _learn(stage, verb, params, value)
        return _said(value)
    except (AttributeError, LookupError, TypeError, ValueError):
        return ""


def _learn(stage: _Stage, verb: str, params: Mapping[str, Json], value: Json) -> None:
    if not isinstance(value, dict):
        return
    if "now" in value:
        stage.now = str(value["now"])
    if verb == "world.deploy" and "deployment" in value:
        component = params["component"]
        name = component.get("name") or component["kind"]
        stage.names |= {value["deployment"]: name, value["address"]: name}
        stage.names |= {each["id"]: name for each in value["surfaces"]}


def _what(stage: _Stage, params: Mapping[str, Json]) -> str:
    words = []
    if isinstance(component := params.get("component"), str):
        words.append(stage.name(component))
    elif isinstance(component, dict) and "address" in component:
        words.append(f"{component['kind']['kind']} {stage.name(component['address'])}")
    elif isinstance(component, dict):
        content = component.get("content") or {}
        words.append(f"{content.get('kind', component['kind'])} {component.get('name', '')}".strip())
    if "entries" in params:
        words.append(_brought(stage, params))
    elif "fault" in params:
        words.append(f"{params['fault']['kind']} of {', '.join(map(str, params['members']))}")
    elif "surface" in params:
        words.append(params["surface"])
    if "after" in params:
        words += [] if params["after"] is None else [f"after {params['after']}"]
    if "limit" in params:
        words.append(f"limit {params['limit']}")
    if isinstance(command := params.get("command"), dict):
        words.append(_command(command))
    if isinstance(handle := params.get("handle"), dict):
        words.append(_command(handle))
    words += [short(params[name]) for name in ("key", "root") if name in params]
    words += [f"{name} {params[name]}" for name in ("to", "now") if name in params]
    return " ".join(words)


def _brought(stage: _Stage, params: Mapping[str, Json]) -> str:
    """Whose entries are delivered, the build that committed them where one is given, and which they are."""
    brought = _runs([(each["record"]["kind"], each["index"]) for each in params["entries"]]) or "nothing"
    build = params.get("content_hash")
    return f"from {stage.name(params['surface'])}{f'/{short(build)}' if build else ''}: {brought}"


def _runs(entries: Sequence[tuple[Json, Json]]) -> str:
    """Entries by kind or surface and index, those that follow one another as one."""
    runs: list[tuple[str, int, int]] = []
    for kind, index in entries:
        if runs and runs[-1][0] == kind and runs[-1][2] + 1 == int(index):
            runs[-1] = (kind, runs[-1][1], int(index))
        else:
            runs.append((kind, int(index), int(index)))
    return ", ".join(f"{kind}#{first}" + (f" to #{last}" if last > first else "") for kind, first, last in runs)


def _command(command: Mapping[str, Json]) -> str:
    """The kind of a command and its members, records by their kind and lists by their number."""
    members = [f"{name} {_member(value)}" for name, value in command.items() if name != "kind"]
    return f"{command['kind']}({', '.join(members)})"


def _member(value: Json) -> str:
    if isinstance(value, list):
        return f"[{len(value)}]"
    if isinstance(value, dict):
        kinds = [
            each["kind"]
            for each in (value, *value.values())
            if isinstance(each, dict) and isinstance(each.get("kind"), str)
        ]
        return " ".join(map(str, kinds)) or "{…}"
    return "none" if value is None else short(value)


def _said(value: Json) -> str:
    if value is None:
        return "an error"
    if not isinstance(value, dict):
        return short(value)
    if "refused" in value:
        return f"refused {value['refused']}"
    words = [tell(value[name]) for name, tell in _TELLING.items() if name in value]
    if "outcomes" in value and not value.get("commits"):
        words.remove(_commits([]))  # as most deliveries
    return ", ".join(filter(None, words)) or "done"


def _entries(entries: Json) -> str:
    if not entries:
        return "nothing"
    first, last = entries[0]["index"], entries[-1]["index"]
    return f"#{first}" if len(entries) == 1 else f"#{first} to #{last}"


def _commits(commits: Json) -> str:
    return "commits " + (_runs([(each["surface"], each["index"]) for each in commits]) or "nothing")


def _outcomes(outcomes: Json) -> str:
    """What became of the entries, in their order; how many where several in a row are alike."""
    alike = [(kind, len(list(group))) for kind, group in groupby(each["kind"] for each in outcomes)]
    return ", ".join(kind if count == 1 else f"{count} {kind}" for kind, count in alike) or "nothing taken"


_TELLING: Final[Mapping[str, Callable[[Json], str]]] = {
    "outcomes": _outcomes,
    "commits": _commits,
    "entries": _entries,
    "length": lambda length: f"length {length}",
    "digest": lambda digest: f"digest {short(digest)}",
    "deployment": lambda deployment: f"deployment {short(deployment)}",
    "path": lambda path: f"to {short(path[-1])}",
    "until": lambda until: f"until {until.get('unix_ms', 'whenever')}",
    "ended": lambda ended: f"ends {len(ended)} bonds" if ended else "",
    "present": lambda present: f"present {', '.join(map(str, present)) or 'nobody'}",
    "quorum": lambda quorum: f"quorum {quorum}",
    "phase": lambda phase: str(phase["kind"]),
    "logs": lambda logs: ", ".join(f"{each['surface']} {each['length']} {short(each['digest'])}" for each in logs),
    "now": lambda now: f"it is {now}",
}
