"""The course other than as a website: on paper, and as notebooks."""
