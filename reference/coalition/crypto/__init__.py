"""The cryptography of coalitions, a chapter a module. Curve libraries are imported where a curve is needed."""
