#!/usr/bin/env python3
"""Pictures of every page of the console, over the demonstration month.

    python3 scripts/screenshots.py [--program FILE] [--out FOLDER] [--only TEXT] [--axe FILE]

Needs Chromium. Each page is taken in Chinese at 1440 and 390 pixels; some in English, in the dark
and as they are printed. Fails where a page answers wrongly, complains in the console, is wider
than its window or larger than 150 kB. With axe.min.js (`pip install axe-core-python` has it) it
also fails on what axe calls serious or critical.
"""
import argparse
import json
import os
import re
import select
import subprocess
import sys
import time

import browser

PASSWORD = "greenlane-demo"
MAXIMUM_BYTES = 150_000
# Who, name of the picture, path. Words in braces are found on the pages of SLOTS first.
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
    ("auditor", "audit-first", "/audit/shipments/{open}?event=1"),
    ("auditor", "audit-holders", "/audit/holders"),
    ("auditor", "audit-uses", "/audit/uses?id={entry}"),
    ("auditor", "audit-uses-unknown", "/audit/uses?id=zzzz"),
    ("auditor", "audit-lot", "/audit/batch?lot=SYN26018"),
    ("auditor", "audit-balance", "/audit/balance?quarter={quarter}"),
    ("auditor", "audit-permits", "/audit/permits?quarter={quarter}"),
    ("lab_manager", "whitelists", "/whitelists"),
    ("lab_manager", "whitelist-entry", "/whitelists/{entry}"),
    ("lab_manager", "whitelist-batch", "/whitelists/batches/{batch}"),
    ("whitelist_steward", "whitelist-import", "/whitelists/imports"),
    ("broker", "panorama", "/panorama"),
    ("lab_manager", "rules", "/rules"),
    ("lab_manager", "rules-found", "/rules?q=%E8%A1%80%E6%B8%85"),
    ("lab_manager", "rule", "/rules/{rule}"),
    ("lab_manager", "rules-changes", "/rules/changes"),
    ("lab_manager", "workflows", "/workflows"),
    ("lab_manager", "workflow", "/workflows/{workflow}"),
    ("lab_manager", "account", "/account"),
    ("lab_manager", "subscriptions", "/subscriptions"),
    ("administrator", "administration", "/administration"),
    ("administrator", "organisation", "/administration/organisations/{organisation}"),
    ("administrator", "accounts", "/administration/accounts"),
    ("administrator", "account-other", "/administration/accounts/{account}"),
    ("administrator", "keys", "/administration/keys"),
    ("administrator", "entrustments", "/administration/entrustments"),
    ("administrator", "entrustment", "/administration/entrustments/{entrustment}"),
    ("administrator", "health", "/administration/health"),
]
# Who finds what on which page: the first address that begins so, and there is a rest.
SLOTS = [
    ("broker", "open", "/shipments", "/shipments/SH-"),
    ("auditor", "quarter", "/audit", "/audit?quarter="),
    ("administrator", "organisation", "/administration", "/administration/organisations/"),
    ("administrator", "account", "/administration/accounts", "/administration/accounts/"),
    ("administrator", "entrustment", "/administration/entrustments",
     "/administration/entrustments/"),
    ("lab_manager", "own", "/shipments", "/shipments/SH-"),
    ("lab_manager", "batch", "/whitelists", "/whitelists/batches/"),
    ("lab_manager", "entry", "/whitelists", "/whitelists/NS-"),
    ("lab_manager", "rule", "/rules", "/rules/"),
    ("lab_manager", "workflow", "/workflows", "/workflows/"),
]
# Pages that only a form leads to: who, name, path, what is done there.
FORMS = [
    ("lab_manager", "subscription", "/subscriptions", """
        document.querySelector('[name=url]').value = 'https://hooks.example/greenlane';
        document.querySelector('form[action="/subscriptions"] button').click()"""),
    ("lab_manager", "conflict", "/shipments/{own}", """
        (async form => {
          const other = new URLSearchParams(new FormData(form));
          other.set('text', 'SYNTHETIC 同事先写的备注'); other.set('key', 'somebodyelse');
          await fetch(form.action, {method: 'POST', body: other});
          form.querySelector('textarea').value = 'SYNTHETIC 后写的备注';
          form.querySelector('button:not([type=button])').click();
        })(document.querySelector('form[action$="/notes"]')); 0"""),
    ("whitelist_steward", "whitelist-trial", "/whitelists/imports", """
        (form => {
          const files = new DataTransfer();
          files.items.add(new File([LIST], 'SYNTHETIC.csv', {type: 'text/csv'}));
          form.querySelector('[type=file]').files = files.files; form.requestSubmit();
        })(document.querySelector('form[enctype]'))"""),
    ("whitelist_steward", "whitelist-trial-wrong", "/whitelists/imports", """
        (form => {
          const files = new DataTransfer();
          files.items.add(new File([WRONG], 'SYNTHETIC.csv', {type: 'text/csv'}));
          form.querySelector('[type=file]').files = files.files; form.requestSubmit();
        })(document.querySelector('form[enctype]'))"""),
    ("administrator", "account-wrong", "/administration/accounts", """
        document.querySelector('[name=signInName]').value = 'li.na';
        document.querySelector('[name=displayName]').value = 'SYNTHETIC 重名';
        for (const field of document.querySelector('[name=signInName]').form
            .querySelectorAll('select[required]')) field.selectedIndex = 1;
        document.querySelector('[name=signInName]').form.querySelector('button').click()"""),
]
LIST = "Whitelists/nansha-SYNTHETIC-2026-2.csv"
ENGLISH = ("sign-in", "day", "shipment", "request", "audit", "panorama", "worklist", "rule",
           "rules", "workflow", "whitelist-entry", "audit-uses", "accounts", "account")
DARK = ("day", "shipment", "request", "panorama", "rules", "workflow", "audit", "whitelists")
# As they are printed: A4 at 96 dots an inch.
PRINT = {"shipment": 794, "audit": 794, "worklist": 1123, "panorama": 794}


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


def found(page, url, path, beginning):
    """What follows that beginning in the first address on the page that has it."""
    page.go(url + path)
    rest = page.run(
        "[...document.querySelectorAll('main a[href]')].map(a => a.getAttribute('href'))"
        f".filter(href => href.startsWith({beginning!r}) && href.length > {len(beginning)})[0]")
    if not rest:
        raise SystemExit(f"{path} has no address that begins with {beginning}")
    rest = re.split("[?#&]", rest[len(beginning):])[0]
    return beginning[re.search("[A-Z-]*$", beginning).start():] + rest


def filled(script):
    """A form's script with the lists that it uploads."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    with open(os.path.join(root, LIST), encoding="utf-8") as file:
        text = file.read()
    changed = text.replace("NS-SYN-002", "NS-SYN-012")
    wrong = text.replace("2026-12-31", "2026-13-31")
    return script.replace("[LIST]", json.dumps([changed])).replace("[WRONG]", json.dumps([wrong]))


def look(page, name, problems):
    """What is wrong with the page that is shown; its title."""
    size, wide, title = page.run(
        "[document.documentElement.outerHTML.length,"
        "document.documentElement.scrollWidth - innerWidth, document.title]")
    errors = [error for error in page.errors if not re.search(r"status of 4\d\d", error)]
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


class Album:
    """Pictures of pages, and what was wrong with them."""

    def __init__(self, place, page, out, axe):
        self.place, self.page, self.out, self.axe = place, page, out, axe
        self.problems, self.who = [], None

    def enter(self, role):
        if role == self.who:
            return
        self.who = role
        self.page.size(1440, 900)
        self.page.do("Network.clearBrowserCookies")
        self.language("zh-CN")
        if role:
            sign_in(self.page, self.place.url, self.place.people[role])
            self.language("zh-CN")

    def language(self, name):
        self.page.cookie(self.place.url, "gl_language", name)

    def go(self, path):
        self.page.errors.clear()
        self.page.go(self.place.url + path)

    def keep(self, name):
        self.page.picture(os.path.join(self.out, name + ".png"))

    def widths(self, name, path=None):
        """At the width of a desk and of a phone; a page without a path is not asked for again."""
        for width in (1440, 390):
            self.page.size(width, 900, mobile=width < 600)
            if path:
                self.go(path)
            title = look(self.page, f"{name}-{width}", self.problems)
            self.keep(f"{name}-{width}")
            if self.axe:
                # All of it, as high as it is: nothing is folded or lies under the bar of a phone.
                tall = self.page.run(
                    "document.querySelectorAll('details').forEach(part => part.open = true);"
                    "document.documentElement.scrollHeight")
                self.page.size(width, max(900, tall), mobile=width < 600)
                accessibility(self.page, self.axe, f"{name}-{width}", self.problems)
        self.page.size(1440, 900)
        print(f"{name:22} {path or '':44} {title}", flush=True)

    def dark(self, name):
        self.page.scheme("dark")
        self.keep(f"{name}-dark")
        if self.axe:
            accessibility(self.page, self.axe, f"{name}-dark", self.problems)
        self.page.scheme("light")

    def paper(self, name, width):
        self.page.do("Emulation.setEmulatedMedia", media="print")
        self.page.size(width, 900)
        look(self.page, f"{name}-print", self.problems)
        self.keep(f"{name}-print")
        self.page.do("Emulation.setEmulatedMedia", media="")
        self.page.size(1440, 900)

    def english(self, name, path):
        self.language("en")
        self.go(path)
        look(self.page, f"{name}-en", self.problems)
        self.keep(f"{name}-en")
        self.language("zh-CN")

    def take(self, role, name, path):
        self.enter(role)
        self.widths(name, path)
        if name in DARK or name in PRINT:
            self.go(path)
        if name in DARK:
            self.dark(name)
        if name in PRINT:
            self.paper(name, PRINT[name])
        if name in ENGLISH:
            self.english(name, path)

    def fill(self, role, name, path, script):
        self.enter(role)
        self.go(path)
        self.page.does(filled(script))
        self.widths(name)


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
    place = Demonstration(options.program)
    try:
        with browser.Browser() as chromium:
            album = Album(place, chromium.page(), options.out, axe)
            known = {}
            for role, slot, path, beginning in SLOTS:
                album.enter(role)
                known[slot] = found(album.page, place.url, path, beginning)
            for role, name, path in sorted(PAGES, key=lambda row: row[0] or ""):
                if options.only in name:
                    album.take(role, name, path.format(**known))
            for role, name, path, script in FORMS:
                if options.only in name:
                    album.fill(role, name, path.format(**known), script)
    finally:
        place.close()
    for problem in album.problems:
        print("PROBLEM", problem)
    print(f"{len(album.problems)} problems; pictures in {options.out}")
    return 1 if album.problems else 0


if __name__ == "__main__":
    sys.exit(main())
