"""Cases of the chapter Shuffle: pads that cancel, rounds that are noise, releases that name nobody, and unsealing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from coalition.crypto import shuffle
from coalition.crypto.frost_round import FrostKeys
from coalition.crypto.frost_suites import FrostSuite
from coalition.crypto.shuffle import ShuffleContent, ShufflePartial, ShuffleShape
from conformance.casebook import Casebook
from conformance.crypto_inputs.frost import dealt, scalar
from conformance.crypto_inputs.shuffle import Net, net, unsealing
from conformance.entropy import Entropy
from conformance.frost_rounds import TORSION, wrong_elements

SHAPE: Final = ShuffleShape(4, 40)
MESSAGES: Final = (ShuffleContent(2, b"a bid"), None, ShuffleContent(0, b"another bid"))
Refused = tuple[tuple[str, str, dict[str, Any]], ...]


@cache
def three() -> Net:
    """Three clients and two servers."""
    return net(Entropy("shuffle three clients"), 3, 2, SHAPE)


@cache
def committee() -> tuple[FrostKeys, bytes]:
    """A committee of two of three, and a submission sealed to it."""
    entropy = Entropy("shuffle committee")
    keys = dealt(FrostSuite.Ed25519, 2, 3, entropy)
    return keys, shuffle.seal(keys.group.public_key, scalar(FrostSuite.Ed25519, entropy), b"a bid")


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the chapter."""
    yield _pad()
    yield _submit()
    yield _serve()
    yield _combine()
    yield _seal()
    yield _partial()
    yield _unseal()


def _refuse(book: Casebook, twin: str, refused: Refused, requirements: tuple[str, ...] = ()) -> None:
    for name, error, changed in refused:
        comment = name.replace("-", " ")
        book.refuse_changed(f"{twin}-{name}", comment, twin, error, requirements=requirements, **changed)


def _unusable() -> Refused:
    return (
        ("no-slots", "ShuffleShapeUnusable", {"shape": ShuffleShape(0, 40)}),
        ("small-slots", "ShuffleShapeUnusable", {"shape": ShuffleShape(4, 17)}),
    )


def _pad() -> Casebook:
    book, one = Casebook("crypto.shuffle_pad", requirements=("SHUF-1", "SHUF-2")), three()
    book.accept("first", "of the first client and server", shape=SHAPE, secret=one.secrets[0][0], round=one.round)
    book.accept("next-round", "of another round", shape=SHAPE, secret=one.secrets[0][0], round=one.round + 1)
    book.accept("smallest", "one slot of 18 bytes", shape=ShuffleShape(1, 18), secret=bytes(32), round=0)
    _refuse(book, "first", _unusable())
    book.random(3)
    book.spoil("first", shapes=6)
    return book


def _submit() -> Casebook:
    book, one, twin = Casebook("crypto.shuffle_submit", requirements=("SHUF-3", "SHUF-4")), three(), "third-slot"
    base = {"shape": SHAPE, "round": one.round, "secrets": one.secrets[0]}
    book.accept(twin, "a message in the third slot", base, content=MESSAGES[0])
    book.accept("silent", "a client that says nothing", base, content=None)
    book.accept("empty-message", "a message of no byte is one", base, content=ShuffleContent(0, b""))
    book.accept("full", "as long as the slot holds", base, content=ShuffleContent(3, b"\xff" * 22))
    secret = one.secrets[0][0]
    wrong: Refused = (
        ("long", "ShuffleMessageTooLong", {"content": ShuffleContent(2, b"\xff" * 23)}),
        ("fifth-slot", "ShuffleSlotOutOfRange", {"content": ShuffleContent(4, b"a bid")}),
        ("no-server", "ShuffleWithoutServers", {"secrets": ()}),
        ("secret-twice", "ShuffleSecretRepeated", {"secrets": (*one.secrets[0], secret)}),
    )
    for name, error, changed in wrong:
        if name == "no-server":
            book.accept("one-server", "one server", {**base, "secrets": (secret,)}, content=MESSAGES[0])
            book.refuse_changed(f"one-server-{name}", "no server", "one-server", error, **changed)
        else:
            _refuse(book, twin, ((name, error, changed),))
    _refuse(book, twin, _unusable()[1:])
    book.random(3)
    book.spoil(twin, shapes=8)
    return book


def _serve() -> Casebook:
    book, one, twin = Casebook("crypto.shuffle_serve"), three(), "two-clients"
    secrets = (one.secrets[0][0], one.secrets[1][0])
    book.accept(twin, "two clients", shape=SHAPE, round=one.round, secrets=secrets)
    book.accept("nobody", "a round without clients", shape=SHAPE, round=one.round, secrets=())
    _refuse(book, twin, (*_unusable(), ("secret-twice", "ShuffleSecretRepeated", {"secrets": (*secrets, secrets[0])})))
    book.random(3)
    book.spoil(twin, shapes=6)
    return book


def _combine() -> Casebook:
    book, one = Casebook("crypto.shuffle_combine", requirements=("SHUF-6", "SHUF-7")), three()
    sent, served, twin = one.submissions(MESSAGES), one.served(), "three-clients"
    base = {"shape": SHAPE, "submissions": sent, "servers": served}
    book.accept(twin, "two messages and silence", base)
    book.accept("reversed", "in another order: the same release", {**base, "submissions": sent[::-1]})
    swapped = one.submissions((ShuffleContent(0, b"another bid"), ShuffleContent(3, b"a bid"), None))
    book.accept("other-senders", "other senders, other slots: the same release", {**base, "submissions": swapped})
    silent = one.submissions((None, None, None))
    book.accept("silence", "nobody says anything", {**base, "submissions": silent})
    equal = one.submissions((ShuffleContent(1, b"a bid"), ShuffleContent(2, b"a bid"), None))
    book.accept("equal", "one message twice", {**base, "submissions": equal})
    met = one.submissions((ShuffleContent(2, b"a bid"), None, ShuffleContent(2, b"another bid")))
    late = Net(SHAPE, one.round + 1, one.secrets).served()
    flipped = bytes([sent[0][0] ^ 1]) + sent[0][1:]
    padded = shuffle.xor((sent[0], bytes(2 * 40 + 10) + b"\x01" + bytes(69)), 160)
    wrong: Refused = (
        ("server-missing", "ShuffleNoise", {"servers": served[:1]}),
        ("client-missing", "ShuffleNoise", {"submissions": sent[:-1]}),
        ("server-twice", "ShuffleNoise", {"servers": (*served, served[0])}),
        ("server-of-another-round", "ShuffleNoise", {"servers": (served[0], late[1])}),
        ("one-slot-for-two", "ShuffleNoise", {"submissions": met}),
        ("bit-flipped", "ShuffleNoise", {"submissions": (flipped, *sent[1:])}),
        ("padding-altered", "ShuffleNoise", {"submissions": (padded, *sent[1:])}),
        ("short", "ShuffleLengthMismatch", {"submissions": (sent[0][:-1], *sent[1:])}),
        ("long-server", "ShuffleLengthMismatch", {"servers": (served[0] + b"\0", served[1])}),
    )
    for name, error, changed in wrong:
        if name == "one-slot-for-two":
            met_twin = one.submissions((ShuffleContent(2, b"a bid"), None, ShuffleContent(1, b"another bid")))
            book.accept("apart", "two slots", {**base, "submissions": met_twin})
            book.refuse_changed("apart-one-slot-for-two", "one slot for two", "apart", error, **changed)
        else:
            _refuse(book, twin, ((name, error, changed),))
    book.random(3)
    book.spoil(twin, shapes=6)
    return book


def _seal() -> Casebook:
    book, twin = Casebook("crypto.shuffle_seal"), "bid"
    keys, _ = committee()
    ephemeral = scalar(FrostSuite.Ed25519, Entropy("shuffle ephemeral"))
    book.accept(twin, "a bid", public_key=keys.group.public_key, ephemeral=ephemeral, message=b"a bid")
    book.accept("empty", "nothing", public_key=keys.group.public_key, ephemeral=ephemeral, message=b"")
    for kind, error, raw in wrong_elements(FrostSuite.Ed25519, keys.group.public_key):
        book.refuse_changed(f"{twin}-key-{kind}", f"a key: {kind}", twin, error, public_key=raw)
    wrong: Refused = (
        ("ephemeral-zero", "FrostIdentityElement", {"ephemeral": bytes(32)}),
        ("ephemeral-greatest", "FrostScalarOutOfRange", {"ephemeral": b"\xff" * 32}),
    )
    _refuse(book, twin, wrong)
    book.random(3)
    book.spoil(twin, shapes=6)
    return book


def _partial() -> Casebook:
    book, (keys, sealed) = Casebook("crypto.shuffle_partial"), committee()
    for number, share in enumerate(keys.shares, 1):
        book.accept(f"bid-{number}", "a member's part", share=share, sealed=sealed)
    wrong: Refused = (
        ("short", "ShuffleSealedMalformed", {"sealed": sealed[:47]}),
        ("order-8", "FrostElementOrder", {"sealed": TORSION + sealed[32:]}),
        ("identity", "FrostIdentityElement", {"sealed": b"\x01" + bytes(31) + sealed[32:]}),
        ("share-greatest", "FrostScalarOutOfRange", {"share": b"\xff" * 32}),
        ("share-zero", "FrostIdentityElement", {"share": bytes(32)}),
    )
    _refuse(book, "bid-1", wrong)
    book.random(2)
    book.spoil("bid-1", shapes=6)
    return book


def _unseal() -> Casebook:
    book, (keys, sealed), twin = Casebook("crypto.shuffle_unseal"), committee(), "bid"
    base = unsealing(keys, sealed, (1, 3))
    book.accept(twin, "two of three", base)
    book.accept("others", "two others, in another order", unsealing(keys, sealed, (3, 2)))
    book.accept("all", "all three", unsealing(keys, sealed, (2, 1, 3)))
    first, second = base["partials"]
    altered = sealed[:-1] + bytes([sealed[-1] ^ 1])
    wrong: Refused = (
        ("one", "FrostTooFewSigners", {"partials": (first,)}),
        ("threshold-3", "FrostTooFewSigners", {"threshold": 3}),
        ("twice", "FrostSignerRepeated", {"partials": (first, second, first)}),
        ("zero", "FrostIdentifierZero", {"partials": (first, ShufflePartial(0, second.element))}),
        ("renamed", "ShuffleNotOpened", {"partials": (first, ShufflePartial(2, second.element))}),
        ("of-another", "ShuffleNotOpened", {"partials": (first, ShufflePartial(3, first.element))}),
        ("altered", "ShuffleNotOpened", {"sealed": altered}),
        ("identity", "FrostIdentityElement", {"partials": (first, ShufflePartial(3, b"\x01" + bytes(31)))}),
        ("order-8", "FrostElementOrder", {"partials": (first, ShufflePartial(3, TORSION))}),
        ("short", "ShuffleSealedMalformed", {"sealed": sealed[:47]}),
    )
    _refuse(book, twin, wrong, ("SHUF-10",))
    book.random(2)
    book.spoil(twin, shapes=6)
    return book
