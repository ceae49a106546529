#!/usr/bin/env bash
# Checks the format of the sources with the formatter of the toolchain; skips, and says so, where the
# toolchain has none.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if ! swift format --version >/dev/null 2>&1; then
    echo "lint: skipped, this toolchain has no swift-format" >&2
    exit 0
fi
swift format lint --strict --parallel --recursive Package.swift Sources Tests
