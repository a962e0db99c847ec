"""Plain tantivy, one document an address; `src/bin/bag_of_words` of this folder."""

from processes import Server, megabytes_of, run
from systems.system import System, path


class BagOfWords(System):
    name = "tantivy, bag of words"
    asks = ("search", "autocomplete")

    def prepare(self):
        lock = (self.tools.here / "Cargo.lock").read_text().split('name = "tantivy"\nversion = "')[1]
        return "tantivy " + lock.partition('"')[0]

    def load(self, rows):
        run([self.tools.programs / "bag_of_words", "build", rows, self.index])

    def start(self):
        command = [self.tools.programs / "bag_of_words", "serve", self.index, f"127.0.0.1:{self.port}"]
        self.server = Server(command, self.folder / "serve.log", self.port)

    @property
    def index(self):
        return self.folder / "index"

    def megabytes_on_disk(self):
        return megabytes_of(self.index)

    def request(self, kind, query):
        return path(f"/{kind}", q=query.text)
