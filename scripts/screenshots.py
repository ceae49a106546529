#!/usr/bin/env python3
"""Pictures of every page of the console, over the demonstration month.

    python3 scripts/screenshots.py [--program FILE] [--out FOLDER] [--only TEXT] [--axe FILE]

Needs Chromium. Each page is taken in Chinese at 1440 and 390 pixels; some in English, in the dark
and without script. Fails where a page answers wrongly, complains in the console, is wider than its
window or larger than 150 kB. With axe.min.js (`pip install axe-core-python` has it) it also fails
on what axe calls serious or critical.
"""
import argparse
import os
import re
import select
import subprocess
import sys
import time

import browser

PASSWORD = "greenlane-demo"
MAXIMUM_BYTES = 150_000
# Who, name of the picture, path. `{open}` and `{closed}` are shipments of the demonstration.
PAGES = [
    (None, "sign-in", "/sign-in"), (None, "welcome", "/welcome"), (None, "absent", "/nowhere"),
    ("lab_manager", "day", "/day"), ("broker", "day-broker", "/day"),
    ("warehouse", "day-warehouse", "/day"),
    ("broker", "worklist", "/shipments"), ("broker", "worklist-none", "/shipments?q=zzzz"),
    ("broker", "shipment", "/shipments/{open}"),
    ("lab_manager", "shipment-lab", "/shipments/{own}"),
    ("lab_manager", "request", "/requests/new"),
    ("lab_manager", "request-copy", "/requests/new?copy={own}"),
    ("lab_manager", "refused", "/administration"),
    ("auditor", "audit-home", "/audit"), ("auditor", "audit", "/audit/shipments/{open}"),
    ("lab_manager", "whitelists", "/whitelists"),
    ("whitelist_steward", "whitelist-import", "/whitelists/imports"),
    ("broker", "panorama", "/panorama"),
    ("lab_manager", "rules", "/rules"), ("lab_manager", "account", "/account"),
    ("lab_manager", "subscriptions", "/subscriptions"),
    ("administrator", "administration", "/administration"),
    ("administrator", "health", "/administration/health"),
]
ENGLISH = ("sign-in", "day", "shipment", "request", "audit", "panorama", "worklist")
DARK = ("day", "shipment", "request", "panorama")


class Demonstration:
    """`greenlane serve --demo` on a free port."""

    def __init__(self, program):
        self.process = subprocess.Popen(
            [program, "serve", "--demo", "--listen", "127.0.0.1:0", "--lang", "zh",
             "--requests-per-minute", "0", "--log-level", "error"],
            stdout=subprocess.PIPE)
        self.people, self.url = {}, None
        roles = {"实验室管理员": "lab_manager", "报关员": "broker", "审计员": "auditor",
                 "仓库": "warehouse", "仓库管理员": "warehouse", "管理员": "administrator",
                 "系统管理员": "administrator", "白名单管理员": "whitelist_steward"}
        for line in self.lines():
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            self.url = self.url or (found and found.group(0))
            cells = re.split(r"\s{2,}", line.strip())
            if PASSWORD in cells:
                role = roles.get(cells[-1], cells[-1])
                self.people.setdefault(role, cells[0])
        if not self.url:
            raise SystemExit("the demonstration did not start")

    def lines(self):
        """What it prints, until it has named the people and is silent for a second."""
        text, end = b"", time.monotonic() + 180
        while time.monotonic() < end:
            ready, _, _ = select.select([self.process.stdout], [], [], 1)
            if ready:
                more = os.read(self.process.stdout.fileno(), 65_536)
                if not more:
                    break
                text += more
            elif PASSWORD.encode() in text:
                break
        return text.decode().split("\n")

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def sign_in(page, url, name):
    """By the form, as a person does."""
    page.do("Network.clearBrowserCookies")
    page.go(url + "/sign-in")
    page.run(f"document.getElementById('name').value = {name!r};"
             f"document.getElementById('password').value = {PASSWORD!r}")
    page.does("document.querySelector('form[action=\"/sign-in\"] button').click()")
    if "/sign-in" in page.run("location.pathname"):
        raise SystemExit(f"{name} could not sign in")


def shipments(page, url):
    """Ids of shipments in the worklist, first to last."""
    page.go(url + "/shipments")
    return page.run(
        "[...new Set([...document.querySelectorAll('a[href^=\"/shipments/SH-\"]')]"
        ".map(a => a.pathname.split('/')[2]))]")


def look(page, url, path, name, problems):
    page.errors.clear()
    page.go(url + path)
    size, wide, title = page.run(
        "[document.documentElement.outerHTML.length,"
        "document.documentElement.scrollWidth - innerWidth, document.title]")
    errors = [error for error in page.errors if "404" not in error and "403" not in error]
    if size > MAXIMUM_BYTES:
        problems.append(f"{name}: {size} characters")
    if wide > 1:
        problems.append(f"{name}: {wide} pixels wider than its window")
    problems.extend(f"{name}: {error}" for error in errors)
    return title


def accessibility(page, axe, name, problems):
    """What axe finds serious, each kind once with its first place."""
    page.run(axe + "; 0")
    found = page.run(
        "axe.run({resultTypes: ['violations']}).then(r => r.violations"
        ".filter(v => ['serious', 'critical'].includes(v.impact))"
        ".map(v => v.id + ': ' + v.nodes.length + ' at ' + v.nodes[0].target.join(' ')))")
    problems.extend(f"{name}: axe {line}" for line in found)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=".build/debug/greenlane")
    parser.add_argument("--out", default="screenshots")
    parser.add_argument("--only", default="")
    parser.add_argument("--axe", default="")
    options = parser.parse_args()
    axe = open(options.axe, encoding="utf-8").read() if options.axe else None
    if not browser.program():
        print("SKIPPED: there is no Chromium here (apt-get install chromium fonts-noto-cjk)")
        return 0
    os.makedirs(options.out, exist_ok=True)
    place, problems = Demonstration(options.program), []
    try:
        with browser.Browser() as chromium:
            page = chromium.page()
            page.size(1440, 900)
            known, who = {}, None
            for role, slot in (("broker", "open"), ("lab_manager", "own")):
                sign_in(page, place.url, place.people[role])
                found = shipments(page, place.url)
                known[slot] = found[0] if found else "SH-2026-000001"
            page.do("Network.clearBrowserCookies")
            for role, name, path in sorted(PAGES, key=lambda row: row[0] or ""):
                if options.only not in name:
                    continue
                if role != who:
                    who = role
                    page.size(1440, 900)
                    page.cookie(place.url, "gl_language", "zh-CN")
                    if role:
                        sign_in(page, place.url, place.people[role])
                path = path.format(**known)
                page.cookie(place.url, "gl_language", "zh-CN")
                for width in (1440, 390):
                    page.size(width, 900, mobile=width < 600)
                    title = look(page, place.url, path, f"{name}-{width}", problems)
                    page.picture(os.path.join(options.out, f"{name}-{width}.png"))
                    if axe:
                        accessibility(page, axe, f"{name}-{width}", problems)
                page.size(1440, 900)
                if name in DARK:
                    page.scheme("dark")
                    page.picture(os.path.join(options.out, f"{name}-dark.png"))
                    page.scheme("light")
                if name in ENGLISH:
                    page.cookie(place.url, "gl_language", "en")
                    look(page, place.url, path, f"{name}-en", problems)
                    page.picture(os.path.join(options.out, f"{name}-en.png"))
                print(f"{name:20} {path:40} {title}", flush=True)
    finally:
        place.close()
    for problem in problems:
        print("PROBLEM", problem)
    print(f"{len(problems)} problems; pictures in {options.out}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
