"""Cases of the chapter TDX: what JSON collateral is, and what its members have to be."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from conformance import mock_dcap as mock
from conformance.casebook import Casebook
from conformance.cases.crypto_tdx_common import BOND, Changed, texts, world
from conformance.crypto_inputs.tdx import verifying


def documents(book: Casebook) -> None:
    """What `crypto.tdx_verify` is asked about the two texts, each signed as it stands."""
    base = verifying(world(), BOND)
    for name, comment, text in (
        (
            "unread",
            "members that nobody reads, of every kind",
            _more('[1.5,-0,1e308,18446744073709551616,null,{"a":{}}]'),
        ),
        ("deep", "127 inside one another", _more("[" * 126 + "]" * 126)),
        ("spaced", "white space about it", f" {mock.text(mock.tcb_info())} "),
        ("module-twice", "of two modules of one id the first counts", mock.text(_twice())),
        ("module-with-levels", "the module without a version has no levels", mock.text(_levelled())),
    ):
        book.accept(f"json-{name}", comment, {**base, **_info(text)}, requirements=("TDX-7",))
    plain = mock.text(mock.tcb_info())
    for name, comment, twin, text in (
        ("deeper", "128 inside one another", "json-deep", _more("[" * 127 + "]" * 127)),
        ("member-twice", "a member twice, in what nobody reads", "json-unread", _more('[{"a":1,"a":1}]')),
        ("great", "a number that no double holds", "json-unread", _more("1e309")),
        ("half", "half a pair of surrogates", "json-unread", _more(r'"\ud83d"')),
        ("fmspc-twice", "a member twice", "bond", plain.replace('"fmspc"', '"fmspc":"B0C06F000000","fmspc"')),
        ("mark", "a byte order mark", "bond", "\ufeff" + plain),
        ("list", "a list", "bond", f"[{plain}]"),
    ):
        book.refuse_changed(f"json-{name}", comment, twin, "DcapCollateralMalformed", **_info(text))
    _forms(book)


def _forms(book: Casebook) -> None:
    """Members of the right form at their bounds, and of no form."""
    base = verifying(world(), BOND)
    for kind, make, right, wrong in (
        ("tcb", mock.tcb_info, _RIGHT, _WRONG),
        ("qe", mock.qe_identity, _RIGHT_IDENTITY, _WRONG_IDENTITY),
    ):
        for name, path, value in right:
            comment = f"{name.replace('-', ' ')}: {value!r}"
            book.accept(f"{kind}-{name}", comment, {**base, **_put(kind, make(), path, value)}, requirements=("TDX-7",))
        for name, path, value in wrong:
            book.refuse_changed(
                f"bond-{kind}-{name}", f"{name.replace('-', ' ')}: {value!r}", "bond", "DcapCollateralMalformed",
                **_put(kind, make(), path, value),
            )  # fmt: skip


_ADVISORIES = ["INTEL-SA-00837", "INTEL-SA-00960"]
_MODULE = ("tdxModuleIdentities", 0, "tcbLevels")
#: Members of the TCB information at their bounds.
_RIGHT: tuple[tuple[str, tuple[Any, ...], Any], ...] = (
    ("evaluation-greatest", ("tcbEvaluationDataNumber",), 2**32 - 1),
    ("advisories", ("tcbLevels", 0, "advisoryIDs"), _ADVISORIES),
    ("advisories-none", ("tcbLevels", 0, "advisoryIDs"), []),
    ("module-advisories", (*_MODULE, 0, "advisoryIDs"), _ADVISORIES),
    ("module-isvsvn-255", _MODULE, mock.levels((255, "OutOfDate"), (3, "UpToDate"))),
)
#: Those of the identity.
_RIGHT_IDENTITY: tuple[tuple[str, tuple[Any, ...], Any], ...] = (
    ("evaluation-greatest", ("tcbEvaluationDataNumber",), 2**32 - 1),
    ("advisories", ("tcbLevels", 0, "advisoryIDs"), _ADVISORIES),
    ("isvsvn-65535", ("tcbLevels",), mock.levels((65535, "OutOfDate"), (4, "UpToDate"))),
)
#: A member of the identity, and what it may not be.
_WRONG_IDENTITY: tuple[tuple[str, tuple[Any, ...], Any], ...] = (
    ("evaluation-missing", ("tcbEvaluationDataNumber",), None),
    ("evaluation-great", ("tcbEvaluationDataNumber",), 2**32),
    ("advisories-text", ("tcbLevels", 0, "advisoryIDs"), "INTEL-SA-00837"),
    ("isvsvn-65536", ("tcbLevels",), mock.levels((65536, "OutOfDate"), (4, "UpToDate"))),
    ("levels-object", ("tcbLevels",), {}),
)


#: A member of the TCB information, and what it may not be.
_WRONG: tuple[tuple[str, tuple[Any, ...], Any], ...] = (
    ("version-text", ("version",), "3"),
    ("version-fraction", ("version",), 3.0),
    ("version-negative", ("version",), -3),
    ("id-null", ("id",), None),
    ("fmspc-short", ("fmspc",), "B0C06F0000"),
    ("fmspc-odd", ("fmspc",), "B0C06F00000"),
    ("fmspc-spaced", ("fmspc",), "B0C06F 00000"),
    ("pce-long", ("pceId",), "000000"),
    ("svn-true", ("tcbLevels", 0, "tcb", "sgxtcbcomponents", 3, "svn"), True),
    ("svn-fraction", ("tcbLevels", 0, "tcb", "sgxtcbcomponents", 3, "svn"), 2.0),
    ("svn-256", ("tcbLevels", 0, "tcb", "tdxtcbcomponents", 3, "svn"), 256),
    ("svn-negative", ("tcbLevels", 0, "tcb", "tdxtcbcomponents", 3, "svn"), -1),
    ("svn-text", ("tcbLevels", 0, "tcb", "tdxtcbcomponents", 3, "svn"), "0"),
    ("pcesvn-65536", ("tcbLevels", 0, "tcb", "pcesvn"), 65536),
    ("status-unknown", ("tcbLevels", 0, "tcbStatus"), "uptodate"),
    ("level-without-date", ("tcbLevels", 0, "tcbDate"), None),
    ("month-13", ("issueDate",), "2025-13-20T00:00:00Z"),
    ("no-such-day", ("issueDate",), "2025-02-29T00:00:00Z"),
    ("hour-24", ("issueDate",), "2025-12-19T24:00:00Z"),
    ("second-60", ("issueDate",), "2025-12-19T23:59:60Z"),
    ("year-1969", ("issueDate",), "1969-12-31T23:59:59Z"),
    ("date-in-full", ("issueDate",), "2025-12-20T00:00:00.000Z"),
    ("module-without-mask", ("tdxModule", "attributesMask"), None),
    ("module-listed-without-levels", _MODULE, None),
    ("module-isvsvn-256", _MODULE, mock.levels((256, "OutOfDate"), (3, "UpToDate"))),
    ("module-levels-object", _MODULE, {}),
    ("module-advisories-text", (*_MODULE, 0, "advisoryIDs"), "INTEL-SA-00837"),
    ("modules-object", ("tdxModuleIdentities",), {}),
    ("levels-object", ("tcbLevels",), {}),
    ("levels-text", ("tcbLevels",), ""),
    ("type-missing", ("tcbType",), None),
    ("type-1", ("tcbType",), 1),
    ("type-text", ("tcbType",), "0"),
    ("evaluation-missing", ("tcbEvaluationDataNumber",), None),
    ("evaluation-negative", ("tcbEvaluationDataNumber",), -1),
    ("evaluation-great", ("tcbEvaluationDataNumber",), 2**32),
    ("evaluation-text", ("tcbEvaluationDataNumber",), "17"),
    ("advisories-text", ("tcbLevels", 0, "advisoryIDs"), "INTEL-SA-00837"),
    ("advisories-numbers", ("tcbLevels", 0, "advisoryIDs"), [837]),
    ("advisories-object", ("tcbLevels", 2, "advisoryIDs"), {}),
)


def _put(kind: str, made: Any, path: tuple[Any, ...], value: Any) -> Changed:
    """Collateral with something else at a path of one text, or nothing for `None`."""
    form: Any = deepcopy(made)
    _set(form, path, value)
    return texts(**{"info" if kind == "tcb" else "identity": form})


def _set(form: Any, path: tuple[Any, ...], value: Any) -> None:
    """Set what stands at a path, or leave it out for `None`. The components of a level are one object many times."""
    *above, last = path
    for each in above:
        if isinstance(form[each], dict):
            form[each] = dict(form[each])
        form = form[each]
    if value is None and last != "id":
        del form[last]
    else:
        form[last] = value


def _info(text: str) -> Changed:
    return {"collateral": mock.collateral(world(), info=text)}


def _more(value: str) -> str:
    """TCB information with a member that nobody reads."""
    return mock.text(mock.tcb_info())[:-1] + f',"more":{value}}}'


def _twice() -> dict[str, Any]:
    """A module that is listed twice, the second time as another."""
    form = mock.tcb_info()
    (first,) = form["tdxModuleIdentities"]
    return {**form, "tdxModuleIdentities": [first, {**first, "id": "tdx_01", "mrsigner": "01" * 48}]}


def _levelled() -> dict[str, Any]:
    form = mock.tcb_info()
    old = [{"tcb": {"isvsvn": 0}, "tcbDate": "2024-03-13T00:00:00Z", "tcbStatus": "OutOfDate"}]
    return {**form, "tdxModule": {**form["tdxModule"], "tcbLevels": old}}
