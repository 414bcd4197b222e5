"""What the benchmarks share: the Rust echo, a bare exchange, a suite of echoes."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from assay.codec import encode, quick
from assay.suite import Case, Feature, NearMiss, Preimage, Profile, Requirement, Value

ECHO = Path(__file__).parent / "echo"
WINDOW = 64


def build_echo() -> str:
    """Path of the release build of the echo program; its target folder is never inside the clone."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "coalition-conformance" / "echo"
    target = Path(os.environ.get("CARGO_TARGET_DIR", cache))
    command = ["cargo", "build", "--quiet", "--release", "--locked", "--manifest-path", str(ECHO / "Cargo.toml")]
    subprocess.run([*command, "--target-dir", str(target)], check=True)
    return str(target / "release" / "echo")


def bare_exchange(
    echo: str, cases: Sequence[Case], window: int = WINDOW, decode: Callable[[bytes], object] = quick
) -> None:
    """Send the requests of the cases to the echo and read them back: encoded, pipelined, decoded, and nothing else."""
    with subprocess.Popen([echo], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        write_end, read_end = process.stdin.fileno(), process.stdout.fileno()
        # A window of long lines may be more than a pipe holds: what does not fit waits until something was read.
        os.set_blocking(write_end, False)
        sent = received = 0
        unsent, partial = bytearray(), b""
        while received < len(cases):
            if sent < len(cases) and sent - received <= window // 2:
                batch = cases[sent : sent + window - (sent - received)]
                for n, case in enumerate(batch):
                    unsent += b'{"jsonrpc":"2.0","id":%d,"method":%s,"params":%s}\n' % (
                        sent + n,
                        encode(case.operation),
                        encode(case.params),
                    )
                sent += len(batch)
            if unsent:
                with contextlib.suppress(BlockingIOError):
                    del unsent[: os.write(write_end, unsent)]
            *lines, partial = (partial + os.read(read_end, 1 << 18)).split(b"\n")
            for line in lines:
                decode(line)
            received += len(lines)
        process.stdin.close()
        process.wait()


class EchoSuite:
    """Fresh cases whose value is their own parameter: what remains is the harness."""

    name = "echo"
    version = "0.1.0"
    protocol_version = 1
    spec_versions = ("0.1",)

    def features(self) -> Mapping[str, Feature]:
        """One feature."""
        return {"echo": Feature("echo", "gives texts back")}

    def profiles(self) -> Mapping[str, Profile]:
        """None."""
        return {}

    def releases(self) -> Path:
        """A folder that is not there."""
        return Path(__file__).parent / "releases"

    def operations(self) -> Mapping[str, tuple[str, ...]]:
        """One operation."""
        return {"echo.text": ("echo",)}

    def requirements(self) -> Mapping[str, Requirement]:
        """One requirement."""
        return {"ECHO-1": Requirement("ECHO-1", "MUST", "A text comes back.", "echo", "Echo")}

    def cases(self, files: Sequence[Path] = ()) -> Iterator[Case]:
        """The same as fresh ones."""
        return self.fresh(1000, f"{len(files)}")

    def fresh(self, count: int, seed: str) -> Iterator[Case]:
        """Texts of 64 hexadecimal digits, the size of most answers, under 100 bytes of further parameters."""
        rng = Random(seed)
        expect = Value
        for n in range(count):
            text = f"{rng.getrandbits(256):064x}"
            params = {"text": text, "name": "searcher-alpha", "schema_version": n & 7, "seed": text}
            name = f"fresh/{n}"
            yield Case(name, "echo.text", params, expect(text), ("ECHO-1",), ("echo",), name)

    def notes(self) -> Mapping[str, Any]:
        """None."""
        return {}

    def parts(self, case: Case) -> Sequence[Case]:
        """None."""
        return [case][:0]

    def near_misses(self, case: Case) -> Sequence[NearMiss]:
        """None."""
        return case.near_misses

    def preimage(self, case: Case) -> Preimage | None:
        """None."""
        return case.preimage

    def digests(self) -> Mapping[str, str]:
        """Of nothing."""
        return {"manifest": "", "spec": "", "suite": ""}
