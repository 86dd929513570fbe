"""Reads what was handed in: whose it is, which sheet, and the text of its answers. Nothing of it is run here."""
