"""The battery tried on this harness: a small suite that its programs implement, and what each is judged to be."""
