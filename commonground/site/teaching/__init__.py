"""What the course is taught with: a page and a deck of slides for each module, made to follow its lesson."""
