"""Running other programs, and what memory they take."""

import os
import socket
import subprocess
import threading
import time
from pathlib import Path

SAMPLE_SECONDS = 0.5
STOP_SECONDS = 60


def run(command, **options):
    """Runs `command` to its end and gives what it printed; raises with it where it fails."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\nended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Server:
    """A program that answers at a port until it is stopped."""

    def __init__(self, command, log, port, **options):
        self.log = log.open("ab")
        self.process = subprocess.Popen([str(part) for part in command], stdout=self.log, stderr=self.log, **options)
        wait_for(port, self.process, log)

    def stop(self, signal=None):
        self.process.send_signal(signal) if signal else self.process.terminate()
        self.process.wait(STOP_SECONDS)
        self.log.close()


def wait_for(port, process, log, seconds=120):
    """Waits until somebody listens at `port`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"{process.args} ended with {process.returncode}, see {log}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"{process.args} does not listen at {port}, see {log}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class PeakMemory:
    """The most memory that the programs started here took together while this was open, in megabytes.

    Proportional set size, so that memory that processes share counts once; sampled. The client that
    asks is left out.
    """

    def __init__(self, sample_seconds=SAMPLE_SECONDS):
        self.sample_seconds = sample_seconds

    def __enter__(self):
        self.megabytes = 0
        self.over = threading.Event()
        self.sampler = threading.Thread(target=self.sample)
        self.sampler.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.sampler.join()

    def sample(self):
        while not self.over.wait(self.sample_seconds):
            kilobytes = sum(map(proportional_kilobytes, descendants(os.getpid())))
            self.megabytes = max(self.megabytes, kilobytes / 1000)


def processor_seconds_with_ended():
    """Processor time of all programs that were started here, also of those that have ended."""
    ended = os.times()
    return processor_seconds() + ended.children_user + ended.children_system


def processor_seconds():
    """Processor time that the programs which run now have taken so far, without the client's."""
    fields = (stat_fields(Path(f"/proc/{process}")) for process in descendants(os.getpid()))
    # User and system time, and that of children who have ended (`proc(5)`, fields 14 to 17).
    return sum(int(ticks) for rest in fields for ticks in rest[11:15]) / os.sysconf("SC_CLK_TCK")


def descendants(ancestor):
    """The processes below `ancestor`, without the client and without what is not yet the program it will be:
    until then a new process shows the memory of the one that starts it.
    """
    ours = command_line(ancestor)
    children = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            fields = stat_fields(folder)
            if fields and program(folder) != "ask":
                children.setdefault(int(fields[1]), []).append(int(folder.name))
    found, waiting = [], [ancestor]
    while waiting:
        below = [process for process in children.get(waiting.pop(), []) if command_line(process) != ours]
        found += below
        waiting += below
    return found


def command_line(process):
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def program(folder):
    try:
        return (folder / "comm").read_text().strip()
    except OSError:
        return ""


def stat_fields(folder):
    """What `proc(5)` calls fields 3 and on; none where the process has ended."""
    try:
        return (folder / "stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return []


def proportional_kilobytes(process):
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def megabytes_of(folder):
    """What the files of `folder` take on disk, in megabytes."""
    return sum(file.lstat().st_blocks * 512 for file in folder.rglob("*") if file.is_file()) / 1e6
