"""The modules of the reference that are mutated, and their sources."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from types import CodeType
from typing import Final

from blake3 import blake3

#: The modules that an identity is made of: from a JSON text to the id, and every rule on the way.
IDENTITY: Final = (
    "acl",
    "attestation",
    "coalition_config",
    "content",
    "content_preimages",
    "encoding",
    "json_form",
    "lattice",
    "measurements",
    "module",
    "names",
    "oracle",
    "organism",
    "preimage",
    "presence",
    "ratio",
    "reference",
    "retirement",
    "serialised",
    "shapes",
    "signer",
    "stable_id",
    "struct_digest",
    "surface",
    "tickets",
    "unique_id",
)

#: The modules of what runs in worlds, and of the records that it folds. They are mutated where they are named.
RUNNING: Final = (
    "almanac",
    "atlas",
    "chronicle",
    "chronicle_audit",
    "chronicle_kinds",
    "composites",
    "compute",
    "lattice_surfaces",
    "quorum",
    "randomness",
    "runtime.agenda",
    "runtime.almanac",
    "runtime.atlas",
    "runtime.chain",
    "runtime.chronicle",
    "runtime.clearing",
    "runtime.committee",
    "runtime.component",
    "runtime.composite",
    "runtime.composite_audit",
    "runtime.compute",
    "runtime.compute_records",
    "runtime.compute_rules",
    "runtime.correlator",
    "runtime.fault",
    "runtime.intents",
    "runtime.ledger",
    "runtime.log",
    "runtime.module",
    "runtime.over_lattices",
    "runtime.play",
    "runtime.randomness",
    "runtime.upstream",
    "runtime.world",
)

#: The packages that are made anew for every mutant: the reference, and the adapter that holds its functions.
PACKAGES: Final = ("coalition", "coalition_python")


def source_path(module: str) -> Path:
    """The file of a module of the reference, named without its package (`acl`, `runtime.world`)."""
    path = source_root().joinpath(*module.split(".")).with_suffix(".py")
    if not path.is_file():
        raise ModuleNotFoundError(f"the reference has no module {module}")
    return path


def read(module: str) -> str:
    """The source of a module of the reference."""
    return source_path(module).read_text("utf-8")


def compiled() -> dict[str, tuple[CodeType, Path]]:
    """Every module of the two packages by its full name: its code, and the file it stands in."""
    found = {}
    for package in PACKAGES:
        root = _root(package)
        for path in sorted(root.rglob("*.py")):
            parts = [package, *path.relative_to(root).with_suffix("").parts]
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = (compile(path.read_text("utf-8"), str(path), "exec"), path)
    return found


def digest() -> str:
    """The digest of every source of the two packages."""
    hasher = blake3()
    for package in PACKAGES:
        root = _root(package)
        for path in sorted(root.rglob("*.py")):
            hasher.update(f"{package}/{path.relative_to(root)}\0{path.read_text('utf-8')}\0".encode())
    return hasher.hexdigest()


def source_root() -> Path:
    """The folder of the reference."""
    return _root("coalition")


def _root(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(next(iter(spec.submodule_search_locations)))
