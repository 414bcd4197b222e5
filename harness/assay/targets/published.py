"""A container that speaks HTTP: `docker+http:IMAGE`, its port bound to and reached at 127.0.0.1."""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

import contextlib
import logging
import os
import shlex
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import httpx

from assay.targets.base import BrokenError, Farewell, Lost
from assay.targets.container import (
    MISSING,
    Image,
    confined,
    connect,
    ending,
    new_name,
    plainly,
    remove,
    sweep,
    unbroken,
)
from assay.targets.http import HttpChannel
from assay.targets.lines import LOG_CAP

if TYPE_CHECKING:
    from testcontainers.core.container import DockerContainer

#: Seconds a container has from its start to its first answer of any kind.
READY = 30.0
_LOCAL = "127.0.0.1"


class DockerHttpTarget:
    """An image, of which each `open` starts a new container."""

    def __init__(self, uri: str, image: Image, shown: Sequence[str]) -> None:
        self.uri = uri
        self.argv = tuple(shown)
        self._image = image
        self._swept = False

    def open(self) -> PublishedChannel:
        """Start a container; the first time, remove those that killed harnesses left. Raises BrokenError."""
        swept, self._swept = self._swept, True
        return PublishedChannel(self._image, clean=not swept)


class PublishedChannel:
    """One running container, and the connections to it."""

    def __init__(self, image: Image, *, clean: bool = False) -> None:
        self._client = connect()
        self._name = new_name()
        self._log = ""
        self._gone = False
        self._container: DockerContainer | None = None
        try:
            if clean:
                sweep(self._client)
            url = unbroken(lambda: self._start(image), self._remove)
            try:
                self._await(url)
            except BaseException:
                self._remove()
                raise
        except BaseException:
            self._client.close()
            raise
        self._http = HttpChannel(url)

    def put(self, requests: Sequence[tuple[int, bytes]]) -> None:
        """Hand requests to the threads that post."""
        self._http.put(requests)

    def poll(self, timeout: float) -> Sequence[bytes | Lost]:
        """Bodies and losses; a loss with which the container ended is a crash."""
        arrivals = self._http.poll(timeout)
        if any(isinstance(arrival, Lost) and arrival.kind == "unreachable" for arrival in arrivals):
            self._check(0.2)
        return arrivals

    def finish(self, grace: float) -> Farewell:
        """Close the connections and remove the container: a server has no way of its own to leave."""
        self.kill()
        return Farewell(True, "")

    def kill(self) -> None:
        """Close the connections; kill and remove the container, and with it every process in it."""
        if self._gone:
            return
        self._gone = True
        self._keep_log()
        self._remove()
        self._http.kill()
        self._client.close()

    def log(self) -> str:
        """The tail of what it wrote, undecodable bytes replaced."""
        return self._log

    def _start(self, image: Image) -> str:
        # testcontainers reads these when it is imported. Its own reaper would be one more container, with the engine's
        # socket in it; ours are removed by name, or by the next run's sweep.
        os.environ["TESTCONTAINERS_RYUK_DISABLED"] = "true"
        os.environ.setdefault("TESTCONTAINERS_HOST_OVERRIDE", _LOCAL)
        try:
            from testcontainers.core.container import DockerContainer
        except ImportError:
            raise BrokenError("unreachable", MISSING) from None
        from docker.types import LogConfig

        # httpx imports half of itself with its first client. After an interruption in the middle of that, Python may
        # exit with a status of its own; this thread is not interrupted.
        httpx.Client(trust_env=False).close()
        logging.getLogger("testcontainers").setLevel(logging.ERROR)
        with plainly():
            given = confined(self._client, image)
            # None of the networks that publish a port keeps a container from the outside: this one rule cannot hold.
            # No socket is attached to hear its log, so the engine keeps a little of it.
            del given["network_mode"]
            given["log_config"] = LogConfig(type="json-file", config={"max-size": "1m", "max-file": "1"})
            port = image.port or self._exposed(image)
            command = shlex.join(image.command) if image.command else None
            container = DockerContainer(image.name, command=command, name=self._name)
            self._container = container
            container.tmpfs = given.pop("tmpfs")
            container.ports[f"{port}/tcp"] = (_LOCAL, None)  # type: ignore[assignment] # the SDK takes a pair
            container.with_kwargs(network="bridge", **given).start()
            ports = self._client.api.inspect_container(self._name)["NetworkSettings"]["Ports"]
        if not (bound := ports.get(f"{port}/tcp")):
            # The engine lets go of the port of a container that has ended.
            self._check(1.0)
            raise BrokenError("unreachable", f"the engine published no port {port}")
        return f"http://{_LOCAL}:{bound[0]['HostPort']}/"

    def _exposed(self, image: Image) -> str:
        ports = list(self._client.images.get(image.name).attrs["Config"].get("ExposedPorts") or {})
        if len(ports) != 1:
            raise BrokenError("unreachable", f"cannot guess the port: the image exposes {len(ports)}; say --port=…")
        return str(ports[0]).partition("/")[0]

    def _await(self, url: str) -> None:
        """Wait until something answers: the engine takes connections before the program in the container does."""
        deadline = time.monotonic() + READY
        while True:
            try:
                httpx.get(url, timeout=5.0, trust_env=False)
            except httpx.HTTPError as error:
                self._check(0.0)
                if time.monotonic() > deadline:
                    self._keep_log()
                    raise BrokenError("timed-out", f"did not listen within {READY:g} s ({error})") from None
                time.sleep(0.05)
            else:
                return

    def _check(self, seconds: float) -> None:
        end = ending(self._client, self._name, seconds)
        if end is not None:
            raise BrokenError("crashed", end[1])

    def _keep_log(self) -> None:
        with contextlib.suppress(BrokenError), plainly():
            found: bytes = self._client.api.logs(self._name, stdout=True, stderr=True, tail=1000)
            self._log = found[-LOG_CAP:].decode("utf-8", "replace")

    def _remove(self) -> None:
        remove(self._client, self._name)
        if self._container is not None:
            self._container.get_docker_client().client.close()
