#!/usr/bin/env bash
# Tests the given binary with clients written by others, such as GDAL, in a Python environment that
# is made from tests/clients/requirements.txt. Installs Debian's python3-venv where Python has no
# means of making one and it may; where it may not, says that these tests are left out.
set -euo pipefail
binary=$(realpath "$1")
cd "$(dirname "$0")/clients"
python=${PYTHON:-python3}

can_make_environments() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null
}

if ! can_make_environments && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null || true
fi
if ! can_make_environments; then
    echo "LEFT OUT: the tests with other clients ($python cannot make an environment; install python3-venv)"
    exit 0
fi
# The copy of the list is put there last, so that an environment left half made is made anew.
if ! cmp -s requirements.txt .venv/requirements.txt; then
    "$python" -m venv --clear .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
    cp requirements.txt .venv/requirements.txt
fi
VMAP_BIN="$binary" .venv/bin/python -m unittest discover --quiet
