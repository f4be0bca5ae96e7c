# What a contributor types. `make help` lists it.
#
# Cargo does the building; this file knows the order and what each step needs.

CARGO ?= cargo
OSTIA ?= target/release/ostia
# What the conformance tests run: the binary that `cargo test` has just built. Another is named with
# `make conformance OSTIA_BIN=target/release/ostia`; a relative path starts at this folder.
OSTIA_BIN ?= target/debug/ostia
export OSTIA_BIN
# Which test succeeded at which operation; read by `cargo xtask scoreboard`.
RECORD = $(CURDIR)/target/test-record.tsv

NODE_STAMP = conformance/node_modules/.package-lock.json
VENV_STAMP = conformance/.venv/.installed

.DEFAULT_GOAL := help
.NOTPARALLEL:

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-21s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## The release binary, target/release/ostia
	node explorer/build.mjs
	$(CARGO) build --release --locked -p ostia-server

.PHONY: run
run: build ## Build, then serve https://localhost:8443 with a development tenant
	$(OSTIA) dev

.PHONY: test
test: prerequisites lint test-sqlite test-postgres conformance ## Everything that must pass before a merge

.PHONY: lint
lint: ## Formatting, the architecture's invariants, clippy
	$(CARGO) fmt --all --check
	$(CARGO) xtask tidy
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

.PHONY: test-sqlite
test-sqlite: ## The workspace's tests, on SQLite
	@rm -f $(RECORD)
	OSTIA_TEST_RECORD=$(RECORD) $(CARGO) test --workspace --locked

# What the tests of the Management API succeeded at is written to $(RECORD), and from there to the page.
.PHONY: scoreboard
scoreboard: ## Run the Management API's tests and write docs/compatibility.md
	@rm -f $(RECORD)
	OSTIA_TEST_RECORD=$(RECORD) $(CARGO) test --locked -p ostia-server --test it management::
	$(CARGO) xtask scoreboard

.PHONY: scoreboard-check
scoreboard-check: test-sqlite ## Whether docs/compatibility.md says what the tests saw
	$(CARGO) xtask scoreboard --check

# The same test binary again; the database is the only difference.
.PHONY: test-postgres
test-postgres: ## The server's tests again, on a throw-away PostgreSQL
	@set -e; \
	trap '$(CURDIR)/xtask/postgres.sh stop' EXIT; \
	OSTIA_TEST_DATABASE_URL=$$(xtask/postgres.sh start); \
	export OSTIA_TEST_DATABASE_URL; \
	echo "on $$OSTIA_TEST_DATABASE_URL"; \
	$(CARGO) test --workspace --locked --test it

.PHONY: binary
binary:
	@[ "$(OSTIA_BIN)" != target/debug/ostia ] || $(CARGO) build --workspace --locked --bin ostia

.PHONY: conformance
conformance: binary $(NODE_STAMP) $(VENV_STAMP) ## The official SDKs and a browser against the binary, and kill -9
	cd conformance && node run.mjs
	cd conformance && node crash/run.mjs

.PHONY: conformance-postgres
conformance-postgres: binary $(NODE_STAMP) $(VENV_STAMP) ## The same, with the server on a throw-away PostgreSQL
	@set -e; \
	trap '$(CURDIR)/xtask/postgres.sh stop' EXIT; \
	for run in run.mjs crash/run.mjs; do \
		$(CURDIR)/xtask/postgres.sh stop; \
		OSTIA_DATABASE_URL=$$($(CURDIR)/xtask/postgres.sh start); \
		export OSTIA_DATABASE_URL; \
		(cd conformance && node $$run); \
	done

.PHONY: bench
bench: build $(NODE_STAMP) bench/oidc-provider/node_modules/.package-lock.json ## Measure against the machine's limit; writes bench/RESULTS.md
	@xtask/prerequisites.sh bench
	$(CARGO) build --release --locked --manifest-path bench/limit/Cargo.toml --target-dir target/bench-limit
	OSTIA_BIN=target/release/ostia node bench/run.mjs

.PHONY: prerequisites
prerequisites: ## What the tests need beside Rust: installed as root, named otherwise
	@xtask/prerequisites.sh

$(NODE_STAMP): conformance/package-lock.json conformance/.npmrc
	cd conformance && npm ci --ignore-scripts --loglevel=error
	@touch $@

bench/oidc-provider/node_modules/.package-lock.json: bench/oidc-provider/package-lock.json
	cd bench/oidc-provider && npm ci --ignore-scripts --loglevel=error
	@touch $@

$(VENV_STAMP): conformance/requirements.txt
	python3 -m venv conformance/.venv
	conformance/.venv/bin/pip install --quiet --disable-pip-version-check -r conformance/requirements.txt
	@touch $@
