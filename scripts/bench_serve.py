#!/usr/bin/env python3
"""Measures the service over HTTP beside what the web framework does alone, in the same run.

    python3 scripts/bench_serve.py [--program FILE] [--seconds N] [--rounds N] [--shipments N]
                                   [--start SHIPMENTS]

Needs wrk and a release build. Compared are, on loopback:
  a  an empty handler                      b  an empty handler that reads and answers a step's JSON
  c  reading one of 1,000 shipments        d  durable steps of N shipments (4,000),
                                              at 16 and 64 connections
Then memory over 100,000 requests, and the time from start to ready with eight events for each of
SHIPMENTS (125,000; 0 leaves that out). Prints a line for each figure and one JSON object at the end.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

from api_client import PLAIN_STEPS, House, Server, plain_request

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPT = os.path.join(HERE, "bench_serve.lua")


def quoted(value):
    """As Lua reads it."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return "{" + ",".join(f"[{quoted(k)}]={quoted(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "{" + ",".join(quoted(row) for row in value) + "}"
    return str(value)


def processor_time(process):
    """Seconds of processor time that it used so far."""
    with open(f"/proc/{process}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Load:
    """One wrk with one plan."""

    runs = 0

    def __init__(self, folder):
        self.folder = folder

    def run(self, url, connections, seconds, process, **plan):
        """Requests a second, and processor time of the server's process for each."""
        Load.runs += 1
        name = os.path.join(self.folder, f"plan-{Load.runs}.lua")
        plan.setdefault("run", f"run{Load.runs}")
        with open(name, "w", encoding="utf-8") as file:
            for key, value in plan.items():
                file.write(f"{key} = {quoted(value)}\n")
        before = processor_time(process)
        said = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", SCRIPT, url, "--", name],
            capture_output=True, text=True, check=True).stdout
        report = json.loads(said.strip().split("\n")[-1])
        report["per_s"] = round(report["requests"] * 1e6 / max(1, report["us"]))
        used = processor_time(process) - before
        report["cpu_us"] = round(used * 1e6 / max(1, report["requests"]), 1)
        return report


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = tempfile.mkdtemp(prefix="greenlane-bench-")
        self.load = Load(self.folder)
        self.figures = {}

    def serve(self):
        self.server = Server(self.options.program, os.path.join(self.folder, "data"))
        self.empty = subprocess.Popen(
            [self.options.program, "bench", "serve", "--json"], stdout=subprocess.PIPE)
        self.empty_url = f"http://127.0.0.1:{json.loads(self.empty.stdout.readline())['port']}"
        self.house = House(self.server.url, self.server.token)
        self.learn()
        self.last = 1
        self.ids = self.file(64, 1_000)[1]

    def learn(self):
        """The versions of a shipment before each step, from one that takes them all."""
        filed = self.house.client("importer").post(
            "/import-requests", plain_request("first")).expect(201)
        path, version = f"/shipments/{filed.json['shipment']}", filed.tag
        self.steps = []
        for event, name in PLAIN_STEPS:
            self.steps.append({
                "event": event, "key": self.house.keys[name], "version": version.strip('"')})
            version = self.house.client(name).post(
                path + "/steps", {"event": event, "input": {}}, version).expect(201).tag
        self.start = filed.json["shipment"][:8]

    def file(self, connections, count):
        """Files second after second until there are so many new shipments; how fast it went, and
        which they are."""
        body = json.dumps(plain_request("NUMBER"), ensure_ascii=False)
        client, ids = self.house.client("auditor"), []
        while len(ids) < count:
            report = self.load.run(
                self.server.url, connections, 1, self.server.process.pid, mode="file", body=body,
                prefix="/api/v1/import-requests", headers=self.headers("importer", True))
            while True:
                rows = client.get(
                    f"/shipments?limit=500&after={self.start}{self.last:06}").json["shipments"]
                if not rows:
                    break
                ids += [row["shipment"] for row in rows]
                self.last += len(rows)
        return report, ids[:count]

    def headers(self, name, posts=False):
        headers = {"Host": "127.0.0.1", "Authorization": f"Bearer {self.house.keys[name]}"}
        if posts:
            headers["Content-Type"] = "application/json"
        return headers

    def process(self, url):
        return (self.server.process if url == self.server.url else self.empty).pid

    def reads(self, url, prefix, seconds):
        return self.load.run(
            url, 16, seconds, self.process(url), mode="read", ids=self.ids, prefix=prefix,
            headers=self.headers("importer"))

    def moves(self, url, prefix, connections, ids):
        """Steps of these shipments, all their first, all their second and so on."""
        report = self.load.run(
            url, connections, 2, self.process(url), mode="step", ids=ids, prefix=prefix,
            steps=self.steps)
        if url == self.server.url and report["requests"] > len(ids) * len(self.steps):
            raise SystemExit("there were too few shipments: --shipments")
        return report

    def round(self, number):
        seconds = self.options.seconds
        found = {
            "a_empty": self.reads(self.empty_url, "/empty/", seconds),
            "c_read": self.reads(self.server.url, "/api/v1/shipments/", seconds),
        }
        for connections in (16, 64):
            supply = self.options.shipments
            found[f"file_{connections}"], ids = self.file(connections, supply)
            found[f"b_json_{connections}"] = self.moves(
                self.empty_url, "/empty/", connections, ids)
            found[f"d_step_{connections}"] = self.moves(
                self.server.url, "/api/v1/shipments/", connections, ids)
        for name, report in found.items():
            print(f"round {number} {name:12} {report['per_s']:7}/s  p50 {report['p50_us']} us  "
                  f"p99 {report['p99_us']} us  cpu {report['cpu_us']} us  "
                  f"refused {report['refused']}  broken {report['broken']}", flush=True)
            self.figures.setdefault(name, []).append(report["per_s"])
            self.figures.setdefault(name + "_cpu_us", []).append(report["cpu_us"])
        return found

    def ratios(self):
        def middle(above, below):
            pairs = zip(self.figures[above], self.figures[below])
            return round(statistics.median(x / y for x, y in pairs), 2)
        self.figures["read_to_empty"] = middle("c_read", "a_empty")
        for count in (16, 64):
            self.figures[f"step_to_json_{count}"] = middle(f"d_step_{count}", f"b_json_{count}")
        for name in ("read_to_empty", "step_to_json_16", "step_to_json_64"):
            print(f"{name:16} {self.figures[name]}", flush=True)

    def memory(self):
        """Resident kilobytes, warm, and after 100,000 and 200,000 requests more."""
        self.reads(self.server.url, "/api/v1/shipments/", 3)
        sizes, done = [self.server.memory()], 0
        while len(sizes) < 3:
            done += self.reads(self.server.url, "/api/v1/shipments/", 2)["requests"]
            if done >= 100_000 * len(sizes):
                sizes.append(self.server.memory())
        self.figures["rss_kb"] = sizes
        print(f"resident kB, warm and after each 100,000 requests: {sizes}", flush=True)

    def starting(self):
        data = os.path.join(self.folder, "large")
        os.makedirs(data, mode=0o700)
        subprocess.run(
            [self.options.program, "bench", "load", "--shipments", str(self.options.start),
             "--batch", "128", "--db", os.path.join(data, "greenlane.sqlite"), "--json"],
            check=True, stdout=subprocess.DEVNULL)
        seconds = []
        # The first start also declares the key of the log; the last finds a killed writer's file.
        for end in ("first", "again", "again", "after kill -9"):
            server = Server(self.options.program, data)
            seconds.append(round(server.seconds_to_ready, 3))
            print(f"start to ready, {end}: {seconds[-1]} s, {server.memory()} kB", flush=True)
            if len(seconds) == 3:
                server.kill()
            else:
                server.end()
        self.figures["start_to_ready_s"] = seconds

    def close(self):
        self.server.end()
        self.empty.terminate()
        self.empty.wait()
        shutil.rmtree(self.folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=".build/release/greenlane")
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--shipments", type=int, default=4_000)
    parser.add_argument("--start", type=int, default=125_000)
    options = parser.parse_args()
    bench = Bench(options)
    bench.serve()
    try:
        for number in range(1, options.rounds + 1):
            bench.round(number)
        if options.rounds:
            bench.ratios()
        bench.memory()
        if options.start:
            bench.starting()
    finally:
        bench.close()
    print(json.dumps(bench.figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
