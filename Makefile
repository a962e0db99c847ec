# The same commands for people and for CI. `make help` lists them.

CARGO ?= cargo
NPM ?= npm
PYTHON ?= python3
DEMO_HOME ?= vmap-data
LISTEN ?= 127.0.0.1:8080
FUZZ_SECONDS ?= 60

page_sources := $(shell find web/src web/*.html web/vite.config.ts web/package-lock.json -type f 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help demo page test test-rust test-page test-browser test-clients test-data test-benches lint bench soak bench-http bench-peers fuzz clean-demo

help: ## List these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: page ## Make a sample of the whole country and serve it at http://127.0.0.1:8080
	$(CARGO) build --release --locked
	@exec target/release/vmap --home $(DEMO_HOME) demo --listen $(LISTEN)

clean-demo: ## Forget the sample, so that the next `make demo` makes it anew
	rm -rf $(DEMO_HOME)

page: web/dist/index.html ## Build the map page that the binary carries

web/dist/index.html: web/node_modules/.package-lock.json $(page_sources)
	cd web && $(NPM) run build
	@touch $@

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && $(NPM) ci
	@touch $@

test: test-data test-benches test-page test-rust test-browser test-clients ## Run every test

test-data: ## Check the data that the project ships
	$(PYTHON) data/units/check.py

test-benches: ## Check that the comparison with other systems asks what it says
	$(PYTHON) -m unittest discover --quiet --start-directory benches/peers

test-page: page ## Test the page's own code
	cd web && $(NPM) test

test-rust: page ## Test every room, and the binary from outside
	$(CARGO) test --workspace --locked
	VMAP_TEST_POSTGRES=1 $(CARGO) test --workspace --locked --test durability --test invariants --test lifecycle --test matching

test-browser: page ## Test the page in headless Chromium against the binary
	$(CARGO) build --locked
	tests/browser.sh target/debug/vmap

test-clients: page ## Test the binary with clients written by others, such as GDAL
	$(CARGO) build --locked
	PYTHON="$(PYTHON)" tests/clients.sh target/debug/vmap

lint: page ## Format, clippy and documentation, warnings as errors
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps --locked --document-private-items

bench: page ## Measure import, publish and search at a million addresses, and how fast lines are read
	$(CARGO) build --release --locked
	$(CARGO) bench --locked --bench road
	$(CARGO) bench --locked -p vmap-core --bench parse

soak: page ## Ask at a million rows what `make test` asks at thousands: that places keep their numbers
	VMAP_IDENTITY_ROWS=1000000 $(CARGO) test --release --locked -p vmap-pipeline --test identity -- --nocapture

bench-http: page ## Measure the server under load on the home in VMAP_BENCH_HOME
	$(CARGO) bench --locked --bench http

bench-peers: page ## Measure side by side with addok, PostgreSQL, a bag of words and tippecanoe: the same million rows
	$(CARGO) build --release --locked
	$(PYTHON) benches/peers/run.py
	$(PYTHON) benches/peers/run_tiles.py

fuzz: ## Feed made bytes to everything that reads text, for a minute
	fuzz/run.sh $(FUZZ_SECONDS)
