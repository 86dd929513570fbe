"""What a process is started with to answer for an exercise: plain values, so that another machine may start it."""

from dataclasses import asdict, dataclass, fields

__all__ = ["Task"]


@dataclass(frozen=True)
class Task:
    """What an answer to one exercise needs.

    Attributes
    ----------
    cells : list of [str, str]
        Title and text of the cells to run.
    tools : list of str
        The rooms of the course that they may import.
    names : list of str
        The functions that they answer for.
    lives : int
        How often a process may take over from one that ended.
    refused : str
        Why no process is worth starting; empty if one is.
    """

    cells: list[list[str]]
    tools: list[str]
    names: list[str]
    lives: int
    refused: str = ""

    def plain(self) -> dict:
        """Return it as plain values by name."""
        return asdict(self)

    @classmethod
    def of(cls, values: dict) -> "Task":
        """Return the task of which these are the plain values.

        Raises
        ------
        ValueError
            If they are those of something else.
        """
        if set(values) != {field.name for field in fields(cls)}:
            raise ValueError("this is no task: ask again with this version of the course")
        return cls(**values)
