"""What a target said, made fit to be shown: nothing in it may act on the page or on the reader's eye."""

from __future__ import annotations

import re

from assay.report.excerpt import cut

#: Controls, lone surrogates and the marks that turn or hide text; each is shown as its escape.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
#: Characters of a name that a target gives itself.
_NAME = 80
_PUNCTUATION = re.compile(r"([\\`*_\[\]~#|!$@])")


def visible(text: str) -> str:
    """The text with what cannot be seen written as escapes."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def printable(text: str) -> str:
    """As `visible`, for a terminal, where a carriage return goes back over what stands there."""
    return visible(text.replace("\r\n", "\n")).replace("\r", "\\u000d")


def name(*parts: str) -> str:
    """What a target calls itself, as a part of one line."""
    return " ".join(line(cut(part, _NAME)) for part in parts)


def line(text: str) -> str:
    """The text as one line: what a target says must not look like a line of ours."""
    return " ".join(visible(text).split())


def indented(log: str) -> str:
    """The end of what a target wrote, set apart from what is ours."""
    return "\n".join(f"    {each}" for each in printable(log[-2000:].rstrip()).splitlines())


def markdown(text: str) -> str:
    """The text as one line of Markdown that means nothing but itself, in a table cell too."""
    plain = line(text)
    plain = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _PUNCTUATION.sub(r"\\\1", plain)


def code(text: str) -> str:
    """The text as a code span, in a table cell too."""
    plain = line(text) or " "
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", plain)), default=0))
    pad = " " if "`" in (plain[0], plain[-1]) else ""
    return f"{fence}{pad}{plain}{pad}{fence}".replace("|", r"\|")


def marked(text: str) -> str:
    """As `markdown`, for a sentence of ours that sets names `in backticks`."""
    parts = re.split(r"`([^`]+)`", text)
    return "".join(code(part) if number % 2 else _spaced(part) for number, part in enumerate(parts))


def _spaced(text: str) -> str:
    """As `markdown`, keeping the space at either end."""
    return f"{' ' * text.startswith(' ')}{markdown(text)}{' ' * (text.endswith(' ') and not text.isspace())}"
