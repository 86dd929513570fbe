"""Runs a lesson, and takes on the way what its cells with the tag stand on."""

from pathlib import Path

from jupyter_core.utils import ensure_async
from nbclient import NotebookClient

from commonground.site.live.lessons import values
from commonground.site.live.lessons.pack import TAG, key_of, needs_of

__all__ = ["Client"]


class Client(NotebookClient):
    """A client that writes what each of those cells stands on into the folder ``taken``, just before the cell runs."""

    taken: Path

    async def async_execute_cell(self, cell, cell_index, **how):
        """Run a cell."""
        if TAG in cell.metadata.get("tags", ()):
            asked = needs_of(self.nb, cell_index).values, str(self.taken / key_of(cell.source))
            take = f"__import__({values.__name__!r}, fromlist=['take']).take({asked[0]!r}, globals(), {asked[1]!r})"
            reply = await ensure_async(self.kc.execute(take, silent=True, store_history=False, reply=True))
            if reply["content"]["status"] != "ok":
                raise RuntimeError(f"what a cell stands on could not be taken: {reply['content']}")
        return await super().async_execute_cell(cell, cell_index, **how)
