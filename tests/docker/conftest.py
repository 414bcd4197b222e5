"""An engine, a base image made on this machine, and the images of the tests. Without an engine, a plain word."""

from __future__ import annotations

import contextlib
import fcntl
import gc
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import docker
import pytest
from needs import missing

#: The base: Python, and what its containers and the builds run beside it.
PACKAGES = ("python3", "dash", "coreutils", "base-files")
#: What no test reads.
LEFT_OUT = ("./dev", "./var/cache", "./usr/share/doc", "./usr/share/man", "./usr/share/locale")
Judge = Callable[..., "subprocess.CompletedProcess[str]"]


def reached() -> docker.DockerClient | None:
    """The engine, if one answers."""
    with warnings.catch_warnings():
        # Where none answers, the SDK forgets to close the socket it tried.
        warnings.simplefilter("ignore", ResourceWarning)
        with contextlib.suppress(docker.errors.DockerException):
            return docker.from_env(timeout=600)
        gc.collect()
    return None


@pytest.fixture(scope="session")
def engine() -> Iterator[docker.DockerClient]:
    """The container engine."""
    client = reached()
    if client is None:
        missing("no container engine answers: the docker: target is not tested")
    with contextlib.closing(client):
        yield client


@contextlib.contextmanager
def alone(name: str) -> Iterator[None]:
    """One process of the tests at a time."""
    with Path(tempfile.gettempdir(), f"assay-test-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def named(repository: str, *content: bytes) -> str:
    """An image's name that no other content has: runs beside this one, of other checkouts, keep theirs."""
    return f"{repository}:{hashlib.sha256(b''.join(content)).hexdigest()[:16]}"


@pytest.fixture(scope="session")
def base(engine: docker.DockerClient, unpacked: Callable[..., Path]) -> str:
    """Debian with Python and nothing else. Its tag is its content, so that it is never another's, and never removed."""
    folder = unpacked(*PACKAGES, whole=True)
    name = named("assay-base", (folder / "packages.txt").read_bytes(), repr(LEFT_OUT).encode())
    with alone("base"), tempfile.TemporaryDirectory() as scratch:
        if not engine.images.list(name):
            packed = Path(scratch, "root.tar")
            options = [*(f"--exclude={each}" for each in LEFT_OUT), "--owner=0", "--group=0", "--sort=name"]
            subprocess.run(["tar", "-C", str(folder / "root"), *options, "-cf", str(packed), "."], check=True)
            repository, _, tag = name.partition(":")
            engine.api.import_image_from_file(str(packed), repository=repository, tag=tag)
    return name


@pytest.fixture(scope="session")
def toy(engine: docker.DockerClient, base: str, root: Path) -> str:
    """The toy and the hostile program, under a tag that is their content."""
    battery = sorted(path for path in (root / "harness/assay/battery").iterdir() if path.is_file())
    programs = [root / "tests/docker/programs/hostile.py", *battery]
    dockerfile = (
        f"FROM {base}\nCOPY hostile.py /programs/\nCOPY battery /programs/battery\n"
        "ENV PYTHONPATH=/programs\nVOLUME /programs/data\nEXPOSE 8080\n"
        'ENTRYPOINT ["python3", "-B"]\nCMD ["-m", "battery"]\n'
    )
    tag = named("assay-test-toy", dockerfile.encode(), *(program.read_bytes() for program in programs))
    with alone("toy"), tempfile.TemporaryDirectory() as folder:
        shutil.copy(programs[0], folder)
        shutil.copytree(battery[0].parent, Path(folder, "battery"), ignore=shutil.ignore_patterns("__pycache__"))
        Path(folder, "Dockerfile").write_text(dockerfile)
        engine.images.build(path=folder, tag=tag, rm=True, forcerm=True, network_mode="none")
    return tag


@pytest.fixture(scope="session")
def images(engine: docker.DockerClient, base: str, cargo: str, root: Path) -> str:
    """Both bundled implementations, built as a user builds them; the tag, which no other checkout builds."""
    tag = named("test", str(root).encode(), base.encode()).replace(":", "-")
    with alone("images"):
        command = [sys.executable, str(root / "implementations" / "images.py"), "--base", base, "--tag", tag]
        subprocess.run(command, check=True, cwd=tempfile.gettempdir())
    return tag


@pytest.fixture
def environment(root: Path) -> dict[str, str]:
    """Where `assay` finds the toy suite too."""
    found = [str(root / "tests" / "assay" / "site"), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(found), "NO_COLOR": "1"}


@pytest.fixture
def command(assay: list[str]) -> Callable[..., list[str]]:
    """The command that judges a target with the toy suite."""

    def command(target: str, *options: str) -> list[str]:
        return [*assay, "run", "--suite", "toy", "--no-history", "--target", target, *options]

    return command


@pytest.fixture
def judge(command: Callable[..., list[str]], environment: dict[str, str], tmp_path: Path) -> Judge:
    """Judge a target with the toy suite, to the end."""

    def judge(target: str, *options: str, **extra: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command(target, *options),
            cwd=tmp_path,
            env={**environment, **extra},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return judge
