"""What the comparison asks of every system."""

import json
from abc import ABC, abstractmethod
from urllib.parse import urlencode

from processes import free_port

LIMIT = 5


class System(ABC):
    """A geocoder that loads rows and answers. `tools` are the paths that the command line gives."""

    name: str
    # The kinds of question that it answers.
    asks = ("search", "autocomplete", "reverse")

    def __init__(self, folder, tools):
        self.folder = folder
        self.tools = tools
        self.port = free_port()
        self.server = None
        folder.mkdir(parents=True)

    @abstractmethod
    def prepare(self):
        """Installs what it needs and gives its version; not timed."""

    @abstractmethod
    def load(self, rows):
        """From the file `rows` to what it answers from; timed."""

    @abstractmethod
    def start(self):
        """Begins to answer."""

    def stop(self):
        if self.server:
            self.server.stop()

    @abstractmethod
    def megabytes_on_disk(self):
        """What it keeps on disk to answer from."""

    def target(self, _kind):
        """The client's arguments that say whom to ask."""
        return ["--http", f"127.0.0.1:{self.port}"]

    @abstractmethod
    def request(self, kind, query):
        """The client's request for `query`."""

    def found(self, answer):
        """House number, latitude and longitude of each result in `answer`, best first."""
        features = json.loads(answer)["features"] if answer else []
        places = [(feature["properties"], feature["geometry"]["coordinates"]) for feature in features]
        return [(properties.get("housenumber"), lat, lon) for properties, (lon, lat) in places]


def path(route, **parameters):
    """A path with its query."""
    return f"{route}?{urlencode({**parameters, 'limit': LIMIT})}"
