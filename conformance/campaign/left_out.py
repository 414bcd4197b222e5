"""What is not mutated, by rule: what no answer of the driver protocol can show.

* annotations, decorators, texts in triple quotes, and calls of `isinstance` and `len`: mutmut leaves them out itself;
* the arguments of an error that is raised: they make its message, which no rule is about;
* of a preimage, all but its bytes: the label, the encoding and the origin of a row, the name and the parameters of a
  derivation. They serve the diagnosis;
* one bit more in the width of a row's integer, which is folded in whole bytes;
* the default of a record's field: a request gives every field, an absent one as `null`;
* type variables, and aliases that are for the type checker alone;
* the lengths of byte arrays that cryptography alone has, whose vectors are not asked;
* the requirement of an error or a refusal, which the text's table is compared with;
* `__str__` and `__repr__`: they are shown to readers of Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import libcst as cst
import libcst.matchers as m

_SHOWN: Final = ("__repr__", "__str__")
_NEVER_CALLS: Final = ("isinstance", "len")

#: What is called so says how a row is shown.
_LABELS: Final = ("encoding", "labels")
#: What an error or a refusal says of itself beside its name.
_CITED: Final = "requirement"
#: What is made of these is read by the type checker alone.
_TYPES: Final = ("Callable", "Literal", "ParamSpec", "TypeVar")
#: The byte arrays that identities are made of.
_ARRAYS: Final = ("Bytes20", "Bytes32", "Bytes48")
#: Records that are no subclass, and whose defaults serve the diagnosis.
_RECORDS: Final = ("Field", "Preimage")

#: The functions that make a row or a preimage: the places of the arguments that are not its bytes.
ROWS: Final[Mapping[str, tuple[int, ...]]] = {
    "Field": (0, 1, 3),
    "Preimage": (2, 3),
    "_absent_as": (0, 2),
    "_register": (0,),
    "ascii_text": (0,),
    "bps": (0,),
    "data": (0,),
    "discriminant": (0,),
    "id_or_empty": (0,),
    "id_or_zero": (0,),
    "identifier": (0,),
    "integer": (0,),
    "kind_name": (0,),
    "option": (0, 1),
    "part": (0, 2),
    "raw": (0, 2),
    "utf8": (0,),
}


class LeftOut:
    """The rules, asked node by node from the top of a module."""

    def __init__(self) -> None:
        #: Arguments that an enclosing node has left out, and calls that make the error that is raised.
        self._arguments: set[cst.CSTNode] = set()
        self._errors: set[cst.CSTNode] = set()
        #: Fields of records with their defaults.
        self._fields: set[cst.CSTNode] = set()

    def whole(self, node: cst.CSTNode) -> bool:
        """Whether a node is left out with everything in it."""
        if isinstance(node, cst.Raise) and isinstance(node.exc, cst.Call):
            self._errors.add(node.exc)
            self._arguments.update(node.exc.args)
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Name):
            if node.func.value in _NEVER_CALLS:
                return True
            self._arguments.update(node.args[at] for at in ROWS.get(node.func.value, ()) if at < len(node.args))
            if node.func.value == "integer":
                self._arguments.update(argument.value for argument in node.args[1:2])
        if isinstance(node, cst.ClassDef) and (node.bases or node.name.value in _RECORDS):
            self._fields.update(_fields(node))
        if isinstance(node, cst.FunctionDef) and node.name.value in _SHOWN:
            return True
        if isinstance(node, cst.Param) and node.name.value in _LABELS:
            return True
        if isinstance(node, cst.Assign) and (_shows(node) or _types(node) or _foreign(node) or _cites(node)):
            return True
        return isinstance(node, (cst.Annotation, cst.Decorator)) or node in self._arguments or node in self._fields

    def change(self, node: cst.CSTNode, mutated: cst.CSTNode) -> bool:
        """Whether this change of a node is left out."""
        if node in self._errors:
            return True
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and isinstance(mutated, cst.Call):
            labels = ROWS.get(node.func.value)
            values = (argument for at, argument in enumerate(node.args) if labels is not None and at not in labels)
            return labels is not None and all(argument in mutated.args for argument in values)
        return False


def _shows(assign: cst.Assign) -> bool:
    target = assign.targets[0].target
    return isinstance(target, cst.Name) and target.value in _LABELS


def _cites(assign: cst.Assign) -> bool:
    target = assign.targets[0].target
    return isinstance(target, cst.Name) and target.value == _CITED


def _foreign(assign: cst.Assign) -> bool:
    target = assign.targets[0].target
    return (
        isinstance(target, cst.Name) and re.fullmatch(r"Bytes[0-9]+", target.value) is not None
    ) and target.value not in _ARRAYS


def _types(assign: cst.Assign) -> bool:
    made = assign.value
    maker = made.func if isinstance(made, cst.Call) else made.value if isinstance(made, cst.Subscript) else None
    return isinstance(maker, cst.Name) and maker.value in _TYPES


def _fields(record: cst.ClassDef) -> Iterator[cst.AnnAssign]:
    """The fields of a class; what is marked as the class's own is none."""
    for line in record.body.body:
        for statement in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(statement, cst.AnnAssign) and not m.findall(statement.annotation, m.Name("ClassVar")):
                yield statement
