"""Tickets: figures of mosaik, and what holds for every token, validator and ticket."""

from __future__ import annotations

import calendar
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.crypto.issuer_ticket import issuer_ticket, issuer_ticket_validate
from coalition.crypto.jose import AnyJwtKey, EdDsa, Es256, Es512, Hs256, decoded, encoded, verifies
from coalition.crypto.mosaik_tickets import (
    LAST_SECOND,
    At,
    InvalidTicket,
    JwtValidator,
    Never,
    Open,
    Refused,
    Taken,
    TicketOutcome,
    Until,
    admit,
    jwt_validate,
)
from coalition.crypto.tdx_ticket import tdx_ticket_report_data
from coalition.crypto.validator_signatures import (
    JWT_CLASS,
    TDX_CLASS,
    TdxCriteria,
    TdxValidator,
    jwt_validator_signature,
    tdx_criteria_signature,
    tdx_validator_signature,
)
from coalition.handshake import PageIssuer
from coalition.substrate import peer_id
from coalition.unique_id import UniqueId, unique_id
from conformance.crypto_inputs.tickets import OPERATIONS, validator
from conformance.entropy import Entropy
from conformance.tokens import NOW, PEER, SECRET, token

PLAIN = JwtValidator((Hs256(SECRET),), (), (), None, (), allow_non_expiring=False, max_lifetime_s=None, max_age_s=None)
NUMBERS = st.integers(0, 10**9)


def test_the_default_validator_of_mosaiks_tests() -> None:
    """Its signature was seen on the crate (`implementations/mosaik/tests/tickets.rs`)."""
    key = Hs256(bytes(unique_id("mosaik.test.jwt.secret")))
    found = jwt_validator_signature(replace(PLAIN, keys=(key,), issuers=("mosaik.test.jwt.issuer",)))
    assert found.hex() == "c2d45052a38e9f288700a253197de58cda1f94e7c14cd70b8665fc5aa25fbece"
    assert JWT_CLASS.hex().startswith("4586eafa")
    assert JWT_CLASS.hex().endswith("3d8c")


def test_the_empty_tdx_validator() -> None:
    """Values that were read from mosaik's source and computed before, beginning and end of each."""
    empty = TdxCriteria(None, None, None, None, None)
    for found, begins, ends in (
        (tdx_criteria_signature(empty), "3b000e64", "52b2"),
        (tdx_validator_signature(TdxValidator(empty, (), None, None, None)), "4c641def", "7c30"),
        (TDX_CLASS, "0df6ed85", "44d0"),
    ):
        assert found.hex().startswith(begins)
        assert found.hex().endswith(ends)


def test_the_token_of_the_crate_that_mosaik_verifies_with() -> None:
    """The example that the documentation of the crate `jwt` signs under the secret `secret`."""
    head, body = (
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
        "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiYWRtaW4iOnRydWV9",
    )
    made = token(decoded(body), secret=b"secret", header=decoded(head)).decode()
    assert made == f"{head}.{body}.TJVA95OrM7E2cBab30RMHrHDcEfxjoYZgeFONFh7HgQ"


@pytest.mark.parametrize(
    ("key", "message", "signature"),
    [
        pytest.param(
            Es256(b"\3" + decoded("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")),
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb"
            "290Ijp0cnVlfQ",
            "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
            id="RFC 7515, A.3",
        ),
        pytest.param(
            Es512(
                b"\2"
                + decoded("AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk")
            ),
            "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA",
            "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZg"
            "oXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn",
            id="RFC 7515, A.4",
        ),
        pytest.param(
            EdDsa(decoded("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")),
            "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc",
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
            id="RFC 8037, A.4",
        ),
    ],
)
def test_published_signatures(key: AnyJwtKey, message: str, signature: str) -> None:
    """Each is its key's, and of no other message. The tokens have no subject, so that no validator takes them whole."""
    assert verifies(key, key.ALGORITHM, message, signature)
    assert not verifies(key, key.ALGORITHM, f"{message}A", signature)


def test_the_last_second_is_that_of_a_year() -> None:
    """The year 262142 ends then: 400 years are 146097 days, whichever they are."""
    cycles, year = divmod(262143 - 1970, 400)
    days = cycles * 146097 + sum(366 if calendar.isleap(1970 + each) else 365 for each in range(year))
    assert days * 86400 - 1 == LAST_SECOND


@given(st.binary(max_size=40))
def test_base64_has_one_form(data: bytes) -> None:
    assert decoded(encoded(data)) == data
    with pytest.raises(ValueError, match="="):
        decoded(encoded(data) + "=")


@settings(max_examples=30)
@given(NUMBERS, st.integers(0, 10**4), st.integers(0, 7))
def test_a_token_is_taken_and_no_neighbour_is(number: int, at: int, bit: int) -> None:
    params = OPERATIONS["crypto.jwt_validate"](Entropy(f"token {number}"))
    found = jwt_validate(**params)
    ticket = bytearray(params["ticket"])
    ticket[at % len(ticket)] ^= 1 << bit
    for changed in ({"ticket": bytes(ticket)}, {"ticket": params["ticket"] + b"A"}):
        with pytest.raises(InvalidTicket):
            jwt_validate(**{**params, **changed})
    if isinstance(found, At):
        with pytest.raises(InvalidTicket):
            jwt_validate(**{**params, "now": found.unix_ms // 1000})


@given(st.integers(-5, 5))
def test_there_is_no_leeway(offset: int) -> None:
    ticket = token({"sub": PEER.hex(), "exp": NOW})
    if offset < 0:
        assert jwt_validate(PLAIN, ticket, PEER, NOW + offset) == At(NOW * 1000)
    else:
        with pytest.raises(InvalidTicket):
            jwt_validate(PLAIN, ticket, PEER, NOW + offset)


_TIMES = st.integers(0, LAST_SECOND)


@given(st.tuples(_TIMES, _TIMES, _TIMES), st.tuples(*[st.integers(0, 999)] * 3), st.integers(0, 2))
def test_report_data_bind_whole_seconds(seconds: tuple[int, ...], parts: tuple[int, ...], changed: int) -> None:
    """Whatever is below a second changes nothing, and another second in any place everything."""

    def found(*unix_ms: int) -> bytes:
        return tdx_ticket_report_data(PEER, unique_id("net"), unix_ms[0], unix_ms[1], At(unix_ms[2]))

    whole = found(*(each * 1000 for each in seconds))
    assert whole == found(*(each * 1000 + part for each, part in zip(seconds, parts, strict=True)))
    assert whole[32:] == bytes(32)
    moved = [each * 1000 for each in seconds]
    moved[changed] += 1000 if seconds[changed] < LAST_SECOND else -1000
    assert whole != found(*moved)


@given(NUMBERS)
def test_validators_that_differ_sign_differently(number: int) -> None:
    drawn = validator(Entropy(f"validator {number}"))
    changed = (
        replace(drawn, allow_non_expiring=not drawn.allow_non_expiring),
        replace(drawn, subject="another"),
        replace(drawn, keys=(*drawn.keys, Hs256(SECRET))),
        replace(drawn, max_age_s=7),
        replace(drawn, max_lifetime_s=7),
    )
    signatures = {jwt_validator_signature(each) for each in (drawn, *changed)}
    assert len(signatures) == 6


_OUTCOMES = st.one_of(st.just(Refused()), st.just(Taken(Never())), st.integers(0, 9).map(lambda time: Taken(At(time))))


@given(st.lists(st.lists(_OUTCOMES, max_size=4).map(tuple), max_size=4).map(tuple))
def test_admission_is_the_least_of_the_greatest(validators: tuple[tuple[TicketOutcome, ...], ...]) -> None:
    ends = [[each.expiration for each in outcomes if isinstance(each, Taken)] for outcomes in validators]
    if not all(ends):
        with pytest.raises(InvalidTicket):
            admit(validators)
        return
    times = [max(each.unix_ms if isinstance(each, At) else 10**9 for each in group) for group in ends]
    if not times:
        assert admit(validators) == Open()
        return
    assert admit(validators) == Until(Never() if min(times) == 10**9 else At(min(times)))


@settings(max_examples=20)
@given(st.integers(1, 3), st.integers(1, 3), NUMBERS)
def test_an_issuers_ticket_needs_its_threshold(signing: int, threshold: int, number: int) -> None:
    seeds = tuple(Entropy(f"issuer {number} {each}").bytes(32) for each in range(3))
    issuer = PageIssuer(tuple(peer_id(UniqueId(seed)) for seed in seeds), threshold)
    data = issuer_ticket(PEER, NOW, seeds[:signing])
    if signing >= threshold:
        assert issuer_ticket_validate(issuer, data, PEER, NOW - 1) == At(NOW)
    else:
        with pytest.raises(InvalidTicket):
            issuer_ticket_validate(issuer, data, PEER, NOW - 1)
    with pytest.raises(InvalidTicket):
        issuer_ticket_validate(issuer, data, PEER, NOW)
