"""The campaign of automatic mutants: what is made, what a blind suite lets live, and what the list is held to."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from assay.suite import Case, Question, Value
from coalition import presence
from conformance.campaign import survivors
from conformance.campaign.journal import Journal
from conformance.campaign.modules import IDENTITY, read
from conformance.campaign.mutations import Mutant, mutants
from conformance.campaign.sample import drawn
from conformance.campaign.survivors import Entry, Listed, ListError, Unasked, reconcile
from conformance.campaign.trial import Bench, ControlError, Fate

KILLED, SURVIVED = Fate("killed", "a/b", "another value"), Fate("survived")

TOY = '''
"""A module."""


def check(value: str | None, limit: int = 3) -> bytes:
    """Not this."""
    if len(value) > limit:
        raise ValueError(value, f"over {limit}")
    return hash_many_of(ascii_text("tag", "toy"), part("inner", value, "bytes"))


class Toy:
    def __repr__(self) -> str:
        return "Toy" + "s"
'''


def _changes(source: str) -> set[tuple[str, str]]:
    return {(mutant.before, mutant.after) for mutant in mutants("toy", source)}


def test_the_tool_changes_what_an_answer_shows() -> None:
    """Literals, operators, defaults and arguments change."""
    assert {
        ("3", "4"),
        ("> limit", ">= limit"),
        ('"toy"', '"TOY"'),
        ('ascii_text(…, "toy")', "ascii_text(…, None)"),
        ('hash_many_of(ascii_text("tag", "toy"), …)', "hash_many_of(…)"),
        ("part(…, value, …)", "part(…, …)"),
    } <= _changes(TOY)


def test_the_rules_leave_out_what_no_answer_shows() -> None:
    """Annotations, the text of an error, the label and encoding of a row, `len`, and `__repr__` do not change."""
    for before, after in _changes(TOY):
        assert not before.startswith(("len(", "ValueError(", "Toy"))
        assert before not in {'"tag"', '"inner"', '"bytes"', '"Toy"', "str | None", 'f"over {limit}"'}
        assert not after.startswith(("ascii_text(None", "part(None"))
        assert (before, after) != ('part(…, "bytes")', "part(…)")
    # The same texts elsewhere are no labels.
    assert ('"tag"', '"TAG"') in _changes('NAME = "tag"\n')


def test_a_mutant_is_the_same_when_lines_move() -> None:
    """Lines above and between leave the names alone; each change stands where it stood, and can be compiled."""
    source = read("acl")
    moved = "# a line\n\n" + source.replace("\n@dataclass", "\n# another\n@dataclass")

    made, again = mutants("acl", source), mutants("acl", moved)

    assert [mutant.name for mutant in made] == [mutant.name for mutant in again]
    assert len({mutant.name for mutant in made}) == len(made) > 100
    for one, other in zip(made, again, strict=True):
        compile(one.applied(source), "acl", "exec")
        assert one.applied(source) != source
        assert other.applied(moved).replace("# a line\n\n", "").replace("# another\n", "") == one.applied(source)


def test_the_seed_draws_the_sample() -> None:
    """The same seed draws the same, another draws another, and a mutant more moves one place at most."""
    made = [mutant for module in ("acl", "oracle") for mutant in mutants(module, read(module))]
    first = drawn(made, 30, "a")

    assert drawn(list(made), 30, "a") == first
    assert len(first) == 30
    assert set(drawn(made, 30, "b")) != set(first)
    assert len(set(drawn(made[1:], 30, "a")) - set(first)) <= 1
    assert set(drawn(made, 10, "a")) <= set(first)
    assert drawn(made, len(made) + 1, "a") == made


@pytest.fixture(scope="module")
def made() -> list[Mutant]:
    """Every mutant of the identity modules."""
    return [mutant for module in IDENTITY for mutant in mutants(module, read(module))]


def _only(questions: Iterable[Question], *areas: str) -> list[Question]:
    return [question for question in questions if question.id.startswith(areas)]


def _toy(module: str, source: str, text: str) -> Mutant:
    """A mutant by hand: the first `source` of the module becomes `text`."""
    start = read(module).index(source)
    return Mutant(module, "by hand", source, "hand", source, text, 1, start, start + len(source), text)


@pytest.fixture(scope="module")
def bench(questions: list[Question]) -> Bench:
    """A bench on which few questions are asked, for quick work."""
    return Bench(_only(questions, "encoding/present-id/", "identity/member-id/"), cpu=2)


CONDITION = "if identifier == ZERO_ID:"


@pytest.mark.parametrize(
    ("text", "end", "why"),
    [
        (CONDITION, "survived", ""),
        ("if identifier != ZERO_ID:", "killed", "refused with ZeroId at stage validate"),
        ("while True:\n        pass\n    if True:", "killed", "no end after 2 s"),
        ("import os\n    os._exit(0)\n    if True:", "killed", "the process ended with no result"),
        ("raise SystemExit\n    if True:", "killed", "the process ended with 1"),
        ("held = bytearray(1 << 40)\n    if True:", "killed", "MemoryError"),
        ("print('noise')\n    if identifier == ZERO_ID:", "survived", ""),
    ],
)
def test_every_end_is_an_end(bench: Bench, text: str, end: str, why: str) -> None:
    """A wrong answer, a loop, a way out of the process, too much memory: each is a death; printing is none."""
    (fate,) = bench.fates([_toy("presence", CONDITION, text)], 1)

    assert fate.end == end, fate
    assert why in fate.why


def test_what_cannot_be_imported_is_stillborn(bench: Bench) -> None:
    """A module that raises when it is read is no implementation that a suite could judge."""
    (fate,) = bench.fates([_toy("presence", "\ndef check_present", "\n1 / 0\n\ndef check_present")], 1)

    assert fate == Fate("stillborn", why="ZeroDivisionError: division by zero")


def test_a_mutant_leaves_nothing_behind(bench: Bench) -> None:
    """Mutants live beside each other and after each other, and this process never sees one."""
    check = presence.check_present
    wrong, right = "if identifier != ZERO_ID:", CONDITION

    fates = bench.fates([_toy("presence", CONDITION, text) for text in (wrong, right, wrong, right)], 2)

    assert [fate.end for fate in fates] == ["killed", "survived", "killed", "survived"]
    assert presence.check_present is check


def test_a_suite_that_the_reference_fails_judges_nothing(cases: list[Case]) -> None:
    """With a wrong expectation every mutant would die of it."""
    case = next(case for case in cases if isinstance(case.expect, Value))
    wrong = Case(case.id, case.operation, case.params, Value("no value"), case.requirements, case.features, case.unit)

    with pytest.raises(ControlError, match="another value"):
        Bench([wrong])


def test_a_blind_suite_lets_mutants_live(questions: list[Question]) -> None:
    """The clauses' own vectors kill what the vectors of names do not see."""
    changed = [mutant for mutant in mutants("acl", read("acl")) if mutant.where == "acl_clause"][::4]
    assert len(changed) > 2

    seeing = list(Bench(_only(questions, "identity/acl-clause/")).fates(changed, 1))
    blind = list(Bench(_only(questions, "encoding/name/")).fates(changed, 1))

    assert {fate.end for fate in seeing} == {"killed"}
    assert {fate.end for fate in blind} == {"survived"}


def _mutant(module: str, where: str = "f", before: str = "1", occurrence: int = 1) -> Mutant:
    return Mutant(module, where, f"return {before}", "number", before, "2", occurrence, 0, 1, "2")


def _entry(module: str = "acl", **fields: object) -> Entry:
    return Entry(module, "f", "equivalent", "because", **fields)  # type: ignore[arg-type]


def _listed(*entries: Entry) -> Listed:
    return Listed({"equivalent": "the same"}, survivor=entries)


def test_a_survivor_is_listed_or_named() -> None:
    """What lives is covered by an entry, or it is unlisted."""
    listed, unlisted, dead = _mutant("acl"), _mutant("acl", "g"), _mutant("acl", "h")
    fates = {listed: SURVIVED, unlisted: SURVIVED, dead: KILLED}

    found = reconcile(_listed(_entry()), [listed, unlisted, dead], fates)

    assert (found.kinds, found.unlisted, found.stale) == ({"equivalent": 1}, (unlisted,), ())


@pytest.mark.parametrize(
    ("entry", "fate", "stale"),
    [
        (_entry(), KILLED, "killed by a/b"),
        (_entry(), Fate("stillborn", why="TypeError"), "stillborn TypeError"),
        (_entry(before="3"), SURVIVED, "covers 0 mutants, not 1"),
        (_entry(occurrence=2), SURVIVED, "covers 0 mutants, not 1"),
        (_entry(line="return 3"), SURVIVED, "covers 0 mutants, not 1"),
        (_entry(mutants=2), SURVIVED, "covers 1 mutants, not 2"),
    ],
)
def test_a_stale_entry_is_named(entry: Entry, fate: Fate, stale: str) -> None:
    """An entry whose mutant dies, is gone, or is not alone."""
    mutant = _mutant("acl")

    found = reconcile(_listed(entry), [mutant], {mutant: fate})

    assert len(found.stale) == 1
    assert stale in found.stale[0]


def test_an_entry_is_held_to_what_was_tried() -> None:
    """A sample says nothing of the mutants that it leaves out, and nothing of other modules."""
    mutant = _mutant("acl")

    assert reconcile(_listed(_entry()), [mutant], {}).stale == ()
    assert reconcile(_listed(_entry("ratio", before="gone")), [mutant], {mutant: KILLED}).stale == ()


def test_what_is_never_asked_has_no_mutants_and_is_never_asked() -> None:
    """A function that is named so is left out; that a question enters it, or that it is not there, is said."""
    unasked = (Unasked("acl", "f", "for Python"), Unasked("acl", "gone", "for Python"), Unasked("ratio", "f", "other"))
    listed = Listed({}, unasked)
    made = [_mutant("acl"), _mutant("acl", "g")]

    assert listed.asked(made) == [made[1]]
    assert list(listed.entered(made, {"acl:g"})) == ["unasked acl:gone: has no mutants"]
    assert "unasked acl:f: a question enters it" in list(listed.entered(made, {"acl:f"}))


def test_the_functions_that_are_never_asked_are_not_entered(cases: list[Case], made: list[Mutant]) -> None:
    """No question of the suite enters what the kept list calls unasked."""
    one_each = {(case.operation, type(case.expect)): case for case in cases if not case.operation.startswith("crypto")}
    bench = Bench(one_each.values())

    assert list(survivors.load().entered(made, bench.touches)) == []
    assert "acl:acl_clause" in bench.touches


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[survivor]", "TOML|Expected|invalid"),
        ("[kinds]\na = 'b'\n[[survivor]]\nmodule = 'acl'\nwhere = 'f'\nkind = 'a'", "reason"),
        ("[kinds]\na = 'b'\n[[survivor]]\nmodule = 'acl'\nwhere = 'f'\nkind = 'a'\nreason = ' '", "has no reason"),
        ("[kinds]\n[[survivor]]\nmodule = 'acl'\nwhere = 'f'\nkind = 'a'\nreason = 'b'", "is of the kind a"),
        ("[kinds]\na = 'b'\n[[survivor]]\nmodule = 'acl'\nfunction = 'f'\nkind = 'a'\nreason = 'b'", "function|where"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(tmp_path: Path, text: str, why: str) -> None:
    """Every entry has a module, a place, a kind that is explained, and a reason."""
    path = tmp_path / "survivors.toml"
    path.write_text(text, "utf-8")

    with pytest.raises(ListError, match=why):
        survivors.load(path)


def test_the_kept_list_covers_what_there_is(made: list[Mutant]) -> None:
    """Each entry covers as many mutants as it says, and no mutant is covered twice."""
    listed = survivors.load()
    asked = listed.asked(made)

    assert reconcile(listed, asked, {}).stale == ()
    assert {entry.module for entry in listed.survivor} <= set(IDENTITY)
    for mutant in asked:
        assert sum(entry.covers(mutant) for entry in listed.survivor) <= 1, mutant.name


def test_a_journal_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """What was tried is known again, half a line is not, and nothing of other sources."""
    path = tmp_path / "journal.ndjson"
    one, other = _mutant("acl"), _mutant("acl", "g")
    book = Journal(path, {"reference": "a"})
    book.add(one, KILLED)
    book.add(other, SURVIVED)
    path.write_bytes(path.read_bytes()[:-9])

    again = Journal(path, {"reference": "a"})

    assert (again.known(one), again.known(other)) == (KILLED, None)
    assert Journal(path, {"reference": "b"}).known(one) is None
    assert Journal(path, {"reference": "a"}).known(one) is None


Campaign = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    """The command, with a list of its own that is empty unless one is given."""

    def campaign(*arguments: str, listed: str = "[kinds]\n") -> subprocess.CompletedProcess[str]:
        path = tmp_path / "survivors.toml"
        path.write_text(listed, "utf-8")
        command = [sys.executable, "-m", "conformance.campaign", "-j", "1", "--survivors", str(path), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return campaign


BLIND = ("--modules", "presence", "--ask", "encoding/hash/*")


def test_the_command_fails_of_a_survivor(campaign: Campaign) -> None:
    """Blind to absent ids, the suite lets mutants live; none is listed, and each is named. Seeing, it lets none."""
    blind = campaign(*BLIND)
    seeing = campaign("--modules", "presence", "--ask", "encoding/present-id/*")

    assert blind.returncode == 1, blind.stdout + blind.stderr
    assert "✗ lives, and is not listed: presence: check_present: swap_op: == ZERO_ID → != ZERO_ID" in blind.stdout
    assert seeing.returncode == 0, seeing.stdout + seeing.stderr
    assert "100.0 %" in seeing.stdout
    assert "\x1b" not in blind.stdout + seeing.stdout


def test_the_command_takes_the_list(campaign: Campaign, tmp_path: Path) -> None:
    """The same survivor, listed, is not named; once it dies, its entry is. A journal gives the same without a trial."""
    listed = """
        [kinds]
        blind = "of hashes alone"
        [[survivor]]
        module = "presence"
        where = "check_present"
        kind = "blind"
        reason = "no vector of a hash has an id"
    """
    journal = tmp_path / "journal.ndjson"

    blind = campaign(*BLIND, "--journal", str(journal), listed=listed)
    written = journal.read_bytes()
    again = campaign(*BLIND, "--journal", str(journal), listed=listed)
    seeing = campaign("--modules", "presence", "--ask", "encoding/present-id/*", listed=listed)

    assert "1 blind: of hashes alone" in blind.stdout
    assert "not listed: presence: check_present: swap_op" not in blind.stdout
    assert (again.stdout, journal.read_bytes()) == (blind.stdout, written)
    assert seeing.returncode == 1
    assert "✗ stale in the list: presence: check_present: swap_op" in seeing.stdout


def test_an_interrupted_campaign_keeps_what_it_tried(tmp_path: Path) -> None:
    """Ctrl-C ends it with 3, and what was tried stands in the journal."""
    journal = tmp_path / "journal.ndjson"
    command = [sys.executable, "-m", "conformance.campaign", "-m", "acl", "-j", "2", "--ask", "identity/acl/*"]
    with subprocess.Popen([*command, "--journal", str(journal)], stdout=subprocess.PIPE, text=True) as process:
        while not journal.exists() or journal.read_bytes().count(b"\n") < 3:
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate()

    assert process.returncode == 3, output
    assert "interrupted after" in output
    assert journal.read_bytes().count(b'"end":') >= 2


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("--modules", "no-such"), 2, "no module matches no-such"),
        (("--sample", "0"), 2, "0 is not in the range"),
        (("--survivors", "no-such.toml"), 3, "no-such.toml"),
    ],
)
def test_exit_codes(campaign: Campaign, arguments: tuple[str, ...], code: int, word: str) -> None:
    """Usage is 2, what cannot be judged 3."""
    result = campaign(*arguments)

    assert result.returncode == code, result.stdout
    assert word in result.stdout + result.stderr


def test_replaced_fields_make_another_mutant() -> None:
    """The name says everything that tells two mutants apart."""
    mutant = _mutant("acl")

    for change in ({"module": "b"}, {"where": "g"}, {"line": "x"}, {"before": "3"}, {"after": "4"}, {"occurrence": 2}):
        assert replace(mutant, **change).name != mutant.name
