"""The harness's whole cost per case over stdio, against a bare exchange of the same lines with a Rust echo.

    python benchmarks/exchange.py                                       the harness over a fast echo-like target
    python benchmarks/exchange.py --target "stdio:./coalition-stdio"    over an implementation, with its suite

Both sides run alternately in one process, so that the ratio does not depend on the machine's mood. The bare exchange
encodes, pipelines and decodes the same requests with the same codec, with as many in flight; it judges nothing and
keeps no history. That codec is strict: it writes a line again to see that nothing was lost, and what a plain decoder
would cost instead is printed beside it. The harness does everything: shuffling, ids, strict reading, verdicts, twins,
requirements and the history on disk.

An implementation needs a core of its own. Where the machine has none free, its work is counted as the harness's time;
the CPU of this process alone is printed too.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from common import WINDOW, EchoSuite, bare_exchange, build_echo

from assay.history import History
from assay.runner import Options, run
from assay.selection import Selection
from assay.suite import Case
from assay.targets.stdio import StdioTarget

#: What reads JSON and minds neither repeated keys nor the form of a number.
decode = msgspec.json.decode
Cost = tuple[float, float]

if TYPE_CHECKING:
    from assay.suite import Suite
    from assay.targets.base import Target


def main() -> None:
    """Print microseconds a case for both, and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", help="a target URI; the echo unless given")
    parser.add_argument("--suite", help="the suite to ask it, where more than one is installed")
    parser.add_argument("--filter", action="append", default=[], help="only such of its cases, as in assay run")
    parser.add_argument("--cases", type=int, default=20_000, help="cases a round (repeating the suite's own as needed)")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--window", type=int, default=WINDOW, help="requests in flight, at most, on both sides")
    arguments = parser.parse_args()
    echo = build_echo()
    suite, target = open_target(arguments.target, arguments.suite, echo)
    own = None if arguments.target is None else Selection(filters=tuple(arguments.filter))
    cases = sample(suite, target, arguments.cases, own)
    # The cost of computing cases is the suite's, not the harness's: both sides get them ready-made.
    suite.fresh = lambda count, seed, wanted: iter(cases)  # type: ignore[method-assign] # for this suite alone
    window = arguments.window
    plain: list[Cost] = []
    bare: list[Cost] = []
    whole: list[Cost] = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(arguments.rounds):
            plain.append(measured(lambda: bare_exchange(echo, cases, window, decode)))
            bare.append(measured(lambda: bare_exchange(echo, cases, window)))
            whole.append(measured(lambda: judged(target, suite, len(cases), Path(folder), window)))
    print(f"{len(cases)} cases over {target.uri}")
    print(f"{arguments.rounds} rounds of each in turn, at most {window} requests in flight\n")
    print(f"{'µs a case':<44}   time          own CPU")
    print(f"{'':<44}    min median    min median")
    for name, costs in (
        ("bare exchange with the echo", bare),
        ("the same, read by a decoder that is lenient", plain),
        ("the harness, all of it", whole),
    ):
        print(f"{name:<44} {row([figure / len(cases) * 1e6 for figure in summary(costs)])}")
    for name, floor in (("ratio to the bare exchange (aim: at most 2)", bare), ("ratio to the lenient one", plain)):
        ratios = [ours / theirs for ours, theirs in zip(summary(whole), summary(floor), strict=True)]
        print(f"{name:<44} {row(ratios)}")


def summary(costs: Sequence[Cost]) -> list[float]:
    """Least and median time, least and median CPU."""
    return [figure(column) for column in zip(*costs, strict=True) for figure in (min, statistics.median)]


def row(figures: Sequence[float]) -> str:
    """Four figures under their headings."""
    return " ".join(f"{figure:6.2f}" for figure in figures)


def open_target(uri: str | None, suite_name: str | None, echo: str) -> tuple[Suite, Target]:
    """The suite and the target to measure."""
    if uri is None:
        return EchoSuite(), StdioTarget("stdio:echo rpc", [echo, "rpc"])  # type: ignore[return-value] # no vectors
    from assay.registry import load_suite  # noqa: PLC0415 - the echo needs no installed suite
    from assay.targets.uri import parse  # noqa: PLC0415 - the same

    return load_suite(suite_name), parse(uri)


def sample(suite: Suite, target: Target, count: int, own: Selection | None) -> list[Case]:
    """`count` cases that the target passes: the committed ones in turn, or fresh echoes.

    Explaining failures is another matter, and costs what it costs; how many cases are left out for it is printed.
    """
    if own is None:
        return list(suite.fresh(count, "exchange"))
    outcome = run(target, suite, Options(seed="exchange", selection=own, keep_passed=True, explain=0), History(None))
    # A scenario is many lines, and each depends on the one before it.
    passed = [each for each in outcome.tally.passed or [] if isinstance(each, Case)]
    if not passed:
        raise SystemExit(f"the target passes nothing: {outcome.problem or outcome.complaints}")
    if left_out := outcome.tally.seen - len(passed):
        print(f"left out: {left_out} cases that {target.uri} does not pass")
    return list(numbered(passed, count))


def numbered(cases: Sequence[Case], count: int) -> Iterator[Case]:
    """The cases over and over, under new names."""
    for n in range(count):
        case = cases[n % len(cases)]
        yield msgspec.structs.replace(case, id=f"{n}/{case.id}", unit=f"{n // len(cases)}/{case.unit}")


def judged(target: Target, suite: Suite, count: int, folder: Path, window: int) -> None:
    """One whole run."""
    options = Options(seed="exchange", selection=Selection(fresh=count), window=window)
    outcome = run(target, suite, options, History(folder / "history.ndjson"))
    if outcome.exit != 0:
        raise SystemExit(
            f"the target does not pass: {outcome.complaints or outcome.problem or dict(outcome.tally.counts)}"
        )


def measured(function: Callable[[], None]) -> Cost:
    """Seconds on the clock, and seconds of CPU in this process: those do not depend on who else is busy."""
    start, busy = time.perf_counter(), time.process_time()
    function()
    return time.perf_counter() - start, time.process_time() - busy


if __name__ == "__main__":
    main()
