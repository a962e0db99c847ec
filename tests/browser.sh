#!/usr/bin/env bash
# Tests the page in headless Chromium against the given binary. Installs Debian's Chromium where
# it may; where there is none and it may not, says that these tests are left out.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$(realpath "$1")

find_chromium() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        [ -n "$name" ] && command -v "$name" && return
    done
    return 1
}

if ! find_chromium >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null || true
fi
if ! chromium=$(find_chromium); then
    echo "LEFT OUT: the browser tests (no Chromium; install it, or name one in CHROMIUM)"
    exit 0
fi
cd web
CHROMIUM="$chromium" VMAP_BIN="$binary" npm run --silent test:browser
