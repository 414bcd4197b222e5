"""Cases of the chapter TDX: the numbers of a platform, its module and its quoting enclave, and the worst status."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coalition.crypto.dcap import TdxPolicy
from coalition.crypto.dcap_collateral import TcbStatus
from conformance import mock_dcap as mock
from conformance.casebook import Casebook
from conformance.cases.crypto_tdx_common import BOND, Changed, guest, of, texts, world
from conformance.crypto_inputs.tdx import verifying

_ASKED = ("TDX-7", "TDX-20")
_OF_PLATFORMS = {
    "SWHardeningNeeded": "hardening",
    "ConfigurationNeeded": "configuration",
    "ConfigurationAndSWHardeningNeeded": "configuration-and-hardening",
    "OutOfDateConfigurationNeeded": "out-of-date-configuration",
}
_STATUSES = ("TDX-18", "TDX-19", "TDX-20")


def levels(book: Casebook) -> None:
    """What `crypto.tdx_verify` is asked about levels and statuses."""
    _modules(book)
    _of_a_module(book)
    _revoked(book)
    _of_platforms_alone(book)


def _of_platforms_alone(book: Casebook) -> None:
    """The statuses that a platform has, and no module and no quoting enclave, whatever the policy names."""
    policy = TdxPolicy((world().body.mr_td,), tuple(TcbStatus))
    base = verifying(world(), BOND, policy=policy)
    for status, name in _OF_PLATFORMS.items():
        twin = f"platform-{name}"
        graded = {**base, **texts(info=_graded_as(status))}
        book.accept(twin, f"a platform that is {status}", graded, requirements=_ASKED)
        for who, changed in _components(status):
            book.refuse_changed(
                f"{who}-{name}", f"{who.replace('-', ', ')}: {status}", twin, "DcapCollateralMalformed",
                requirements=_ASKED, **changed,
            )  # fmt: skip


def _graded_as(status: str) -> dict[str, Any]:
    """TCB information whose best level has a status."""
    form = mock.tcb_info()
    form["tcbLevels"][0]["tcbStatus"] = status
    return form


def _components(status: str) -> Iterator[tuple[str, Changed]]:
    """Module and quoting enclave of a status, and a level of theirs of which no version is asked."""
    form = _graded_as(status)
    (module,) = form["tdxModuleIdentities"]
    for who, levels in (
        ("module", mock.levels((3, status))),
        ("module-unreached", mock.levels((9, status), (3, "UpToDate"))),
    ):
        yield who, texts(info={**form, "tdxModuleIdentities": [{**module, "tcbLevels": levels}]})
    for who, levels in (
        ("enclave", mock.levels((4, status))),
        ("enclave-unreached", mock.levels((4, "UpToDate"), (2, status))),
    ):
        yield who, texts(info=form, identity=mock.qe_identity(tcbLevels=levels))


def _of_a_module(book: Casebook) -> None:
    """A module whose own status decides, the platform and the quoting enclave being up to date."""
    base = {**verifying(world(), BOND), **texts(info=_graded())}
    book.accept("module-graded", "a module of several levels, at the best", base)
    old = _of("0401")
    policy = TdxPolicy((world().body.mr_td,), (TcbStatus.UpToDate, TcbStatus.OutOfDate))
    name = "module-graded-accepted"
    book.accept(name, "a module out of date, which the verifier accepts", {**base, **old, "policy": policy})
    for name, comment, error, numbers in (
        ("module-graded-old", "the module alone is out of date", "DcapTcbUnaccepted", old),
        ("module-graded-revoked", "the module alone is revoked", "DcapTcbRevoked", _of("0201")),
    ):
        book.refuse_changed(name, comment, "module-graded", error, requirements=_STATUSES, **numbers)


def _graded() -> dict[str, Any]:
    """TCB information whose listed module has a level of each kind."""
    form = mock.tcb_info()
    (module,) = form["tdxModuleIdentities"]
    graded = mock.levels((6, "UpToDate"), (3, "OutOfDate"), (1, "Revoked"))
    return {**form, "tdxModuleIdentities": [{**module, "tcbLevels": graded}]}


def _revoked(book: Casebook) -> None:
    """What is revoked, under a policy that names every status."""
    policy = TdxPolicy((world().body.mr_td,), tuple(TcbStatus))
    base = {**verifying(world(), BOND, policy=policy), **texts(info=_graded())}
    book.accept("every-status", "a policy that names every status", base)
    for name, changed in (
        ("platform", of(cpu_svn=b"\x01" * 16)),
        ("module", _of("0201")),
        ("qe", of(qe_svn=1)),
    ):
        book.refuse_changed(
            f"every-status-{name}-revoked", "revoked, whatever the policy names", "every-status", "DcapTcbRevoked",
            requirements=_STATUSES, **changed,
        )  # fmt: skip


def _modules(book: Casebook) -> None:
    """What `crypto.tdx_verify` is asked about the components of a platform whose module has a version, or none."""
    base = verifying(world(), BOND)
    asked = ("TDX-18", "TDX-19")
    wide = mock.tcb_info()
    wide["tcbLevels"][0]["tcb"]["tdxtcbcomponents"][2] = {"svn": 3}
    wide["tcbLevels"][0]["tcb"]["tdxtcbcomponents"][15] = {"svn": 1}
    bare = mock.tcb_info()
    del bare["tdxModuleIdentities"]
    for name, comment, changed in (
        ("module-listed", "a module's number is compared with its own levels alone", _of("0401")),
        ("module-plain", "one without a version, whose number is a component like the others", _of("0600")),
        (
            "module-components",
            "the third component and the last",
            {**_of("060103" + "00" * 12 + "01"), **texts(info=wide)},
        ),
        ("module-not-listed", "one without a version, where none is listed", {**_of("0600"), **texts(info=bare)}),
    ):
        book.accept(name, comment, {**base, **changed}, requirements=asked)
    last = "00" * 12 + "01"
    for name, comment, twin, error, changed in (
        ("module-listed-below", "a number below its levels", "module-listed", "DcapTcbUnlisted", _of("0201")),
        ("module-plain-old", "a number below the best level", "module-plain", "DcapTcbUnaccepted", _of("0400")),
        ("module-plain-revoked", "a number of the revoked level", "module-plain", "DcapTcbRevoked", _of("0200")),
        ("module-third", "the third below", "module-components", "DcapTcbUnaccepted", _of("060102" + last)),
        ("module-last", "the last below", "module-components", "DcapTcbUnaccepted", _of("060103")),
        ("module-none-listed", "one with a version", "module-not-listed", "TdxModuleUnknown", _of("0601")),
    ):  # fmt: skip
        book.refuse_changed(name, comment, twin, error, requirements=asked, **changed)


def _of(numbers: str) -> Changed:
    """A quote whose first component numbers are these, the third 3 where they are fewer."""
    svn = bytes.fromhex(numbers)
    return guest(tee_tcb_svn=(svn if len(svn) > 2 else svn + b"\3").ljust(16, b"\0"))
