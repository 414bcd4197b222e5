"""`assay smoke`."""

from __future__ import annotations

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used
import sys

import click

from assay.cli.common import Seconds, open_suite, open_target, suite_option


@click.command()
@click.option("--target", "-t", "uri", default="reference:", show_default=True, metavar="URI", help="As of assay run.")
@suite_option
@click.option("--start-timeout", type=Seconds(), default=30.0, show_default=True, metavar="SECONDS",
              help="Time to start and answer describe.")  # fmt: skip
@click.option("--schema", is_flag=True, help="Only print the JSON Schema of the describe result.")
def command(*, uri: str, suite_name: str | None, start_timeout: float, schema: bool) -> None:
    """Check an adapter before it is judged: whether it speaks the protocol at all.

    Tries describe, an unknown method, each claimed operation once with good and once with ill-shaped parameters,
    pipelining, and leaving. A wrong value is no matter here. Exit 1 where the adapter is broken, and where.

    \b
    assay smoke --target "stdio:./my-adapter"
    """  # noqa: D301 - click reads \b as a mark: do not wrap
    from assay.report.clean import line
    from assay.smoke import smoke

    if schema:
        import msgspec

        from assay.describe import SCHEMA

        click.echo(msgspec.json.format(msgspec.json.encode(dict(SCHEMA)), indent=2))
        return
    suite = open_suite(suite_name)
    broken: list[str] = []
    for finding in smoke(open_target(uri), suite, "smoke", start_timeout):
        mark = {"ok": "✓", "broken": "✗", "note": "·"}[finding.status]
        click.echo(f"{mark} {finding.what}" + (f": {line(finding.detail)}" if finding.detail else ""))
        if finding.status == "broken":
            broken.append(finding.what)
    if broken:
        click.echo(f"your adapter is broken at: {broken[0]}")
        sys.exit(1)
    click.echo("the adapter speaks the protocol")
