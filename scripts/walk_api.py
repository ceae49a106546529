#!/usr/bin/env python3
"""Files, advances and audits a shipment over the HTTP API alone, as six organisations.

    python3 scripts/walk_api.py URL TOKEN

URL is where `greenlane serve` of an EMPTY data directory says it is, TOKEN the one-time token that
it printed. Needs Python 3.8 or newer; the last check of the bundle also `cryptography`. Prints one
line for each thing that held; exit code 0 only if all did.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import uuid

from api_client import Client, Events, Failed, House, sha256, unbase64

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLE = os.path.join(os.path.dirname(HERE), "Samples", "01-heparin-whitelisted")
# As in the sample's story: who, which event, with what, and the refusal that is expected.
STEPS = [
    ("importer", "dispatch", {"waybill": "784-12345675"}, None),
    ("carrier", "goods_departed", {"flight": "SYN301"}, None),
    ("carrier", "goods_arrived", {"conveyance_entry": "2026-08-14"}, None),
    ("broker", "lodge_declaration",
     {"method": "one_step", "remark": "已纳入广州市南沙区生物医药研发用物品进口白名单"}, None),
    ("customs", "receipt.L", {"entry_number": "514120261000000017"}, None),
    ("customs", "receipt.J", {}, None),
    ("customs", "receipt.T", {"amount": "5200.00", "completed_on": "2026-08-17"}, None),
    ("warehouse", "store", {}, "state-needed"),
    ("importer", "pay_tax", {"amount": "5200.00"}, None),
    ("customs", "receipt.P", {}, None),
    ("warehouse", "store", {"place": "2-8 C"}, None),
    ("warehouse", "deliver", {"received_by": "li.na"}, None),
]
PAPER = b"%PDF-1.4\n% SYNTHETIC waybill\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
count = 0


def held(text):
    """One more thing held."""
    global count
    count += 1
    print(f"{count:3} ok  {text}", flush=True)


def need(condition, text):
    if not condition:
        raise Failed(text)


def refused(answer, status, code):
    """A problem document that says why, and what to do, in both languages."""
    problem = answer.expect(status).json
    need(problem.get("code") == code, f"refused as {problem.get('code')}, not {code}")
    need(answer.headers["content-type"].startswith("application/problem+json"), "no problem")
    need(problem["message"]["zh"] and problem["message"]["en"], "a problem in one language")
    return problem


def file(house):
    with open(os.path.join(SAMPLE, "request.json"), encoding="utf-8") as text:
        request = json.load(text)
    importer = house.client("importer")
    key = str(uuid.uuid4())
    filed = importer.post("/import-requests", request, key=key).expect(201)
    shipment = filed.json["shipment"]
    need(filed.headers["location"].endswith(shipment), "no location")
    held(f"filed as {shipment}")
    again = importer.post("/import-requests", request, key=key).expect(200)
    need(again.json["shipment"] == shipment, "another shipment")
    held("the same request with the same key is the same shipment")
    other = {**request, "reference": "OTHER"}
    refused(importer.post("/import-requests", other, key=key), 409, "idempotency-conflict")
    held("another request with that key is refused: idempotency-conflict")
    refused(house.client("auditor").post("/import-requests", request), 403, "role-not-allowed")
    held("the auditor may not file: role-not-allowed")
    return shipment


def advance(house, shipment):
    path = f"/shipments/{shipment}"
    for name, event, given, refusal in STEPS:
        client = house.client(name)
        # A deadline that passes between reading and writing makes a new version: look again.
        for _ in range(3):
            seen = client.get(path).expect(200)
            choices = {step["event"]: step for step in seen.json["next"]}
            if event in choices:
                schema = choices[event].get("input") or {}
                needed = missing(schema, given)
                need(not needed, f"{event} also needs {needed}")
            answer = client.post(
                path + "/steps", {"event": event, "input": given}, version=seen.tag,
                key=str(uuid.uuid4()))
            if answer.status != 412:
                break
        if refusal:
            problem = refused(answer, 422, refusal)
            held(f"{name} {event}: refused, {refusal}: {problem['message']['en']}")
            continue
        done = answer.expect(201).json
        need(answer.tag != seen.tag, "the entity tag did not change")
        held(f"{name} {event}: {done['milestone']} / {done['state']}")
    seen = house.client("importer").get(path).expect(200)
    need(seen.json["state"] == "delivered", f"it is {seen.json['state']}")
    stale = house.client("importer").post(
        path + "/steps", {"event": "open_ledger", "input": {"keeper": "li.na"}}, version='"1"')
    refused(stale, 412, "stale-version")
    held("a step on an old version is refused: stale-version")
    unversioned = house.client("importer").post(
        path + "/steps", {"event": "open_ledger", "input": {"keeper": "li.na"}})
    refused(unversioned, 428, "version-needed")
    held("a step without If-Match is refused: version-needed")
    need(house.client("importer").get(path, **{"If-None-Match": seen.tag}).status == 304, "no 304")
    held("reading again with If-None-Match answers 304")


def missing(schema, given):
    """Names that a step asks for and was not given; the form of the schema is JSON Schema or a
    list of inputs."""
    if isinstance(schema, dict):
        return [name for name in schema.get("required", []) if name not in given]
    return [row["name"] for row in schema if row.get("required") and row["name"] not in given]


def attach(house, shipment):
    client = house.client("importer")
    path = f"/shipments/{shipment}"
    seen = client.get(path).expect(200)
    client.post(
        path + "/attachments?kind=waybill&name=waybill.pdf", PAPER, version=seen.tag,
        key=str(uuid.uuid4()), kind="application/pdf").expect(201)
    rows = client.get(path + "/attachments").expect(200).json["documents"]
    need(len(rows) == 1, f"{len(rows)} documents")
    digest = rows[0]["digest"]
    need(digest == "sha256:" + sha256(PAPER).hex(), "another digest")
    read = client.get(f"{path}/attachments/{digest}").expect(200)
    need(read.body == PAPER, "another document came back")
    held(f"a waybill was handed in, and read back by its digest {digest[:19]}…")


def others(house, shipment):
    """What is not theirs is not there for them."""
    path = f"/shipments/{shipment}"
    refused(Client(house.url).get(path), 401, "not-signed-in")
    held("without a key nothing is shown: not-signed-in")
    stranger = house.admin.post("/organisations", {
        "kind": "broker", "name": {"zh": "合成外人", "en": "SYNTHETIC stranger"},
    }).expect(201).json["organisation"]
    account = house.admin.post("/accounts", {
        "organisation": stranger, "roles": ["broker"], "signInName": "stranger",
        "displayName": "SYNTHETIC stranger"}).expect(201).json["account"]
    key = house.admin.post("/keys", {
        "account": account, "label": "stranger", "scopes": ["read"],
        "expires": house.expires}).expect(201).json
    refused(Client(house.url, key["secret"]).get(path), 404, "shipment-unknown")
    held("a broker that was entrusted with nothing does not find it: shipment-unknown")
    house.admin.call("DELETE", f"/keys/{key['key']}").expect(204)
    refused(Client(house.url, key["secret"]).get(path), 401, "credential-invalid")
    held("a revoked key ends at once: credential-invalid")


def tree_root(leaf, index, size, path):
    """RFC 9162, section 2.1.3.2."""
    node, last, value = index, size - 1, leaf
    for sibling in path:
        need(last > 0, "the proof is too long")
        if node & 1 or node == last:
            value = sha256(b"\x01", sibling, value)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            value = sha256(b"\x01", value, sibling)
        node, last = node >> 1, last >> 1
    need(last == 0, "the proof is too short")
    return value


def consistent(old, old_root, new, new_root, path):
    """RFC 9162, section 2.1.4.2."""
    if old == new:
        return not path and old_root == new_root
    path = list(path)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first, second = sha256(b"\x01", sibling, first), sha256(b"\x01", sibling, second)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            second = sha256(b"\x01", second, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def head(note):
    """Size and root of a signed checkpoint."""
    _, size, root = note.split("\n")[:3]
    return int(size), unbase64(root)


def audit(house, shipment, early):
    auditor = house.client("auditor")
    lines = auditor.get(f"/shipments/{shipment}/events").expect(200).json["events"]
    need(len(lines) >= 12, f"{len(lines)} events")
    held(f"the auditor reads {len(lines)} events of its history")
    actions = auditor.get(f"/shipments/{shipment}/actions").expect(200).json
    need("state-needed" in json.dumps(actions), "the refused attempt is not there")
    held("and who did what, the refused attempt included")
    bundle = auditor.get(f"/shipments/{shipment}/bundle?form=json").expect(200)
    checkpoint = auditor.get("/checkpoints/latest").expect(200).text
    size, root = head(checkpoint)
    held(f"the signed checkpoint covers {size} events")
    inclusion(auditor, bundle.json)
    proof = auditor.get(
        f"/consistency-proofs?from={early[0]}&to={size}").expect(200).json
    need(unbase64(proof["oldRoot"]) == early[1], "the early head is not in the log")
    path = [unbase64(node) for node in proof["hashes"]]
    need(consistent(early[0], early[1], size, root, path), "the proof does not hold")
    held(f"the log of {size} events continues the one of {early[0]}: proof verified here")
    check_bundle(auditor, bundle.body)
    report = auditor.post("/verifications").expect(200).json
    need(report["ok"] is True, f"verification: {json.dumps(report)[:300]}")
    held("the service verifies its whole log: ok")
    replay = auditor.post(f"/shipments/{shipment}/replays").expect(200).json
    need(not replay["divergences"], f"replay: {json.dumps(replay)[:300]}")
    held("and decides every step of it again without a difference")


def inclusion(auditor, bundle):
    """Each event of the shipment by a proof of its own, against the head that came with it."""
    for event in bundle["events"]:
        proof = auditor.get(f"/proofs/{event['position']}").expect(200).text
        lines, note = proof.split("\n\n", 1)
        fields = lines.split("\n")
        need(fields[0] == "c2sp.org/tlog-proof@v1", f"a proof of another form: {fields[0]}")
        index = next(int(row[6:]) for row in fields if row.startswith("index "))
        path = [unbase64(row) for row in fields[1:] if not re.match("(index|extra) ", row)]
        size, root = head(note)
        leaf = sha256(b"\x00", event["entry"].encode("utf-8"))
        need(index == event["position"] - 1, "a proof of another event")
        need(tree_root(leaf, index, size, path) == root, "an inclusion proof does not hold")
    held(f"{len(bundle['events'])} events are in the log: proofs verified here")


def check_bundle(auditor, bundle):
    report = auditor.call("POST", "/bundle-checks", bundle).expect(200).json
    need(report["ok"] is True, f"bundle: {json.dumps(report)[:300]}")
    held("the evidence bundle: the service finds nothing wrong with it")
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(bundle)
        file.flush()
        check = subprocess.run(
            [sys.executable, os.path.join(HERE, "verify_bundle.py"), file.name],
            capture_output=True, text=True)
    need(check.returncode == 0, f"verify_bundle.py: {check.stdout}{check.stderr}")
    held("nor does scripts/verify_bundle.py, which shares no code with it")


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    url, token = sys.argv[1].rstrip("/"), sys.argv[2]
    try:
        house = House(url, token, held)
        auditor = house.client("auditor")
        early = head(auditor.get("/checkpoints/latest").expect(200).text)
        follower = Events(url, house.keys["importer"])
        shipment = file(house)
        others(house, shipment)
        advance(house, shipment)
        attach(house, shipment)
        history = house.client("importer").get(f"/shipments/{shipment}/events").json["events"]
        follower.wait(max(event["position"] for event in history))
        follower.stop()
        streamed = [place for place, event in follower.seen
                    if event.get("stream") == f"shipment/{shipment}"]
        need(streamed == [event["position"] for event in history], "the stream has others")
        held(f"all {len(streamed)} events came by the stream as they happened, in order")
        audit(house, shipment, early)
    except Failed as failure:
        print(f"    NO  {failure}", flush=True)
        return 1
    print(f"all {count} held")
    return 0


if __name__ == "__main__":
    sys.exit(main())
