"""Build the images of the bundled implementations: `coalition-stdio` (Rust) and `coalition-python`.

    python implementations/images.py                          both
    python implementations/images.py coalition-stdio          one of them; needs cargo
    python implementations/images.py coalition-python --base debian-with-python:local

The base of `coalition-python` is any image that has `python3`, 3.11 or newer, and glibc 2.28 or newer. It is not pulled
where it is already there. Programs and wheels are made on this machine; the builds themselves use no network.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docker import DockerClient

HERE = Path(__file__).resolve().parent
BASE = "python:3.11-slim"
#: What Rust and the wheels' tags call the engine's name of an architecture.
ARCHITECTURES = {"amd64": "x86_64", "arm64": "aarch64"}


def main() -> None:
    """Build what is asked for, and name it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "images", nargs="*", metavar="image", help="coalition-stdio, coalition-python; both unless given"
    )
    parser.add_argument("--base", default=BASE, help=f"the base of coalition-python (default: {BASE})")
    parser.add_argument("--tag", default="latest", help="what follows the colon in the images' names (default: latest)")
    arguments = parser.parse_args()
    builders: dict[str, Callable[[DockerClient], str]] = {
        "coalition-stdio": lambda client: stdio(client, arguments.tag),
        "coalition-python": lambda client: python(client, arguments.tag, arguments.base),
    }
    if unknown := set(arguments.images) - set(builders):
        parser.error(f"unknown image {unknown.pop()!r}; known: {', '.join(builders)}")
    try:
        import docker  # noqa: PLC0415 - optional
    except ImportError:
        parser.exit(3, "the package docker is not installed: pip install 'coalition-conformance[docker]'\n")
    try:
        client = docker.from_env(timeout=600)
    except docker.errors.DockerException:
        parser.exit(3, "no container engine answers; start one, or set DOCKER_HOST\n")
    with contextlib.closing(client):
        for image in arguments.images or builders:
            try:
                built = builders[image](client)
            except docker.errors.BuildError as error:
                said = "".join(str(entry.get("stream", "")) for entry in error.build_log)
                parser.exit(1, f"{said}{image}: {error}\n")
            sys.stdout.write(f"{image}:{arguments.tag} {built}\n")


def stdio(client: DockerClient, tag: str) -> str:
    """`coalition-stdio`: the static program, from scratch."""
    architecture = ARCHITECTURES[client.version()["Arch"]]
    triple = f"{architecture}-unknown-linux-gnu"
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "coalition-conformance" / "static"
    target = Path(os.environ.get("CARGO_TARGET_DIR", cache))
    flags = f"{os.environ.get('RUSTFLAGS', '')} -C target-feature=+crt-static".strip()
    subprocess.run(
        ["cargo", "build", "--quiet", "--release", "--locked", "--package", "coalition-stdio", "--target", triple,
         "--target-dir", str(target)],
        cwd=HERE / "rust",
        env={**os.environ, "RUSTFLAGS": flags},
        check=True,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(target / triple / "release" / "coalition-stdio", folder)
        return build(client, f"coalition-stdio:{tag}", HERE / "rust", folder)


def python(client: DockerClient, tag: str, base: str) -> str:
    """`coalition-python`: the wheel of this repository and what it depends on, as the base needs them."""
    from docker.errors import ImageNotFound  # noqa: PLC0415 - optional

    try:
        found = client.images.get(base)
    except ImageNotFound:
        found = client.images.pull(base)
    architecture = ARCHITECTURES[found.attrs["Architecture"]]
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    version = client.containers.run(base, ["python3", "-c", ask], remove=True, network_mode="none").decode().strip()
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    with tempfile.TemporaryDirectory() as folder:
        wheels = Path(folder, "wheels")
        subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(HERE.parent)], check=True)
        platforms = [f"--platform={name}_{architecture}" for name in ("manylinux_2_28", "manylinux2014")]
        subprocess.run(
            [*pip, "download", "--dest", str(wheels), "--only-binary=:all:", "--implementation=cp",
             f"--python-version={version}", *platforms, "pip", *map(str, wheels.glob("*.whl"))],
            check=True,
        )  # fmt: skip
        return build(client, f"coalition-python:{tag}", HERE / "python", folder, BASE=base)


def build(client: DockerClient, tag: str, source: Path, folder: str, **arguments: str) -> str:
    """Build the Dockerfile of `source` with the files in `folder`; the image's id."""
    shutil.copy(source / "Dockerfile", folder)
    image, _ = client.images.build(
        path=folder, tag=tag, buildargs=arguments, rm=True, forcerm=True, network_mode="none"
    )
    return str(image.short_id)


if __name__ == "__main__":
    main()
