"""Reaches the verdict, on plain values that came out of a throw-away process."""
