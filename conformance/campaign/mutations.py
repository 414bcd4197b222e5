"""The mutants of a source: what mutmut's operators make of each of its nodes, where a rule does not leave it out.

A mutant is known by the function it stands in, its line, the operator, and the text before and after: it stays the
same mutant when lines move, and becomes another when its own line changes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import libcst as cst
from libcst.metadata import MetadataWrapper, WhitespaceInclusivePositionProvider
from mutmut.mutation.mutators import mutation_operators

from conformance.campaign.left_out import LeftOut

#: Where a statement stands that is in no function and no class.
TOP = "(module)"
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Mutant:
    """One change: `source[start:end]` becomes `text`. The other fields say which it is (`name`)."""

    module: str
    where: str
    line: str
    operator: str
    before: str
    after: str
    occurrence: int
    start: int
    end: int
    text: str

    @property
    def name(self) -> str:
        """The mutant in a line."""
        again = f" #{self.occurrence}" if self.occurrence > 1 else ""
        change = f"{self.before} → {self.after or 'nothing'}{again}"
        return f"{self.module}: {self.where}: {self.operator}: {change}   in: {self.line}"

    def applied(self, source: str) -> str:
        """The source with the change in it."""
        return source[: self.start] + self.text + source[self.end :]


def mutants(module: str, source: str) -> list[Mutant]:
    """Every mutant of a module, in the order of its text."""
    wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    collector = _Collector(module, wrapper.module, wrapper.resolve(WhitespaceInclusivePositionProvider))
    collector.visit(wrapper.module, (), 0)
    return collector.found


class _Collector:
    """Walks down a module. `spans` says where each node stands."""

    def __init__(self, module: str, tree: cst.Module, spans: Mapping[cst.CSTNode, Any]) -> None:
        self.found: list[Mutant] = []
        self._module = module
        self._tree = tree
        self._source = tree.code
        self._lines = _offsets(self._source)
        self._spans = spans
        self._left_out = LeftOut()
        self._seen: Counter[tuple[str, ...]] = Counter()

    def visit(self, node: cst.CSTNode, scope: tuple[str, ...], depth: int) -> None:
        """The mutants of a node and of all below it; it stands in `scope`, `depth` blocks deep."""
        if self._left_out.whole(node):
            return
        for kind, operator in mutation_operators:
            if isinstance(node, kind):
                name = operator.__name__.removeprefix("operator_")
                for mutated in operator(node):
                    if not self._left_out.change(node, mutated):
                        self._add(".".join(scope) or TOP, name, depth, node, mutated)
        if isinstance(node, (cst.ClassDef, cst.FunctionDef)):
            scope = (*scope, node.name.value)
        for child in node.children:
            self.visit(child, scope, depth + isinstance(node, cst.IndentedBlock))

    def _add(self, where: str, operator: str, depth: int, node: cst.CSTNode, mutated: cst.CSTNode) -> None:
        span = self._spans[node]
        start = self._lines[span.start.line - 1] + span.start.column
        end = self._lines[span.end.line - 1] + span.end.column
        line = self._source[self._lines[span.start.line - 1] : self._lines[span.start.line]].strip()
        key = (where, line, operator, *_shown(node, mutated))
        self._seen[key] += 1
        text = _placed(mutated, depth)
        if self._source[start:end] != _placed(node, depth):
            # A whole block is indented by its place in a way of its own; there are few of them.
            start, end, text = 0, len(self._source), _replaced(self._tree, node, mutated)
        self.found.append(Mutant(self._module, *key, self._seen[key], start, end, text))


def _placed(node: cst.CSTNode, depth: int) -> str:
    """The text of a node where it stands: by itself it does not know how far its lines are indented."""
    return _code(node).replace("\n", "\n" + "    " * depth)


def _replaced(tree: cst.Module, node: cst.CSTNode, mutated: cst.CSTNode) -> str:
    changed = tree.deep_replace(node, mutated)
    assert isinstance(changed, cst.Module)
    text: str = changed.code
    return text


def _offsets(source: str) -> list[int]:
    """Where each line begins."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _code(node: cst.CSTNode) -> str:
    text: str = cst.Module(body=[]).code_for_node(node)
    return text


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _shown(node: cst.CSTNode, mutated: cst.CSTNode) -> tuple[str, str]:
    """The texts before and after; of a call the argument that changes, of a `match` the case, the others as `…`."""
    if isinstance(node, cst.Match) and isinstance(mutated, cst.Match):
        case = next(case for case in node.cases if case not in mutated.cases)
        return f"case {_flat(_code(case.pattern))}: …", ""
    if isinstance(node, cst.Call) and isinstance(mutated, cst.Call) and node.func is mutated.func:
        for at, argument in enumerate(node.args):
            if at >= len(mutated.args) or mutated.args[at] is not argument:
                removed = len(mutated.args) < len(node.args)
                new = None if removed else mutated.args[at]
                return _call(node, at, argument), _call(node, at, new)
    return _flat(_code(node)), _flat(_code(mutated))


def _call(node: cst.Call, at: int, argument: cst.Arg | None) -> str:
    shown = list(_arguments(node, at, argument))
    return f"{_flat(_code(node.func))}({', '.join(shown)})"


def _arguments(node: cst.Call, at: int, argument: cst.Arg | None) -> Iterator[str]:
    if at:
        yield "…"
    if argument is not None:
        yield _flat(_code(argument.with_changes(comma=cst.MaybeSentinel.DEFAULT)))
    if at < len(node.args) - 1:
        yield "…"
