"""The report as one HTML file that needs nothing else: no network, no server, no script to be read."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from assay.report.clean import visible
from assay.report.trend import NAMED as LISTED
from assay.report.trend import bars, counts, moved, when
from assay.report.view import WORDS, Cell, View
from assay.suite import Requirement, Suite
from assay.trend import Trend
from assay.verdict import CONFORMS, DOES_NOT_CONFORM

#: Causes told in full of each implementation, and cases named of each cause; the rest is counted.
TOLD = 100
NAMED = 40
_MARKS = {"passed": "✓", "failed": "✗", "open": "?", "known": "!", "warned": "!", "added": "✓", "added-failed": "!"}


class Row(msgspec.Struct, frozen=True):
    """One requirement, with its cell and the number of the first cause that shows it (0: none), by implementation."""

    requirement: Requirement
    cells: list[tuple[Cell, int]]


def write(views: Sequence[View], suite: Suite, path: Path, trends: Sequence[Trend] = ()) -> None:
    """Write the page, piece by piece: what is not told of a history is not held either."""
    environment = Environment(
        loader=PackageLoader("assay.report", "page"),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(prose=_prose, differing=_differing, bars=bars, counts=counts, moved=moved, when=when)
    style, script = _source(environment, "page.css"), _source(environment, "page.js")
    stream = environment.get_template("page.html").stream(
        views=views,
        titles=_titles(views),
        chapters=_chapters(views, suite),
        trends=trends,
        listed=LISTED,
        style=Markup(style),
        script=Markup(script),
        policy=f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'",
        words=WORDS,
        marks=_MARKS,
        told=TOLD,
        named=NAMED,
        outcomes={CONFORMS: "good", DOES_NOT_CONFORM: "bad"},
    )
    stream.enable_buffering(64)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(stream)


def _titles(views: Sequence[View]) -> list[str]:
    """The names of the columns, numbered where one implementation has several."""
    names = Counter(view.name for view in views)
    seen: Counter[str] = Counter()
    titles: list[str] = []
    for view in views:
        seen[view.name] += 1
        titles.append(f"{view.name} ({seen[view.name]})" if names[view.name] > 1 else view.name)
    return titles


def _chapters(views: Sequence[View], suite: Suite) -> dict[str, list[Row]]:
    """The matrix, in the order of the specification."""
    shown = [_shown(view) for view in views]
    chapters: dict[str, list[Row]] = {}
    for name, requirement in suite.requirements().items():
        cells = [(view.cells[name], causes.get(name, 0)) for view, causes in zip(views, shown, strict=True)]
        chapters.setdefault(requirement.chapter, []).append(Row(requirement, cells))
    return chapters


def _shown(view: View) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, failure in enumerate(view.report.failures[:TOLD], 1):
        for name in failure.requirements:
            found.setdefault(name, number)
    return found


def _source(environment: Environment, name: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]


def _digest(text: str) -> str:
    # The policy names the one script and the one style there are: whatever else gets into the page does not run.
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _finalize(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _prose(text: str) -> Markup:
    """A sentence of the specification or of a note, its `code` as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(visible(text)))))


def _differing(text: str, other: str) -> Markup:
    """The text, with what is not in the other one between their common beginning and end marked."""
    limit = min(len(text), len(other))
    start = next((n for n in range(limit) if text[n] != other[n]), limit)
    end = next((n for n in range(limit - start) if text[-1 - n] != other[-1 - n]), limit - start)
    parts = [visible(part) for part in (text[:start], text[start : len(text) - end], text[len(text) - end :])]
    # Where nothing is common the mark would be everything and show nothing.
    if not parts[1] or not (start or end):
        return escape("".join(parts))
    return Markup("{}<mark>{}</mark>{}").format(*parts)
