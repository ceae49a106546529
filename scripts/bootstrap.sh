#!/usr/bin/env bash
# Sees to what the build needs of the system: the Debian packages, and a Swift toolchain that is new
# enough. Changes nothing, and says nothing, where all of it is there.
set -euo pipefail

readonly packages=(libsqlite3-dev libcurl4-openssl-dev zlib1g-dev pkg-config ca-certificates)
readonly needed_major=6 needed_minor=3

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# By what the build looks for, not by package names: other systems name them otherwise.
missing_packages() {
    local missing=()
    if ! command -v pkg-config >/dev/null 2>&1; then
        missing+=(pkg-config)
    fi
    if ! pkg-config --exists sqlite3 2>/dev/null; then
        missing+=(libsqlite3-dev)
    fi
    if ! pkg-config --exists libcurl 2>/dev/null; then
        missing+=(libcurl4-openssl-dev)
    fi
    if ! pkg-config --exists zlib 2>/dev/null; then
        missing+=(zlib1g-dev)
    fi
    if [[ ! -s /etc/ssl/certs/ca-certificates.crt ]] && command -v dpkg >/dev/null 2>&1; then
        missing+=(ca-certificates)
    fi
    printf '%s\n' "${missing[@]+"${missing[@]}"}"
}

install_packages() {
    local missing
    missing="$(missing_packages)"
    [[ -n "$missing" ]] || return 0

    local as_root=()
    if [[ "$(id -u)" -ne 0 ]]; then
        command -v sudo >/dev/null 2>&1 || fail \
            "缺少系统组件 / missing system packages: ${missing//$'\n'/ }" \
            "请以管理员身份安装 / please install as root: apt-get install ${packages[*]}"
        as_root=(sudo)
    fi
    command -v apt-get >/dev/null 2>&1 || fail \
        "缺少系统组件 / missing libraries: ${missing//$'\n'/ }" \
        "本机没有 apt，请用系统的包管理器安装 SQLite 与 libcurl 的开发包" \
        "There is no apt here; install the development packages of SQLite and libcurl yourself"
    export DEBIAN_FRONTEND=noninteractive
    local names
    mapfile -t names <<<"$missing"
    if ! "${as_root[@]+"${as_root[@]}"}" apt-get install -y --no-install-recommends \
        "${names[@]}" >&2; then
        # A fresh machine has no package lists yet.
        "${as_root[@]+"${as_root[@]}"}" apt-get update >&2
        "${as_root[@]+"${as_root[@]}"}" apt-get install -y --no-install-recommends \
            "${names[@]}" >&2
    fi
}

check_swift() {
    command -v swift >/dev/null 2>&1 || fail \
        "未找到 swift，需要 ${needed_major}.${needed_minor} 或更高版本：https://www.swift.org/install" \
        "swift is not found; ${needed_major}.${needed_minor} or later is needed"
    local version major minor
    version="$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1)"
    major="${version%%.*}"
    minor="${version#*.}"
    [[ -n "$version" ]] || fail "无法识别 swift 版本 / swift --version says nothing that we know"
    if ((major < needed_major || (major == needed_major && minor < needed_minor))); then
        fail "swift ${version} 过旧，需要 ${needed_major}.${needed_minor} 或更高版本" \
            "swift ${version} is too old; ${needed_major}.${needed_minor} or later is needed"
    fi
}

install_packages
check_swift
