"""The table of profiles: what it says, what the registry says, and that a wrong one is found."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assay.describe import closure
from assay.profiles import held, widest
from assay.release import problems, question_digest
from conformance.spec_text import SpecTextError, specification
from conformance.suite import CoalitionSuite
from conformance.tracing import profile_problems


def test_the_registry_has_every_profile_whole(root: Path, suite: CoalitionSuite) -> None:
    """A reader of the registry needs not close over anything."""
    written = json.loads((root / "spec" / "registry.json").read_text("utf-8"))["profiles"]
    assert list(written) == list(suite.profiles())
    for name, profile in suite.profiles().items():
        assert set(written[name]["features"]) == closure(profile.features, suite.features())
        assert (written[name]["kind"] == "optional") is profile.optional


BASE = {"encoding", "substrate.mosaik-ids", "substrate.mosaik-groups", "retirement", "handshake"}
OPTIONAL = {name for name in specification().features if name not in BASE and not name.startswith("identity.")}


def test_the_base_is_everything_that_is_not_optional(suite: CoalitionSuite) -> None:
    """What is optional is in no profile of the base."""
    features = suite.features()
    base = [name for name, profile in suite.profiles().items() if not profile.optional]
    assert closure(suite.profiles()["base"].features, features) == frozenset(features) - OPTIONAL
    for name in base:
        assert not OPTIONAL & closure(suite.profiles()[name].features, features)
    everything = frozenset(features)
    assert set(held(suite, everything)) == set(suite.profiles())
    optional = [name for name, profile in suite.profiles().items() if profile.optional]
    said = widest(suite, held(suite, everything))
    assert said[0] == "base"
    assert set(said[1:]) <= set(optional)
    sets = {name: closure(suite.profiles()[name].features, features) for name in optional}
    for name, own in sets.items():
        # A profile that is not said is inside one that is.
        assert name in said or any(own < sets[other] for other in said[1:]), name
    assert optional[:2] == ["substrate-internals", "running-almanac"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("| `substrate` | base |", "| `retirement` | base |", "retirement is a feature and a profile"),
        ("`identity.lattice`, `identity.strict-input` | an", "`identity.latice` | an", "has identity.latice, which is"),
        (
            "| `encoding`, `identity.organism` | whoever names",
            "| `encoding`, `substrate.mosaik-groups` | whoever names",
            "the profiles substrate and identity-core are the same",
        ),
        (
            "| `substrate-internals` | optional | `substrate.mosaik-internals` |",
            "| `substrate-internals` | optional | `substrate.mosaik-ids` |",
            "the feature substrate.mosaik-internals is in no profile",
        ),
        (
            "| `retirement` | `identity.coalition`,",
            "| `retirement` | `identity.wings`,",
            "requires identity.wings, which",
        ),
        (
            "`identity.organism`, `identity.module`, `identity.signer`,",
            "`identity.organism`,",
            "no profile is the widest",
        ),
    ],
)
def test_a_wrong_table_is_found(root: Path, tmp_path: Path, old: str, new: str, problem: str) -> None:
    """Every way for the tables to be wrong has its words."""
    made = tmp_path / "spec"
    shutil.copytree(root / "spec", made)
    assert list(profile_problems(specification(made))) == []
    chapter = made / "driver-protocol.md"
    text = chapter.read_text("utf-8")
    assert old in text
    chapter.write_text(text.replace(old, new, 1), "utf-8")
    specification.cache_clear()
    assert any(problem in each for each in profile_problems(specification(made)))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("| `substrate` | base |", "| `signer` | base |", "the profile signer stands twice"),
        ("| `substrate` | base |", "| `substrate` | basis |", "neither base nor optional"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(root: Path, tmp_path: Path, old: str, new: str, why: str) -> None:
    """With file and line."""
    made = tmp_path / "spec"
    shutil.copytree(root / "spec", made)
    chapter = made / "driver-protocol.md"
    chapter.write_text(chapter.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(SpecTextError, match=rf"spec/driver-protocol.md:\d+: .*{why}"):
        specification(made)


def test_every_case_has_a_digest_of_its_own(suite: CoalitionSuite) -> None:
    """Nothing is frozen yet; every case could be, and no two are the same question."""
    digests = [question_digest(question) for question in suite.cases()]
    assert len(digests) > 1000
    assert problems(suite) == ()


def _run(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assay", "run", *arguments]
    return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)


def test_the_reference_holds_the_base(tmp_path: Path) -> None:
    """The sentence names the profiles that no other contains."""
    done = _run(tmp_path)
    assert done.returncode == 0, done.stdout
    sentence = done.stdout.splitlines()[-1]
    assert "; profiles base, substrate-internals, " in sentence
    assert "steadfast-almanac, " in sentence
    assert ", integrator" not in sentence
    done = _run(tmp_path, "--profile", "signer")
    assert done.returncode == 0, done.stdout
    assert "conforms to the profile signer of coalition spec 0.1 draft" in done.stdout.splitlines()[-1]


def test_a_profile_is_suggested(tmp_path: Path) -> None:
    """A slip is answered with the name that was meant."""
    done = _run(tmp_path, "--require", "integrater")
    assert (done.returncode, "did you mean integrator" in done.stderr) == (2, True)
