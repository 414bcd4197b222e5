"""A handshake page written by hand, its root computed by hand, and ways to edit it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

from by_hand import ZERO, acl, coalition_root, content, content_hash, h, hash_many, organism_ref, stable_id

Page = dict[str, Any]
Edit = Callable[[Page], object]

EMPTY_MEASUREMENTS: dict[str, Any] = dict.fromkeys(
    ("mr_config_id", "mr_owner", "mr_owner_config", "rtmr0", "rtmr1", "rtmr2", "rtmr3")
)
MR_TD = bytes([9]) * 48


def _module_config(name: str, measured: bool) -> Page:
    measurements = {"mr_td": MR_TD.hex(), **EMPTY_MEASUREMENTS} if measured else None
    return {"name": name, "content": {"preimage": "aa", "measurements": measurements}, "acl": {"clauses": []}}


def _content(measured: bool) -> bytes:
    return content(b"\xaa", hash_many(b"tdx", MR_TD, *[b""] * 7) if measured else ZERO)


ATLAS = hash_many(b"module-config", b"atlas", b"atlas", _content(True), acl())
ALMANAC = stable_id("chain.almanac")
ALMANAC_HASH = content_hash(h(), h(), _content(False), acl())
PIN = h(b"intents build")


def chain_page() -> Page:
    """A page written by hand: two lattices, two organisms (one pinned and gated), two modules, an issuer."""
    config = {
        "schema_version": 1,
        "coalition_seed": h(b"coalition.root.v1").hex(),
        "instance_name": "chain",
        "lattices": [stable_id("l1").hex(), stable_id("l2").hex()],
        "organisms": [
            {"role": "oracle", "stable_id": stable_id("feed").hex(), "content_hash": None},
            {"role": "intents", "stable_id": stable_id("intents").hex(), "content_hash": PIN.hex()},
        ],
        "atlas": {"role": "atlas", "stable_id": ATLAS.hex(), "content_hash": None},
        "almanac": {"role": "almanac", "stable_id": ALMANAC.hex(), "content_hash": ALMANAC_HASH.hex()},
        "chronicle": None,
        "compute": None,
        "randomness": None,
        "ticket_issuer": {"name": "shared", "acl": {"clauses": []}},
        "retirement_policy": {"kind": "Conservative"},
    }
    return {
        "schema": "handshake-page.v1",
        "fingerprint": ROOT.hex(),
        "config": config,
        "lattices": [
            {"instance_name": "l1", "content_hash": None, "handshake": "https://l1.example"},
            {"instance_name": "l2", "content_hash": h(b"l2 build").hex(), "handshake": ""},
        ],
        "organisms": [
            {"instance_name": "feed", "content_hash": None, "handshake": "", "tdx_gated": False},
            {"instance_name": "intents", "content_hash": PIN.hex(), "handshake": "", "tdx_gated": True},
        ],
        "modules": {
            "atlas": {
                "config": _module_config("atlas", True),
                "slot": {"kind": "Derived"},
                "state_machine_signature": None,
                "description": "",
            },
            "almanac": {
                "config": _module_config("almanac", False),
                "slot": {"kind": "ByInstance", "instance_name": "chain.almanac"},
                "state_machine_signature": h(b"signature").hex(),
                "description": "a clock",
            },
            "chronicle": None,
            "compute": None,
            "randomness": None,
        },
        "measurements": [
            {"stable_id": ATLAS.hex(), "measurements": {"mr_td": MR_TD.hex(), **EMPTY_MEASUREMENTS}},
            {"stable_id": stable_id("intents").hex(), "measurements": {"mr_td": "01" * 48, **EMPTY_MEASUREMENTS}},
        ],
        "peer_hints": ["peer.example:4433"],
        "change_channel": "https://changes.example",
        "committees": [{"stable_id": stable_id("intents").hex(), "members": ["02" * 32]}],
        "builds": [{"stable_id": stable_id("feed").hex(), "recipe": "03" * 32, "built_at": "1700000000000"}],
        "issuer": {"keys": ["04" * 32, "05" * 32], "threshold": 2},
        "published_at": "1700000000000",
    }


def chain_root(seed: bytes = h(b"coalition.root.v1"), almanac_pin: bytes = ALMANAC_HASH, tickets: bool = True) -> bytes:
    issuer = hash_many(b"ticket-issuer", b"shared", acl()) if tickets else ZERO
    return coalition_root(
        "chain",
        [stable_id("l1"), stable_id("l2")],
        [organism_ref(stable_id("feed")), organism_ref(stable_id("intents"), PIN)],
        [organism_ref(ATLAS), organism_ref(ALMANAC, almanac_pin), ZERO, ZERO, ZERO],
        issuer,
        seed,
    )


ROOT = chain_root()


def text_of(page: Page) -> str:
    return json.dumps(page, ensure_ascii=False)


def edited(*edits: Edit) -> Page:
    page = copy.deepcopy(chain_page())
    for edit in edits:
        edit(page)
    return page


def put(path: str, value: Any) -> Edit:
    def edit(page: Page) -> None:
        *steps, last = path.split(".")
        target: Any = page
        for step in steps:
            target = target[int(step)] if isinstance(target, list) else target[step]
        target[int(last) if isinstance(target, list) else last] = value

    return edit


def left_out(path: str) -> Edit:
    def edit(page: Page) -> None:
        *steps, last = path.split(".")
        target: Any = page
        for step in steps:
            target = target[int(step)] if isinstance(target, list) else target[step]
        del target[int(last) if isinstance(target, list) else last]

    return edit
