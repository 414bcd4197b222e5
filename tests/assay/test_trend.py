"""Several histories of one implementation: what moved from each to the next, in every view."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from toy_tools import Cli, Page, toy_uri

from assay.comparison import Fate
from assay.report.trend import LEAST, bars, moved
from assay.trend import Judged, Moment, Move, Trend, trends

SUITE = ("--suite", "toy")
PASSED, FAILED, CRASHED, NOT_RUN = Fate("passed"), Fate("failed"), Fate("crashed"), Fate("not-run")
TEXTS = ["22", "610a62", "6162", "c3a4c3b6c3bc", "empty", "f09d9498"]


def judged(recorded: str | None, name: str = "toy", **fates: Fate) -> Judged:
    counts: dict[str, int] = {}
    for fate in fates.values():
        counts[fate.verdict] = counts.get(fate.verdict, 0) + 1
    keys = {(case, b""): fate for case, fate in fates.items()}
    passed = frozenset(case.upper() for case, fate in fates.items() if fate.passes)
    failed = frozenset(case.upper() for case, fate in fates.items() if not fate.passes and not fate.open)
    return Judged(name, "1", recorded, keys, failed, passed, counts)


def only(found: list[Trend]) -> Trend:
    (trend,) = found
    return trend


def test_each_run_is_compared_with_the_one_before_in_time() -> None:
    later = judged("2026-02-01T00:00:00+00:00", a=PASSED, b=FAILED, c=PASSED)
    first = judged("2026-01-01T00:00:00+00:00", a=FAILED, b=PASSED, d=PASSED)

    trend = only(trends([later, first]))

    assert [moment.run for moment in trend.moments] == [1, 0]
    assert trend.moments[0].move is None
    assert trend.moments[1].move == Move(
        newly_failing=("b",),
        newly_passing=("a",),
        new=("c",),
        gone=("d",),
        requirements_newly_failing=("B",),
        requirements_newly_passing=("A",),
    )


def test_a_case_without_an_answer_is_compared_when_it_has_one_again() -> None:
    runs = [judged(f"2026-0{month}", a=fate) for month, fate in enumerate([PASSED, NOT_RUN, CRASHED, CRASHED], 1)]

    moments = only(trends(runs)).moments

    assert [moment.move and moment.move.newly_failing for moment in moments] == [None, (), ("a",), ()]
    assert [(moment.open, moment.failing) for moment in moments] == [(0, 0), (1, 0), (0, 1), (0, 1)]


def test_what_was_asked_long_before_is_not_new() -> None:
    runs = [judged("1", a=PASSED, b=NOT_RUN), judged("2", a=PASSED), judged("3", a=PASSED, b=PASSED, c=FAILED)]

    assert [moment.move and (moment.move.new, moment.move.gone) for moment in only(trends(runs)).moments] == [
        None,
        ((), ("b",)),
        (("c",), ()),
    ]


def test_cases_of_one_name_that_ask_something_else_are_others() -> None:
    runs = [
        Judged("toy", "1", month, {("fresh/1", asked): fate}, frozenset(), frozenset(), {})
        for month, asked, fate in (("1", b"x", PASSED), ("2", b"y", FAILED))
    ]

    assert only(trends(runs)).moments[1].move == Move(new=("fresh/1",), gone=("fresh/1",))


def test_without_a_date_the_order_is_the_one_given() -> None:
    assert [moment.run for moment in only(trends([judged("2"), judged(None), judged("1")])).moments] == [0, 1, 2]
    assert [moment.run for moment in only(trends([judged("2"), judged("1"), judged("1")])).moments] == [1, 2, 0]


def test_every_implementation_has_its_own() -> None:
    found = trends([judged("1", "one"), judged("2", "other"), judged("3", "one"), judged("4", "single")])

    assert [(trend.name, [moment.run for moment in trend.moments]) for trend in found] == [("one", [0, 2])]


def test_verdicts_are_counted_under_their_headings() -> None:
    verdicts = {
        "passed": 1, "failed": 2, "crashed": 4, "flaky": 8, "unexpected-pass": 16, "known-failure": 32,
        "known-flaky": 64, "skipped": 128, "not-run": 256, "unreachable": 512,
    }  # fmt: skip
    each = Judged("toy", "1", "1", {}, frozenset(), frozenset(), verdicts)

    moment = only(trends([each, each])).moments[0]

    assert (moment.passed, moment.failing, moment.known, moment.not_claimed, moment.open) == (1, 30, 96, 128, 768)


def moment(**counts: int) -> Moment:
    every = {**dict.fromkeys(("passed", "failing", "open", "known", "not_claimed"), 0), **counts}
    return Moment(run=0, version="1", recorded=None, move=None, **every)


def test_one_failure_among_many_can_be_seen() -> None:
    passed, failing = bars(moment(passed=100_000, failing=1))

    assert failing.width > 100 * LEAST * 0.9
    assert passed.width + failing.width == pytest.approx(100, abs=0.05)
    assert failing.x == pytest.approx(passed.width, abs=0.02)
    assert bars(moment()) == []


def test_what_is_one_is_told_as_one() -> None:
    words = [word for word, _ in moved(Move(requirements_newly_failing=("A",), requirements_newly_passing=("B", "C")))]

    assert words == ["requirement newly failing", "requirements newly passing"]


@pytest.fixture
def histories(cli: Cli, tmp_path: Path) -> list[str]:
    """Four runs of the toy, on days that are not in the order of their names."""
    runs = {"d": ("01", ()), "b": ("02", ("wrong-value",)), "c": ("03", ("basic-only", "wrong-on-7")), "a": ("04", ())}
    for name, (day, modes) in runs.items():
        cli("run", *SUITE, "--target", toy_uri(*modes), "--history", name)
        text = (tmp_path / name).read_text("utf-8")
        text, edits = re.subn(r'"recorded":"[^"]*"', f'"recorded":"2026-03-{day}T12:00:00+00:00"', text, count=1)
        assert edits == 1
        (tmp_path / name).write_text(text, "utf-8")
    return sorted(runs)


def test_all_views_tell_the_same(cli: Cli, tmp_path: Path, histories: list[str]) -> None:
    done = cli("report", *SUITE, *histories, "--html", "t.html", "--markdown", "t.md", "--json", "t.json")

    assert done.returncode == 1
    reverse = [f"toy/reverse/{text}" for text in TEXTS]
    hashes = ["toy/leaf/x", "toy/root/three", "toy/root/two"]
    by_name = dict(zip(histories, json.loads((tmp_path / "t.json").read_bytes()), strict=True))
    told = [by_name[name]["trend"] for name in "dbca"]
    assert [each["place"] for each in told] == [1, 2, 3, 4]
    assert [each["recorded"][:10] for each in told] == [f"2026-03-0{day}" for day in (1, 2, 3, 4)]
    assert told[0]["moved"] is None
    assert told[1]["moved"]["newly_failing"] == hashes[:1] + reverse + hashes[1:]
    assert told[2]["moved"] == {
        "newly_failing": ["toy/sum/plain-7"],
        "newly_passing": reverse,
        "new": [],
        "gone": [*hashes, "toy/sum/above"],
        "requirements_newly_failing": ["TOY-1"],
        "requirements_newly_passing": ["TOY-2", "TOY-4"],
    }
    assert told[3]["moved"]["newly_passing"] == [*hashes, "toy/sum/plain-7"]

    text = Page((tmp_path / "t.html").read_text("utf-8")).text
    summary = (tmp_path / "t.md").read_text("utf-8")
    for words in (
        "72 passed, 0 failing, 0 not claimed",
        "63 passed, 9 failing, 0 not claimed",
        "67 passed, 1 failing, 4 not claimed",
        "9 newly failing, 3 requirements newly failing",
        "4 newly passing, 2 requirements newly passing",
    ):
        assert words in text
        assert words in summary
    assert text.index("2026-03-01 12:00:00 UTC") < text.index("2026-03-02 12:00:00 UTC")
    dates = re.findall(r"^\| (2026-03-0\d) ", summary, re.MULTILINE)
    assert dates == sorted(dates)
    assert len(dates) == 4


def test_each_row_leads_to_its_run(cli: Cli, tmp_path: Path, histories: list[str]) -> None:
    cli("report", *SUITE, *histories, "--html", "t.html")

    found = Page((tmp_path / "t.html").read_text("utf-8"))

    ids = found.with_attribute("id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in found.with_attribute("href")} <= set(ids)
    # The histories were given as a, b, c, d.
    assert [link for link in found.with_attribute("href") if re.fullmatch(r"#v\d", link)] == [
        "#v4",
        "#v2",
        "#v3",
        "#v1",
    ]
    assert found.tags["svg"] == 4
    assert not [each for _, each in found.attributes if "style" in each], "the policy lets no such style through"


def test_one_history_has_no_trend(cli: Cli, tmp_path: Path, histories: list[str]) -> None:
    cli("report", *SUITE, histories[0], "--html", "t.html", "--markdown", "t.md", "--json", "t.json")

    assert 'id="trend"' not in (tmp_path / "t.html").read_text("utf-8")
    assert "Trend" not in (tmp_path / "t.md").read_text("utf-8")
    assert "trend" not in json.loads((tmp_path / "t.json").read_bytes())


def test_a_name_does_not_act(cli: Cli, tmp_path: Path) -> None:
    """What an implementation calls itself is text, in the trend too."""
    for name in ("a", "b"):
        cli("run", *SUITE, "--target", toy_uri(), "--history", name)
        text = (tmp_path / name).read_text("utf-8").replace('"name":"toy"', '"name":"<script>x</script>|`"')
        (tmp_path / name).write_text(text.replace(r"\"name\":\"toy\"", r"\"name\":\"<script>x</script>|`\""), "utf-8")

    done = cli("report", *SUITE, "a", "b", "--html", "t.html", "--markdown", "t.md")

    assert done.returncode == 0, done.stderr
    found = Page((tmp_path / "t.html").read_text("utf-8"))
    assert found.tags["script"] == 1
    assert "<script>x</script>|`: 2 runs" in found.text
    assert "<script" not in (tmp_path / "t.md").read_text("utf-8")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_browser_shows_it_at_both_widths(
    cli: Cli, tmp_path: Path, histories: list[str], browser: Callable[[str], str], width: int
) -> None:
    cli("report", *SUITE, *histories, "--html", "t.html")
    probe = tmp_path / "probe.html"
    probe.write_text(
        f"<body><iframe src=t.html style='width:{width}px;height:900px;border:0'></iframe><p id=out></p>"
        "<script>onload = () => { const page = frames[0].document; const root = page.documentElement;"
        "const table = page.querySelector('.trend').getBoundingClientRect();"
        "const rects = [...page.querySelectorAll('.bar rect')];"
        "document.getElementById('out').textContent = JSON.stringify([root.scrollWidth, root.clientWidth, table.right,"
        "rects.length, rects.filter(each => each.getBoundingClientRect().width >= 1).length,"
        "new Set(rects.map(each => frames[0].getComputedStyle(each).fill)).size]); }</script>",
        "utf-8",
    )

    told = re.search(r'id="out">(.*?)</p>', browser(probe.as_uri()))

    assert told is not None
    wide, room, right, drawn, visible, colours = json.loads(told[1])
    assert wide <= room
    assert right <= room
    # All passed; passed and failing; passed, failing and not claimed; all passed.
    assert (drawn, visible, colours) == (7, 7, 3)
