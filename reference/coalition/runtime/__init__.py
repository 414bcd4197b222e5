"""Worlds: components that run (chapter Worlds). A `World` is a value; what is asked of it gives another one."""
