"""What a campaign is held to: the list of survivors, the functions that are never asked, and the journal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assay.suite import Case
from conformance.campaign import survivors
from conformance.campaign.journal import Journal
from conformance.campaign.modules import IDENTITY, read
from conformance.campaign.mutations import Mutant, mutants
from conformance.campaign.survivors import Entry, Listed, ListError, Unasked, reconcile
from conformance.campaign.trial import Bench, Fate

KILLED, SURVIVED = Fate("killed", "a/b", "another value"), Fate("survived")


@pytest.fixture(scope="module")
def made() -> list[Mutant]:
    """Every mutant of the identity modules."""
    return [mutant for module in IDENTITY for mutant in mutants(module, read(module))]


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


def test_replaced_fields_make_another_mutant() -> None:
    """The name says everything that tells two mutants apart."""
    mutant = _mutant("acl")

    for change in ({"module": "b"}, {"where": "g"}, {"line": "x"}, {"before": "3"}, {"after": "4"}, {"occurrence": 2}):
        assert replace(mutant, **change).name != mutant.name
