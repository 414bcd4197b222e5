"""An engine, a base image made on this machine, and the images of the tests. Without an engine, a plain word."""

from __future__ import annotations

import contextlib
import fcntl
import gc
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

BASE = "assay-base:bookworm-python3.11"
TOY = "assay-test-toy:latest"
Judge = Callable[..., "subprocess.CompletedProcess[str]"]


def missing(message: str) -> None:
    """Leave the test out in plain words; in CI that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


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


@pytest.fixture(scope="session")
def base(engine: docker.DockerClient) -> str:
    """Debian with Python and nothing else, under a tag that later runs find again."""
    with alone("base"):
        if not engine.images.list(BASE):
            debootstrap = shutil.which("debootstrap")
            if debootstrap is None or os.geteuid() != 0:
                missing(
                    "debootstrap is not installed, or we are not root: there is no base for the images of the tests"
                )
            assert debootstrap is not None
            with tempfile.TemporaryDirectory() as folder:
                root = Path(folder, "root")
                made = [debootstrap, "--variant=minbase", "--include=python3", "bookworm", str(root)]
                subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
                packed = Path(folder, "root.tar")
                left_out = ["--exclude=./var/cache/apt", "--exclude=./var/lib/apt/lists", "--exclude=./dev"]
                subprocess.run(["tar", "-C", str(root), *left_out, "-cf", str(packed), "."], check=True)
                repository, _, tag = BASE.partition(":")
                engine.api.import_image_from_file(str(packed), repository=repository, tag=tag)
    return BASE


@pytest.fixture(scope="session")
def toy(engine: docker.DockerClient, base: str, root: Path) -> str:
    """The toy and the hostile program."""
    with alone("toy"), tempfile.TemporaryDirectory() as folder:
        for program in ("tests/assay/programs/toy.py", "tests/docker/programs/hostile.py"):
            shutil.copy(root / program, folder)
        Path(folder, "Dockerfile").write_text(
            f"FROM {base}\nCOPY toy.py hostile.py /programs/\nVOLUME /programs/data\nEXPOSE 8080\n"
            'ENTRYPOINT ["python3", "-B"]\nCMD ["/programs/toy.py"]\n'
        )
        engine.images.build(path=folder, tag=TOY, rm=True, forcerm=True, network_mode="none")
    return TOY


@pytest.fixture(scope="session")
def images(engine: docker.DockerClient, base: str, cargo: str, root: Path) -> None:
    """Both bundled implementations, built as a user builds them."""
    with alone("images"):
        command = [sys.executable, str(root / "implementations" / "images.py"), "--base", base]
        subprocess.run(command, check=True, cwd=tempfile.gettempdir())


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
