"""The table of classes: it has every one that is played, and what is done with each is all that it takes."""

from __future__ import annotations

from coalition.runtime import repertoire
from coalition.runtime.chronicle import ResumeSequence
from coalition.runtime.component import CLASSES
from coalition.runtime.composite import Composite
from coalition.runtime.world import class_of
from conformance.mutants import classes as mutants
from conformance.scenarios.classes import COMPOSITES, EVERY
from conformance.scenarios.deeds import Class, asked, done
from conformance.scenarios.performers import CADENCE, START, advance, as_it_is, opened
from conformance.scenarios.script import Collection

#: What only the successor of another Chronicle takes.
SUCCESSORS_ALONE = {ResumeSequence}


def test_the_table_has_every_class_that_is_played() -> None:
    """A class that a chapter adds is asked the laws of all, and has its mutants."""
    assert repertoire.MODULES
    played = set(CLASSES.values())
    assert {class_of(each.component(each.name)) for each in EVERY} == played
    assert set(mutants.CLASSES) == played
    assert {class_of(each.component(each.name)) for each in COMPOSITES} == {
        each for each in played if issubclass(each, Composite)
    }


def test_every_command_is_given_and_every_surface_written() -> None:
    """`first` writes each surface, `more` gives each command of the class, and something of it commits."""
    for each in EVERY:
        _lives(each)


def _lives(each: Class) -> None:
    script = Collection("scenarios/x.json", each.features).script(each.name, "a life")
    ident = opened(script, each.component(each.name))
    done(script, ident, each.first)
    running = as_it_is(script, ident)
    assert all(log.entries for log in running.logs), each.name
    advance(script, START + CADENCE)
    deeds = each.more(running)
    given = {type(deed.values["command"]) for deed in deeds if deed.is_command}
    assert given == set(running.TAKES) - SUCCESSORS_ALONE, each.name
    committed = [asked(script, ident, deed)["commits"] for deed in deeds]
    assert any(committed), each.name
