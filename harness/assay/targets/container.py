"""What every container under test has in common: how it is confined, how it is started, and that it is removed."""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

import atexit
import contextlib
import os
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import msgspec

from assay.targets.base import BrokenError
from assay.targets.owner import LABEL, abandoned, owner

if TYPE_CHECKING:
    from docker import DockerClient

T = TypeVar("T")
#: Whom a program runs as where its image names nobody else by number.
NOBODY = "65534:65534"
#: Seconds the engine has for one request, a start included.
ENGINE_TIMEOUT = 60
#: What little may be written: nothing of it reaches a disk, and it counts as memory.
SCRATCH = "size=64m,mode=1777,noexec,nosuid,nodev"
_CPU_PERIOD = 100_000
#: The names of this process's containers that were not removed yet.
_ours: set[str] = set()
#: Set as soon as the start that each stands for has come to its end.
_starting: set[threading.Event] = set()
MISSING = "docker: targets need a package that is not installed: pip install 'coalition-conformance[docker]'"


class Image(msgspec.Struct, frozen=True):
    """What is started, and how much of the machine it may have."""

    name: str
    command: tuple[str, ...] = ()
    memory: Annotated[str, msgspec.Meta(pattern=r"^[1-9][0-9]*[bkmg]?$")] = "512m"
    cpus: Annotated[float, msgspec.Meta(ge=0.01, le=4096)] = 2.0
    pids: Annotated[int, msgspec.Meta(ge=1)] = 128
    #: Where it listens, if it speaks HTTP; else the one port that the image exposes.
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] | None = None


def connect() -> DockerClient:
    """The engine that DOCKER_HOST names, or the local one; raises BrokenError."""
    try:
        import docker
    except ImportError:
        raise BrokenError("unreachable", MISSING) from None
    with plainly():
        return docker.from_env(timeout=ENGINE_TIMEOUT)


@contextlib.contextmanager
def plainly() -> Iterator[None]:
    """What the engine says, in a sentence."""
    from docker.errors import APIError, DockerException, ImageNotFound
    from requests.exceptions import RequestException

    try:
        yield
    except ImageNotFound as error:
        raise BrokenError(
            "unreachable", f"the engine has no such image ({error.explanation}); build or pull it"
        ) from None
    except APIError as error:
        raise BrokenError("unreachable", f"the engine refused: {str(error.explanation).strip()}") from None
    except (DockerException, RequestException, OSError):
        host = os.environ.get("DOCKER_HOST", "its usual socket")
        raise BrokenError("unreachable", f"no container engine answers at {host}") from None


def unbroken(start: Callable[[], T], undo: Callable[[], None]) -> T:
    """Do `start`, and undo it when it fails or is interrupted.

    An interruption in the middle of a request would leave a container that nobody has heard of. So the work is done by
    a thread, which an interruption does not reach, and what it began is brought to an end before it is undone.
    """
    results: list[T] = []
    errors: list[BaseException] = []
    # Not Thread.join: once interrupted, it takes a thread that still works for one that has ended.
    done = threading.Event()

    def work() -> None:
        try:
            results.append(start())
        except BaseException as error:  # handed over to the thread that waits
            errors.append(error)
        finally:
            _starting.discard(done)
            done.set()

    _starting.add(done)
    threading.Thread(target=work, name="assay-container", daemon=True).start()
    try:
        done.wait()
        if errors:
            raise errors[0]
        return results[0]
    except BaseException:
        done.wait()
        undo()
        raise


def new_name() -> str:
    """A name made up before there is a container, by which it can be removed whatever happens."""
    name = f"assay-{secrets.token_hex(8)}"
    if not _ours:
        atexit.register(_remove_ours)
    _ours.add(name)
    return name


def _remove_ours() -> None:
    """What a second interruption, or one between two lines, may have left: nothing outlives this process."""
    for done in list(_starting):
        done.wait(ENGINE_TIMEOUT)
    if _ours:
        with contextlib.suppress(BrokenError), contextlib.closing(connect()) as client:
            for name in list(_ours):
                remove(client, name)


def confined(client: DockerClient, image: Image) -> dict[str, Any]:
    """The arguments of a container that can neither keep, reach nor use up anything; raises the engine's errors."""
    from docker.types import LogConfig, Ulimit

    config = client.images.get(image.name).attrs.get("Config") or {}
    return {
        "user": _user(config.get("User") or ""),
        "read_only": True,
        # A volume that the image declares would be a disk to write on.
        "tmpfs": dict.fromkeys(["/tmp", *(config.get("Volumes") or {})], SCRATCH),
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges"],
        "mem_limit": image.memory,
        # Memory and swap together: no swap.
        "memswap_limit": image.memory,
        # Not nano_cpus, which an engine with fewer processors refuses.
        "cpu_period": _CPU_PERIOD,
        "cpu_quota": int(image.cpus * _CPU_PERIOD),
        "pids_limit": image.pids,
        # A core file goes where the host's kernel says.
        "ulimits": [Ulimit(name="core", soft=0, hard=0)],
        # Signals mean to a first process not what they mean to others, and orphans would stay zombies.
        "init": True,
        "log_config": LogConfig(type="none"),
        "network_mode": "none",
        "healthcheck": {"test": ["NONE"]},
        "labels": {LABEL: owner()},
    }


def _user(declared: str) -> str:
    """The image's own user where it is a number other than 0: a name may mean root."""
    number, _, _ = declared.partition(":")
    return declared if number.isdigit() and int(number) > 0 else NOBODY


def remove(client: DockerClient, name: str) -> None:
    """Kill and remove it with its volumes. Where the engine does not answer, the next run's sweep does it."""
    from docker.errors import DockerException
    from requests.exceptions import RequestException

    with contextlib.suppress(DockerException, RequestException, OSError):
        client.api.remove_container(name, force=True, v=True)
    _ours.discard(name)


def sweep(client: DockerClient) -> None:
    """Remove the containers of harnesses that are gone; those of living ones are spared."""
    now = time.time()
    found: Sequence[dict[str, Any]] = ()
    # An engine may stumble over a container that another run is just removing; what is left waits for the next.
    with contextlib.suppress(BrokenError), plainly():
        found = client.api.containers(all=True, filters={"label": LABEL})
    for entry in found:
        running = entry["State"] in ("running", "paused", "restarting")
        if abandoned(entry["Labels"].get(LABEL, ""), running=running, age=now - entry["Created"]):
            remove(client, entry["Id"])


def ending(client: DockerClient, name: str, seconds: float) -> tuple[int, str] | None:
    """Exit status and how to say it, waiting at most so long for there to be one; None where there is none."""
    from docker.errors import DockerException
    from requests.exceptions import RequestException

    deadline = time.monotonic() + seconds
    while True:
        try:
            state = client.api.inspect_container(name)["State"]
        except (DockerException, RequestException, OSError):
            return None
        if state["Status"] in ("exited", "dead"):
            return state["ExitCode"], _said(state["ExitCode"], out_of_memory=state.get("OOMKilled", False))
        if time.monotonic() >= deadline:
            return None
        time.sleep(0.01)


def _said(status: int, *, out_of_memory: bool) -> str:
    said = f"exited with status {status}"
    with contextlib.suppress(ValueError):
        if status > 128:
            # Engines tell a signal as shells do.
            said = f"killed by {signal.Signals(status - 128).name}"
    return f"{said}, out of memory" if out_of_memory else said
