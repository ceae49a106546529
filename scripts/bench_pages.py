#!/usr/bin/env python3
"""Measures every kind of page of the console over a store of many shipments.

    python3 scripts/bench_pages.py [--program FILE] [--shipments N] [--open N] [--rounds N]
                                   [--paint]

Needs a release build. Beside the pages an empty handler of the same framework is asked in the same
run, as the reference. For each page: milliseconds to the last byte for one client that asks again
and again, the first time (nothing warm), the middle and the longest; the server's processor time;
kilobytes sent packed and unpacked. `--paint` also opens them in Chromium with the processor slowed
down six times and tells the first contentful paint.
"""
import argparse
import gzip
import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.parse

from api_client import Client, House, PASSWORD, PLAIN_STEPS, Server, plain_request
from bench_serve import processor_time

ROWS = 500


class Pages:
    """One connection that asks for pages as a person's browser does."""

    def __init__(self, url, headers):
        parts = urllib.parse.urlsplit(url)
        self.link = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        self.headers = {"Accept-Encoding": "gzip", "Accept-Language": "zh-CN", **headers}

    def ask(self, method, path, form=None):
        headers = dict(self.headers)
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Sec-Fetch-Site"] = "same-origin"
        began = time.perf_counter()
        self.link.request(method, path, form, headers)
        answer = self.link.getresponse()
        body = answer.read()
        seconds = time.perf_counter() - began
        plain = body
        if answer.getheader("content-encoding") == "gzip":
            plain = gzip.decompress(body)
        return answer.status, seconds * 1000, len(body), len(plain), plain


def sheet(rows, token=None):
    """The form of a new request with so many rows of goods. SYNTHETIC."""
    values = {"reference": "SYN-BENCH", "purpose": "preclinical_research",
              "regime": "general_trade"}
    for line in range(1, rows + 1):
        for name, value in {
            "name": f"一次性离心管 {line}", "other": "Centrifuge tubes", "form": "consumable",
            "source": "synthetic", "country": "US", "quantity": "3", "unit": "piece",
            "hs": "3926909090",
        }.items():
            values[f"items[{line}].{name}"] = value
    if token:
        values["csrf"] = token
    return urllib.parse.urlencode(values)


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = tempfile.mkdtemp(prefix="greenlane-pages-")
        data = os.path.join(self.folder, "data")
        os.makedirs(data, mode=0o700)
        subprocess.run(
            [options.program, "bench", "load", "--shipments", str(options.shipments),
             "--open", str(options.open), "--batch", "128",
             "--db", os.path.join(data, "greenlane.sqlite"), "--json"],
            check=True, stdout=subprocess.DEVNULL)
        self.server = Server(options.program, data)
        self.house = House(self.server.url, self.server.token)
        self.empty = subprocess.Popen(
            [options.program, "bench", "serve", "--json"], stdout=subprocess.PIPE)
        self.empty_url = f"http://127.0.0.1:{json.loads(self.empty.stdout.readline())['port']}"
        client = self.house.client("broker")
        rows = client.get("/shipments?limit=1&state=declared").json["shipments"]
        rows = rows or client.get("/shipments?limit=1").json["shipments"]
        self.id = rows[0]["shipment"]
        self.own = self.trial()
        self.cookie, self.token = self.session("importer")
        self.figures = []

    def trial(self):
        """A shipment with some history, filed and moved on today."""
        filed = self.house.client("importer").post(
            "/import-requests", plain_request("pages")).expect(201)
        path, version = f"/shipments/{filed.json['shipment']}", filed.tag
        for event, name in PLAIN_STEPS[:3]:
            version = self.house.client(name).post(
                path + "/steps", {"event": event, "input": {}}, version).expect(201).tag
        return filed.json["shipment"]

    def session(self, name):
        """Somebody who signed in, as forms need it: the cookie, and the token of the forms."""
        accounts = self.house.admin.get("/accounts").json["accounts"]
        account = next(a["account"] for a in accounts if a.get("signInName") == name)
        link = self.house.admin.post(
            f"/accounts/{account}/links", {"purpose": "invitation"}).expect(201).json["token"]
        client = Client(self.server.url)
        client.post("/link-uses", {"token": link, "password": PASSWORD}).expect(201)
        page = Pages(self.server.url, {"Cookie": client.cookie}).ask("GET", "/requests/new")
        token = re.search(r'name="csrf" value="([^"]+)"', page[4].decode()).group(1)
        return client.cookie, token

    def plan(self):
        """Who, what it is called, method, path, form."""
        pages = [
            ("importer", "day", "/day"), ("broker", "day, broker", "/day"),
            ("auditor", "day, sees all", "/day"),
            ("broker", "worklist", "/shipments"), ("auditor", "worklist, sees all", "/shipments"),
            ("broker", "worklist, searched", "/shipments?q=BENCH-99"),
            ("broker", "worklist, late", "/shipments?view=late"),
            ("broker", "worklist, page 20", "/shipments?page=20"),
            ("broker", "worklist, ended", "/shipments?ended=true"),
            ("broker", "shipment", f"/shipments/{self.own}"),
            ("broker", "shipment, old", f"/shipments/{self.id}"),
            ("importer", "new request", "/requests/new"),
            ("importer", "copied request", f"/requests/new?copy={self.own}"),
            ("importer", "whitelists", "/whitelists"),
            ("auditor", "audit", "/audit"),
            ("auditor", "replay", f"/audit/shipments/{self.own}"),
            ("importer", "panorama", "/panorama"), ("auditor", "panorama, sees all", "/panorama"),
            ("importer", "rules", "/rules"), ("importer", "rule changes", "/rules/changes"),
            ("importer", "workflows", "/workflows"),
            ("importer", "a workflow", "/workflows/nansha-reagent-import"),
            ("importer", "subscriptions", "/subscriptions"),
            ("importer", "own account", "/account"),
        ]
        plan = [(who, name, "GET", path, None) for who, name, path in pages]
        plan += [
            ("importer", "assessment panel, 1 row", "POST", "/requests/assessment", sheet(1, self.token)),
            ("importer", "assessment panel, 20 rows", "POST", "/requests/assessment", sheet(20, self.token)),
            ("importer", f"request of {ROWS} rows", "POST", "/requests", sheet(ROWS, self.token)),
        ]
        return plan

    def measure(self, url, process, row, headers):
        who, name, method, path, form = row
        pages = Pages(url, headers)
        status, first, packed, plain, body = pages.ask(method, path, form)
        if status != 200:
            print(f"{name:28} answered {status}: {body[:200]!r}")
            return None
        before, times = processor_time(process), []
        for _ in range(self.options.rounds):
            times.append(pages.ask(method, path, form)[1])
        used = (processor_time(process) - before) * 1000 / self.options.rounds
        figure = {
            "page": name, "first_ms": round(first, 1), "median_ms": round(statistics.median(times), 2),
            "longest_ms": round(max(times), 1), "cpu_ms": round(used, 2),
            "packed_kb": round(packed / 1000, 1), "kb": round(plain / 1000, 1),
        }
        self.figures.append(figure)
        print(f"{name:28} first {figure['first_ms']:7} ms  median {figure['median_ms']:7} ms  "
              f"longest {figure['longest_ms']:7} ms  cpu {figure['cpu_ms']:6} ms  "
              f"{figure['packed_kb']:6} kB packed {figure['kb']:7} kB", flush=True)
        return figure

    def run(self):
        self.measure(
            self.empty_url, self.empty.pid, ("", "empty handler", "GET", "/empty/x", None), {})
        for row in self.plan():
            headers = {"Authorization": f"Bearer {self.house.keys[row[0]]}"}
            if row[2] == "POST":
                headers = {"Cookie": self.cookie}
            self.measure(self.server.url, self.server.process.pid, row, headers)
        slow = [f["page"] for f in self.figures if f["median_ms"] > 20]
        print("over 20 ms:", ", ".join(slow) or "none")
        print("over 150 kB packed:",
              ", ".join(f["page"] for f in self.figures if f["packed_kb"] > 150) or "none")
        print("resident kB:", self.server.memory())

    def paint(self):
        """First contentful paint with nothing kept in the browser, and the bytes of all files."""
        import browser
        with browser.Browser() as chromium:
            page = chromium.page()
            page.do("Emulation.setCPUThrottlingRate", rate=6)
            page.do("Network.setCacheDisabled", cacheDisabled=True)
            for who, name, method, path, _ in self.plan():
                if method != "GET":
                    continue
                page.do("Network.setExtraHTTPHeaders", headers={
                    "Authorization": f"Bearer {self.house.keys[who]}"})
                times = []
                for _ in range(3):
                    page.go(self.server.url + path)
                    page.run("new Promise(done => setTimeout(done, 300))")
                    found = page.run(
                        "[performance.getEntriesByName('first-contentful-paint')[0]?.startTime,"
                        "[...performance.getEntriesByType('resource'),"
                        "...performance.getEntriesByType('navigation')]"
                        ".reduce((sum, e) => sum + e.transferSize, 0)]")
                    times.append(found[0] or 0)
                print(f"{name:28} first paint {statistics.median(times):7.0f} ms  "
                      f"{found[1] / 1000:6.1f} kB with its files", flush=True)

    def close(self):
        self.server.end()
        self.empty.terminate()
        self.empty.wait()
        shutil.rmtree(self.folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=".build/release/greenlane")
    parser.add_argument("--shipments", type=int, default=100_000)
    parser.add_argument("--open", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--paint", action="store_true")
    options = parser.parse_args()
    bench = Bench(options)
    try:
        bench.run()
        if options.paint:
            bench.paint()
    finally:
        bench.close()
    print(json.dumps(bench.figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
