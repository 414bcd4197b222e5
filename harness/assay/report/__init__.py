"""Views of one result: terminal, JUnit, JSON."""
