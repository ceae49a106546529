#!/usr/bin/env python3
"""Walks the console in headless Chromium as its three users, over the demonstration month.

    python3 scripts/walk_console.py [--program FILE]

The lab manager files a request and watches what it needs; the broker takes the step that waits;
the auditor goes through the shipment event by event and has the log checked. In Chinese at the
width of a desk and in English at that of a phone, with script and without. Fails on what does not
hold, and on any complaint of the browser.
"""
import argparse
import json
import sys
import time

import browser
from screenshots import Demonstration, sign_in

ITEM = {
    "name": "一次性离心管", "other": "Centrifuge tubes", "form": "consumable", "source": "synthetic",
    "country": "US", "quantity": "3", "unit": "piece", "hs": "3926909090",
}


class Walk:
    def __init__(self, place, page, language, width):
        self.place, self.page, self.language = place, page, language
        self.page.size(width, 900, mobile=width < 600)
        self.name = f"{language} {width}"
        self.held, self.failed = 0, []

    def holds(self, what, isTrue):
        if isTrue:
            self.held += 1
        else:
            self.failed.append(f"{self.name}: {what}")
            print(f"FAILED {self.name}: {what} at {self.page.run('location.href')}", flush=True)

    def enter(self, role):
        self.page.script(True)
        sign_in(self.page, self.place.url, self.place.people[role])
        self.page.cookie(self.place.url, "gl_language", self.language)

    def go(self, path):
        self.page.go(self.place.url + path)

    def has(self, selector):
        return self.page.run(f"!!document.querySelector({json.dumps(selector)})")

    def text(self, selector="main"):
        return self.page.run(
            f"(document.querySelector({json.dumps(selector)}) || {{}}).innerText || ''")

    def fill(self, selector, value):
        self.page.run(
            f"(f => {{ f.value = {json.dumps(value)};"
            "f.dispatchEvent(new Event('input', {bubbles: true}));"
            "f.dispatchEvent(new Event('change', {bubbles: true})); })"
            f"(document.querySelector({json.dumps(selector)}))")

    def press(self, selector):
        self.page.does(f"document.querySelector({json.dumps(selector)}).click()")

    def lab(self, number):
        self.enter("lab_manager")
        self.go("/day")
        self.holds("the day says what waits", self.has("main h1") and self.has(".entries"))
        self.go("/requests/new")
        self.fill("[name=reference]", f"SYN-WALK-{number}")
        self.fill("[name=purpose]", "preclinical_research")
        self.fill("[name=regime]", "general_trade")
        for member, value in ITEM.items():
            self.fill(f"[name='items[1].{member}']", value)
        end = time.monotonic() + 10
        while time.monotonic() < end and not self.text("#assessment"):
            time.sleep(0.1)
        self.holds("the panel assesses beside the form", bool(self.text("#assessment")))
        self.press("button[name=do][value=keep]")
        self.holds(
            "a kept draft keeps what was typed",
            ITEM["name"] in self.page.run(
                "[...document.querySelectorAll('input')].map(i => i.value).join('|')"))
        self.press("button[name=do][value=file]")
        path = self.page.run("location.pathname")
        self.holds("the request is filed", path.startswith("/shipments/SH-"))
        self.holds("and says so", self.has(".notice-done"))
        self.holds("the picture is drawn", self.has("figure.picture svg"))
        return path

    def note(self, path):
        """A note of somebody, and another with the version of before it."""
        self.go(path)
        self.fill("#note", "<b>SYNTHETIC</b> & 备注")
        self.press("form[action$='/notes'] button")
        self.holds("a note is taken as text", "<b>SYNTHETIC</b> & 备注" in self.text())
        version = self.page.run("document.querySelector(\"form[action$='/notes'] [name=version]\").value")
        self.page.run(
            "document.querySelector(\"form[action$='/notes'] [name=version]\").value = "
            + json.dumps(str(int(version) - 1)))
        self.fill("#note", "SYNTHETIC second")
        self.press("form[action$='/notes'] button")
        self.holds("whoever was slower gets both versions", "SYNTHETIC second" in self.text())
        self.press("main form button.next")
        self.holds("and sends it again", "SYNTHETIC second" in self.text() and self.has(".notice-done"))

    def broker(self):
        self.enter("broker")
        self.go("/shipments")
        rows = self.page.run("document.querySelectorAll('[data-row]').length")
        self.holds("the worklist has the goods entrusted", rows > 10)
        self.go("/shipments?q=zzzz")
        self.holds("nothing found says so", self.has(".empty"))
        self.go("/day")
        target = self.page.run("(document.querySelector('.act a.button') || {}).href || ''")
        self.holds("the next step is a button", "step=" in target)
        if not target:
            return
        self.page.go(target)
        self.holds("its form stands open", self.has("details[open] form button"))
        refused = self.place.url + "/administration"
        self.page.go(refused)
        self.holds("what is not theirs is refused as a page", self.has("main h1"))
        self.page.errors.clear()

    def auditor(self, path):
        self.enter("auditor")
        self.go("/audit" + path)
        self.holds("the replay shows the last event", self.has("input[type=range]"))
        self.page.script(False)
        self.go("/audit" + path + "?event=1")
        self.holds("and the first, without script", "1" in self.text("main"))
        self.page.script(True)
        self.go("/audit")
        self.press("form[action='/audit/verifications'] button")
        text = self.text()
        self.holds("the log is whole", "完整" in text or "intact" in text or "whole" in text)

    def without_script(self, path):
        self.enter("lab_manager")
        self.page.script(False)
        self.go(path)
        self.holds("the page is whole without script", self.has("#steps") and self.has("#note"))
        self.go("/requests/new")
        self.holds("and the form", self.has("button[name=do][value=assess]"))
        self.page.script(True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=".build/debug/greenlane")
    options = parser.parse_args()
    if not browser.program():
        print("SKIPPED: there is no Chromium here (apt-get install chromium fonts-noto-cjk)")
        return 0
    place, held, failed = Demonstration(options.program), 0, []
    try:
        with browser.Browser() as chromium:
            for number, (language, width) in enumerate((("zh-CN", 1440), ("en", 390))):
                walk = Walk(place, chromium.page(), language, width)
                path = walk.lab(number)
                if path.startswith("/shipments/SH-"):
                    walk.note(path)
                    walk.auditor(path)
                    walk.without_script(path)
                walk.broker()
                complaints = [e for e in walk.page.errors if "status of 4" not in e]
                walk.holds(f"the browser complains of nothing {complaints[:2]}", not complaints)
                held += walk.held
                failed += walk.failed
    finally:
        place.close()
    print(f"{held} held, {len(failed)} did not")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
