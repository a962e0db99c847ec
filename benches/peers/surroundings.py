"""What every comparison needs to run and to say."""

import datetime
from pathlib import Path

PACKAGES = {
    "addok": {"redis-server": "/usr/bin/redis-server"},
    "postgresql": {
        "postgresql-15": "/usr/lib/postgresql/15/bin/postgres",
        "postgresql-15-postgis-3": "/usr/share/postgresql/15/extension/postgis.control",
    },
}


def stop_without_packages(systems):
    wanted = {package: file for system in systems for package, file in PACKAGES.get(system, {}).items()}
    missing = [package for package, file in wanted.items() if not Path(file).exists()]
    if missing:
        raise SystemExit(f"Install these packages first, or leave systems out: apt-get install {' '.join(missing)}")


def today():
    return datetime.date.today().isoformat()


def machine():
    models = [line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
              if line.startswith("model name")]
    kilobytes = int(Path("/proc/meminfo").read_text().split()[1])
    return f"{len(models)} cores, {models[0]}, {kilobytes / 1e6:.0f} GB."
