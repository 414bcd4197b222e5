"""What every transport offers the session: lines out, lines in, and an end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec


class BrokenError(Exception):
    """The channel ended, or must be ended. `raw` is the line that did it, if one did.

    `innocent` says that no request in flight did it: each has to be asked again, even where it is one alone.
    """

    def __init__(
        self,
        kind: Literal["crashed", "timed-out", "garbled", "unreachable"],
        detail: str,
        raw: bytes | None = None,
        *,
        innocent: bool = False,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.raw = raw
        self.innocent = innocent


class Lost(msgspec.Struct, frozen=True):
    """One request that will have no answer, while the others may (a failed POST). `ident` is its id."""

    ident: int
    kind: Literal["garbled", "unreachable"]
    detail: str
    raw: bytes | None = None


class Farewell(msgspec.Struct, frozen=True):
    """How a target left when its input ended: `clean` is exit status 0 in time; `lines` came after the last answer."""

    clean: bool
    detail: str
    lines: tuple[bytes, ...] = ()


class Channel(Protocol):
    """An open connection to a running target. Not for more than one thread."""

    def put(self, requests: Sequence[tuple[int, bytes]]) -> None:
        """Queue requests (id, line without line feed). Never blocks."""

    def poll(self, timeout: float) -> Sequence[bytes | Lost]:
        """What arrived, after waiting at most `timeout` seconds for something to; raises BrokenError."""

    def finish(self, grace: float) -> Farewell:
        """End the input, wait at most `grace` seconds for the target to leave, and remove what is left of it."""

    def kill(self) -> None:
        """Remove the target now, with everything it started."""

    def log(self) -> str:
        """The last part of what it wrote to standard error."""


class Target(Protocol):
    """Something that can be opened, more than once. `uri` is shown and recorded, credentials removed."""

    @property
    def uri(self) -> str:
        """What the user typed, as far as it may be shown."""

    @property
    def argv(self) -> tuple[str, ...]:
        """The arguments of the child process; empty where there is none."""

    def open(self) -> Channel:
        """Start or connect; raises BrokenError."""
