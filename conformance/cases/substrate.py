"""Cases of the chapter Substrate; the values come from mosaik's code and were seen on the crate."""

from __future__ import annotations

from collections.abc import Iterator

from coalition.substrate import CollectionKind, ConsensusConfig, IntegerType
from coalition.unique_id import INTEGER_WIDTHS, ZERO_ID, UniqueId, hash_bytes, unique_id
from conformance.casebook import Casebook

_ROOT = unique_id("coalition.root.v1")
_NOOP = "mosaik::groups::machine::noop::NoOp"
_LEADERBOARD = "mosaik::collections::map::MapStateMachine<alloc::string::String, u64>"


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the chapter."""
    yield _unique_id_bytes()
    yield _unique_id()
    yield _unique_id_hash()
    yield _from_parts()
    yield _from_int()
    yield _derive()
    yield _hashed()
    for operation in ("network_id", "stream_id", "store_id"):
        yield _text_id(f"substrate.{operation}")
    yield _peer_id()
    yield _ticket_id()
    yield _group_key()
    yield _consensus_digest()
    yield _group_id()
    yield _log_replay()
    yield _collection()
    yield _snapshot()


def _unique_id_bytes() -> Casebook:
    book = Casebook("substrate.unique_id_bytes")
    counting = UniqueId(bytes(range(32)))
    book.accept("counting", "32 bytes, verbatim", bytes=counting, misses={"hashed-twice": counting.hashed().hex()})
    book.accept(
        "zero", "ZERO_ID is an id like any other here", bytes=ZERO_ID, misses={"hashed-twice": ZERO_ID.hashed().hex()}
    )
    book.random(2)
    book.spoil_all("counting")
    return book


def _unique_id() -> Casebook:
    book = Casebook("substrate.unique_id")
    digits = "ab" * 32
    hashed = UniqueId.hash(digits).hex()
    book.accept("coalition-root", "text is hashed", value="coalition.root.v1")
    book.accept("universe", "text is hashed", value="mosaik.universe")
    book.accept("hex", "64 hexadecimal digits decode", value=digits, misses={"hex-hashed": hashed})
    book.accept(
        "upper-case-hex",
        "digits of either case decode",
        value="AB" * 32,
        misses={"hex-hashed": UniqueId.hash("AB" * 32).hex()},
    )
    book.accept(
        "mixed-case-hex",
        "digits of both cases decode",
        value="aB" * 32,
        misses={"hex-hashed": UniqueId.hash("aB" * 32).hex()},
    )
    book.accept("bad-hex", "64 characters that are not all digits are hashed", value="ab" * 31 + "zz")
    book.accept("hex-63", "63 digits are hashed", value="a" * 63)
    book.accept("hex-66", "66 digits are hashed", value="ab" * 33)
    book.accept("hex-with-prefix", "0x is no digit pair", value="0x" + "ab" * 31)
    book.accept("hex-with-upper-case-prefix", "0X is none either", value="0X" + "ab" * 31)
    book.accept("hex-after-prefix", "64 digits behind 0x are 66 characters of text", value="0x" + digits)
    book.accept("hex-with-space", "a space at the end makes text of it", value=digits + " ")
    book.accept("empty", "nothing is hashed", value="")
    book.accept(
        "raw-32", "32 raw bytes are hashed, not used directly", value=bytes(32), misses={"raw-used": bytes(32).hex()}
    )
    book.accept(
        "raw-32-counting",
        "32 raw bytes are hashed",
        value=bytes(range(32)),
        misses={"raw-used": bytes(range(32)).hex()},
    )
    book.accept(
        "hex-as-bytes", "64 digits given as bytes decode too", value=digits.encode(), misses={"hex-hashed": hashed}
    )
    book.random(4)
    book.spoil_all("coalition-root")
    return book


def _unique_id_hash() -> Casebook:
    book = Casebook("substrate.unique_id_hash")
    book.accept("req-001", "the book's example", value=b"req-001")
    book.accept("hex", "64 digits are hashed here", value="ab" * 32, misses={"hex-decoded": "ab" * 32})
    book.accept("empty", "nothing", value=b"")
    book.random(3)
    book.spoil("req-001")
    return book


def _from_parts() -> Casebook:
    book = Casebook("substrate.unique_id_from_parts")
    book.accept("a-bc", "two parts", parts=("a", "bc"))
    book.accept("ab-c", "the same id: lengths are not folded", parts=("ab", "c"))
    book.accept("none", "no part", parts=())
    book.accept("hex", "64 digits are hashed", parts=("ab" * 32,))
    book.random(3)
    book.spoil("a-bc")
    return book


def _from_int() -> Casebook:
    book = Casebook("substrate.unique_id_from_int")
    for kind in IntegerType:
        signed, bits = INTEGER_WIDTHS[kind.name]
        low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
        middle = {"U16": 0x0102, "I16": -2}.get(kind.name, -1 if signed else 1)
        raw = middle.to_bytes(bits // 8, "little", signed=signed)
        misses = {
            "integer-at-start": raw.ljust(32, b"\0").hex(),
            "big-endian": raw[::-1].rjust(32, b"\0").hex(),
            "sign-extended": (b"\xff" * (32 - len(raw)) + raw).hex() if middle < 0 else raw.hex(),
        }
        book.accept(kind.name.lower(), "at the end of 32 bytes, little-endian", type=kind, value=middle, misses=misses)
        book.accept(f"{kind.name.lower()}-least", "the least value", type=kind, value=low)
        book.accept(f"{kind.name.lower()}-greatest", "the greatest value", type=kind, value=high)
        base = book.tests[-3].params
        for name, value in (("above", high + 1), ("below", low - 1)):
            book.refuse(
                f"{kind.name.lower()}-{name}",
                f"one {name} the width",
                kind.name.lower(),
                "ill-shaped",
                {**base, "value": str(value)},
            )
    book.spoil_all("u16")
    return book


def _derive() -> Casebook:
    book = Casebook("substrate.derive")
    book.accept("module", "one segment", id=_ROOT, info="module")
    book.accept("module-atlas", "the second of two derivations", id=_ROOT.derive("module"), info="atlas")
    book.accept("joined", "deriving twice is not deriving from the concatenation", id=_ROOT, info="moduleatlas")
    book.accept("empty", "the same as hashed", id=_ROOT, info="")
    book.accept("zero", "ZERO_ID may be derived from", id=ZERO_ID, info="tickets")
    book.accept("hex", "64 digits are text here", id=_ROOT, info="ab" * 32)
    book.random(3)
    book.spoil_all("module")
    return book


def _hashed() -> Casebook:
    book = Casebook("substrate.hashed")
    book.accept("zero", "ZERO_ID", id=ZERO_ID)
    book.accept("root", "an id", id=_ROOT)
    book.random(2)
    book.spoil("root")
    return book


def _text_id(operation: str) -> Casebook:
    book = Casebook(operation)
    digits = "ab" * 32
    book.accept("default-string", "the default id of a stream of String", value="alloc::string::String")
    book.accept("hex", "64 digits decode", value=digits, misses={"hex-hashed": UniqueId.hash(digits).hex()})
    book.accept("leaderboard", "text is hashed", value="leaderboard")
    book.accept("my-network", "text is hashed", value="my-network")
    book.random(2)
    book.spoil("leaderboard")
    return book


def _peer_id() -> Casebook:
    book = Casebook("substrate.peer_id")
    for name, secret in (("zero", ZERO_ID), ("node-1", unique_id("node-1")), ("node-2", unique_id("node-2"))):
        book.accept(
            name,
            "an Ed25519 public key",
            secret=secret,
            misses={"raw-used": secret.hex(), "hashed-twice": hash_bytes(bytes(secret)).hex()},
        )
    # RFC 8032, section 7.1, test 1.
    seed = UniqueId.from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    book.accept("rfc-8032-1", "RFC 8032, section 7.1, test 1", secret=seed)
    book.random(3)
    book.spoil("node-1")
    return book


def _ticket_id() -> Casebook:
    book = Casebook("substrate.ticket_id")
    jwt = unique_id("mosaik.tickets.jwt.v1")
    book.accept("jwt", "a ticket of mosaik's JWT class", class_=jwt, data_="x")
    book.accept("empty", "no data", class_=jwt, data_=b"")
    book.accept("zero-class", "ZERO_ID is a class", class_=ZERO_ID, data_=b"\x00")
    book.random(3)
    book.spoil("jwt")
    return book


def _group_key() -> Casebook:
    book = Casebook("substrate.group_key")
    book.accept("group1secret", "text is hashed", value="group1secret")
    book.accept(
        "hex", "64 digits are the secret itself", value="cd" * 32, misses={"hex-hashed": UniqueId.hash("cd" * 32).hex()}
    )
    book.random(2)
    book.spoil("group1secret")
    return book


def _consensus_digest() -> Casebook:
    book = Casebook("substrate.consensus_digest")
    book.accept("default", "mosaik's defaults", consensus=ConsensusConfig())
    book.accept(
        "one-more-miss", "the count of missed heartbeats is folded", consensus=ConsensusConfig(max_missed_heartbeats=11)
    )
    book.accept("greatest", "the greatest of each", consensus=ConsensusConfig(2**64 - 1, 2**64 - 1, 2**32 - 1))
    book.random(3)
    book.spoil_all("default")
    return book


def _group_id() -> Casebook:
    book = Casebook("substrate.group_id")
    from coalition.substrate import group_id, log_replay_signature  # noqa: PLC0415 - values of this case alone

    noop = unique_id("mosaik_noop_state_machine")
    replay = log_replay_signature(_NOOP, 2000, 25).id()
    secret = unique_id("group1secret")
    jwt = UniqueId.from_hex("c2d45052a38e9f288700a253197de58cda1f94e7c14cd70b8665fc5aa25fbece")
    base = {
        "secret": secret,
        "consensus": ConsensusConfig(),
        "state_machine_signature": noop,
        "state_sync_signature": replay,
    }
    unhashed = {
        "secret-unhashed": secret.derive(bytes(group_id(secret, ConsensusConfig(), noop, replay, ()).fields[1].data))
        .derive(bytes(noop))
        .derive(bytes(replay))
        .hex()
    }
    book.accept("noop", "the group of mosaik's NoOp machine", base, validators=(), misses=unhashed)
    book.accept("noop-jwt", "with one validator", base, validators=(jwt,))
    book.accept("two-validators", "in the order they were added", base, validators=(jwt, unique_id("second")))
    book.accept("two-validators-swapped", "the order counts", base, validators=(unique_id("second"), jwt))
    book.accept("validator-twice", "one that was added twice is folded twice", base, validators=(jwt, jwt))
    book.accept(
        "other-heartbeat", "the consensus digest is folded", {**base, "consensus": ConsensusConfig(501)}, validators=()
    )
    book.random(4)
    book.spoil("noop-jwt", shapes=12)
    return book


def _log_replay() -> Casebook:
    book = Casebook("substrate.log_replay_signature")
    book.accept("noop", "mosaik's defaults", type_path=_NOOP, batch_size=2000, fetch_timeout_s=25)
    book.accept("other-batch", "the batch size is folded", type_path=_NOOP, batch_size=2001, fetch_timeout_s=25)
    book.random(2)
    book.spoil("noop")
    return book


def _collection() -> Casebook:
    book = Casebook("substrate.collection_signature")
    store = unique_id("leaderboard")
    string = "alloc::string::String"
    book.accept(
        "leaderboard",
        "Map<String, u64>",
        collection=CollectionKind.Map,
        store_id=store,
        type_paths=(string, "u64"),
        capacity=None,
    )
    for kind, paths in (("Vec", ("u64",)), ("Set", (string,)), ("Cell", ("u64",)), ("Once", (string,))):
        book.accept(
            kind.lower(),
            f"{kind}<{paths[0]}>",
            collection=CollectionKind[kind],
            store_id=store,
            type_paths=paths,
            capacity=None,
        )
    queue = {"collection": CollectionKind.Depq, "store_id": store, "type_paths": ("u64", string, "u64")}
    book.accept("queue", "a bounded priority queue", queue, capacity=16)
    book.accept("queue-unbounded", "an unbounded one has the greatest capacity", queue, capacity=2**64 - 1)
    book.random(3)
    book.spoil("queue", shapes=12)
    return book


def _snapshot() -> Casebook:
    book = Casebook("substrate.snapshot_sync_signature")
    defaults = {
        "fetch_batch_size": 2000,
        "snapshot_ttl_ms": 10_000,
        "snapshot_request_timeout_ms": 15_000,
        "fetch_timeout_ms": 5_000,
    }
    book.accept("leaderboard", "mosaik's defaults", defaults, type_path=_LEADERBOARD)
    book.accept("other-ttl", "each limit is folded", {**defaults, "snapshot_ttl_ms": 10_001}, type_path=_LEADERBOARD)
    book.random(2)
    book.spoil("leaderboard")
    return book
