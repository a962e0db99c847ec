"""This project's binary."""

from processes import Server, megabytes_of, run
from systems.system import System, path


class Vmap(System):
    name = "Vmap"

    def prepare(self):
        return run([self.tools.vmap, "--version"]).strip()

    def load(self, rows):
        self.run("import", "units", self.tools.units)
        self.run("import", "addresses", rows, "--source", "made")
        self.run("publish")

    def run(self, *arguments):
        run([self.tools.vmap, "--home", self.folder, *arguments])

    def start(self):
        listen = f"127.0.0.1:{self.port}"
        command = [self.tools.vmap, "--home", self.folder, "serve", "--listen", listen]
        self.server = Server(command, self.folder / "serve.log", self.port)

    def megabytes_on_disk(self):
        return megabytes_of(self.folder / "releases")

    def request(self, kind, query):
        if kind == "reverse":
            return path("/reverse", lat=query.lat, lon=query.lon)
        return path(f"/{kind}", q=query.text)
