"""What a component runs: its content preimage and measurements (ID-14)."""

from __future__ import annotations

from dataclasses import dataclass

from coalition.measurements import Measurements
from coalition.preimage import Preimage, ascii_text, derivation, hash_many_of, id_or_zero, raw
from coalition.shapes import Record
from coalition.unique_id import UniqueId


@dataclass(frozen=True)
class ContentParams(Record):
    """The content preimage, bytes that the component's own chapter defines, and the measurements of a gated one."""

    preimage: bytes
    measurements: Measurements | None = None

    @classmethod
    def new(cls, preimage: bytes) -> ContentParams:
        """Content without measurements, as in the book: `ContentParams::new(&preimage)`."""
        return cls(preimage)

    def fingerprint(self) -> UniqueId:
        """The content fingerprint (ID-14)."""
        return content_fingerprint(self).id()


@derivation("identity.content")
def content_fingerprint(content: ContentParams) -> Preimage:
    """The content fingerprint (ID-14)."""
    measurements = None if content.measurements is None else content.measurements.fingerprint()
    return hash_many_of(
        ascii_text("tag", "content"),
        raw("preimage", content.preimage),
        id_or_zero("measurements", measurements),
    )
