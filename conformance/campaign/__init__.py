"""Automatic mutants: mutmut's operators over the reference, with the suite as their judge.

    python -m conformance.campaign                          every mutant of the identity modules
    python -m conformance.campaign --sample 100 --seed ci   some of them, always the same

A mutant is one small change to the source of one module. It runs in a process of its own and answers the committed
vectors behind the driver protocol; the first wrong answer is its death. What survives stands in `survivors.toml`.
"""
