#!/usr/bin/env python3
"""Kills the service under load, starts it again, and looks whether anything was lost.

    python3 scripts/kill_under_load.py [--program FILE] [--clients N] [--shipments N]

Clients take steps of their own shipments; followers read the event stream. In the middle the
service is killed (SIGKILL) and started again, later asked to end (SIGTERM) and started again. Each
client repeats what was not answered, with the same Idempotency-Key. Then: every acknowledged step
is in the log once; asked again, it is known as done; the log verifies and replays;
the stream brought every event once. Exit code 0 only if all held.
"""
import argparse
import http.client
import json
import shutil
import sys
import tempfile
import threading
import time

from api_client import PLAIN_STEPS, Events, Failed, House, Server, plain_request


class Tally:
    """What the clients met."""

    def __init__(self):
        self.lock = threading.Lock()
        self.acknowledged, self.broken, self.busy, self.repeats, self.wrong = [], {}, 0, 0, []
        self.phase = ""

    def break_off(self, error):
        name = f"{self.phase}{type(error).__name__}"
        with self.lock:
            self.broken[name] = self.broken.get(name, 0) + 1
            if isinstance(error, http.client.IncompleteRead):
                self.wrong.append("an answer broke off in its middle")


class Worker(threading.Thread):
    """Takes all steps of its shipments, one after the other."""

    def __init__(self, house, shipments, tally):
        super().__init__(daemon=True)
        self.clients = {name: house.client(name) for name in ("broker", "carrier", "customs",
                                                              "warehouse")}
        self.shipments, self.tally = shipments, tally

    def run(self):
        for index, (event, name) in enumerate(PLAIN_STEPS):
            for shipment in self.shipments:
                tag = self.step(shipment, index, event, self.clients[name])
                if tag is None:
                    return
                shipment["tag"] = tag

    def step(self, shipment, index, event, client):
        path, key = f"/shipments/{shipment['id']}/steps", f"{shipment['id']}-{index}"
        body, version = {"event": event, "input": {}}, shipment["tag"]
        for attempt in range(400):
            try:
                answer = client.post(path, body, version, key)
            except (OSError, http.client.HTTPException) as error:
                self.tally.break_off(error)
                time.sleep(0.05)
                continue
            if answer.status == 503:
                self.tally.busy += 1
                time.sleep(0.05)
                continue
            if answer.status not in (200, 201) or (answer.status == 200 and attempt == 0):
                self.tally.wrong.append(f"{path} {event}: {answer.status} {answer.body[:200]!r}")
                return None
            with self.tally.lock:
                self.tally.repeats += answer.status == 200
                self.tally.acknowledged.append({
                    "shipment": shipment["id"], "event": event, "key": key, "version": version,
                    "tag": answer.tag, "by": client.key})
            return answer.tag
        self.tally.wrong.append(f"{path} {event}: no answer")
        return None


class Trial:
    def __init__(self, options):
        self.options = options
        self.folder = tempfile.mkdtemp(prefix="greenlane-kill-")
        self.log = f"{self.folder}/log"
        self.server = Server(options.program, f"{self.folder}/data", log=self.log)
        self.url, self.port = self.server.url, self.server.port
        self.house = House(self.url, self.server.token)
        self.tally = Tally()

    def again(self):
        self.server = Server(
            self.options.program, f"{self.folder}/data", port=self.port, log=self.log)
        print(f"  up again, ready after {self.server.seconds_to_ready:.2f} s", flush=True)

    def begin(self):
        client = self.house.client("importer")
        shipments = []
        for number in range(self.options.shipments):
            answer = client.post(
                "/import-requests", plain_request(number), key=f"file-{number}").expect(201)
            shipments.append({"id": answer.json["shipment"], "tag": answer.tag})
        self.followers = [Events(self.url, self.house.keys[name]) for name in ("auditor", "broker")]
        count = self.options.clients
        self.workers = [
            Worker(self.house, shipments[n::count], self.tally) for n in range(count)]
        self.total = self.options.shipments * len(PLAIN_STEPS)
        for worker in self.workers:
            worker.start()

    def wait(self, part):
        """Until so many hundredths of all steps are acknowledged."""
        goal = self.total * part // 100
        if part == 100:
            for worker in self.workers:
                worker.join(120)
        end = time.monotonic() + 120
        while len(self.tally.acknowledged) < goal:
            if self.tally.wrong:
                raise Failed(self.tally.wrong[0])
            if time.monotonic() > end or not any(x.is_alive() for x in self.workers):
                raise Failed(f"only {len(self.tally.acknowledged)} of {goal} steps")
            time.sleep(0.002)
        return len(self.tally.acknowledged)

    def run(self):
        self.begin()
        self.tally.phase = "killed: "
        print(f"kill -9 after {self.wait(20)} acknowledged steps", flush=True)
        self.server.kill()
        self.again()
        acknowledged = self.wait(60)
        self.tally.phase = "ending: "
        print(f"SIGTERM after {acknowledged}", flush=True)
        code, seconds = self.server.end()
        print(f"  ended with {code} after {seconds:.2f} s", flush=True)
        if code != 0 or seconds > 20:
            raise Failed("it did not end well")
        self.again()
        self.wait(100)
        if self.tally.wrong:
            raise Failed(self.tally.wrong[0])
        print(f"{self.total} steps acknowledged; broken off: {self.tally.broken}, refused while "
              f"stopping: {self.tally.busy}, found done when asked again: {self.tally.repeats}",
              flush=True)
        self.check()

    def check(self):
        auditor = self.house.client("auditor")
        self.check_places(auditor)
        self.check_repeats()
        report = auditor.post("/verifications").expect(200).json
        if report["ok"] is not True:
            raise Failed(f"verification: {json.dumps(report)[:300]}")
        for shipment in sorted({row["shipment"] for row in self.tally.acknowledged}):
            report = auditor.post(f"/shipments/{shipment}/replays").expect(200).json
            if report["divergences"]:
                raise Failed(f"replay: {json.dumps(report)[:300]}")
        print("the log verifies, and replays without a difference", flush=True)
        self.check_streams(auditor)

    def check_places(self, auditor):
        history = {}
        for row in self.tally.acknowledged:
            if row["shipment"] not in history:
                events = auditor.get(
                    f"/shipments/{row['shipment']}/events").expect(200).json["events"]
                history[row["shipment"]] = events
            found = [e for e in history[row["shipment"]]
                     if e["data"].get("command") == row["event"]]
            if len(found) != 1:
                raise Failed(f"{row['key']} stands {len(found)} times in the log")
            if found[0]["version"] > int(row["tag"].strip('"')):
                raise Failed(f"{row['key']} is not part of the version that was answered")
            row["last"] = history[row["shipment"]][-1]["version"]
        print("every acknowledged step stands in the log, once", flush=True)

    def check_repeats(self):
        clients = {key: name for name, key in self.house.keys.items()}
        clients = {key: self.house.client(name) for key, name in clients.items()}
        for row in self.tally.acknowledged:
            answer = clients[row["by"]].post(
                f"/shipments/{row['shipment']}/steps", {"event": row["event"], "input": {}},
                row["version"], row["key"]).expect(200)
            if not answer.json.get("repeated") or answer.json["version"] != row["last"]:
                raise Failed(f"{row['key']} was taken twice: {answer.body[:200]!r}")
        print("asked again with its key, each is known as done and is not taken twice",
              flush=True)

    def check_streams(self, auditor):
        for follower, name in zip(self.followers, ("auditor", "broker")):
            client, after, expected = self.house.client(name), 0, []
            while True:
                page = client.get(f"/events?limit=1000&after={after}").expect(200)
                expected += [event["position"] for event in page.json["events"]]
                after = page.json["position"]
                if "link" not in page.headers:
                    break
            follower.wait(expected[-1])
            follower.stop()
            seen = [position for position, _ in follower.seen]
            if seen != expected:
                twice = len(seen) - len(set(seen))
                lost = len(set(expected) - set(seen))
                raise Failed(f"the stream of the {name} lost {lost}, brought {twice} twice")
            print(f"the stream of the {name} brought {len(seen)} events, each once and in order, "
                  f"over {follower.breaks} breaks", flush=True)

    def close(self):
        for follower in getattr(self, "followers", []):
            follower.stop()
        if self.server.process.poll() is None:
            self.server.end()
        shutil.rmtree(self.folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=".build/release/greenlane")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--shipments", type=int, default=200)
    options = parser.parse_args()
    trial = Trial(options)
    try:
        trial.run()
    except Failed as failure:
        print(f"NO  {failure}", flush=True)
        return 1
    finally:
        trial.close()
    print("nothing was lost")
    return 0


if __name__ == "__main__":
    sys.exit(main())
