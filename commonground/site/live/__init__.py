"""Python in the page: a reader solves an exercise where it is asked, with the check of the notebook and the grader, and
tries a cell of a lesson where it stands.

``distribution`` gets Pyodide's files, each by its SHA-256; ``build`` compiles them and the course to byte code and lays
everything that a page loads into one folder; ``publish`` puts that folder into the website; ``sheets`` puts the place
to write under each exercise; ``lessons`` does the same for cells of lessons; ``rooms`` says what of the course a page has;
``policy`` says what a page, and Python in it, may do. ``bring`` and ``yours`` measure what a reader brings, and ``measure``
makes the page where they do.

Run as a program ahead of Sphinx, which then finds the folder::

    python -m commonground.site.live              # without the files, Python in the page is left out
    python -m commonground.site.live --required   # without them, the build stops
"""
