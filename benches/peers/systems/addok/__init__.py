"""addok, the geocoder of France's national address base, over Redis; tuned for Vietnamese addresses.

One document a street in a commune, its house numbers inside. Two gunicorn workers, as many as there
are cores; Redis on a socket and without persistence. addok-trigrams is not installed: it replaces the
steps that look for slips and for unfinished words.
"""

import os
import signal
import sys
from pathlib import Path

from processes import Server, free_port, run
from systems.addok.documents import write_documents
from systems.system import System, path

VERSION = "1.3.2"
HERE = Path(__file__).parent


class Addok(System):
    name = f"addok {VERSION}"
    redis = None

    def prepare(self):
        self.venv = self.folder / "venv"
        run([sys.executable, "-m", "venv", self.venv])
        run([self.venv / "bin/pip", "install", "--quiet", f"addok=={VERSION}", "gunicorn", "hiredis"])
        self.socket = self.folder / "redis.sock"
        self.environment = {
            **os.environ,
            "ADDOK_CONFIG_MODULE": str(HERE / "configuration.py"),
            "ADDOK_LOG_DIR": str(self.folder),
            "PYTHONPATH": str(HERE),
            "REDIS_SOCKET": str(self.socket),
        }
        self.redis = self.start_redis()
        packages = run([self.venv / "bin/pip", "list", "--format=freeze"]).split()
        wanted = [package.replace("==", " ") for package in packages if package.startswith(("addok", "gunicorn"))]
        return ", ".join([*wanted, "Redis " + run(["redis-server", "--version"]).split("v=")[1].split()[0]])

    def start_redis(self):
        port = str(free_port())
        options = ["--bind", "127.0.0.1", "--port", port, "--unixsocket", self.socket, "--dir", self.folder]
        command = ["redis-server", *options, "--save", "", "--appendonly", "no"]
        return Server(command, self.folder / "redis.log", int(port))

    def load(self, rows):
        documents = self.folder / "streets.json"
        write_documents(rows, documents)
        run([self.venv / "bin/addok", "batch", documents], env=self.environment)
        run([self.venv / "bin/addok", "ngrams"], env=self.environment)

    def start(self):
        command = [self.venv / "bin/gunicorn", "--workers", "2", "--bind", f"127.0.0.1:{self.port}"]
        command += ["addok.http.wsgi:application"]
        self.server = Server(command, self.folder / "serve.log", self.port, env=self.environment)

    def stop(self):
        super().stop()
        if self.redis:
            self.redis.stop(signal.SIGKILL)

    def megabytes_on_disk(self):
        return 0.0

    def request(self, kind, query):
        if kind == "reverse":
            return path("/reverse/", lat=query.lat, lon=query.lon)
        return path("/search/", q=query.text, autocomplete=int(kind == "autocomplete"))
