"""The reference behind the driver protocol."""
