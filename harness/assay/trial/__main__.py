"""`python -m assay.trial PROGRAM FOLDER`: judge a program of the battery and print what came of it, as JSON."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from assay.battery.catalogue import programs
from assay.trial.attempt import attempt

if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(attempt(programs()[sys.argv[1]], Path(sys.argv[2]))))
