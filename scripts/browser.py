"""Headless Chromium through the DevTools protocol, in the Python 3 standard library alone."""
import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import time
import urllib.request

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
# Seconds after which a page counts as stuck.
PATIENCE = 20


def program():
    """Where Chromium is; None where there is none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


class Socket:
    """A WebSocket (RFC 6455) as client: text frames only."""

    def __init__(self, host, port, path):
        self.link = socket.create_connection((host, port), timeout=PATIENCE)
        key = base64.b64encode(os.urandom(16)).decode()
        self.link.sendall(
            (f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n"
             f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
             "Sec-WebSocket-Version: 13\r\n\r\n").encode())
        self.rest = b""
        while b"\r\n\r\n" not in self.rest:
            self.rest += self.link.recv(65_536)
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise OSError(head.decode(errors="replace"))

    def take(self, count):
        while len(self.rest) < count:
            more = self.link.recv(1_048_576)
            if not more:
                raise OSError("the browser went away")
            self.rest += more
        found, self.rest = self.rest[:count], self.rest[count:]
        return found

    def send(self, text):
        body = text.encode()
        mask = os.urandom(4)
        size = len(body)
        head = b"\x81"
        if size < 126:
            head += bytes([0x80 | size])
        elif size < 65_536:
            head += b"\xfe" + struct.pack(">H", size)
        else:
            head += b"\xff" + struct.pack(">Q", size)
        masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(body))
        self.link.sendall(head + mask + masked)

    def receive(self):
        parts = []
        while True:
            first, second = self.take(2)
            size = second & 0x7F
            if size == 126:
                size = struct.unpack(">H", self.take(2))[0]
            elif size == 127:
                size = struct.unpack(">Q", self.take(8))[0]
            body = self.take(size)
            if first & 0x0F in (0, 1):
                parts.append(body)
                if first & 0x80:
                    return b"".join(parts).decode()


class Browser:
    """One Chromium; pages are opened in it one after another."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="greenlane-browser-")
        # Connections that hold what was opened apart.
        self.others = []
        self.process = subprocess.Popen(
            [program(), "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--remote-debugging-port=0", f"--user-data-dir={self.folder}", "--lang=zh-CN",
             "--force-color-profile=srgb", "--disable-extensions", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        place = os.path.join(self.folder, "DevToolsActivePort")
        end = time.monotonic() + PATIENCE
        while not os.path.exists(place) or not open(place, encoding="utf-8").read().strip():
            if time.monotonic() > end:
                raise OSError("Chromium did not start")
            time.sleep(0.05)
        self.port = int(open(place, encoding="utf-8").read().split("\n")[0])

    def page(self):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/json/new?about:blank", method="PUT")
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return Page(self.port, json.load(answer)["webSocketDebuggerUrl"])

    def separate(self):
        """A tab with cookies and storage of its own, as another browser has."""
        with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/json/version", timeout=PATIENCE) as answer:
            url = json.load(answer)["webSocketDebuggerUrl"]
        whole = Page(self.port, url, domains=())
        self.others.append(whole)
        context = whole.do("Target.createBrowserContext")["browserContextId"]
        target = whole.do(
            "Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        return Page(self.port, f"ws://127.0.0.1:{self.port}/devtools/page/{target}")

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Page:
    """One tab. Keeps what the console and the network complained of in `errors`."""

    def __init__(self, port, url, domains=("Page", "Runtime", "Log", "Network")):
        self.socket = Socket("127.0.0.1", port, url.split(str(port), 1)[1])
        self.number, self.events, self.errors = 0, [], []
        for domain in domains:
            self.do(f"{domain}.enable")

    def do(self, method, **parameters):
        self.number += 1
        number = self.number
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.receive())
            if message.get("id") == number:
                if "error" in message:
                    raise OSError(f"{method}: {message['error']['message']}")
                return message.get("result", {})
            self.note(message)

    def note(self, message):
        method, parameters = message.get("method"), message.get("params", {})
        self.events.append(method)
        if method == "Runtime.exceptionThrown":
            self.errors.append(parameters["exceptionDetails"].get("text", "exception"))
        elif method == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.errors.append(parameters["entry"]["text"])
        elif method == "Runtime.consoleAPICalled" and parameters["type"] == "error":
            self.errors.append(str(parameters["args"][:1]))

    def wait(self, event):
        end = time.monotonic() + PATIENCE
        while event not in self.events:
            if time.monotonic() > end:
                raise OSError(f"no {event}")
            self.note(json.loads(self.socket.receive()))

    def go(self, url):
        self.events.clear()
        self.do("Page.navigate", url=url)
        self.wait("Page.loadEventFired")

    def does(self, script):
        """Runs a script that leads to another page, and waits for that."""
        self.events.clear()
        self.run(script)
        self.wait("Page.loadEventFired")

    def run(self, script):
        found = self.do(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in found:
            raise OSError(found["exceptionDetails"].get("exception", {}).get("description", script))
        return found["result"].get("value")

    def size(self, width, height, mobile=False, scale=1):
        self.do(
            "Emulation.setDeviceMetricsOverride", width=width, height=height,
            deviceScaleFactor=scale, mobile=mobile)

    def scheme(self, value):
        self.do(
            "Emulation.setEmulatedMedia",
            features=[{"name": "prefers-color-scheme", "value": value}])

    def script(self, runs):
        self.do("Emulation.setScriptExecutionDisabled", value=not runs)

    def cookie(self, url, name, value):
        self.do("Network.setCookie", url=url, name=name, value=value)

    def files(self, selector, *paths):
        """Chooses files in a form, as a person does."""
        root = self.do("DOM.getDocument")["root"]["nodeId"]
        node = self.do("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.do("DOM.setFileInputFiles", nodeId=node, files=list(paths))

    def picture(self, path, whole=True):
        found = self.do("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        with open(path, "wb") as file:
            file.write(base64.b64decode(found["data"]))
