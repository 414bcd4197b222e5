"""Programs that misbehave, for whoever makes a harness: the standard library alone, and nothing known of any harness.

Each speaks the driver protocol, over standard input and output or over HTTP, and implements four small operations.
`battery.json` says of each what it does wrong and what a harness should make of it; README.md says how to use it.
"""
