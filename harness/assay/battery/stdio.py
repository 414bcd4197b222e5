"""Programs on standard input and output: a request a line, an answer a line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from . import processes
from .answers import SAYINGS, said
from .behaviours import ALWAYS, AT_END, AT_START, ON_7, Behaviour, hit
from .toy import Toy

#: What begins a behaviour that is written out: at the one question this is said, as `answers.SAYINGS` are.
SAY = "say:"


def saying(template: str) -> Behaviour:
    """The behaviour that says this."""
    return lambda _toy, good, _count: said(template, good)


ON_7.update({f"{name}-on-7": saying(template) for name, template in SAYINGS.items()})


def known(word: str) -> bool:
    """Whether a word is a behaviour of a program on standard input and output."""
    return word.startswith(SAY) or any(word in table for table in (AT_START, ON_7, ALWAYS, AT_END))


def serve(words: list[str], kind: type[Toy] = Toy, scratch: Path | None = None) -> None:
    """Answer what comes in, misbehaving in each of these ways, until the input ends."""
    toy = kind()
    toy.scratch = scratch
    for word in words:
        if not known(word):
            sys.exit(f"no behaviour {word!r}")
        if word in AT_START:
            AT_START[word](toy)
    out = sys.stdout.buffer
    for count, line in enumerate(sys.stdin.buffer):
        good = toy(line)
        request = json.loads(line)
        behaviour = None if request["method"] == "describe" else _behaviour(words, request["params"])
        out.write(good + b"\n" if behaviour is None else behaviour(toy, good, count))
        out.flush()
    for word in words:
        if word in AT_END:
            AT_END[word](toy)


def _behaviour(words: list[str], params: object) -> Behaviour | None:
    """The first behaviour that shows at a question."""
    once = hit(params)
    for word in words:
        if word in ALWAYS:
            return ALWAYS[word]
        if once and word in ON_7:
            return ON_7[word]
        if once and word.startswith(SAY):
            return saying(word.removeprefix(SAY))
    return None


#: Read for what they enter into the tables.
_ = processes
