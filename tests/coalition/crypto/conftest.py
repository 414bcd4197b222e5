"""What the tests of cryptography share."""

# It raises the recursion limit when it is first imported, which Hypothesis would take for a change made by a test.
import py_ecc.secp256k1.secp256k1  # noqa: F401
