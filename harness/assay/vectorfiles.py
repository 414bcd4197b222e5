"""Vector files on disk and in git, as a mapping from relative path to bytes."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

#: Files beside the vectors that are written by hand.
_OURS = frozenset({".json"})
_BY_HAND = frozenset({"schema"})


class UnreadableError(Exception):
    """No such revision; the text says why."""


def read_tree(root: Path) -> dict[str, bytes]:
    """All vector files below `root`; schemas are not generated and not vectors."""
    if not root.is_dir():
        return {}
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and _is_vector(path.relative_to(root))
    }


def read_revision(root: Path, revision: str) -> dict[str, bytes]:
    """The vector files below `root` as they stood at a git revision; raises UnreadableError."""
    listed = _git(root, "ls-tree", "-r", "-z", "--name-only", revision, "--", ".")
    names = [name for name in listed.decode().split("\0") if name and _is_vector(Path(name))]
    return {name: _git(root, "show", f"{revision}:./{name}") for name in names}


def compare(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[str]:
    """What is wrong with the files `before`, in words."""
    problems = [f"{name} is missing" for name in sorted(after.keys() - before.keys())]
    problems += [f"{name} is not generated any more" for name in sorted(before.keys() - after.keys())]
    problems += [f"{name} differs" for name in sorted(before.keys() & after.keys()) if before[name] != after[name]]
    return problems


def apply(root: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[str]:
    """Make the folder hold `after`; yields what was done."""
    for name, data in after.items():
        if before.get(name) != data:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            yield f"wrote {name}"
    for name in sorted(before.keys() - after.keys()):
        (root / name).unlink()
        yield f"removed {name}"


def _is_vector(path: Path) -> bool:
    return path.suffix in _OURS and path.parts[0] not in _BY_HAND


def _git(root: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except OSError as error:
        raise UnreadableError(f"git: {error}") from None
    if done.returncode:
        raise UnreadableError(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout
