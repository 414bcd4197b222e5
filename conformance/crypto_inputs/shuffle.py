"""Random rounds of the shuffle, and sealed submissions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from coalition.crypto import shuffle
from coalition.crypto.frost_round import FrostKeys
from coalition.crypto.frost_suites import FrostSuite
from coalition.crypto.shuffle import ShuffleContent, ShufflePartial, ShuffleShape
from conformance.crypto_inputs.frost import dealt, scalar
from conformance.entropy import Entropy


@dataclass(frozen=True)
class Net:
    """Clients and servers with a secret between every two."""

    shape: ShuffleShape
    round: int
    secrets: tuple[tuple[bytes, ...], ...]

    def submissions(self, contents: tuple[ShuffleContent | None, ...]) -> tuple[bytes, ...]:
        """What each client sends."""
        return tuple(
            shuffle.submit(self.shape, self.round, own, content)
            for own, content in zip(self.secrets, contents, strict=True)
        )

    def served(self) -> tuple[bytes, ...]:
        """What each server gives."""
        return tuple(
            shuffle.serve(self.shape, self.round, tuple(own[at] for own in self.secrets))
            for at in range(len(self.secrets[0]))
        )


def net(entropy: Entropy, clients: int, servers: int, shape: ShuffleShape) -> Net:
    """A net with secrets of its own."""
    secrets = tuple(tuple(entropy.bytes(32) for _ in range(servers)) for _ in range(clients))
    return Net(shape, entropy.below(2**64), secrets)


def _shape(entropy: Entropy) -> ShuffleShape:
    return ShuffleShape(entropy.between(1, 4), entropy.choice((18, 24, 40)))


def _pad(entropy: Entropy) -> dict[str, Any]:
    return {"shape": _shape(entropy), "secret": entropy.bytes(32), "round": entropy.below(2**64)}


def _content(entropy: Entropy, shape: ShuffleShape) -> ShuffleContent | None:
    if entropy.chance(4):
        return None
    return ShuffleContent(entropy.below(shape.slots), entropy.bytes(entropy.below(shape.size - shuffle.OVERHEAD + 1)))


def _submit(entropy: Entropy) -> dict[str, Any]:
    one = net(entropy, 1, entropy.between(1, 3), _shape(entropy))
    content = _content(entropy, one.shape)
    return {"shape": one.shape, "round": one.round, "secrets": one.secrets[0], "content": content}


def _serve(entropy: Entropy) -> dict[str, Any]:
    secrets = tuple(entropy.bytes(32) for _ in range(entropy.below(4)))
    return {"shape": _shape(entropy), "round": entropy.below(2**64), "secrets": secrets}


def _combine(entropy: Entropy) -> dict[str, Any]:
    one = net(entropy, entropy.between(1, 4), entropy.between(1, 3), _shape(entropy))
    contents: dict[int, ShuffleContent] = {}
    drawn: list[ShuffleContent | None] = []
    for _ in one.secrets:
        content = _content(entropy, one.shape)
        taken = content is None or content.slot in contents
        drawn.append(None if taken else content)
        if content is not None and not taken:
            contents[content.slot] = content
    return {"shape": one.shape, "submissions": one.submissions(tuple(drawn)), "servers": one.served()}


def _seal(entropy: Entropy) -> dict[str, Any]:
    keys = dealt(FrostSuite.Ed25519, 2, 3, entropy)
    ephemeral = scalar(FrostSuite.Ed25519, entropy)
    return {
        "public_key": keys.group.public_key, "ephemeral": ephemeral, "message": entropy.bytes(entropy.below(60)),
    }  # fmt: skip


def unsealing(keys: FrostKeys, sealed: bytes, members: tuple[int, ...]) -> dict[str, Any]:
    """What unsealing takes, with the parts of some members."""
    partials = tuple(ShufflePartial(each, shuffle.partial(keys.shares[each - 1], sealed)) for each in members)
    return {"threshold": keys.group.threshold, "sealed": sealed, "partials": partials}


def _unseal(entropy: Entropy) -> dict[str, Any]:
    keys = dealt(FrostSuite.Ed25519, 2, 3, entropy)
    ephemeral = scalar(FrostSuite.Ed25519, entropy)
    sealed = shuffle.seal(keys.group.public_key, ephemeral, entropy.bytes(entropy.below(60)))
    return unsealing(keys, sealed, entropy.choice(((1, 2), (3, 1), (2, 3), (1, 2, 3))))


def _partial(entropy: Entropy) -> dict[str, Any]:
    return {"share": scalar(FrostSuite.Ed25519, entropy), "sealed": _unseal(entropy)["sealed"]}


OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {
    "crypto.shuffle_pad": _pad,
    "crypto.shuffle_submit": _submit,
    "crypto.shuffle_serve": _serve,
    "crypto.shuffle_combine": _combine,
    "crypto.shuffle_seal": _seal,
    "crypto.shuffle_partial": _partial,
    "crypto.shuffle_unseal": _unseal,
}
