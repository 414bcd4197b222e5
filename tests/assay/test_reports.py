"""The files a report is written to: what they say, that nothing in them acts, and that they are the same each time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from toy_suite import ToySuite
from toy_tools import Ask, Cli, Page, toy_uri

from assay.describe import Describe
from assay.rejudge import rejudge
from assay.report import badge, clean, html, markdown
from assay.report.view import View, view
from assay.runner import Run
from assay.selection import Selection

SUITE = ("--suite", "toy")
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>|`*\u202e"


def seen(outcome: Run) -> View:
    return view(outcome, ToySuite())


def page(tmp_path: Path, *views: View) -> tuple[Page, str]:
    path = tmp_path / "report.html"
    html.write(views, ToySuite(), path)
    text = path.read_text(encoding="utf-8")
    return Page(text), text


def renamed(outcome: Run, name: str) -> Run:
    described = outcome.header.describe
    assert isinstance(described, Describe)
    import msgspec  # noqa: PLC0415 - only this test makes up a description

    outcome.header = msgspec.structs.replace(
        outcome.header, describe=msgspec.structs.replace(described, name=name), target=name
    )
    return outcome


MODES = ["ok", "salt", "sorted-leaves", "crash-on-7", "empty-wrong", "basic-only", "accept-all", "exit-now", "farewell"]


@pytest.mark.parametrize("mode", MODES)
def test_the_page_is_well_formed_whatever_came(ask: Ask, tmp_path: Path, mode: str) -> None:
    outcome = ask(*(() if mode == "ok" else (mode,)))
    found, text = page(tmp_path, seen(outcome))
    report = seen(outcome).report
    assert report.headline in found.text
    assert found.tags["details"] == 1 + len(report.causes)
    assert found.with_attribute("open") == [""] * found.tags["details"]
    assert all(failure.rerun in found.text for failure in report.failures)
    assert not re.search(r"(?:src|href)=\"(?!#)", text), "the page needs something else"


def test_every_requirement_has_its_row(ask: Ask, tmp_path: Path) -> None:
    wrong, partial = seen(ask("wrong-on-7")), seen(ask("basic-only"))
    found, _ = page(tmp_path, wrong, partial)
    verdicts = found.with_attribute("data-verdicts")
    assert verdicts == ["failed passed", "passed passed", "passed unclaimed", "passed passed"]
    assert "61 of 62" in found.text
    assert found.with_attribute("scope").count("row") == 4
    ids = found.with_attribute("id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in found.with_attribute("href")} <= set(ids)


def test_cells_tell_known_failures_warnings_and_open_questions_apart(ask: Ask) -> None:
    known = seen(ask("wrong-on-7", xfail={"toy/sum/plain-7": "being mended"}))
    assert known.cells["TOY-1"].verdict == "known"
    warned = seen(ask("empty-wrong"))
    assert (warned.cells["TOY-4"].verdict, warned.cells["TOY-2"].verdict) == ("warned", "passed")
    flaky = seen(ask("flaky-on-7"))
    assert (flaky.cells["TOY-1"].verdict, flaky.cells["TOY-1"].passed) == ("failed", 61)
    part = seen(ask(selection=Selection(requirements=("TOY-2",))))
    assert (part.cells["TOY-2"].verdict, part.cells["TOY-1"].verdict) == ("passed", "not-asked")


def test_what_a_target_says_does_not_act(ask: Ask, tmp_path: Path) -> None:
    outcome = renamed(ask("salt"), HOSTILE)
    outcome.complaints.append(HOSTILE)
    found, text = page(tmp_path, seen(outcome))
    assert (found.tags["script"], found.tags["img"]) == (1, 0)
    assert HOSTILE.replace("\u202e", "\\u202e") in found.text
    assert "\u202e" not in text
    policy = next(each for each in found.with_attribute("content") if "script-src" in each)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    markdown.write([seen(outcome)], tmp_path / "summary.md")
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    outside = re.sub(r"(`+).*?[^`]\1(?!`)", "", summary)
    assert "<script" not in outside
    rows = [line for line in summary.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {6}


def test_two_writes_are_equal(ask: Ask, history_file: Path, tmp_path: Path) -> None:
    ask("salt")
    written = []
    for name in ("one", "two"):
        views = [seen(rejudge(history_file, ToySuite()))]
        html.write(views, ToySuite(), tmp_path / f"{name}.html")
        markdown.write(views, tmp_path / f"{name}.md")
        written.append([(tmp_path / f"{name}.{kind}").read_bytes() for kind in ("html", "md")])
    assert written[0] == written[1]


@pytest.mark.parametrize(
    ("modes", "options", "message"),
    [
        ((), {}, "conforms: all"),
        (("basic-only",), {}, "conforms: sums, 2 features not claimed"),
        (("wrong-on-7",), {}, "does not conform"),
        (("wrong-on-7",), {"xfail": {"toy/sum/plain-7": "known"}}, "1 known failure"),
        ((), {"selection": Selection(requirements=("TOY-1",))}, "passes a selection"),
        ((), {"selection": Selection(fresh=20)}, "passes a selection"),
        (("exit-now",), {}, "could not be judged"),
    ],
)
def test_a_badge_claims_no_more_than_the_sentence(
    ask: Ask, tmp_path: Path, modes: tuple[str, ...], options: dict[str, object], message: str
) -> None:
    badge.write(seen(ask(*modes, **options)), tmp_path / "badge.json")
    written = json.loads((tmp_path / "badge.json").read_bytes())
    assert written.keys() == {"schemaVersion", "label", "message", "color"}
    assert (written["schemaVersion"], written["message"]) == (1, message)


@pytest.mark.parametrize(
    ("text", "safe"), [("a|b", r"`a\|b`"), ("a`b", "``a`b``"), ("`a", "`` `a ``"), ("a\nb", "`a b`")]
)
def test_a_code_span_holds_anything(text: str, safe: str) -> None:
    assert clean.code(text) == safe


def test_all_views_of_several_histories(cli: Cli, tmp_path: Path) -> None:
    assert cli("run", *SUITE, "--target", "toy:", "--history", "a", "--badge", "a.json").returncode == 0
    assert cli("run", *SUITE, "--target", toy_uri("salt"), "--history", "b", "--markdown", "b.md").returncode == 1
    views = ("--html", "r.html", "--markdown", "r.md", "--junit", "r.xml", "--json", "r.json")
    done = cli("report", *SUITE, "a", "b", *views)
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 2)
    assert "toy 1 (2)" in Page((tmp_path / "r.html").read_text(encoding="utf-8")).text
    assert (tmp_path / "b.md").read_text(encoding="utf-8") in (tmp_path / "r.md").read_text(encoding="utf-8")
    names = [suite.get("name") for suite in ElementTree.parse(tmp_path / "r.xml").iter("testsuite")]
    assert len(names) == len(set(names)) == 10
    assert [report["exit"] for report in json.loads((tmp_path / "r.json").read_bytes())] == [0, 1]
    assert json.loads((tmp_path / "a.json").read_bytes())["label"] == "toy 0.1 draft"
    assert cli("report", *SUITE, "a", "--json", "one.json").returncode == 0
    assert cli("judge", *SUITE, "a", "--json", "judged.json").returncode == 0
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "judged.json").read_bytes()


def test_wrong_usage_of_report_is_2(cli: Cli, tmp_path: Path) -> None:
    assert cli("run", *SUITE, "--target", "toy:", "--history", "a").returncode == 0
    (tmp_path / "b").write_bytes(b"nothing\n")
    for arguments in (
        ("a",),
        ("none", "--html", "x"),
        ("a", "--html", "a/x"),
        ("b", "--html", "x"),
        ("a", "a", "--badge", "x"),
        (),
    ):
        done = cli("report", *SUITE, *arguments)
        assert done.returncode == 2, arguments
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "x").exists()


MANY = """
import re
import sys
from pathlib import Path
# A process inherits the peak of the one that started it; the peak of this one counts from here.
Path("/proc/self/clear_refs").write_text("5")
from toy_suite import ToySuite
from assay.rejudge import rejudge
from assay.report import html
from assay.report.view import view
views = [view(rejudge(Path(sys.argv[1]), ToySuite()), ToySuite())]
html.write(views, ToySuite(), Path(sys.argv[2]))
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


@pytest.mark.parametrize("wrong", [False, True])
def test_a_history_of_100000_cases_is_reported_in_little_memory(
    ask: Ask, history_file: Path, tmp_path: Path, wrong: bool
) -> None:
    ask(selection=Selection(fresh=100_000))
    if wrong:
        text = history_file.read_bytes()
        history_file.write_bytes(text.replace(b'"result":{"value":"', b'"result":{"value":"x'))
    done = subprocess.run(
        [sys.executable, "-c", MANY, str(history_file), str(tmp_path / "many.html")],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert int(done.stdout) < 200, f"{done.stdout.strip()} MB"
    size = (tmp_path / "many.html").stat().st_size
    assert size < 200_000
    found = Page((tmp_path / "many.html").read_text(encoding="utf-8"))
    assert ("100000 failed" if wrong else "100000 passed") in found.text


def test_a_browser_shows_the_page_at_both_widths(ask: Ask, tmp_path: Path, browser: Callable[[str], str]) -> None:
    page(tmp_path, seen(ask("salt")), seen(ask("basic-only")))
    # A frame, since a window cannot be as narrow as a phone; its script reports what does not fit.
    for width in (390, 1280):
        probe = tmp_path / f"probe-{width}.html"
        probe.write_text(
            f"<body><iframe src=report.html style='width:{width}px;height:900px;border:0'></iframe><p id=out></p>"
            "<script>onload = () => { const page = frames[0].document;"
            "const root = page.documentElement;"
            "const tools = page.getElementById('tools');"
            "const shown = () => page.querySelectorAll('#matrix tr[data-verdicts]:not([hidden])').length;"
            "const all = shown(); tools.elements.verdict.value = 'failed';"
            "tools.dispatchEvent(new Event('input'));"
            "const failed = shown(); tools.elements.search.value = 'nothing-such';"
            "tools.dispatchEvent(new Event('input'));"
            "document.getElementById('out').textContent = JSON.stringify("
            "[root.scrollWidth, root.clientWidth, !tools.hidden, all, failed, shown()]); }</script>",
            encoding="utf-8",
        )
        shown = browser(probe.as_uri())
        told = re.search(r'id="out">(.*?)</p>', shown)
        assert told is not None, shown
        wide, room, *rest = json.loads(told[1])
        assert wide <= room, f"at {width} pixels the page is {wide} wide"
        assert rest == [True, 4, 1, 0]
