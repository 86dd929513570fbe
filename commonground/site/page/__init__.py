"""What a page says beside its text: what it is about, how to cite it, what changed, where to run it."""
