"""Histories of shares, made into the history of the whole. Lines are taken over as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from assay.codec import encode
from assay.history import Footer, Header, HistoryError, Record, records
from assay.selection import Selection
from assay.shard import Shard
from assay.verdict import COULD_NOT_JUDGE


class MergeError(Exception):
    """Histories that are not the shares of one run; the text says why."""


class Share(msgspec.Struct, frozen=True):
    """The history of one share, read through once. `footer` is None where it was cut short."""

    path: Path
    header: Header
    footer: Footer | None
    lines: int


def read_share(path: Path) -> Share:
    """Raises HistoryError where the file is no history."""
    header: Header | None = None
    last: Record | None = None
    count = 0
    for _, record in records(path):
        header = record.header or header
        last = record
        count += 1
    if header is None:
        raise HistoryError(f"{path} is empty")
    return Share(path, header, last.footer if last is not None else None, count)


def merge(paths: Sequence[Path], out: Path) -> Header:
    """Write the history of the whole run to `out`; raises MergeError, HistoryError or OSError. Its header.

    Every share has to be there once, of one suite, one target and one selection. `assay judge` gives the verdict.
    """
    if out.resolve() in {path.resolve() for path in paths}:
        raise MergeError(f"{out} is one of the shares")
    shares = [read_share(path) for path in paths]
    _check(shares)
    shares.sort(key=lambda share: share.header.selection.shard.number)  # type: ignore[union-attr] # all are shares
    return write_whole(shares, out, None)


def write_whole(shares: Sequence[Share], out: Path, shard: Shard | None) -> Header:
    """The lines of all shares under one header. The footer is there if all of theirs are, and sums them."""
    first = shares[0].header
    header = msgspec.structs.replace(
        first,
        selection=msgspec.structs.replace(first.selection, shard=shard),
        recorded=min((share.header.recorded for share in shares if share.header.recorded), default=None),
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("wb") as whole:
        whole.write(encode({"header": header}) + b"\n")
        for share in shares:
            _copy(share, whole)
        footers = [share.footer for share in shares if share.footer is not None]
        if len(footers) == len(shares):
            whole.write(encode({"footer": _sum(footers)}) + b"\n")
    return header


def _copy(share: Share, whole: Any) -> None:
    with share.path.open("rb") as part:
        for number, line in enumerate(part, 1):
            if number == 1 or (number == share.lines and share.footer is not None):
                continue
            if number > share.lines:
                return
            whole.write(line)


def _sum(footers: Sequence[Footer]) -> Footer:
    verdicts: dict[str, int] = {}
    for footer in footers:
        for verdict, count in footer.verdicts.items():
            verdicts[verdict] = verdicts.get(verdict, 0) + count
    exits = {footer.exit for footer in footers}
    interrupted = any(footer.interrupted for footer in footers)
    return Footer(verdicts, COULD_NOT_JUDGE if interrupted else 1 if 1 in exits else max(exits), interrupted)


def _check(shares: Sequence[Share]) -> None:
    for share in shares:
        if share.header.selection.shard is None:
            raise MergeError(f"{share.path} is no share: it was not made with --shard")
    _same(shares, "suite", lambda header: (header.suite, header.digests))
    _same(shares, "target", lambda header: header.describe)
    _same(shares, "selection", lambda header: _whole(header.selection))
    _same(shares, "options", lambda header: (header.strict, header.require, header.xfail, header.flaky))
    if shares[0].header.selection.fresh:
        _same(shares, "seed", lambda header: header.seed)
    _same(shares, "number of shares", lambda header: header.selection.shard.count)
    count = shares[0].header.selection.shard.count  # type: ignore[union-attr] # each is a share
    numbers = [share.header.selection.shard.number for share in shares]  # type: ignore[union-attr] # the same
    if doubled := sorted({number for number in numbers if numbers.count(number) > 1}):
        raise MergeError(f"share {doubled[0]}/{count} is there more than once")
    if missing := sorted(set(range(1, count + 1)) - set(numbers)):
        raise MergeError(f"share {', '.join(f'{number}/{count}' for number in missing)} is missing")


def _same(shares: Sequence[Share], what: str, key: Any) -> None:
    for share in shares[1:]:
        if key(share.header) != key(shares[0].header):
            raise MergeError(f"{shares[0].path} and {share.path} are not of one run: the {what} differs")


def _whole(selection: Selection) -> Selection:
    return msgspec.structs.replace(selection, shard=None)
