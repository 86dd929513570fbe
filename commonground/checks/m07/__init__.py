"""The exercises of module 7, Symmetric transport: their files, in the order of their numbers."""

EXERCISES = ("products", "substitute", "settle", "nudge", "feedback", "kolen_pollack", "beyond_noise")
