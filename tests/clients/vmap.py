"""The binary under test, from outside."""

import contextlib
import http.client
import json
import os
import re
import subprocess
from pathlib import Path

PROJECT = Path(__file__).parents[2]
VMAP = os.environ["VMAP_BIN"]


class Home:
    """A home folder of the binary."""

    def __init__(self, folder):
        self.folder = folder

    def vmap(self, *arguments):
        command = self.command(*arguments)
        ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if ended.returncode != 0:
            raise AssertionError(f"{command} ended with {ended.returncode}: {ended.stderr}")

    def command(self, *arguments):
        return [VMAP, "--home", str(self.folder), *map(str, arguments)]

    @property
    def release(self):
        """The folder of the current release."""
        releases = self.folder / "releases"
        return releases / (releases / "CURRENT").read_text().strip()

    @property
    def manifest(self):
        return json.loads((self.release / "manifest.json").read_text())

    @contextlib.contextmanager
    def served(self):
        """A server of the home on a free port."""
        command = self.command("serve", "--listen", "127.0.0.1:0")
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            yield Server(port_of(server))
        finally:
            server.terminate()
            server.wait()
            server.stdout.close()


def port_of(server):
    """The port that a server says it listens on."""
    lines = []
    for line in server.stdout:
        lines.append(line)
        if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
            return int(found[1])
    raise AssertionError(f"the server did not start: {''.join(lines)}")


class Server:
    """What a server answers."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port)

    def get(self, path):
        """Status and body."""
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def json(self, path):
        status, body = self.get(path)
        assert status == 200, (path, status, body)
        return json.loads(body)

    def tile(self, tileset, z, x, y):
        """The bytes of a tile, without compression; none where it is empty."""
        status, body = self.get(f"/tiles/{tileset}/{z}/{x}/{y}.mvt")
        assert status in (200, 204), (tileset, z, x, y, status, body)
        return body
