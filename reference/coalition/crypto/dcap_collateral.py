"""Collateral of DCAP: TCB information and the quoting enclave's identity, JSON texts that Intel signs (chapter TDX)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from coalition.crypto.foreign_json import distinct, json_object
from coalition.crypto.tdx_errors import (
    DcapCollateralEarly,
    DcapCollateralExpired,
    DcapCollateralMalformed,
    DcapTcbUnlisted,
    TdxModuleUnknown,
    TdxQuotingEnclaveUnknown,
)
from coalition.crypto.tdx_quote import TdxBody
from coalition.shapes import Discriminant

_U32: Final = 0xFFFFFFFF
#: The greatest version of a TDX module, of which the quote has one byte (TDX-7).
_MODULE: Final = 0xFF
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z")


class TcbStatus(Discriminant):
    """How a level stands, from best to worst (TDX-20)."""

    UpToDate = 0
    SWHardeningNeeded = 1
    ConfigurationNeeded = 2
    ConfigurationAndSWHardeningNeeded = 3
    OutOfDate = 4
    OutOfDateConfigurationNeeded = 5
    Revoked = 6


@dataclass(frozen=True)
class TcbLevel:
    """A level of a platform: the least of each number, and its status."""

    cpu: bytes
    tdx: bytes
    pce_svn: int
    status: TcbStatus


@dataclass(frozen=True)
class Levels:
    """Levels by security version alone, best first as they stand."""

    levels: tuple[tuple[int, TcbStatus], ...]

    def status(self, version: int) -> TcbStatus:
        """The status of the first level that a version reaches. Raises `DcapTcbUnlisted` (TDX-18)."""
        for least, status in self.levels:
            if version >= least:
                return status
        raise DcapTcbUnlisted(version)


@dataclass(frozen=True)
class Module:
    """What a TDX module must be; `levels` for one that is listed by its version."""

    signer: bytes
    attributes: bytes
    mask: bytes
    levels: Levels | None = None


@dataclass(frozen=True)
class TcbInfo:
    """TCB information."""

    id: str
    version: int
    fmspc: bytes
    pce_id: bytes
    levels: tuple[TcbLevel, ...]
    module: Module
    modules: Mapping[str, Module]


@dataclass(frozen=True)
class QeIdentity:
    """The identity of the quoting enclave: what of its report must be what."""

    id: str
    version: int
    misc: tuple[bytes, bytes]
    attributes: tuple[bytes, bytes]
    signer: bytes
    product: int
    levels: Levels


def seconds(text: str) -> int:
    """A time of collateral in seconds since 1970."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(each) for each in match.groups())
    if year < 1970 or not 1 <= day <= calendar.monthrange(year, month)[1] or hour > 23 or max(minute, second) > 59:
        raise ValueError(text)
    return calendar.timegm((year, month, day, hour, minute, second))


def read(text: str, now: int) -> Mapping[str, Any]:
    """A collateral's JSON, current now (TDX-7, TDX-8)."""
    try:
        form = json_object(text.encode(), distinct)
        issued, renewed = seconds(form["issueDate"]), seconds(form["nextUpdate"])
    except (KeyError, TypeError, ValueError) as error:
        raise DcapCollateralMalformed(text, str(error)) from None
    check_window(issued, renewed, now)
    return form


def check_window(issued: int, renewed: int, now: int) -> None:
    """Raise `DcapCollateralEarly` before, `DcapCollateralExpired` after what collateral is for (TDX-8)."""
    if now < issued:
        raise DcapCollateralEarly(issued, f"now is {now}")
    if now > renewed:
        raise DcapCollateralExpired(renewed, f"now is {now}")


def tcb_info(form: Mapping[str, Any]) -> TcbInfo:
    """TCB information. Raises `DcapCollateralMalformed` for what is none (TDX-7)."""
    try:
        check_tcb_type(form["tcbType"])
        check_evaluation(form)
        levels = sorted((_level(each) for each in _list(form["tcbLevels"])), key=_rank, reverse=True)
        return TcbInfo(
            _text(form["id"]),
            _number(form["version"], _U32),
            _digits(form["fmspc"], 6),
            _digits(form["pceId"], 2),
            tuple(levels),
            _module(form["tdxModule"]),
            _modules(form.get("tdxModuleIdentities", [])),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DcapCollateralMalformed(form, f"TCB information: {error}") from None


def _rank(level: TcbLevel) -> tuple[bytes, int, bytes]:
    return (level.cpu, level.pce_svn, level.tdx)


def _level(form: Mapping[str, Any]) -> TcbLevel:
    cpu, tdx = (_components(form["tcb"][f"{kind}tcbcomponents"]) for kind in ("sgx", "tdx"))
    seconds(form["tcbDate"])
    check_advisories(form)
    return TcbLevel(cpu, tdx, _number(form["tcb"]["pcesvn"]), TcbStatus[form["tcbStatus"]])


def _number(value: Any, most: int = 0xFFFF) -> int:
    """A whole number, of two bytes unless it is said (TDX-7)."""
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError(value)
    return value


def check_component_status(status: TcbStatus) -> None:
    """Raise `ValueError` for a status that only a platform has (TDX-7)."""
    if status not in (TcbStatus.UpToDate, TcbStatus.OutOfDate, TcbStatus.Revoked):
        raise ValueError(status)


def check_tcb_type(value: Any) -> None:
    """Raise `ValueError` for levels that are compared in another way than TDX-18 has (TDX-7)."""
    if _number(value, _U32) != 0:
        raise ValueError(value)


def check_evaluation(form: Mapping[str, Any]) -> None:
    """Raise `KeyError` or `ValueError` for a text that does not say of which evaluation it is (TDX-7)."""
    _number(form["tcbEvaluationDataNumber"], _U32)


def check_advisories(form: Mapping[str, Any]) -> None:
    """Raise `TypeError` for advisories of a level that are no texts; there may be none (TDX-7)."""
    for each in _list(form.get("advisoryIDs", [])):
        _text(each)


def _list(value: Any) -> list[Any]:
    check_list(value)
    return list(value)


def check_list(value: Any) -> None:
    """Raise `TypeError` for what is no list (TDX-7)."""
    if not isinstance(value, list):
        raise TypeError(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _digits(text: str, size: int) -> bytes:
    """So many bytes in hexadecimal digits of either case, and nothing between them (TDX-7)."""
    if re.fullmatch(f"[0-9A-Fa-f]{{{2 * size}}}", text) is None:
        raise ValueError(text)
    return bytes.fromhex(text)


def _components(form: Sequence[Mapping[str, Any]]) -> bytes:
    """Sixteen numbers, no fewer: a comparison that stops early would leave the rest unlooked at (TDX-7)."""
    found = bytes(_number(each["svn"], 0xFF) for each in _list(form))
    check_count(found)
    return found


def check_count(components: bytes) -> None:
    """Raise `DcapCollateralMalformed` unless there are sixteen (TDX-7)."""
    if len(components) != 16:
        raise DcapCollateralMalformed(components, "16 components")


def _module(form: Mapping[str, Any]) -> Module:
    sizes = {"mrsigner": 48, "attributes": 8, "attributesMask": 8}
    signer, attributes, mask = (_digits(form[name], size) for name, size in sizes.items())
    return Module(signer, attributes, mask)


def _modules(form: Sequence[Mapping[str, Any]]) -> Mapping[str, Module]:
    """The modules that are listed, by their ids in upper case; of two of one id the first (TDX-19)."""
    found: dict[str, Module] = {}
    for each in _list(form):
        module = replace(_module(each), levels=_levels(each["tcbLevels"], _MODULE))
        found.setdefault(each["id"].upper(), module)
    return found


def _levels(form: Any, most: int = 0xFFFF) -> Levels:
    return Levels(tuple(_component_level(each, most) for each in _list(form)))


def _component_level(form: Mapping[str, Any], most: int) -> tuple[int, TcbStatus]:
    """A level of a module or of the quoting enclave: its least version, and its status."""
    seconds(form["tcbDate"])
    check_advisories(form)
    status = TcbStatus[form["tcbStatus"]]
    check_component_status(status)
    return _number(form["tcb"]["isvsvn"], most), status


def qe_identity(form: Mapping[str, Any]) -> QeIdentity:
    """The identity of the quoting enclave. Raises `DcapCollateralMalformed` for what is none (TDX-7)."""
    try:
        sizes = {"miscselect": 4, "miscselectMask": 4, "attributes": 16, "attributesMask": 16, "mrsigner": 32}
        check_evaluation(form)
        misc, misc_mask, attributes, mask, signer = (_digits(form[name], size) for name, size in sizes.items())
        return QeIdentity(
            _text(form["id"]),
            _number(form["version"], _U32),
            (misc, misc_mask),
            (attributes, mask),
            signer,
            _number(form["isvprodid"]),
            _levels(form["tcbLevels"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DcapCollateralMalformed(form, f"identity of the quoting enclave: {error}") from None


def masked(data: bytes, mask: bytes) -> bytes:
    """The bits of the data that a mask has."""
    return bytes(one & other for one, other in zip(data, mask, strict=True))


def check_enclave(report: bytes, identity: QeIdentity) -> None:
    """Raise `TdxQuotingEnclaveUnknown` for a report that is not of the identity (TDX-15)."""
    misc, attributes = report[16:20], report[48:64]
    found = (
        masked(misc, identity.misc[1]),
        masked(attributes, identity.attributes[1]),
        report[128:160],
        int.from_bytes(report[256:258], "little"),
    )
    # The mask is laid on the report alone, as Intel's library lays it: what is expected beyond it is never there.
    expected = (identity.misc[0], identity.attributes[0], identity.signer, identity.product)
    if found != expected:
        raise TdxQuotingEnclaveUnknown(found)


def platform_status(info: TcbInfo, cpu_svn: bytes, pce_svn: int, body: TdxBody) -> TcbStatus:
    """The status of the best level that a platform reaches in every number. Raises `DcapTcbUnlisted` (TDX-18)."""
    first = first_component(body.tee_tcb_svn)
    for level in info.levels:
        reached = reaches(cpu_svn, level.cpu) and reaches(body.tee_tcb_svn[first:], level.tdx[first:])
        if reached and pce_svn >= level.pce_svn:
            return level.status
    raise DcapTcbUnlisted((cpu_svn, pce_svn, body.tee_tcb_svn))


def first_component(tee_tcb_svn: bytes) -> int:
    """Which TDX component is compared first: of a module with a version the first two are its own (TDX-18, TDX-19)."""
    return 2 if tee_tcb_svn[1] > 0 else 0


def reaches(numbers: bytes, least: bytes) -> bool:
    """Whether every number is at least that of the level (TDX-18)."""
    return all(one >= other for one, other in zip(numbers, least, strict=True))


def module_status(info: TcbInfo, body: TdxBody) -> TcbStatus:
    """The status of the TDX module. Raises `TdxModuleUnknown`, `DcapTcbUnlisted` (TDX-19)."""
    version, module = body.tee_tcb_svn[1], info.module
    if version > 0:
        module = listed_module(info, f"TDX_{version:02X}")
    check_module(module, body)
    return TcbStatus.UpToDate if module.levels is None else module.levels.status(body.tee_tcb_svn[0])


def listed_module(info: TcbInfo, name: str) -> Module:
    """The module that is listed under a name, its letters upper-case. Raises `TdxModuleUnknown` (TDX-19)."""
    if name not in info.modules:
        raise TdxModuleUnknown(name)
    return info.modules[name]


def check_module(module: Module, body: TdxBody) -> None:
    """Raise `TdxModuleUnknown` for another signer, or other attributes (TDX-19)."""
    # Equal as a whole and under the mask, so that no bit outside the mask is set.
    attributes = body.seam_attributes
    if masked(attributes, module.mask) != attributes:
        raise TdxModuleUnknown(attributes)
    if (body.mr_signer_seam, attributes) != (module.signer, module.attributes):
        raise TdxModuleUnknown(body.mr_signer_seam)
