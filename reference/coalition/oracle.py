"""Oracle pairs and their streams (ID-24, ID-41, ID-42)."""

from __future__ import annotations

from dataclasses import dataclass

from coalition.errors import SameSymbols, SymbolHasSlash
from coalition.names import Name
from coalition.preimage import Preimage, ascii_text, concat, derivation, identifier, part, plain, raw
from coalition.presence import PresentId
from coalition.shapes import Record
from coalition.stable_id import PRICE_TICK_SCHEMA_V1


@dataclass(frozen=True)
class TokenPair(Record):
    """A pair of symbols. Its orientation is the tick's affair; a stream has none."""

    base: Name
    quote: Name

    def rules(self) -> None:
        check_symbol(self.base)
        check_symbol(self.quote)
        check_symbols_differ(self.base, self.quote)

    def symbols(self) -> tuple[bytes, bytes]:
        """The two symbols in ascending byte order (ID-24)."""
        lesser, greater = sorted((self.base.encode(), self.quote.encode()))
        return lesser, greater

    def preimage(self) -> bytes:
        """The pair's preimage (ID-24)."""
        return pair_preimage(self).value()


def check_symbol(symbol: str) -> None:
    """Raise `SymbolHasSlash` for a symbol that holds `/` (ID-41)."""
    if "/" in symbol:
        raise SymbolHasSlash(symbol)


def check_symbols_differ(base: str, quote: str) -> None:
    """Raise `SameSymbols` for equal symbols (ID-41)."""
    if base == quote:
        raise SameSymbols(base)


@derivation("identity.pair")
def pair_preimage(pair: TokenPair) -> Preimage:
    """The preimage of a token pair (ID-24)."""
    lesser, greater = pair.symbols()
    return plain(
        ascii_text("tag", "pair|"),
        raw("first", lesser, "lesser utf8"),
        ascii_text("separator", "/"),
        raw("second", greater, "greater utf8"),
    )


@derivation("identity.oracle_pair_id")
def oracle_pair_id(stable_id: PresentId, pair: TokenPair) -> Preimage:
    """`stable_id.derive(pair preimage)` (ID-42)."""
    return concat(identifier("stable_id", stable_id), part("pair", pair_preimage(pair), "bytes"))


@derivation("identity.oracle_stream_id")
def oracle_stream_id(stable_id: PresentId, pair: TokenPair) -> Preimage:
    """The stream of an oracle pair (ID-42)."""
    return concat(part("pair_stream", oracle_pair_id(stable_id, pair)), identifier("schema", PRICE_TICK_SCHEMA_V1))
