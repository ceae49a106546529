#!/usr/bin/env python3
"""Walks the console in headless Chromium as its three users, over the demonstration month.

    python3 scripts/walk_console.py [--program FILE]

The lab manager files a request and watches what it needs; the broker takes the step that waits;
the auditor goes through the shipment event by event and has the log checked. In Chinese at the
width of a desk and in English at that of a phone, with script and without. Besides: tables with
mistakes, sessions that end in mid-form, the back button, double clicks, markup in every field, and
two people at one shipment. Fails on what does not hold, and on any complaint of the browser.
"""
import argparse
import json
import os
import sys
import tempfile
import time

import browser
from screenshots import PASSWORD, Demonstration, sign_in

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

    def value(self, selector):
        return self.page.run(f"(document.querySelector({json.dumps(selector)}) || {{}}).value")

    def until(self, script, seconds=10):
        """Milliseconds until a script says yes; None where it never does."""
        start = time.monotonic()
        while time.monotonic() - start < seconds:
            if self.page.run(script):
                return round(1000 * (time.monotonic() - start))
            time.sleep(0.02)
        return None

    def type_request(self, reference, **changes):
        self.go("/requests/new")
        self.fill("[name=reference]", reference)
        self.fill("[name=purpose]", "preclinical_research")
        for member, value in {**ITEM, **changes}.items():
            self.fill(f"[name='items[1].{member}']", value)

    def end_session(self):
        self.page.do("Network.deleteCookies", name="gl_session", url=self.place.url)

    def sign_in_here(self, role):
        self.fill("#name", self.place.people[role])
        self.fill("#password", PASSWORD)
        self.press("form[action='/sign-in'] button")

    def table(self, folder):
        """A table with mistakes, then workbooks and papers chosen by mistake."""
        self.enter("lab_manager")
        lines = ["品名,数量,单位"] + [
            f"试剂 {row},{'很多' if row % 33 == 0 else 5},g" for row in range(1, 331)]
        files = {
            "mistakes.csv": "\r\n".join(lines).encode("gb18030"),
            "long.csv": "\n".join(lines[:1] + lines[1:] * 31).encode("utf-16"),
            "semicolons.csv": ";".join(("品名", "数量", "单位")).encode() + b"\n=1+1;5;g\n",
            "goods.xlsx": b"PK\x03\x04" + bytes(600), "goods.pdf": b"%PDF-1.4\n" + bytes(600),
        }
        for name, content in files.items():
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(content)
            self.page.run("localStorage.clear()")
            self.go("/requests/new")
            self.fill("[name=reference]", "SYN-TABLE")
            self.page.run("document.querySelector('#csv').closest('details').open = true")
            self.page.files("#csv", path)
            self.press("button[name=do][value=read]")
            text = self.text(".notice-late")
            self.holds(f"{name}: nothing typed is lost", self.value("[name=reference]") == "SYN-TABLE")
            size = self.page.run("document.documentElement.outerHTML.length")
            self.holds(f"{name}: the page stays small ({size})", size < 110_000)
            if name == "mistakes.csv":
                self.holds("ten mistakes are counted", "10" in text)
                self.holds(
                    "and stand at their cells", self.page.run(
                        "document.querySelectorAll('[data-item] [aria-invalid]').length") == 10)
                self.fill("[name='items[33].quantity']", "7")
                self.press("button[name=part][value='1']")
                self.holds(
                    "a correction holds from part to part",
                    self.value("[name='items[33].quantity']") == "7")
                self.press("button[name=part][value='7']")
                self.holds("as do the other rows", "330" in self.value("[name='items[330].name']"))
            elif name == "long.csv":
                self.holds("too long a table says how much is allowed", "500" in text)
            elif name == "semicolons.csv":
                self.holds(
                    "a formula is text", self.page.run(
                        "[...document.querySelectorAll('[data-item] input')]"
                        ".some(i => i.value === '=1+1')"))
            else:
                self.holds(f"{name}: says what to do", "CSV" in text)

    def corrects(self, path):
        """A filed request on its form, also by somebody whose session ends meanwhile."""
        self.enter("lab_manager")
        for script in (True, False):
            self.page.run("localStorage.clear()")
            self.page.script(True)
            self.go(path)
            self.press("a[href$='/correction']")
            self.holds("the form shows what was filed", self.value("[name='items[1].name']"))
            self.page.script(script)
            self.page.do("Page.reload")
            time.sleep(1)
            amount = "3" if script else "2"
            self.fill("[name='items[1].quantity']", amount)
            self.holds("a reason is asked for", self.has("#reason:invalid"))
            if script:
                self.overtakes()
            self.fill("#reason", "SYNTHETIC 数量填报有误")
            if not script:
                self.end_session()
            self.press("main form#request [name=do][value=file].grave")
            if not script:
                self.sign_in_here("lab_manager")
                self.press("main form .next")
            self.page.script(True)
            self.until("location.search.includes('done')")
            self.holds("the correction is on the record", "SYNTHETIC 数量填报有误" in self.text())
            self.holds("and the goods say it", self.page.run(
                "[...document.querySelectorAll('td')]"
                f".some(cell => cell.innerText.trim().startsWith('{amount} '))"))

    def overtakes(self):
        """Somebody else corrects the same request first."""
        self.page.run("""(async form => {
            const other = new URLSearchParams(new FormData(form));
            other.set('items[1].quantity', '9'); other.set('reason', 'SYNTHETIC 先改');
            other.set('do', 'file'); other.set('key', 'other' + Date.now());
            await fetch(form.getAttribute('action'), {method: 'POST', body: other});
            document.body.dataset.overtaken = 'yes';
        })(document.querySelector('#request')); 0""")
        self.until("document.body.dataset.overtaken === 'yes'")
        self.fill("#reason", "SYNTHETIC 后改")
        self.press("main form#request [name=do][value=file].grave")
        time.sleep(1)
        self.holds("who is slower is told what changed", "→ 9" in self.text(".notice-late"))
        self.holds("and keeps what was typed", self.value("#reason") == "SYNTHETIC 后改")

    def expired(self, number):
        """The session ends while a form is being filled in."""
        self.enter("lab_manager")
        self.page.run("localStorage.clear()")
        reference = f"SYN-ENDED-{number}"
        self.type_request(reference)
        self.end_session()
        self.press("button[name=do][value=file]")
        self.holds("a form of an ended session asks to sign in", self.has("#password"))
        self.holds(
            "and shows nobody what it holds",
            reference not in self.page.run("document.documentElement.outerHTML"))
        self.sign_in_here("broker")
        self.go("/requests/new")
        self.holds("somebody else does not get it", self.value("[name=reference]") != reference)
        self.enter("lab_manager")
        entries = self.page.run("history.length")
        self.go("/requests/new")
        self.until("location.pathname === '/requests/new' && "
                   f"document.querySelector('[name=reference]')?.value === '{reference}'")
        self.holds("without a step more to go back", self.page.run("history.length") <= entries + 1)
        self.holds("whoever typed it does", self.value("[name='items[1].name']") == ITEM["name"])
        for script in (True, False):
            self.enter("lab_manager")
            self.page.run("localStorage.clear()")
            self.type_request(f"{reference}-{script}")
            self.page.script(script)
            if not script:
                self.page.do("Page.reload")
                time.sleep(1)
            self.fill("[name=reference]", f"{reference}-{script}")
            self.end_session()
            self.press("button[name=do][value=keep]")
            self.sign_in_here("lab_manager")
            self.press("main form .next")
            self.holds(
                f"it goes on after signing in, with script: {script}",
                self.value("[name=reference]") == f"{reference}-{script}")
            self.page.script(True)

    def ended_note(self, path):
        """The same of a note."""
        self.enter("lab_manager")
        self.go(path)
        self.fill("#note", "SYNTHETIC 会话结束")
        self.end_session()
        self.press("form[action$='/notes'] button")
        self.sign_in_here("lab_manager")
        self.press("main form .next")
        self.holds("a note goes on too", self.has(".notice-done") and "SYNTHETIC 会话结束" in self.text())
        self.holds("and is no draft any more", not self.value("#note"))

    def again(self, number):
        """Double click, reload and the back button."""
        self.enter("lab_manager")
        self.page.run("localStorage.clear()")
        reference = f"SYN-TWICE-{number}"
        self.type_request(reference, quantity="五升")
        self.press("button[name=do][value=file]")
        self.holds("what is wrong stands at its cell", self.has("#item-1-quantity-error"))
        self.page.events.clear()
        self.page.do("Page.reload")
        self.page.wait("Page.loadEventFired")
        self.until("document.querySelector('[name=reference]')?.value !== ''")
        self.holds("reloading keeps what was typed", self.value("[name=reference]") == reference)
        self.fill("[name='items[1].quantity']", "5")
        self.page.does("(b => { b.click(); b.click(); })"
                       "(document.querySelector('button[name=do][value=file]'))")
        path = self.page.run("location.pathname")
        self.holds("a double click files", path.startswith("/shipments/SH-"))
        self.page.run("history.back()")
        time.sleep(2)
        self.holds("going back finds an empty form", not self.value("[name=reference]"))
        self.go(f"/shipments?q={reference}")
        self.holds(
            "filed once", self.page.run(
                "new Set([...document.querySelectorAll('[data-row] a')].map(a => a.pathname)).size") == 1)

    def markup(self, number):
        """Markup and formulas in every field are text wherever they are shown."""
        bad = "<img src=x onerror=window.hit=1>{{x}}=1+1"
        self.enter("lab_manager")
        self.page.run("localStorage.clear()")
        self.type_request(f"{bad[:40]}{number}", name=bad, other="@SUM(A1)" + bad)
        self.fill("[name=exporter]", bad)
        self.fill("[name=use]", "=cmd|' /c'!A1" + bad)
        self.until("document.querySelector('#assessment .panel section') !== null")
        self.press("button[name=do][value=file]")
        path = self.page.run("location.pathname")
        self.holds("a request of markup is filed", path.startswith("/shipments/SH-"))
        for page in (path, "/shipments", "/day"):
            self.go(page)
            self.holds(f"markup is text on {page}", not self.has("img[onerror]"))
        self.holds("and ran nowhere", self.page.run("window.hit") is None)
        self.enter("auditor")
        for page in ("/audit" + path, "/audit", path):
            self.go(page)
            self.holds(f"markup is text on {page}", not self.has("img[onerror]"))

    def live(self, other, path):
        """Two people at one shipment: a step of one shows at the other, whose note stays."""
        self.enter("lab_manager")
        self.go(path)
        self.fill("#note", "SYNTHETIC 正在写")
        self.page.run("document.querySelector('#note').focus()")
        time.sleep(1)
        other.enter("lab_manager")
        other.go(path)
        other.fill("#note", "SYNTHETIC 别人的备注")
        other.page.events.clear()
        other.page.run("document.querySelector(\"form[action$='/notes'] button\").click()")
        taken = self.until(
            "document.querySelector('main').innerText.includes('SYNTHETIC 别人的备注')", 5)
        print(f"{self.name}: what one does shows at the other after {taken} ms", flush=True)
        self.holds(f"what one does shows at the other within a second ({taken} ms)",
                   taken is not None and taken < 1_000)
        self.holds("without losing the note", self.value("#note") == "SYNTHETIC 正在写")
        self.press("form[action$='/notes'] button")
        self.holds("which is then taken", self.has(".notice-done") and "SYNTHETIC 正在写" in self.text())

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
                second = chromium.separate()
                path = walk.lab(number)
                if path.startswith("/shipments/SH-"):
                    walk.corrects(path)
                    walk.note(path)
                    walk.auditor(path)
                    walk.without_script(path)
                    walk.ended_note(path)
                    walk.live(Walk(place, second, language, width), path)
                with tempfile.TemporaryDirectory() as folder:
                    walk.table(folder)
                walk.expired(number)
                walk.again(number)
                walk.markup(number)
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
