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

DASHBOARD_STAMP = dashboard/node_modules/.package-lock.json
# All that the dashboard is built from: it is built again only where one of these has changed.
DASHBOARD_SOURCES = $(shell find dashboard/src dashboard/scripts -type f) dashboard/index.html dashboard/package.json \
	dashboard/tsconfig.json dashboard/vite.config.ts dashboard/postcss.config.cjs
NODE_STAMP = conformance/node_modules/.package-lock.json
VENV_STAMP = conformance/.venv/.installed

# Says when a step began: `.ci/run` lists them.
BEGAN = @printf '=== %s %s\n' "$$(date -u +%T)" "$@"

.DEFAULT_GOAL := help
.NOTPARALLEL:

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-21s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: dashboard explorer ## The release binary with its dashboard, target/release/ostia
	$(CARGO) build --release --locked -p ostia-server

# Whoever has no Node.js gets a server without a dashboard, which says so.
.PHONY: dashboard
ifneq ($(shell command -v npm),)
dashboard: dashboard/dist/index.html ## Only the dashboard, dashboard/dist
else
dashboard:
	@echo "npm is not installed: building without the dashboard"
endif

dashboard/dist/index.html: $(DASHBOARD_STAMP) $(DASHBOARD_SOURCES)
	cd dashboard && npm run --silent build
	@touch $@

$(DASHBOARD_STAMP): dashboard/package-lock.json dashboard/.npmrc
	cd dashboard && npm ci --ignore-scripts --loglevel=error
	@touch $@

# Where it can't be fetched, the binary is built without it, and the page says so.
.PHONY: explorer
explorer: ## The library of the API explorer, from npm
	-node explorer/build.mjs

.PHONY: run
run: build ## Build, then serve https://localhost:8443 with a development tenant
	$(OSTIA) dev

.PHONY: test
test: prerequisites dashboard explorer lint test-dashboard test-sqlite scoreboard-check test-postgres conformance conformance-deploy e2e ## Everything that must pass before a merge

.PHONY: lint
lint: ## Formatting, the architecture's invariants, clippy
	$(BEGAN)
	$(CARGO) fmt --all --check
	$(CARGO) xtask tidy
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

.PHONY: test-sqlite
test-sqlite: ## The workspace's tests, on SQLite
	$(BEGAN)
	@rm -f $(RECORD)
	OSTIA_TEST_RECORD=$(RECORD) $(CARGO) test --workspace --locked

# What the tests succeeded at is written to $(RECORD), and from there to the page.
.PHONY: scoreboard
scoreboard: ## Run the server's tests and write docs/compatibility.md
	@rm -f $(RECORD)
	OSTIA_TEST_RECORD=$(RECORD) $(CARGO) test --workspace --locked --test it
	$(CARGO) xtask scoreboard

.PHONY: scoreboard-check
scoreboard-check: ## Whether docs/compatibility.md says what the tests of `make test-sqlite` saw
	$(BEGAN)
	$(CARGO) xtask scoreboard --check

# The same test binary again; the database is the only difference.
.PHONY: test-postgres
test-postgres: ## The server's tests again, on a throw-away PostgreSQL
	$(BEGAN)
	@set -e; \
	trap '$(CURDIR)/xtask/postgres.sh stop' EXIT; \
	OSTIA_TEST_DATABASE_URL=$$(xtask/postgres.sh start); \
	export OSTIA_TEST_DATABASE_URL; \
	echo "on $$OSTIA_TEST_DATABASE_URL"; \
	$(CARGO) test --workspace --locked --test it

.PHONY: test-dashboard
test-dashboard: $(DASHBOARD_STAMP) ## The dashboard's types, style and unit tests
	$(BEGAN)
	cd dashboard && npm run --silent check && npm run --silent test

.PHONY: e2e
e2e: dashboard binary $(DASHBOARD_STAMP) ## A browser in the dashboard of the built binary; screenshots in dashboard/e2e/output
	$(BEGAN)
	cd dashboard && npm run --silent api-types -- --check && npm run --silent e2e

LIGHTHOUSE_STAMP = dashboard/lighthouse/node_modules/.package-lock.json

.PHONY: lighthouse
lighthouse: dashboard binary $(LIGHTHOUSE_STAMP) ## Lighthouse on two pages of the dashboard; fails below 95 of 100
	cd dashboard/lighthouse && npm run --silent start

$(LIGHTHOUSE_STAMP): dashboard/lighthouse/package-lock.json dashboard/lighthouse/.npmrc
	cd dashboard/lighthouse && npm ci --ignore-scripts --loglevel=error
	@touch $@

.PHONY: binary
binary:
	@[ "$(OSTIA_BIN)" != target/debug/ostia ] || $(CARGO) build --workspace --locked --bin ostia

.PHONY: conformance
conformance: binary $(NODE_STAMP) $(VENV_STAMP) ## The official SDKs and a browser against the binary, and kill -9
	$(BEGAN)
	cd conformance && node run.mjs
	cd conformance && node crash/run.mjs

# The tool takes minutes to compute what it does, so that it is beside the rest.
.PHONY: conformance-deploy
conformance-deploy: binary $(NODE_STAMP) ## Auth0's deploy tool: export, import into a fresh server, export
	$(BEGAN)
	cd conformance && node --test deploy/round-trip.test.mjs

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
bench: bench-limit bench-users ## Measure all of it: ten minutes on a machine that does nothing else

.PHONY: bench-limit
bench-limit: build $(NODE_STAMP) bench/oidc-provider/node_modules/.package-lock.json ## Measure against the machine's limit; writes bench/RESULTS.md
	@xtask/prerequisites.sh bench
	$(CARGO) build --release --locked --manifest-path bench/limit/Cargo.toml --target-dir target/bench-limit
	OSTIA_BIN=target/release/ostia node bench/run.mjs

.PHONY: bench-users
bench-users: build ## Measure lookups, searches and an import among a million users; writes bench/USERS.md
	@xtask/prerequisites.sh bench
	OSTIA_BIN=target/release/ostia node bench/users/run.mjs

.PHONY: prerequisites
prerequisites: ## What the tests need beside Rust: installed as root, named otherwise
	$(BEGAN)
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
