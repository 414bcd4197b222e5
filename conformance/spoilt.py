"""What is spoilt: parameters that were right, and the one thing about them that is not any more."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, Final

#: The error of parameters that no typed language could receive, which has no name on the wire (PROTO-6).
ILL_SHAPED: Final = "ill-shaped"

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Spoil:
    """One way to break the value at a path: what it becomes, which error follows, and why it is wrong."""

    slug: str
    error: str
    value: Any
    comment: str


@dataclass(frozen=True)
class Spoilt:
    """Parameters with one thing broken."""

    path: Path
    spoil: Spoil
    params: Any


class _Gone:
    """A member that is left out."""


GONE: Final = _Gone()


def spoilt(params: Any, path: Path, spoil: Spoil) -> Spoilt:
    """A copy of the parameters in which the value at the path is broken."""
    return Spoilt(path, spoil, _with(params, path, spoil.value))


def _with(form: Any, path: Path, value: Any) -> Any:
    """A copy with another value at the path; what is beside the path is shared, and nobody changes it."""
    made = copy.copy(form)
    step, *rest = path
    if rest:
        made[step] = _with(form[step], tuple(rest), value)
    elif value is GONE:
        del made[step]
    else:
        made[step] = value
    return made
