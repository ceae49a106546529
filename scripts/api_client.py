"""A client of the HTTP API in the Python 3 standard library alone: what the scripts here share."""
import base64
import hashlib
import http.client
import json
import os
import signal
import subprocess
import threading
import time
import urllib.parse
import uuid

ROOT = "/api/v1"
PASSWORD = "SYNTHETIC-long-enough-" + uuid.uuid4().hex


class Failed(Exception):
    """Something did not hold."""


class Answer:
    """Status, headers and body of one answer."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body.decode("utf-8"))

    @property
    def tag(self):
        return self.headers.get("etag")

    @property
    def text(self):
        return self.body.decode("utf-8")

    def expect(self, *statuses):
        if self.status not in statuses:
            raise Failed(f"answered {self.status}, not {statuses}: {self.body[:400]!r}")
        return self


class Client:
    """One connection, as one key or session. Keeps it open; makes a new one where it broke."""

    def __init__(self, url, key=None, timeout=60):
        parts = urllib.parse.urlsplit(url)
        self.url, self.host, self.port = url, parts.hostname, parts.port
        self.key, self.cookie, self.timeout = key, None, timeout
        self.connection = None

    def call(self, method, path, body=None, headers=None, kind="application/json"):
        sent = {"Accept-Language": "en", **(headers or {})}
        if self.key:
            sent["Authorization"] = f"Bearer {self.key}"
        if self.cookie:
            # A session's cookie counts only with a word on where the request came from.
            sent["Cookie"], sent["Origin"] = self.cookie, self.url
        if body is not None:
            if not isinstance(body, bytes):
                body = json.dumps(body, ensure_ascii=False).encode("utf-8")
            sent["Content-Type"] = kind
        if self.connection is None:
            self.connection = http.client.HTTPConnection(
                self.host, self.port, timeout=self.timeout)
        try:
            self.connection.request(method, ROOT + path, body, sent)
            answer = self.connection.getresponse()
            found = Answer(
                answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read())
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if "set-cookie" in found.headers:
            self.cookie = found.headers["set-cookie"].split(";")[0]
        return found

    def get(self, path, **headers):
        return self.call("GET", path, headers=headers)

    def post(self, path, body=None, version=None, key=None, kind="application/json"):
        headers = {}
        if version is not None:
            headers["If-Match"] = version if str(version).startswith('"') else f'"{version}"'
        if key is not None:
            headers["Idempotency-Key"] = key
        return self.call("POST", path, body, headers, kind)

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None


class Events:
    """Follows the event stream in a thread of its own; comes back after a break with the last id
    that it saw, as browsers do."""

    def __init__(self, url, key, after=0):
        self.url, self.key = url, key
        self.last, self.seen, self.breaks = after, [], 0
        self.stopped = False
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        parts = urllib.parse.urlsplit(self.url)
        while not self.stopped:
            connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
            try:
                connection.request("GET", ROOT + "/events/stream", headers={
                    "Authorization": f"Bearer {self.key}", "Last-Event-ID": str(self.last)})
                answer = connection.getresponse()
                if answer.status == 200:
                    self.read(answer)
            except (OSError, http.client.HTTPException):
                pass
            connection.close()
            self.breaks += 1
            time.sleep(0.1)

    def read(self, answer):
        identity, data = None, None
        while not self.stopped:
            line = answer.readline()
            if not line:
                return
            line = line.decode("utf-8").rstrip("\n")
            if line.startswith("id: "):
                identity = int(line[4:])
            elif line.startswith("data: "):
                data = line[6:]
            elif not line:
                # Only a whole event counts: what broke off comes again.
                if data is not None:
                    self.seen.append((identity, json.loads(data)))
                if identity is not None:
                    self.last = identity
                identity, data = None, None

    def wait(self, position, seconds=20):
        end = time.monotonic() + seconds
        while self.last < position:
            if time.monotonic() > end:
                raise Failed(f"the stream came to {self.last}, not {position}")
            time.sleep(0.02)

    def stop(self):
        self.stopped = True


class Server:
    """`greenlane serve` as a process of ours."""

    def __init__(self, program, data, *flags, port=0, log=None):
        self.began = time.monotonic()
        self.log = open(log or os.devnull, "ab")
        self.process = subprocess.Popen(
            [program, "serve", "--data", data, "--listen", f"127.0.0.1:{port}", "--json",
             "--requests-per-minute", "0", "--log-level", "error", "--deliver", "no", *flags],
            stdout=subprocess.PIPE, stderr=self.log)
        line = self.process.stdout.readline()
        if not line:
            raise Failed(f"the service did not start: exit {self.process.wait()}")
        self.seconds_to_listen = time.monotonic() - self.began
        said = json.loads(line)
        self.url, self.port = said["url"], said["port"]
        self.token = said.get("firstAdministratorToken")
        self.seconds_to_ready = self.ready()

    def ready(self):
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            connection.request("GET", "/readyz")
            status = connection.getresponse().status
            connection.close()
            if status == 200:
                return time.monotonic() - self.began
            if time.monotonic() - self.began > 60:
                raise Failed(f"/readyz answers {status}")
            time.sleep(0.005)

    def memory(self):
        """Resident kilobytes."""
        with open(f"/proc/{self.process.pid}/status") as file:
            return int(next(x for x in file if x.startswith("VmRSS")).split()[1])

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self):
        """Asks it to end; its exit code, and seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=120), time.monotonic() - began


class House:
    """The organisations and people of a clearance, each with a key: made over the API alone."""

    IMPORTER, BROKER = "91440115MAXXX0015E", "91440115MAXXX0197J"
    PEOPLE = [
        ("importer", "importer", IMPORTER, ["lab_manager"]),
        ("broker", "broker", BROKER, ["broker"]),
        ("carrier", "carrier", None, ["carrier"]),
        ("warehouse", "warehouse", None, ["warehouse"]),
        ("customs", "customs", None, ["customs"]),
        ("auditor", "auditor", None, ["auditor"]),
    ]

    def __init__(self, url, token, told=lambda text: None):
        self.url, self.keys, self.organisations = url, {}, {}
        admin = Client(url)
        admin.post("/link-uses", {
            "token": token, "name": "administrator", "password": PASSWORD,
        }).expect(201)
        told("the first administrator came in by the one-time link")
        days = [time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600 + n * 86400))
                for n in (0, 300)]
        expires = self.expires = days[1] + "T00:00:00Z"
        for name, kind, uscc, roles in self.PEOPLE:
            self.organisations[name] = admin.post("/organisations", {
                "kind": kind, "name": {"zh": f"合成单位 {name}", "en": f"SYNTHETIC {name}"},
                **({"uscc": uscc} if uscc else {}),
            }, key=str(uuid.uuid4())).expect(201).json["organisation"]
            account = admin.post("/accounts", {
                "organisation": self.organisations[name], "roles": roles,
                "signInName": name, "displayName": f"SYNTHETIC {name}",
                **({"scope": {"importers": "all"}} if kind == "auditor" else {}),
            }, key=str(uuid.uuid4())).expect(201).json["account"]
            self.keys[name] = admin.post("/keys", {
                "account": account, "label": f"walk {name}", "scopes": ["read", "write"],
                "expires": expires,
            }).expect(201).json["secret"]
            told(f"{kind}: organisation, account and key of {roles[0]}")
        self.admin = admin
        importer = self.client("importer")
        for name in ("broker", "carrier", "warehouse"):
            importer.post("/entrustments", {
                "broker": self.organisations[name], "from": days[0], "until": days[1],
            }, key=str(uuid.uuid4())).expect(201)
        told("the importer entrusted broker, carrier and warehouse")

    def client(self, name):
        return Client(self.url, self.keys[name])


def plain_request(number):
    """A shipment that needs no permit. SYNTHETIC."""
    return {
        "reference": f"SYN-{number}", "direction": "import",
        "importer": {"name": "Synthetic Unit A", "uscc": House.IMPORTER, "kind": "enterprise",
                     "district": "440115"},
        "purpose": "preclinical_research", "transport": {"mode": "air", "portOfEntry": "5141"},
        "items": [{
            "line": 1,
            "name": {"zh": "细胞培养板（合成数据）", "en": "Cell culture plate, SYNTHETIC"},
            "form": "consumable", "origin": {"material": "none", "components": []},
            "hs": "3926909090", "composition": [], "managedAs": "none",
            "pathogen": {"contains": "no"}, "controls": [], "cites": "none",
            "humanGeneticResource": False, "processing": "none",
            "quantity": {"amount": "100", "unit": "piece"},
        }],
    }


# The steps of such a shipment, each with who takes it.
PLAIN_STEPS = [
    ("dispatch", "broker"), ("goods_arrived", "carrier"), ("lodge_declaration", "broker"),
    ("receipt.accepted", "customs"), ("receipt.released", "customs"), ("store", "warehouse"),
    ("deliver", "warehouse"),
]


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def unbase64(text):
    return base64.b64decode(text, validate=True)
