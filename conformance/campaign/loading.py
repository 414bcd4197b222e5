"""The reference with one module changed, loaded in this process in place of the one that was there.

Meant for a process of its own, which ends with the mutant: nothing is undone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from conformance.campaign.modules import PACKAGES

Codes = Mapping[str, tuple[CodeType, Path]]
Answer = Callable[[bytes], bytes]


def load(codes: Codes, module: str = "", source: str = "") -> Answer:
    """The reference behind the protocol, with `source` in place of the module's own where one is named."""
    changed = dict(codes)
    if module:
        name = f"coalition.{module}"
        changed[name] = (compile(source, str(codes[name][1]), "exec"), codes[name][1])
    for name in [name for name in sys.modules if name.split(".")[0] in PACKAGES]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Finder(changed))
    from coalition_python.adapter import adapter  # noqa: PLC0415 - the one that was there is gone

    return adapter().answer


class _Finder(MetaPathFinder, Loader):
    """Gives modules from code that is compiled already."""

    def __init__(self, codes: Codes) -> None:
        self._codes = codes

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self._codes:
            return None
        where = self._codes[fullname][1]
        spec = ModuleSpec(fullname, self, origin=str(where), is_package=where.name == "__init__.py")
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(str(where.parent))
        return spec

    def create_module(self, spec: Any) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self._codes[module.__name__][0], module.__dict__)
