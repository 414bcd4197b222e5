"""Profiles, as a user asks for them: which are held, what is required, and what may be said afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from toy_tools import Cli, toy_uri

SUITE = ("--suite", "toy")
BASIC = ("--target", toy_uri("basic-only"))


def headline(text: str) -> str:
    return text.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("toy.basic", 0, "; profile sums; not claimed: toy.root, toy.strict"),
        ("sums", 0, "; profile sums; not claimed: toy.root, toy.strict"),
        ("rooted", 1, "the required profile rooted is not held: toy.root not claimed"),
        ("all", 1, "the required profile all is not held: toy.root, toy.strict not claimed"),
        ("toy.root", 1, "the required feature toy.root is not claimed"),
    ],
)
def test_a_feature_or_a_profile_may_be_required(cli: Cli, name: str, code: int, words: str) -> None:
    done = cli("run", *SUITE, *BASIC, "--require", name)
    assert (done.returncode, words in done.stdout) == (code, True), done.stdout
    judged = cli("judge", *SUITE)
    assert (judged.returncode, headline(judged.stdout)) == (code, headline(done.stdout))


@pytest.mark.parametrize(
    ("option", "name", "hint"),
    [
        ("--require", "toy.rot", "did you mean toy.root"),
        ("--require", "roted", "did you mean rooted"),
        ("--profile", "roted", "no profile 'roted'; did you mean rooted?"),
        ("--profile", "toy.root", "no profile 'toy.root'"),
        ("--require", "qqqqqqqq", "no feature and no profile 'qqqqqqqq'\n"),
    ],
)
def test_an_unknown_name_is_wrong_usage_and_the_nearest_is_named(cli: Cli, option: str, name: str, hint: str) -> None:
    done = cli("run", *SUITE, "--target", "toy:", option, name)
    assert (done.returncode, hint in done.stderr) == (2, True), done.stderr


def test_a_profile_is_asked_whole_and_nothing_else(cli: Cli, tmp_path: Path) -> None:
    done = cli("run", *SUITE, "--target", "toy:", "--profile", "sums", "--badge", "b.json", "--html", "r.html")
    assert done.returncode == 0
    said = "toy 1 conforms to the profile sums of toy spec 0.1 draft (3 requirements, 68 cases, vectors abababababab)"
    assert headline(done.stdout) == said
    assert "skipped" not in done.stdout
    assert json.loads((tmp_path / "b.json").read_bytes())["message"] == "conforms: sums"
    assert "the profile sums, whole" in (tmp_path / "r.html").read_text("utf-8")
    judged = cli("judge", *SUITE, "--json", "r.json")
    assert (judged.returncode, headline(judged.stdout)) == (0, said)
    report = json.loads((tmp_path / "r.json").read_bytes())
    assert report["claim"]["profile"] == "sums"
    assert "--profile sums" in report["rerun"]


def test_what_is_wrong_outside_a_profile_is_not_asked(cli: Cli) -> None:
    assert cli("run", *SUITE, "--target", toy_uri("salt"), "--profile", "sums").returncode == 0
    done = cli("run", *SUITE, "--target", toy_uri("salt"), "--profile", "rooted")
    assert done.returncode == 1
    assert "does not conform to the profile rooted of toy spec 0.1 draft" in headline(done.stdout)


def test_a_profile_that_is_not_held_whole_is_not_conformed_to(cli: Cli) -> None:
    done = cli("run", *SUITE, *BASIC, "--profile", "rooted")
    assert done.returncode == 1
    assert "the required profile rooted is not held: toy.root not claimed" in headline(done.stdout)


@pytest.mark.parametrize(
    "narrower", [("--filter", "toy/sum/*"), ("--feature", "toy.basic"), ("--fresh", "5"), ("--shard", "1/2")]
)
def test_a_selection_within_a_profile_is_no_claim(cli: Cli, narrower: tuple[str, ...]) -> None:
    done = cli("run", *SUITE, "--target", "toy:", "--profile", "all", *narrower)
    assert (done.returncode, "no claim of conformance" in headline(done.stdout)) == (0, True), done.stdout


@pytest.mark.parametrize(
    ("arguments", "profiles"),
    [
        (("--target", "toy:"), ["sums", "rooted", "all"]),
        (BASIC, ["sums"]),
        (("--target", "toy:", "--filter", "*"), []),
        (("--target", toy_uri("salt")), []),
        (("--target", toy_uri("wrong-on-7"), "--xfail", "known.txt"), []),
        (("--target", "stdio:/bin/false"), []),
    ],
)
def test_every_view_says_the_same_sentence_and_claims_no_more(
    cli: Cli, tmp_path: Path, arguments: tuple[str, ...], profiles: list[str]
) -> None:
    (tmp_path / "known.txt").write_text("toy/sum/plain-7  not yet\n")
    views = ("--json", "r.json", "--html", "r.html", "--markdown", "r.md", "--badge", "b.json")
    done = cli("run", *SUITE, *arguments, *views)
    report = json.loads((tmp_path / "r.json").read_bytes())
    claim, sentence = report["claim"], report["headline"]
    assert headline(done.stdout) == sentence
    assert sentence in (tmp_path / "r.html").read_text("utf-8")
    assert sentence.split(" (")[0] in (tmp_path / "r.md").read_text("utf-8").replace("\\", "")
    assert claim["profiles"] == profiles
    assert claim["conforms"] is bool(profiles) is (" conforms to " in sentence)
    assert ("conforms: " in json.loads((tmp_path / "b.json").read_bytes())["message"]) is bool(profiles)
    assert claim["vectors"] == "ab" * 32
    assert claim["released"] is False


def test_a_profile_is_asked_by_several_processes_and_listed(cli: Cli) -> None:
    one = cli("run", *SUITE, "--target", "toy:", "--profile", "sums")
    several = cli("run", *SUITE, "--target", "toy:", "--profile", "sums", "-j", "3")
    assert headline(several.stdout) == headline(one.stdout)
    assert cli("list", *SUITE, "--profile", "sums", "--count").stdout == "68\n"
