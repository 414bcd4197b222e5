#!/bin/sh
# Judge an implementation in CI: install the suite, try the adapter, judge it, leave reports. Any CI, any POSIX shell.
#
#   ASSAY_TARGET=stdio:./my-adapter sh path/to/coalition-conformance/ci/assay-ci.sh
#
# ASSAY_TARGET   the target, as of `assay run --target`; the one variable that is needed
# ASSAY_REQUIRE  features that have to be claimed, separated by spaces
# ASSAY_FILTER   globs of case ids, separated by spaces; a part is no claim of conformance
# ASSAY_XFAIL    the file of known failures
# ASSAY_STRICT   true: a failed SHOULD decides too
# ASSAY_SMOKE    false: leave out `assay smoke`
# ASSAY_VERSION  the version of the package that has to be the installed one
# ASSAY_OUT      where environment, history and reports go (default .assay)
# ASSAY_PYTHON   the Python to use, 3.11 or newer (default python3)
#
# One argument runs one step alone: install, smoke, run or summary. The exit code is that of assay:
# 0 conforms, 1 does not, 2 wrong usage, 3 could not judge.
set -euf # f: a glob of case ids is no glob of files

suite=$(cd "$(dirname "$0")/.." && pwd)
out=${ASSAY_OUT:-.assay}
bin=$out/venv/bin

usage() {
    echo "assay-ci: $1" >&2
    exit 2
}

install() {
    # What an earlier job left here is not what this one found.
    rm -f "$out/history.ndjson" "$out/junit.xml" "$out/report.json" "$out/summary.md"
    [ -x "$bin/python" ] || "${ASSAY_PYTHON:-python3}" -m venv "$out/venv"
    "$bin/pip" install --quiet --disable-pip-version-check "$suite"
    found=$("$bin/python" -c 'from importlib.metadata import version; print(version("coalition-conformance"))')
    if [ "${ASSAY_VERSION:-$found}" != "$found" ]; then
        usage "this is version $found of the suite, not $ASSAY_VERSION"
    fi
}

smoke() {
    if [ "${ASSAY_SMOKE:-true}" != true ]; then return 0; fi
    "$bin/assay" smoke --target "$ASSAY_TARGET"
}

run() {
    set -- --target "$ASSAY_TARGET" --history "$out/history.ndjson" --junit "$out/junit.xml" --json "$out/report.json"
    for feature in ${ASSAY_REQUIRE:-}; do set -- "$@" --require "$feature"; done
    for glob in ${ASSAY_FILTER:-}; do set -- "$@" --filter "$glob"; done
    if [ -n "${ASSAY_XFAIL:-}" ]; then set -- "$@" --xfail "$ASSAY_XFAIL"; fi
    if [ "${ASSAY_STRICT:-false}" = true ]; then set -- "$@" --strict; fi
    "$bin/assay" run "$@"
}

summary() { # of what was judged, whatever the verdict; it decides nothing
    if [ -f "$out/history.ndjson" ]; then
        "$bin/assay" report "$out/history.ndjson" --markdown "$out/summary.md" >"$out/summary.log" 2>&1 || true
        if [ ! -s "$out/summary.md" ]; then cat "$out/summary.log" >&2; fi
    fi
}

[ -n "${ASSAY_TARGET:-}" ] || usage "ASSAY_TARGET is not set"
mkdir -p "$out"
case ${1:-all} in
install | smoke | run | summary) "$1" ;;
all)
    install
    code=0
    # Not `smoke && run || code=$?`, which would lose errexit inside both.
    sh "$0" smoke || code=$?
    if [ "$code" = 0 ]; then sh "$0" run || code=$?; fi
    summary
    exit "$code"
    ;;
*) usage "no step '$1': install, smoke, run or summary" ;;
esac
