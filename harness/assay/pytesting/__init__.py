"""The suite as pytest items: each case an item, all that one process runs asked through one engine."""
