"""What the comparison asks of every program that makes tiles."""

from abc import ABC, abstractmethod


class Maker(ABC):
    """Makes tiles of zooms 0 to 14 from rows. `tools` are the paths that the command line gives."""

    name: str

    def __init__(self, folder, tools):
        self.folder = folder
        self.tools = tools
        folder.mkdir(parents=True)

    @abstractmethod
    def prepare(self, rows):
        """Brings the file `rows` where it makes tiles from and gives its version; not timed."""

    @abstractmethod
    def make(self):
        """Makes every tile; timed."""

    @abstractmethod
    def tiles(self):
        """Zoom and plain bytes of every tile made."""

    @abstractmethod
    def kilobytes(self):
        """What the tiles take as they are kept."""

    def stop(self):
        """Ends what still runs."""
