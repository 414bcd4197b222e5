from __future__ import annotations

import pytest
from toy_suite import ARGV

from assay.targets.uri import TargetError, parse, redact


def test_a_command_is_split_without_a_shell() -> None:
    assert parse("stdio:prog 'a b' $HOME;ls").argv == ("prog", "a b", "$HOME;ls")


def test_a_registered_scheme_takes_further_arguments() -> None:
    assert parse("toy:").argv == tuple(ARGV)
    assert parse("toy:wrong-on-7").argv == (*ARGV, "wrong-on-7")


@pytest.mark.parametrize("uri", ["", "prog", "stdio:", "stdio:'open", "ftp://x/", "python:module", "wings:"])
def test_what_is_no_target_is_refused(uri: str) -> None:
    with pytest.raises(TargetError):
        parse(uri)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://me:secret@host/p", "https://***@host/p"),
        ("http://host/?access_token=1&b=2", "http://host/?access_token=***&b=2"),
        ("prog --password=hunter2 --name=x", "prog --password=*** --name=x"),
        ("prog --key-file=k", "prog --key-file=k"),
    ],
)
def test_credentials_are_taken_out(text: str, shown: str) -> None:
    assert redact(text) == shown
