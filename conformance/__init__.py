"""What is asked of an implementation of coalitions: cases, mutants, and the suite that `assay` drives."""
