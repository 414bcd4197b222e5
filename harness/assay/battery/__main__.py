"""`python -m assay.battery PROGRAM`: be that program."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import stdio
from .catalogue import programs

#: What the names of those over HTTP begin with.
HTTP = "http-"


def main() -> None:
    """Serve one program, or several behaviours at a time; without any, the right program."""
    parser = argparse.ArgumentParser(prog="python -m assay.battery", description=__doc__, allow_abbrev=False)
    parser.add_argument("words", nargs="*", metavar="PROGRAM", help="a program of battery.json, or its behaviours")
    parser.add_argument("--scratch", type=Path, metavar="FOLDER", help="where it remembers what was before")
    parser.add_argument("--listen", default="127.0.0.1:0", metavar="HOST:PORT", help="where one over HTTP listens")
    given = parser.parse_args()
    words = [each for word in given.words for each in _behaviours(word)]
    if not any(word.startswith(HTTP) for word in words):
        stdio.serve(words, scratch=given.scratch)
        return
    from . import web  # noqa: PLC0415 - a program on standard input starts without a web server

    if len(words) > 1 or not web.known(words[0]):
        parser.error(f"{' '.join(words)} is no program over HTTP")
    host, _, port = given.listen.rpartition(":")
    web.serve(words[0], host, int(port))


def _behaviours(word: str) -> list[str]:
    """A behaviour is itself; a program is what the catalogue says; of any other word `serve` says that it is none."""
    program = None if stdio.known(word) else programs().get(word)
    return [word] if program is None else list(program.behaviours())


if __name__ == "__main__":
    main()
