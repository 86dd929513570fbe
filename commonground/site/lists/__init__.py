"""The lists of what all modules have, one file a directive: ``{claims}``, ``{figures}``, ``{modules}``, ``{progress}``."""
