"""Cases of the chapter TDX: how chains are written, what certificates and lists say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from cryptography.x509 import Certificate

from coalition.crypto.dcap import TdxCollateral
from conformance import mock_dcap as mock
from conformance.casebook import Casebook
from conformance.cases.crypto_tdx_common import BOND, Changed, edited, lists, world
from conformance.crypto_inputs.tdx import verifying
from conformance.mock_extensions import Extras

_LISTER: Final = ("key_cert_sign", "crl_sign")
#: Everybody says what its key is for, and every authority how many may stand below it.
_WHOLE: Final = {
    "root": Extras(path_length=1, usage=_LISTER),
    "pck ca": Extras(path_length=0, usage=_LISTER),
    "pck": Extras(usage=("digital_signature",)),
    "tcb signing": Extras(usage=("digital_signature",)),
}


def chains(book: Casebook) -> None:
    """What `crypto.tdx_verify` is asked about PEM, certificates and lists."""
    _texts(book)
    _certificates(book)
    _lists(book)
    _longer(book)
    _signers(book)


def _texts(book: Casebook) -> None:
    """One chain, written in other ways."""
    base, chain = verifying(world(), BOND), mock.parts(world()).pck_chain
    first, *others = chain.split(b"-----END CERTIFICATE-----\n")
    one = b"".join(first.split(b"\n")[1:])
    begin, end = b"-----BEGIN CERTIFICATE-----\n", b"\n-----END CERTIFICATE-----\n"
    rest = b"-----END CERTIFICATE-----\n".join(others)
    for name, comment, pem in (
        ("carriage-returns", "lines that end as on another system", chain.replace(b"\n", b"\r\n")),
        ("no-last-line-feed", "no line feed at the end", chain.rstrip(b"\n")),
        ("zeros", "zero bytes at the end", chain + bytes(3)),
        (
            "explained",
            "lines of text before each certificate",
            chain.replace(b"-----BEGIN", b"it:\nis next\n-----BEGIN"),
        ),
        ("without-root", "the root left out", chain[: chain.rindex(b"-----BEGIN")]),
    ):
        book.accept(f"chain-{name}", comment, {**base, **edited(pck_chain=pem)}, requirements=("TDX-7",))
    for name, comment, pem in (
        ("empty", "nothing", b""),
        ("unwrapped", "base64 in one line", begin + one + end + rest),
        ("short-lines", "base64 in lines of 60", begin + _wrapped(one, 60) + end + rest),
        ("long-lines", "base64 in lines of 76", begin + _wrapped(one, 76) + end + rest),
        ("indented", "a space before a line", begin + b" " + _wrapped(one, 64) + end + rest),
        ("gap", "an empty line within", begin + b"\n" + _wrapped(one, 64) + end + rest),
        ("header", "a header within", begin + b"Proc-Type: 4\n\n" + _wrapped(one, 64) + end + rest),
        ("label", "another label", chain.replace(b" CERTIFICATE", b" TRUSTED CERTIFICATE")),
        ("lower-case", "a label in lower case", chain.replace(b" CERTIFICATE", b" certificate")),
        ("other-end", "another label at the end", chain.replace(b"END CERTIFICATE", b"END X509 CERTIFICATE")),
        ("text-behind", "text behind the last", chain + b"that is all\n"),
        ("zero-within", "a zero byte between two", chain.replace(b"-----\n-----", b"-----\n\0\n-----")),
        ("bit-over", "a bit of base64 left over", _bit_over(chain)),
        ("padding", "padding left out", chain.replace(b"=", b"")),
        ("byte-behind", "a byte behind a certificate", mock.pem_of(mock.root() + b"\0").encode() + chain),
    ):
        book.refuse_changed(f"bond-chain-{name}", comment, "bond", "DcapCollateralMalformed", **edited(pck_chain=pem))
    for member in ("tcb_info", "qe_identity"):
        name = f"{member}_issuer_chain"
        right = base["collateral"]
        pem = getattr(right, name)
        label = member.split("_")[0]
        for kind, comment, other, error in (
            (
                "unwrapped",
                "base64 in one line",
                pem.replace("\n", "").replace("-----M", "-----\nM").replace("-----END", "\n-----END") + "\n",
                "DcapCollateralMalformed",
            ),
            ("empty", "no chain", "", "DcapCollateralMalformed"),
            ("root-alone", "a chain of the root alone", mock.pem(mock.root_certificate()), "DcapChainInvalid"),
        ):
            changed: Changed = {name: other}
            book.refuse_changed(
                f"bond-{label}-chain-{kind}", comment, "bond", error, collateral=replace(right, **changed)
            )
    alone = mock.pem(mock.root_certificate()).encode()
    book.refuse_changed(
        "bond-chain-root-alone", "a chain of the root alone", "bond", "DcapChainInvalid", **edited(pck_chain=alone)
    )


def _wrapped(line: bytes, width: int) -> bytes:
    return b"\n".join(line[at : at + width] for at in range(0, len(line), width))


def _bit_over(chain: bytes) -> bytes:
    """The chain with a bit set behind the last byte of a certificate."""
    at = chain.index(b"=") - 1
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return chain[:at] + alphabet[alphabet.index(chain[at]) | 1 :][:1] + chain[at + 1 :]


def _say(**changes: Any) -> Changed:
    """Quote, collateral and root where everybody says what `_WHOLE` has, but for some; the root stands in no chain."""
    extras = tuple({**_WHOLE, **{name.replace("_", " "): each for name, each in changes.items()}}.items())
    found = mock.changed(world(), extras=extras)
    chain = mock.pem(mock.pck(found), mock.authority("pck ca", "root", extras))
    collateral = replace(
        mock.collateral(world()),
        tcb_info_issuer_chain=mock.pem(mock.signing("root", extras)),
        qe_identity_issuer_chain=mock.pem(mock.signing("root", tuple(_WHOLE.items()))),
    )
    return {**edited(pck_chain=chain.encode()), "collateral": collateral, "root": mock.root(extras=extras)}


def _certificates(book: Casebook) -> None:
    """Certificates that say what they may be used for, and one that may not."""
    base = verifying(world(), BOND)
    book.accept(
        "usages", "certificates that say what they are for", {**base, **_say()}, requirements=("TDX-9", "TDX-10")
    )
    bare = _say(pck=Extras(constrained=False), tcb_signing=Extras(constrained=False))
    book.accept("leaves-unconstrained", "leaves that do not say whether they are authorities", {**base, **bare})
    for name, comment, changed in (
        ("pck-as-authority", "a platform that is an authority", _say(pck=Extras(authority=True))),
        ("tcb-as-authority", "a signer of collateral that is one", _say(tcb_signing=Extras(authority=True))),
        ("root-path-length", "a root above no authority", _say(root=replace(_WHOLE["root"], path_length=0))),
        ("authority-usage", "an authority that may sign lists alone", _say(pck_ca=Extras(usage=("crl_sign",)))),
        ("root-usage", "a root that may sign lists alone", _say(root=Extras(usage=("crl_sign",)))),
        ("authority-unconstrained", "an authority that does not say so", _say(pck_ca=Extras(constrained=False))),
        ("authority-of-another-name", "an issuer of another name", _say(pck=Extras(issuer="pck ca 2"))),
        ("authority-wider", "an authority's key on P-384", _say(pck_ca=Extras(wider=True))),
        ("pck-sha-384", "a signature with SHA-384", _say(pck=Extras(sha384=True))),
        ("tcb-sha-384", "a signature with SHA-384, of the collateral's signer", _say(tcb_signing=Extras(sha384=True))),
        *((f"{who.replace(' ', '-')}-critical", "an extension that nobody knows, and is critical",
           _say(**{who.replace(" ", "_"): replace(extras, critical=True)})) for who, extras in _WHOLE.items()),
    ):  # fmt: skip
        book.refuse_changed(f"usages-{name}", comment, "usages", "DcapChainInvalid", **changed)
    book.refuse_changed(
        "usages-pck-wider", "a platform's key on P-384", "usages", "TdxQeReportForged", **_say(pck=Extras(wider=True))
    )
    for who in ("root", "pck ca"):
        changed = _say(**{who.replace(" ", "_"): replace(_WHOLE[who], usage=("key_cert_sign",))})
        name = f"usages-{who.replace(' ', '-')}-no-lister"
        book.refuse_changed(name, "one that may not sign lists", "usages", "DcapCrlInvalid", **changed)


def _lists(book: Casebook) -> None:
    """Lists that are signed as they should be, and say too much, or too little."""
    right = mock.collateral(world())
    for member in ("root_ca_crl", "pck_crl"):
        for name, error, made in (
            ("critical", "DcapCrlInvalid", lists(crl_critical="list")),
            ("critical-entry", "DcapCrlInvalid", lists(crl_critical="entry")),
            ("sha-384", "DcapCrlInvalid", lists(crl_sha384=True)),
            ("endless", "DcapCrlExpired", lists(crl_endless=True)),
        ):
            changed: Changed = {member: getattr(made, member)}
            book.refuse_changed(
                f"bond-{member.split('_')[0]}-crl-{name}", name.replace("-", " "), "bond", error,
                collateral=replace(right, **changed),
            )  # fmt: skip
    gone = lists(revoked=("root",)).root_ca_crl
    book.refuse_changed(
        "bond-root-revoked",
        "the root on its own list",
        "bond",
        "DcapRevoked",
        collateral=replace(right, root_ca_crl=gone),
    )


def _longer(book: Casebook) -> None:
    """An authority more."""
    root = mock.root_certificate()
    longer = mock.pem(mock.pck(world()), mock.authority("pck ca", "mid"), mock.authority("mid", "root"), root)
    book.refuse_changed(
        "bond-longer", "an authority more, whose list nobody gave", "bond", "DcapChainInvalid",
        requirements=("TDX-10",), **edited(pck_chain=longer.encode()),
    )  # fmt: skip


def _signers(book: Casebook) -> None:
    """Collateral signed, as it should be, by a key that leads to the root and may not sign it."""
    below, signer = _chain(mock.signing("pck ca"), "pck ca"), "tcb signing"
    for name, comment, member, key, chain in (
        ("tcb-signer-below", "one below the issuer of platforms", "tcb_info", signer, below),
        ("tcb-signer-below-another", "below another authority", "tcb_info", signer, _chain(mock.signing("mid"), "mid")),
        ("tcb-signer-platform", "the platform's own key", "tcb_info", "pck", _chain(mock.pck(world()), "pck ca")),
        ("tcb-signer-authority", "the issuer of platforms", "tcb_info", "pck ca", _authority()),
        ("qe-signer-below", "one below the issuer of platforms", "qe_identity", signer, below),
        ("qe-signer-platform", "the platform's own key", "qe_identity", "pck", _chain(mock.pck(world()), "pck ca")),
        ("qe-signer-authority", "the issuer of platforms", "qe_identity", "pck ca", _authority()),
    ):
        book.refuse_changed(
            name, f"{member} signed by {comment}", "bond", "DcapChainInvalid",
            requirements=("TDX-9",), collateral=_signed(member, key, chain),
        )  # fmt: skip
    twin = "tcb-signer-on-another-list"
    listed = replace(mock.collateral(world()), pck_crl=lists(revoked=("tcb signing",)).pck_crl)
    book.accept(
        twin, "its number on the list of another issuer", {**verifying(world(), BOND), "collateral": listed},
        requirements=("TDX-10",),
    )  # fmt: skip
    made = replace(listed, tcb_info_issuer_chain=below)
    book.refuse_changed(
        "tcb-signer-below-revoked",
        "one below that issuer, and revoked there",
        twin,
        "DcapChainInvalid",
        collateral=made,
    )


def _signed(member: str, key: str, chain: str) -> TdxCollateral:
    """Collateral of which one text is signed by a key, and the chain says whose it is."""
    right = mock.collateral(world())
    signature = mock.sign(mock.key(key), getattr(right, member).encode())
    changed: Changed = {f"{member}_signature": signature, f"{member}_issuer_chain": chain}
    return replace(right, **changed)


def _chain(signer: Certificate, issuer: str) -> str:
    """The chain of a signer below an authority below the root."""
    return mock.pem(signer, mock.authority(issuer, "root"), mock.root_certificate())


def _authority() -> str:
    """The chain of the issuer of platforms, which is directly below the root."""
    return mock.pem(mock.authority("pck ca", "root"), mock.root_certificate())
