"""Packages of Debian, unpacked into a cache of our own: nothing of the machine is changed, and nobody has to be root.

Tests that want a tool, or a whole small Debian, have it on any machine that has apt. What was unpacked once is found
again; `~/.cache/coalition-conformance/debian` may be removed at any time.
"""

from __future__ import annotations

import fcntl
import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: What packages mean by /bin, /lib …: on Debian these are links, which no package holds.
MERGED = ("bin", "lib", "lib32", "lib64", "libx32", "sbin")
#: One line for each package that was unpacked: its file's name, which has the version.
MANIFEST = "packages.txt"


class CannotUnpackError(Exception):
    """The packages cannot be had; the message says why."""


def unpacked(*packages: str, whole: bool = False) -> Path:
    """The folder that holds these packages and what they depend on: in `root` as in `/`, in `packages.txt` by name.

    What is installed on this machine is left out, unless the root is to be `whole`.
    """
    with _alone() as cache:
        folder = cache / "-".join([_release(), *packages])
        if not folder.exists():
            with tempfile.TemporaryDirectory(dir=cache) as scratch:
                files = _download(Path(scratch), packages, whole=whole)
                made = Path(scratch, "made")
                _unpack(files, made / "root")
                (made / MANIFEST).write_text("".join(f"{file.name}\n" for file in files), "utf-8")
                made.rename(folder)
    return folder


def libraries(folder: Path) -> str:
    """The value of LD_LIBRARY_PATH with which the unpacked programs of this folder run."""
    return os.pathsep.join(sorted({str(file.parent) for file in (folder / "root" / "usr" / "lib").rglob("lib*.so*")}))


@contextmanager
def _alone() -> Iterator[Path]:
    """The cache, with one process in it at a time."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    cache = Path(base) / "coalition-conformance" / "debian"
    cache.mkdir(parents=True, exist_ok=True)
    with Path(cache, "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield cache


def _release() -> str:
    try:
        about = platform.freedesktop_os_release()
    except OSError as error:
        raise CannotUnpackError("this machine does not say which release of Debian it is") from error
    return f"{about['ID']}{about.get('VERSION_ID', '')}-{platform.machine()}"


def _download(scratch: Path, packages: tuple[str, ...], *, whole: bool) -> list[Path]:
    """The files of these packages and of what they depend on, fetched and verified by apt."""
    missing = [tool for tool in ("apt-get", "dpkg-deb", "tar") if shutil.which(tool) is None]
    if missing:
        raise CannotUnpackError(f"{missing[0]} is not installed: this is no Debian")
    status, lists, cache = scratch / "status", scratch / "lists", scratch / "cache"
    for made in (lists / "partial", cache / "archives" / "partial"):
        made.mkdir(parents=True)
    status.touch()
    settings = {
        "Dir::State::lists": lists, "Dir::Cache": cache, "Dir::Log": scratch, "Debug::NoLocking": 1,
        "Acquire::Retries": 3, "APT::Sandbox::User": "", "APT::Get::Show-User-Simulation-Note": 0,
        # Hooks of the machine look after its own cache.
        "APT::Update::Post-Invoke": "", "APT::Update::Post-Invoke-Success": "",
        "DPkg::Post-Invoke": "", "DPkg::Pre-Install-Pkgs": "",
        **({"Dir::State::status": status} if whole else {}),
    }  # fmt: skip
    apt = ["apt-get", "-qq", *(f"-o{name}={value}" for name, value in settings.items())]
    for command in (["update"], ["install", "--yes", "--download-only", "--no-install-recommends", *packages]):
        done = subprocess.run([*apt, *command], capture_output=True, text=True, check=False)
        if done.returncode:
            raise CannotUnpackError(f"apt-get {command[0]} cannot have {' '.join(packages)}: {done.stderr.strip()}")
    return sorted((cache / "archives").glob("*.deb"))


def _unpack(files: list[Path], root: Path) -> None:
    for name in MERGED:
        (root / "usr" / name).mkdir(parents=True)
        (root / name).symlink_to(f"usr/{name}")
    keep = ["tar", "-C", str(root), "--keep-directory-symlink", "--no-same-owner", "-xpf", "-"]
    for file in files:
        packed = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(file)], check=True, stdout=subprocess.PIPE).stdout
        subprocess.run(keep, check=True, input=packed)
