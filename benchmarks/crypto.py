"""Milliseconds to verify a BLS signature, beside the bindings that PyPI has; seconds of the chapters of cryptography.

    pip install chia_rs                              # one more binding to compare with, where it is wanted
    python benchmarks/crypto.py
    python benchmarks/crypto.py --readable           # the chapters over the readable backend too: minutes

A verification is from bytes to a verdict: both points decoded with their subgroup checks, the message hashed, one
product of pairings. Times are those of the CPU, each taken in turn. Aims: at most twice the best binding; the chapters
below 20 s on two cores; all vectors below 60 s.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial

import pyblst
from py_arkworks_bls12381 import GT, G1Point, G2Point

from coalition.crypto import bls12_381 as bls
from coalition.crypto.bls12_381 import CurveGroup

MESSAGE = b"coalition.retirement.v1"
SECRET = 0x1F2E3D4C5B6A79880123456789ABCDEF
Verify = Callable[[], object]


def main() -> None:
    """Print the times and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--readable", action="store_true", help="run the chapters over the readable backend too")
    arguments = parser.parse_args()
    verifying(arguments.rounds)
    chapters(["fast", "readable"] if arguments.readable else ["fast"])


def verifying(rounds: int) -> None:
    """Our fast backend and each binding, in turn, on the same signature."""
    bls.use("fast")
    for group in CurveGroup:
        key, signature = bls.public_key(group, SECRET).encode(), bls.sign(group, SECRET, MESSAGE).encode()
        ways: dict[str, Verify] = {
            "the fast backend": partial(bls.verify, group, key, MESSAGE, signature),
            "pyblst": partial(by_pyblst, group, key, signature),
            "py_arkworks_bls12381": partial(by_arkworks, group, key, signature),
            **(by_chia() if group is CurveGroup.G2 else {}),
        }
        times: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, way in ways.items():
                start = time.process_time()
                way()
                times[name].append((time.process_time() - start) * 1000)
        print(f"verifying a signature in {group.name}, {rounds} rounds      min  median   ms of CPU")
        for name, found in times.items():
            print(f"  {name:<40} {min(found):7.3f} {statistics.median(found):7.3f}")
        ours, *others = ([min(found), statistics.median(found)] for found in times.values())
        best = [min(each[at] for each in others) for at in (0, 1)]
        ratios = [mine / least for mine, least in zip(ours, best, strict=True)]
        print(f"  {'ratio to the best binding':<40} {ratios[0]:7.2f} {ratios[1]:7.2f}   (aim: at most 2)")


def by_pyblst(group: CurveGroup, key: bytes, signature: bytes) -> None:
    """With blst alone."""
    points = {CurveGroup.G1: pyblst.BlstP1Element, CurveGroup.G2: pyblst.BlstP2Element}
    decoded, signed = points[group.other].uncompress(key), points[group].uncompress(signature)
    hashed = points[group].hash_to_group(MESSAGE, group.suite)
    base = _BASES[group.other]
    pairs = [(signed, base), (hashed, decoded)] if group is CurveGroup.G1 else [(base, signed), (decoded, hashed)]
    assert pyblst.final_verify(*(pyblst.miller_loop(*pair) for pair in pairs))


_BASES = {
    CurveGroup.G1: pyblst.BlstP1Element.uncompress(G1Point().to_compressed_bytes()),
    CurveGroup.G2: pyblst.BlstP2Element.uncompress(G2Point().to_compressed_bytes()),
}


def by_arkworks(group: CurveGroup, key: bytes, signature: bytes) -> None:
    """With arkworks alone."""
    points = {CurveGroup.G1: G1Point, CurveGroup.G2: G2Point}
    decoded, signed = points[group.other].from_compressed_bytes(key), points[group].from_compressed_bytes(signature)
    hashed = points[group].hash_to_curve(MESSAGE, group.suite)
    if group is CurveGroup.G1:
        assert GT.pairing_check([-signed, hashed], [G2Point(), decoded])
    else:
        assert GT.pairing_check([-G1Point(), decoded], [signed, hashed])


def by_chia() -> dict[str, Verify]:
    """With chia_rs, where it is installed: its scheme hashes the key with the message, 48 bytes more."""
    try:
        from chia_rs import AugSchemeMPL, G1Element, G2Element  # noqa: PLC0415 - few machines have it
    except ImportError:
        return {}
    secret = AugSchemeMPL.key_gen(bytes(range(32)))
    key, signature = bytes(secret.get_g1()), bytes(AugSchemeMPL.sign(secret, MESSAGE))
    return {"chia_rs": lambda: AugSchemeMPL.verify(G1Element.from_bytes(key), MESSAGE, G2Element.from_bytes(signature))}


def chapters(backends: list[str]) -> None:
    """The chapters against the reference, and all vectors once more, in processes of their own."""
    print("in a process of its own                          wall     CPU   s")
    with tempfile.TemporaryDirectory() as folder:
        for backend in backends:
            for name, command, aim in (
                ("assay run --filter 'crypto/*'", ["run", "--filter", "crypto/*"], 20),
                ("assay vectors check", ["vectors", "check"], 60),
            ):
                wall, cpu = seconds([sys.executable, "-m", "assay", *command], backend, folder)
                goal = f"   (aim: below {aim} s)" if backend == "fast" else ""
                print(f"  {name:<32} {backend:<8} {wall:7.1f} {cpu:7.1f}{goal}")


def seconds(command: list[str], backend: str, folder: str) -> tuple[float, float]:
    """On the clock, and on all CPUs."""
    environment = {**os.environ, "COALITION_CURVES": backend}
    before, start = _children(), time.perf_counter()
    ran = subprocess.run(command, env=environment, cwd=folder, check=False, stdout=subprocess.DEVNULL)
    if ran.returncode:
        raise SystemExit(f"{' '.join(command[2:])} ended with {ran.returncode}")
    return time.perf_counter() - start, _children() - before


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
