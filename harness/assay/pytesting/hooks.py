"""The hooks: collecting the suite beside what pytest collects itself, asking it, and saying what came of it."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest

from assay.pytesting import options, whole
from assay.pytesting.inquiry import Inquiry
from assay.pytesting.items import QuestionItem, SuiteNode
from assay.pytesting.options import Settings
from assay.pytesting.whole import Heard
from assay.report.progress import shown
from assay.runner import Run
from assay.tally import Tally

#: The name under which a worker finds what the first process tells it, and the other way round.
_KEY = "assay"
#: Values of xdist's --dist that leave it to xdist who runs what. The others are the user's own wish.
OURS = ("load", "worksteal")


class Door:
    """Registered when a target is named: adds the options, and then what is configured by them."""

    @pytest.hookimpl
    def pytest_addoption(self, parser: pytest.Parser) -> None:
        """The options of `assay run`."""
        options.add(parser)

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Everything else."""
        told: dict[str, Any] = getattr(config, "workerinput", {}).get(_KEY, {})
        settings = options.settings(config, told.get("seed"))
        config.pluginmanager.register(Asking(config, settings, told.get("shares", 1)), "assay-asking")


class Asking:
    """In every process: items, and their verdicts."""

    def __init__(self, config: pytest.Config, settings: Settings, shares: int) -> None:
        prefix = f"{settings.suite.name}::"
        names = [argument.removeprefix(prefix) for argument in config.args if argument.startswith(prefix)]
        own = config.args_source is not pytest.Config.ArgsSource.ARGS
        config.args = [] if own else [argument for argument in config.args if not argument.startswith(prefix)]
        config.args_source = pytest.Config.ArgsSource.ARGS
        self.config = config
        self.settings = settings
        self.inquiry = Inquiry(settings, shares, names)
        self.collected = 0
        self.heard: list[Heard] = []
        self.whole: Run | None = None

    @property
    def first(self) -> bool:
        """Whether this is not a worker's process."""
        return not hasattr(self.config, "workerinput")

    def pytest_report_header(self) -> str:
        """Who is asked what, and the seed that asks it again."""
        settings = self.settings
        what = f"{settings.suite.name} {settings.suite.version}"
        return f"assay: {settings.target.uri}, suite {what}, seed {settings.options.seed}"

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, session: pytest.Session, items: list[pytest.Item]) -> None:
        """Put the suite beside what was collected, before anything is deselected."""
        node: SuiteNode = SuiteNode.from_parent(session, name=self.settings.suite.name, nodeid=self.settings.suite.name)
        node.inquiry = self.inquiry
        found = list(session.genitems(node))
        self.collected = len(found)
        items += found

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Take what was left to ask."""
        chosen = [item.question for item in session.items if isinstance(item, QuestionItem)]
        self.inquiry.choose(chosen, whole=len(chosen) == self.collected)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Ask before the first verdict is wanted, outside the time that the item takes."""
        if isinstance(item, QuestionItem) and not self.inquiry.asked(item.question):
            came = self.inquiry.ask(item.question, self._showing)
            if not self.first:
                output: dict[str, Any] = item.config.workeroutput  # type: ignore[attr-defined] # xdist's
                output[_KEY] = pickle.dumps(self._known())
            if came.interrupted:
                raise KeyboardInterrupt
        return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        """When everything was run, report what no item answers for."""
        try:
            return (yield)
        finally:
            if self.first:
                self._conclude(session)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """The causes, and the sentence that may be quoted."""
        if self.whole is None:
            return
        terminalreporter.section("assay")
        for line in whole.summary(self.whole, self.settings, quiet=terminalreporter.verbosity < 0):
            terminalreporter.write_line(line)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker of xdist the seed, and how many shares there are."""
        ours = self.config.getoption("dist") in OURS
        shares = node.workerinput["workercount"] if ours else 1
        node.workerinput[_KEY] = {"seed": self.settings.options.seed, "shares": shares}

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Any:
        """Shares of units, where the user leaves it to xdist how work is handed out."""
        from assay.pytesting.scheduling import ShareScheduling  # noqa: PLC0415 - xdist need not be there

        return ShareScheduling(config, log, self.settings) if config.getoption("dist") in OURS else None

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take what a worker found."""
        said = getattr(node, "workeroutput", {}).get(_KEY)
        if said is not None:
            self.heard.append(pickle.loads(said))

    def _known(self) -> Heard:
        inquiry = self.inquiry
        return Heard(inquiry.options, inquiry.runs, inquiry.wanted, inquiry.count)

    def _conclude(self, session: pytest.Session) -> None:
        heard = self.heard or [self._known()]
        if not any(each.runs for each in heard):
            return
        self.whole = whole.conclude(self.settings, heard)
        text = whole.trouble(self.whole, failed=bool(session.testsfailed))
        if text and not session.shouldfail:
            self.config.hook.pytest_runtest_logreport(report=whole.report(self.settings.suite.name, text))

    @contextmanager
    def _showing(self) -> Iterator[Callable[[Tally], None]]:
        capture = self.config.pluginmanager.getplugin("capturemanager")
        quiet = not self.first or self.config.get_verbosity() < 0
        uncaptured = capture.global_and_fixture_disabled() if capture is not None else nullcontext()
        with uncaptured, shown(None, quiet=quiet) as progress:
            yield progress
