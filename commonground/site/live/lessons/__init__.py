"""Try it: cells of a lesson that a reader changes and runs in the page, on what the lesson had computed before them.

A cell that earns it has the tag ``try``. ``needs`` reads from the sources what the cell stands on; ``values`` takes that
from the kernel while the lesson runs; ``pack`` writes it down and keeps what, run with nothing else, prints what the lesson
printed; ``place`` puts the button under the cell, and the file into the website.
"""
