"""Cases of the chapter TDX: each certificate's first second and its last, and the ones beside them."""

from __future__ import annotations

from conformance import mock_dcap as mock
from conformance.casebook import Casebook
from conformance.cases.crypto_tdx_common import BOND, world
from conformance.crypto_inputs.tdx import verifying
from conformance.mock_extensions import Extras


def times(book: Casebook) -> None:
    """What `crypto.tdx_verify` is asked about the time of the four certificates that a quote rests on."""
    for common in ("pck", "pck ca", "tcb signing", "root"):
        who = common.replace(" ", "-")
        for kind, comment, held, beside, error in (
            ("first-second", "holds from now on", Extras(starts=mock.NOW), mock.NOW - 1, "early"),
            ("last-second", "holds until now", Extras(ends=mock.NOW), mock.NOW + 1, "over"),
        ):
            found = mock.changed(world(), extras=((common, held),))
            name = f"{who}-{kind}"
            book.accept(name, f"the certificate of {common!r} {comment}", verifying(found, BOND))
            book.refuse_changed(
                f"{name}-{error}", f"it does not hold now: {error}", name, "DcapCertificateOutOfTime", now=beside
            )
