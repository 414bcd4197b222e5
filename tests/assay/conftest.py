"""What the harness's tests share: a toy suite, known through entry points as any suite is, and real child programs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

HERE = Path(__file__).parent
SITE = str(HERE / "site")
HARNESS = str(HERE.parents[1] / "harness")
if SITE not in sys.path:
    sys.path.insert(0, SITE)

# What `toy_pytest` asserts is told as what a test asserts.
pytest.register_assert_rewrite("toy_pytest")

import debian  # noqa: E402 - beside the conftest above this one
from toy_pytest import Done, Inner, note, start  # noqa: E402
from toy_suite import ARGV, ToySuite  # noqa: E402
from toy_tools import Ask, Cli  # noqa: E402

from assay.history import History  # noqa: E402 - the toy suite has to be found first
from assay.runner import Options, Run, run  # noqa: E402
from assay.targets.stdio import StdioTarget  # noqa: E402


@pytest.fixture(autouse=True)
def _children_find_the_toy(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [SITE, HARNESS, *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(found))
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def suite() -> ToySuite:
    return ToySuite()


@pytest.fixture
def history_file(tmp_path: Path) -> Path:
    return tmp_path / "history.ndjson"


@pytest.fixture
def ask(history_file: Path) -> Ask:
    """Run the toy suite against the toy program in some modes: `ask("crash-on-7", deadline=0.5)`."""

    def ask(*modes: str, suite: ToySuite | None = None, **options: Any) -> Run:
        target = StdioTarget("toy", [*ARGV, *modes])
        return run(target, suite or ToySuite(), Options(**{"seed": "test", **options}), History(history_file))

    return ask


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Run the command `assay` in an empty folder."""

    def cli(*arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "assay", *arguments],
            cwd=tmp_path,
            env={**os.environ, **(env or {})},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return cli


@pytest.fixture
def inner(tmp_path: Path) -> Inner:
    """Run pytest in an empty folder."""

    def inner(*arguments: str, env: dict[str, str] | None = None, found: bool = False) -> Done:
        report = tmp_path / "out.xml"
        report.unlink(missing_ok=True)
        process = start(tmp_path, *arguments, env=env, found=found)
        out, _ = process.communicate(timeout=120)
        done = Done(process.returncode, out, {}, {}, {})
        for case in ElementTree.parse(report).iter("testcase") if report.exists() else ():
            note(done, case)
        return done

    return inner


@pytest.fixture
def browser(unpacked: Callable[..., Path], tmp_path: Path) -> Callable[[str], str]:
    """A headless browser: a page, once its scripts ran, as text. Debian's own, unpacked where none is installed."""
    environment = {**os.environ, "HOME": str(tmp_path)}
    found = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None)
    if found is None:
        folder = unpacked("chromium-headless-shell", "fonts-dejavu-core")
        found = str(folder / "root" / "usr" / "lib" / "chromium" / "chromium-headless-shell")
        fonts = f"<dir>/usr/share/fonts</dir><dir>{folder}/root/usr/share/fonts</dir><cachedir>{tmp_path}</cachedir>"
        (tmp_path / "fonts.conf").write_text(f"<fontconfig>{fonts}</fontconfig>", "utf-8")
        environment |= {"LD_LIBRARY_PATH": debian.libraries(folder), "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    command = [
        found, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
        f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=3000",
    ]  # fmt: skip

    def browser(uri: str, *options: str) -> str:
        done = subprocess.run(
            [*command, *(options or ["--dump-dom"]), uri],
            check=True, capture_output=True, text=True, timeout=120, env=environment,
        )  # fmt: skip
        return done.stdout

    return browser
