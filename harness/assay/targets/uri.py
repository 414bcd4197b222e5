"""From what the user typed to a target: `reference:`, `python:module:object`, `stdio:command`, `docker:image`, `http(s)://…`."""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

import re
import shlex
import sys

from assay.registry import target_argv, target_names
from assay.targets.base import Target

#: Schemes that are always there.
BUILT_IN = ("docker:", "docker+http:", "http:", "https:", "python:", "stdio:")
_LIMITS = {"--memory": "memory", "--cpus": "cpus", "--pids-limit": "pids", "--port": "port"}
_SECRET_OPTION = re.compile(r"(?i)([\w-]*(?:token|secret|password|passwd|apikey|api-key|api_key)[\w-]*=)[^&\s]+")
_USERINFO = re.compile(r"(://)[^/@\s]+@")


class TargetError(Exception):
    """The URI names no target; the text says why."""


def parse(uri: str) -> Target:
    """The target that `uri` names; raises TargetError. Only names are looked at: nothing is started."""
    scheme, colon, rest = uri.partition(":")
    if not colon:
        raise TargetError(f"{uri!r} is no target: it needs a scheme, such as stdio:./program or http://host/")
    if scheme in ("http", "https"):
        from urllib.parse import urlsplit

        from assay.targets.http import HttpTarget

        try:
            where = urlsplit(uri)
            nowhere = not where.hostname or (where.port is not None and not where.port)
        except ValueError as error:
            raise TargetError(f"{uri!r}: {error}") from None
        if nowhere:
            raise TargetError(f"{uri!r}: expected {scheme}://host/")
        return HttpTarget(redact(uri), uri)
    from assay.targets.stdio import StdioTarget

    if scheme == "stdio":
        argv = _split(rest)
        return StdioTarget(redact(uri), _split(redact(rest)), secret=argv)
    if scheme in ("docker", "docker+http"):
        return _container(scheme, uri, rest)
    if scheme == "python":
        if ":" not in rest:
            raise TargetError(f"{uri!r}: expected python:module:object")
        return StdioTarget(uri, [sys.executable, "-m", "assay.host", rest])
    registered = target_argv(scheme)
    if registered is None:
        known = ", ".join(sorted([*(f"{name}:" for name in target_names()), *BUILT_IN]))
        raise TargetError(f"unknown target scheme {scheme!r}; known: {known}")
    return StdioTarget(uri, [*registered, *_split(rest, empty=True)])


def redact(text: str) -> str:
    """The text without passwords: user information of URLs, and values of options that are named like secrets."""
    return _SECRET_OPTION.sub(r"\1***", _USERINFO.sub(r"\1***@", text))


def _container(scheme: str, uri: str, rest: str) -> Target:
    """`docker:[--memory=512m] [--cpus=2] [--pids-limit=128] [--port=80] image [arguments]`, as for `docker run`."""
    import msgspec

    from assay.targets.container import Image

    argv = _split(rest, empty=True)
    options: dict[str, str] = {}
    while argv and argv[0].startswith("--"):
        name, _, value = argv.pop(0).partition("=")
        if name not in _LIMITS:
            raise TargetError(f"{uri!r}: unknown option {name}; known: {', '.join(_LIMITS)}, each with =value")
        options[_LIMITS[name]] = value
    if not argv:
        raise TargetError(f"{uri!r}: expected {scheme}:image")
    try:
        image = msgspec.convert({**options, "name": argv[0], "command": argv[1:]}, Image, strict=False)
    except msgspec.ValidationError as error:
        raise TargetError(f"{uri!r}: {error}") from None
    if scheme == "docker":
        from assay.targets.attached import DockerTarget

        return DockerTarget(redact(uri), image, _split(redact(rest)))
    from assay.targets.published import DockerHttpTarget

    return DockerHttpTarget(redact(uri), image, _split(redact(rest)))


def _split(command: str, *, empty: bool = False) -> list[str]:
    try:
        argv = shlex.split(command)
    except ValueError as error:
        raise TargetError(f"{command!r}: {error}") from None
    if not argv and not empty:
        raise TargetError("stdio: needs a command")
    return argv
