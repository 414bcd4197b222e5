"""What is generated in `spec/`: the registry, the schema of the page, and the worked examples in the chapters.

python -m conformance.generated check     says what is out of date, exit 1 if anything is
python -m conformance.generated write     brings it up to date
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from assay.suite import Case, Checked, InvalidParams, Preimage, Question, Refusal, Scenario, Value
from conformance import registry
from conformance.paths import SPEC
from conformance.spec_text import CHAPTERS
from conformance.vectors import questions

#: A marker, and the block that was written below it last time, if one was.
_EXAMPLE: Final = re.compile(
    r"^<!-- example (?P<id>\S+) -->\n(?:Example `.*\n(?:.*\n)*?<!-- end of example -->\n)?", re.MULTILINE
)


class ExampleError(Exception):
    """A chapter shows an example that no vector has."""


def files(root: Path = SPEC) -> Iterator[tuple[str, bytes]]:
    """Every file of `spec/` that is generated, or has a part that is: its name and the bytes it should have."""
    yield from registry.files().items()
    known = {question.id: question for question in questions()}
    for chapter in CHAPTERS:
        name = f"{chapter}.md"
        yield name, with_examples((root / name).read_text("utf-8"), known).encode()


def with_examples(text: str, known: Mapping[str, Question]) -> str:
    """A chapter with every example written out. Raises `ExampleError` for one that no vector has."""

    def written(match: re.Match[str]) -> str:
        if match["id"] not in known:
            raise ExampleError(f"no vector {match['id']}")
        return f"<!-- example {match['id']} -->\n{_block(known[match['id']])}<!-- end of example -->\n"

    return _EXAMPLE.sub(written, text)


def _block(question: Question) -> str:
    return _scenario(question) if isinstance(question, Scenario) else _case(question)


def _scenario(scenario: Scenario) -> str:
    lines = [f"Example `{scenario.id}`, {scenario.comment}", ""]
    for number, step in enumerate(scenario.steps, 1):
        said = f": {step.comment}" if step.comment else ""
        lines += [
            f"{number}. `{step.operation}`{said}",
            "",
            "```json",
            _json(step.params),
            _json(_answer(step)),
            "```",
            "",
        ]
    return "\n".join(lines)


def _answer(step: Case) -> object:
    """What is answered: the result, or the error without its message."""
    match step.expect:
        case Value(value):
            return {"value": value}
        case Checked():
            return {"value": "…"}
        case Refusal(error, stage):
            return {"code": -32000, "data": {"error": error, "stage": stage}}
        case InvalidParams():
            return {"code": -32602}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def _case(case: Case) -> str:
    params = json.dumps(case.params, ensure_ascii=False, separators=(", ", ": "))
    assert isinstance(case.expect, Value)
    value = case.expect.value if isinstance(case.expect.value, str) else json.dumps(case.expect.value)
    lines = [f"Example `{case.id}`, {case.operation} of", "", "```json", params, "```", "", "```text"]
    lines += [] if case.preimage is None else _rows(case.preimage)
    return "\n".join([*lines, f"value     {value}", "```", ""])


def _rows(preimage: Preimage) -> list[str]:
    width = max(len(field.label) for field in preimage.fields) if preimage.fields else 0
    rows = [f"{field.label.ljust(width)}  {field.data}" for field in preimage.fields]
    return [*rows, "", f"preimage  {preimage.encode().hex()}"]


def main(argv: list[str]) -> int:
    """`check` or `write`; the exit status."""
    if argv not in (["check"], ["write"]):
        print(__doc__, file=sys.stderr)  # noqa: T201 - a command
        return 2
    stale = [(name, content) for name, content in files() if not _is(name, content)]
    for name, content in stale:
        if argv == ["write"]:
            (SPEC / name).write_bytes(content)
        print(f"{'wrote' if argv == ['write'] else 'out of date:'} spec/{name}")  # noqa: T201 - a command
    return 1 if stale and argv == ["check"] else 0


def _is(name: str, content: bytes) -> bool:
    path = SPEC / name
    return path.is_file() and path.read_bytes() == content


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
