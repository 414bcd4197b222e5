"""The real crate on TDX: its validators' signatures, and what it makes of tickets whose quotes nobody but us signed."""

from __future__ import annotations

import itertools
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coalition.crypto import dcap
from coalition.crypto.dcap import TcbStatus, TdxGiven, TdxPolicy
from coalition.crypto.mosaik_tickets import LAST_SECOND
from coalition.crypto.tdx_errors import DcapChainInvalid
from conformance import mock_dcap as mock

Params = dict[str, Any]
INVALID_PARAMS, INTERNAL = -32602, -32603
ANY: Params = {"mrtd": None, "rtmr0": None, "rtmr1": None, "rtmr2": None, "rtmr3": None}
OPEN: Params = {
    "baseline": ANY, "variants": [], "max_age_s": None, "not_before_s": None, "max_lifetime_s": None,
}  # fmt: skip
REFUSED = {"kind": "Refused"}


class Session:
    """The program, asked one line after another."""

    def __init__(self, program: Path) -> None:
        self._process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._ids = itertools.count(1)

    def ask(self, method: str, params: Params) -> Params:
        """The answer, a result or an error."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        request = {"jsonrpc": "2.0", "id": next(self._ids), "method": method, "params": params}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer: Params = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        """End the program with its input."""
        self._process.communicate(timeout=10)


@pytest.fixture(scope="module")
def session(program: Path) -> Iterator[Session]:
    session = Session(program)
    yield session
    session.close()


def _vectors(root: Path, name: str) -> list[Params]:
    content = json.loads((root / "vectors" / "crypto" / f"{name}.json").read_text("utf-8"))
    return [test for group in content["groups"] for test in group["tests"]]


def _test(root: Path, name: str) -> Params:
    return next(test for test in _vectors(root, "tdx-ticket-report-data") if test["id"].endswith(f"/{name}"))


def _self_signed(report_data: bytes) -> bytes:
    """A quote as anyone makes one in software, under a root of nobody's."""
    return mock.quote(mock.World(mock.body(report_data=report_data), root="mallory"))


def _outcome(session: Session, said: Params, quote: bytes, **others: Any) -> Params:
    """What the crate makes of a ticket that says this and has this quote, shown by the peer it names."""
    shown = {"validator": OPEN, "quote": quote.hex(), "said": said, "peer": said["peer"], "network": said["network"]}
    answer = session.ask("crypto.tdx_ticket_outcome", {**shown, **others})
    assert "result" in answer, answer
    found: Params = answer["result"]["value"]
    return found


@pytest.mark.parametrize("name", ["tdx-criteria-signature", "tdx-validator-signature"])
def test_confirms_signatures(session: Session, root: Path, name: str) -> None:
    """Every vector, but those with a time that mosaik does not have."""
    seen = 0
    for test in _vectors(root, name):
        answer = session.ask(f"crypto.{name.replace('-', '_')}", test["input"])
        if "invalid_params" in test["expect"]:
            assert answer["error"]["code"] == INVALID_PARAMS, test["id"]
        elif int(test["input"].get("validator", {}).get("not_before_s") or 0) > LAST_SECOND:
            assert answer["error"]["code"] == INTERNAL, test["id"]
        else:
            assert answer["result"]["value"] == test["expect"]["value"], test["id"]
            seen += 1
    assert seen >= 6


def test_confirms_report_data(session: Session, root: Path) -> None:
    """The crate reads a ticket whose quote has the vector's bytes, and has none of the times that are refused."""
    seen, beyond = 0, 0
    for test in _vectors(root, "tdx-ticket-report-data"):
        if "value" in test["expect"]:
            quote = _self_signed(bytes.fromhex(test["expect"]["value"]))
            assert _outcome(session, test["input"], quote)["read"], test["id"]
            seen += 1
        elif "error" in test["expect"]:
            said = test["input"]
            params = {"validator": OPEN, "quote": "", "said": said, "peer": said["peer"], "network": said["network"]}
            answer = session.ask("crypto.tdx_ticket_outcome", params)
            assert answer["error"]["code"] == INTERNAL, test["id"]
            beyond += 1
    assert (seen, beyond) >= (22, 3)


def test_every_field_is_bound(session: Session, root: Path) -> None:
    """A ticket is admitted as it was made, and not read once anything that is bound is another."""
    test, never = _test(root, "until"), _test(root, "never")
    said, quote = test["input"], _self_signed(bytes.fromhex(test["expect"]["value"]))
    assert _outcome(session, said, quote) == {
        "read": True,
        "outcome": {"kind": "Taken", "expiration": said["expiration"]},
    }
    for name in ("another-peer", "another-network", "times-swapped", "never"):
        assert _outcome(session, _test(root, name)["input"], quote) == {"read": False, "outcome": REFUSED}, name
    for name in ("started", "quoted", "expires"):
        later = _test(root, f"{name}-a-second-later")["input"]
        assert _outcome(session, later, quote) == {"read": False, "outcome": REFUSED}, name
    quote = _self_signed(bytes.fromhex(never["expect"]["value"]))
    assert _outcome(session, never["input"], quote)["outcome"] == {"kind": "Taken", "expiration": {"kind": "Never"}}


def test_what_is_not_bound_can_be_changed(session: Session, root: Path) -> None:
    """Times within their seconds, the last 32 bytes, and the end of a ticket that ended with 1970's first second."""
    test = _test(root, "until")
    data = bytes.fromhex(test["expect"]["value"])
    for name in ("started", "quoted", "expires"):
        within = _test(root, f"{name}-within-the-second")["input"]
        assert _outcome(session, within, _self_signed(data))["outcome"]["kind"] == "Taken", name
    assert _outcome(session, test["input"], _self_signed(data[:32] + b"\xff" * 32))["read"]
    ended, never = _test(root, "ended-at-the-epoch"), _test(root, "never")
    quote = _self_signed(bytes.fromhex(ended["expect"]["value"]))
    assert _outcome(session, ended["input"], quote) == {"read": True, "outcome": REFUSED}
    assert _outcome(session, never["input"], quote)["outcome"] == {"kind": "Taken", "expiration": {"kind": "Never"}}


def test_a_ticket_is_of_its_peer_and_its_network(session: Session, root: Path) -> None:
    """Read whoever shows it, and then refused."""
    test = _test(root, "until")
    quote = _self_signed(bytes.fromhex(test["expect"]["value"]))
    for member in ("peer", "network"):
        shown = {member: _test(root, f"another-{member}")["input"][member]}
        assert _outcome(session, test["input"], quote, **shown) == {"read": True, "outcome": REFUSED}, member


def test_the_criteria_are_those_of_the_quote(session: Session, root: Path) -> None:
    """The baseline and one of the variants, where there are any."""
    test = _test(root, "until")
    quote = _self_signed(bytes.fromhex(test["expect"]["value"]))
    of_guest, of_another = {**ANY, "mrtd": "91" * 48, "rtmr2": "02" * 48}, {**ANY, "rtmr2": "03" * 48}
    for kind, baseline, variants in (
        ("Taken", of_guest, []),
        ("Taken", of_guest, [of_another, of_guest]),
        ("Refused", of_another, []),
        ("Refused", of_guest, [of_another]),
    ):
        validator = {**OPEN, "baseline": baseline, "variants": variants}
        assert _outcome(session, test["input"], quote, validator=validator)["outcome"]["kind"] == kind


def test_mosaik_takes_a_quote_that_anyone_signed(session: Session, root: Path) -> None:
    """By the key that is in it, and no other; the chapter TDX refuses it, by its chain."""
    test = _test(root, "until")
    data = bytes.fromhex(test["expect"]["value"])
    quote = _self_signed(data)
    assert _outcome(session, test["input"], quote)["outcome"]["kind"] == "Taken"
    altered = quote[:150] + bytes([quote[150] ^ 1]) + quote[151:]
    assert _outcome(session, test["input"], altered) == {"read": False, "outcome": REFUSED}

    world = mock.World(mock.body(report_data=data))
    policy = TdxPolicy((world.body.mr_td,), (TcbStatus.UpToDate,))
    against = (mock.collateral(world), mock.root(), mock.NOW, policy, TdxGiven(data))
    assert dcap.verify(mock.quote(world), *against).report_data == data
    with pytest.raises(DcapChainInvalid):
        dcap.verify(quote, *against)
