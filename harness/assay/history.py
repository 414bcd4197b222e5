"""The history of a run: one JSON object a line, written as it happens, judged later.

1. ``{"header": …}`` who was asked, by whom, what and how;
2. exchanges: ``{"case": id, "request": …, "answer": …}``. An answer stands as the very bytes that came; one that is
   not canonical JSON as ``answer_text``, one that is not UTF-8 as ``answer_base64``; none at all as ``end``. ``kind``
   is left out for the first asking; ``alone`` is one repeated after a crash, ``again`` a failure asked twice, ``drill``
   a part of a failed derivation, ``repeat`` an answer that nobody waited for any more, ``replay`` a step that is asked
   again because the world it had made was lost. The steps of a scenario are exchanges of their own, ``"case": "id#3"``;
3. events: ``{"event": …}``, such as a crash with its suspects;
4. ``{"footer": …}``. Without it the run was interrupted.
"""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Literal

import msgspec

from assay.answer import Answered, Ended, Outcome
from assay.codec import encode
from assay.describe import Describe
from assay.selection import Selection

Kind = Literal["case", "alone", "again", "drill", "repeat", "replay"]
FORMAT = "assay-history:1"
#: Lines held back before they are written together.
BATCH = 512
#: Bytes of them, at most: an answer may be as long as the line cap.
HELD = 1 << 20


class HistoryError(Exception):
    """The file is no history; the text says why."""


class Header(msgspec.Struct, frozen=True):
    """Provenance. `digests` are the suite's own; `target` and `argv` hold no credentials."""

    format: str
    assay: str
    python: str
    suite: str
    suite_version: str
    digests: dict[str, str]
    target: str
    argv: tuple[str, ...]
    seed: str
    selection: Selection
    strict: bool
    require: tuple[str, ...]
    xfail: dict[str, str]
    describe: Describe | None
    problem: str | None = None
    suite_option: str | None = None
    #: When the run began, in UTC; None in histories of earlier versions.
    recorded: str | None = None
    #: Known failures that may pass: name → reason, as `xfail` has it of those that may not.
    flaky: dict[str, str] = {}


class Footer(msgspec.Struct, frozen=True):
    """How the run ended, for a reader in a hurry: `assay judge` computes both again."""

    verdicts: dict[str, int]
    exit: int
    interrupted: bool = False


#: An absent member: a Raw cannot be optional.
_NOTHING = msgspec.Raw(b"")


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a history, any kind."""

    header: Header | None = None
    case: str | None = None
    kind: Kind = "case"
    request: msgspec.Raw = _NOTHING
    answer: msgspec.Raw = _NOTHING
    answer_text: str | None = None
    answer_base64: str | None = None
    end: str | None = None
    detail: str = ""
    event: str | None = None
    suspects: tuple[str, ...] = ()
    log: str = ""
    footer: Footer | None = None

    def outcome(self) -> Outcome:
        """How the exchange ended."""
        raw = self.raw()
        if self.end is not None:
            return msgspec.convert({"kind": self.end, "detail": self.detail, "raw": raw}, Ended)
        return Answered(raw if raw is not None else b"")

    def ident(self) -> int:
        """The id of the request."""
        return msgspec.json.decode(bytes(self.request) or b"{}", type=_Ident).id

    def raw(self) -> bytes | None:
        """The bytes that came, if any did."""
        if answer := bytes(self.answer):
            return answer
        if self.answer_text is not None:
            return self.answer_text.encode()
        return base64.b64decode(self.answer_base64) if self.answer_base64 is not None else None


class _Ident(msgspec.Struct, frozen=True):
    id: int = -1


class History:
    """A file being written. Without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._file: BinaryIO | None = None
        self._lines: list[bytes] = []
        self._held = 0
        self._written = 0
        #: Why nothing more is kept, where writing failed.
        self.fault: str | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("wb", buffering=0)

    @property
    def on(self) -> bool:
        """Whether anything is kept."""
        return self._file is not None

    @property
    def last(self) -> int:
        """The number of the line that was added last, counted from 1; 0 where nothing is kept."""
        return self._written + len(self._lines) if self._file is not None else 0

    def passed(self, case_id: bytes, request: bytes, answer: bytes) -> None:
        """A first asking whose answer is canonical JSON. `case_id` is a JSON string; the hot path."""
        self._lines.append(b'{"case":%s,"request":%s,"answer":%s}' % (case_id, request, answer))
        self._held += len(answer)

    def exchange(self, case_id: str, kind: Kind, request: bytes | None, outcome: Outcome, log: str = "") -> int:
        """Any exchange; the number of its line, counted from 1, and 0 where nothing is kept."""
        line: dict[str, Any] = {"case": case_id}
        if kind != "case":
            line["kind"] = kind
        if request is not None:
            line["request"] = msgspec.Raw(request)
        raw = outcome.line if isinstance(outcome, Answered) else outcome.raw
        line.update(_as_text(raw))
        if isinstance(outcome, Ended):
            line.update(end=outcome.kind, detail=outcome.detail)
        if log:
            line["log"] = log
        self._add(line)
        return self.last

    def event(self, name: str, **members: Any) -> None:
        """Something that happened to the session; `raw` becomes text or base64."""
        raw: bytes | None = members.pop("raw", None)
        self._add({"event": name, **{key: value for key, value in members.items() if value}, **_as_text(raw)})
        self.flush()

    def header(self, header: Header) -> None:
        """The first line."""
        self._add({"header": header})
        self.flush()

    def settle(self) -> None:
        """Write what is due: the first lines at once, so that whoever follows a run sees it begin."""
        if len(self._lines) >= BATCH or self._held >= HELD or self._written < BATCH:
            self.flush()

    def flush(self) -> None:
        """Write everything."""
        if self._file is not None and self._lines:
            self._written += len(self._lines)
            self._lines.append(b"")
            self._write(self._file, memoryview(b"\n".join(self._lines)))
        self._lines.clear()
        self._held = 0

    def close(self, footer: Footer) -> None:
        """The last line."""
        self._add({"footer": footer})
        self.flush()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _add(self, line: Mapping[str, Any]) -> None:
        if self._file is not None:
            self._lines.append(encode(line))
            self._held += len(self._lines[-1])

    def _write(self, file: BinaryIO, left: memoryview) -> None:
        try:
            while left:  # a disk that fills up takes a part first
                left = left[file.write(left) :]
        except OSError as error:
            # The run goes on, for what it finds is still of use; that it was not recorded decides the exit code.
            self.fault = str(error)
            with contextlib.suppress(OSError):
                file.close()
            self._file = None


def records(path: Path) -> Iterator[tuple[int, Record]]:
    """The lines of a history and where each begins, in bytes; raises HistoryError.

    A last line cut short, as an interruption leaves it, is dropped.
    """
    decoder = msgspec.json.Decoder(Record)
    at = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                record = decoder.decode(line)
            except msgspec.MsgspecError as error:
                if not line.endswith(b"\n"):
                    return
                raise HistoryError(f"{path}:{number}: {error}") from None
            if number == 1 and (record.header is None or record.header.format != FORMAT):
                raise HistoryError(f"{path}: does not start with the header of a history ({FORMAT})")
            yield at, record
            at += len(line)


def _as_text(raw: bytes | None) -> dict[str, str]:
    if raw is None:
        return {}
    try:
        return {"answer_text": raw.decode("utf-8")}
    except UnicodeDecodeError:
        return {"answer_base64": base64.b64encode(raw).decode()}
