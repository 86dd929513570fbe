"""What a module of the course is, and what it asks of a reader."""
