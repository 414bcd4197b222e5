"""A black-box conformance harness for any implementation that answers JSON-RPC, one message a line."""

__version__ = "0.1.0"
