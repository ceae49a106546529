# The house keeping of Greenlane. `make help` lists what there is.

SWIFT ?= swift
SHIPMENTS ?= 10000

.PHONY: help run demo test build lint format bench screenshots walk bootstrap clean
.DEFAULT_GOAL := help

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: build ## Build, then walk the sample shipments from filing to delivery
	./greenlane demo

demo: build ## Build, then serve a month of made-up work in the browser
	./greenlane serve --demo

test: bootstrap ## Lint (findings only), then every test: the gate
	@scripts/lint.sh || echo "note: make format mends most of the findings above; make lint fails on them"
	$(SWIFT) test --skip GreenlaneServerTests --skip GreenlaneWebhooksTests
	@# Running services and real sockets: apart, so that the long suites do not starve them.
	$(SWIFT) test --skip-build --filter GreenlaneServerTests --skip ConnectionTests
	$(SWIFT) test --skip-build --filter "GreenlaneWebhooksTests|ConnectionTests"

build: bootstrap ## Build the release binary that ./greenlane runs
	$(SWIFT) build -c release --product greenlane

lint: ## Check the format of the sources; fails on a finding
	scripts/lint.sh

format: ## Rewrite the sources in the house format
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests

bench: build ## Measure assessment, engine and store (SHIPMENTS=10000)
	./greenlane bench assess
	./greenlane bench --shipments $(SHIPMENTS) --compare
	./greenlane bench --shipments $(SHIPMENTS) --compare --batch 64
	./greenlane bench whitelist
	./greenlane bench verify --leaves 1000000 --leaves 10000000

screenshots: build ## Take a picture of every page (needs Chromium)
	python3 scripts/screenshots.py --program .build/release/greenlane

walk: build ## Walk the console as its three users in headless Chromium
	python3 scripts/walk_console.py --program .build/release/greenlane

bootstrap: ## Install what the build needs of the system, where it is missing
	@scripts/bootstrap.sh

clean: ## Remove what the build made
	$(SWIFT) package clean
