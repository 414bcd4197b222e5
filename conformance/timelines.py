"""The steps of a scenario in words: the time of the world, who asks whom for what, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from assay.suite import Scenario, Told

Json = Any


@dataclass
class _Stage:
    """What the steps before have shown: what time it is, and what the deployments are called."""

    now: str = ""
    names: dict[str, str] = field(default_factory=dict)

    def name(self, deployment: Json) -> str:
        """The name a deployment was given, or the beginning of its id."""
        return self.names.get(deployment, short(deployment))


def told(scenario: Scenario, values: Sequence[Json]) -> list[Told]:
    """The steps that have a value, a line each. Of answers of another shape it tells what it can."""
    stage, found = _Stage(), []
    for step, value in zip(scenario.steps, values, strict=False):
        _learn(stage, step.operation, step.params, value)
        who = step.params.get("as") if "as" in step.params else ""
        found.append(
            Told(stage.now, "operator" if who is None else short(who), _what(stage, step.params), _said(value))
        )
    return found


def short(value: Json) -> str:
    """An id as a reader tells it from others."""
    text = str(value)
    return text if len(text) <= 12 else text[:8]


def _learn(stage: _Stage, verb: str, params: Mapping[str, Json], value: Json) -> None:
    if not isinstance(value, dict):
        return
    if "now" in value:
        stage.now = str(value["now"])
    if verb == "world.deploy" and "deployment" in value:
        component = params["component"]
        stage.names[value["deployment"]] = component.get("name") or component["kind"]


def _what(stage: _Stage, params: Mapping[str, Json]) -> str:
    words = []
    if isinstance(component := params.get("component"), str):
        words.append(stage.name(component))
    elif isinstance(component, dict):
        content = component.get("content") or {}
        words.append(f"{content.get('kind', component['kind'])} {component.get('name', '')}".strip())
    if "surface" in params:
        words.append(params["surface"])
    if "after" in params:
        words.append("from the first" if params["after"] is None else f"after {params['after']}")
    if "limit" in params:
        words.append(f"limit {params['limit']}")
    if isinstance(command := params.get("command"), dict):
        words.append(_command(command))
    if isinstance(handle := params.get("handle"), dict):
        words.append(_command(handle))
    words += [short(params[name]) for name in ("key", "root") if name in params]
    words += [f"{name} {params[name]}" for name in ("to", "now") if name in params]
    return " ".join(words)


def _command(command: Mapping[str, Json]) -> str:
    """The kind of a command and its members, records by their kind and lists by their number."""
    members = [f"{name} {_member(value)}" for name, value in command.items() if name != "kind"]
    return f"{command['kind']}({', '.join(members)})"


def _member(value: Json) -> str:
    if isinstance(value, list):
        return f"[{len(value)}]"
    if isinstance(value, dict):
        kinds = [each["kind"] for each in (value, *value.values()) if isinstance(each, dict) and "kind" in each]
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
    return ", ".join(filter(None, words)) or "done"


def _entries(entries: Json) -> str:
    return f"{len(entries)} entries" + (f" {entries[0]['index']} to {entries[-1]['index']}" if entries else "")


def _commits(commits: Json) -> str:
    return "commits " + (", ".join(f"{each['surface']}#{each['index']}" for each in commits) or "nothing")


_TELLING: Final[Mapping[str, Callable[[Json], str]]] = {
    "commits": _commits,
    "entries": _entries,
    "length": lambda length: f"of {length}",
    "digest": lambda digest: f"digest {short(digest)}",
    "deployment": lambda deployment: f"deployment {short(deployment)}",
    "path": lambda path: f"to {short(path[-1])}",
    "until": lambda until: f"until {until.get('unix_ms', 'whenever')}",
    "ended": lambda ended: f"ends {len(ended)} bonds" if ended else "",
    "phase": lambda phase: str(phase["kind"]),
    "logs": lambda logs: ", ".join(f"{each['surface']} {each['length']} {short(each['digest'])}" for each in logs),
    "now": lambda now: f"it is {now}",
}
