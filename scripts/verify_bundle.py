#!/usr/bin/env python3
"""Checks a Greenlane evidence bundle without Greenlane.

It shares no code and no data with the program that made the bundle, and needs Python 3.8 or newer
and the package `cryptography` for the Ed25519 signatures.

    python3 verify_bundle.py BUNDLE [--key VKEY] [--json]

BUNDLE is the page (.html) or the evidence alone (.json). Checked are the signature, the proof of
each event, the versions of streams, the digests of rules and papers, and disclosed names. Steps
are NOT decided again and the page is not compared: `greenlane audit check` does both.

Exit codes: 0 nothing found; 5 something does not agree; 2 no bundle, or it cannot be read.
"""
import argparse
import base64
import binascii
import hashlib
import json
import re
import sys

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None

FORMAT = "greenlane-evidence/1"
PLAIN, COSIGNED = 1, 4
MAXIMUM_BYTES = 64 * 1024 * 1024
MAXIMUM_EVENTS = 100_000
MAXIMUM_SIGNATURES = 16
OPENING = b'<script type="application/json" id="greenlane-evidence">'
CLOSING = b"</script>"
MEMBERS = {
    "format": str, "page": int, "shipment": str, "version": int, "origin": str, "made": str,
    "checkpoint": str, "keys": list, "cosigners": list, "events": list, "definitions": list,
    "attachments": list,
}
OPTIONAL = (str, type(None))
ROWS = {
    "events": {"position": int, "entry": str, "proof": list, "sealed": OPTIONAL},
    "definitions": {"digest": str, "kind": str, "name": str, "text": str},
    "attachments": {"digest": str, "name": str, "bytes": OPTIONAL},
}
ENTRY = {"stream": str, "version": int, "position": int, "under": str, "data": dict}
SIZE = re.compile(r"([1-9][0-9]{0,17}|0)\Z")
WHOLE_STREAMS = ("permit/", "entry/", "log/", "refusals/")
NOT_PROVED = [
    "that nothing was recorded after this checkpoint, and that no last event was left out",
    "that papers and statements are true: the log shows what was recorded, and when",
    "that steps were right and the page says the same: greenlane audit check does that",
]

class NoBundle(Exception):
    """The file is no bundle at all: code and text."""

class Findings(list):
    """What does not agree: code, text and position, in the order in which it was found."""

    def add(self, code, text, position=None):
        self.append((code, text, position))

def read_file(name):
    """The bytes of the file, or of standard input."""
    try:
        with sys.stdin.buffer if name == "-" else open(name, "rb") as file:
            data = file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise NoBundle("file-unreadable", f"the file cannot be read: {error.strerror}") from None
    if len(data) > MAXIMUM_BYTES:
        raise NoBundle("bundle-too-large", f"more than {MAXIMUM_BYTES >> 20} MiB")
    return data

def evidence_text(data):
    """The JSON inside a page, or the file itself where it is JSON."""
    if data.lstrip()[:1] == b"{":
        return data
    parts = data.split(OPENING, 2)
    if len(parts) == 1:
        raise NoBundle("bundle-unreadable", "neither a page with evidence in it nor JSON")
    if len(parts) > 2:
        raise NoBundle("bundle-joined", "there is more than one bundle in this file")
    if CLOSING not in parts[1]:
        raise NoBundle("bundle-truncated", "the evidence breaks off")
    return parts[1][: parts[1].index(CLOSING)]

def parse(text):
    """Strict JSON: UTF-8, no member twice, nothing behind it, no half characters."""
    def members(pairs):
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a member stands twice")
        return found
    def constant(name):
        raise ValueError(f"{name} is no JSON")
    value = json.loads(text.decode(), object_pairs_hook=members, parse_constant=constant)
    json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value

def read_bundle(name):
    """The evidence as it was written, its form checked."""
    text = evidence_text(read_file(name))
    try:
        bundle = parse(text)
    except (ValueError, RecursionError) as error:
        raise NoBundle("json-invalid", f"the evidence is no strict JSON: {error}") from None
    if not isinstance(bundle, dict) or bundle.get("format") != FORMAT:
        raise NoBundle("format-unknown", f"this is not {FORMAT}")
    check_form(bundle, MEMBERS, "")
    if len(bundle["events"]) > MAXIMUM_EVENTS:
        raise NoBundle("bundle-too-large", f"more than {MAXIMUM_EVENTS} events")
    for name, kinds in ROWS.items():
        for index, row in enumerate(bundle[name]):
            check_form(row, kinds, f"/{name}/{index}")
    for texts in [bundle["keys"], bundle["cosigners"]] + [e["proof"] for e in bundle["events"]]:
        if any(not isinstance(text, str) for text in texts):
            raise NoBundle("form-invalid", "keys and proofs are texts")
    return bundle

def check_form(row, kinds, place):
    """Each member is there and of its kind, and there is none that nobody would look at."""
    if not isinstance(row, dict):
        raise NoBundle("form-invalid", f"{place} is no object")
    for member, kind in kinds.items():
        value = row.get(member)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise NoBundle("form-invalid", f"{place}/{member} is missing or of another kind")
    for member in row:
        if member not in kinds:
            raise NoBundle("form-invalid", f"{place}/{member} is no member here")

def unbase64(text):
    """Standard base64 in its one spelling; None for anything else."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, binascii.Error):
        return None
    return data if base64.b64encode(data).decode("ascii") == text else None

def read_key(vkey):
    """Name, id, type of signature and Ed25519 key of a verifier key; None where it is none."""
    name, identity, encoded = (vkey.split("+", 2) + ["", ""])[:3]
    data = unbase64(encoded)
    if not name or any(c.isspace() for c in name) or not data or len(data) != 33:
        return None
    expected = sha256(name.encode("utf-8"), b"\n", data)[:4]
    is_known = identity == expected.hex() and data[0] in (PLAIN, COSIGNED)
    return (name, expected, data[0], data[1:]) if is_known else None

def read_note(note):
    """Text and signatures (name, key id, signature) of a signed note; None where it is none."""
    if any(ord(c) < 0x20 and c != "\n" for c in note) or "\n\n" not in note:
        return None
    body, _, tail = note.rpartition("\n\n")
    if not tail.endswith("\n") or tail.count("\n") > MAXIMUM_SIGNATURES:
        return None
    signatures = []
    for line in tail[:-1].split("\n"):
        parts = line.split(" ")
        data = unbase64(parts[2]) if len(parts) == 3 else None
        if parts[0] != "\u2014" or not parts[1:2] or not parts[1] or data is None or len(data) < 5:
            return None
        signatures.append((parts[1], data[:4], data[4:]))
    return body + "\n", signatures

def read_checkpoint(text):
    """Origin, size and root of a checkpoint; None where it is none."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0] or not SIZE.match(lines[1]):
        return None
    root = unbase64(lines[2])
    return (lines[0], int(lines[1]), root) if root and len(root) == 32 else None

def check_note(bundle, pinned, findings):
    """The checkpoint's size and root where its signature holds, else None."""
    keys = []
    for vkey in ([pinned] if pinned else bundle["keys"]) + bundle["cosigners"]:
        key = read_key(vkey)
        if key is None:
            findings.add("key-malformed", f"this is no Ed25519 verifier key: {vkey[:80]!r}")
        else:
            keys.append(key)
    if pinned and pinned not in bundle["keys"]:
        findings.add("key-differs", "the bundle names other keys than the one given")
    note = read_note(bundle["checkpoint"])
    head = read_checkpoint(note[0]) if note else None
    if head is None:
        code = "checkpoint-malformed" if note else "note-malformed"
        findings.add(code, "there is no signed checkpoint")
        return None
    (body, signatures), (origin, size, root) = note, head
    if origin != bundle["origin"]:
        findings.add("origin-differs", f"the checkpoint is of {origin!r}")
    held = False
    for name, identity, signature in signatures:
        for key_name, key_id, kind, key in keys:
            if (name, identity) != (key_name, key_id):
                continue
            message = body.encode("utf-8")
            if kind == COSIGNED:
                time, signature = int.from_bytes(signature[:8], "big"), signature[8:]
                message = f"cosignature/v1\ntime {time}\n".encode() + message
            try:
                Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
                held = held or (kind == PLAIN and name == origin)
            except InvalidSignature:
                findings.add("note-wrong-signature", f"the signature of {name} does not hold")
    if not held and all(code != "note-wrong-signature" for code, _, _ in findings):
        findings.add("note-no-known-key", "no signature is by a key of the log that is given")
    return size, root

def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

def named(data):
    """A digest as the log writes it."""
    return "sha256:" + sha256(data).hex()

def root_from(leaf, index, size, path):
    """RFC 9162, section 2.1.3.2; None where the path does not fit the place."""
    node, last, value = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            value = sha256(b"\x01", sibling, value)
            while node and not node & 1:
                node >>= 1
                last >>= 1
        else:
            value = sha256(b"\x01", value, sibling)
        node >>= 1
        last >>= 1
    return value if last == 0 else None

def check_proof(event, head, findings):
    """The event is in the tree of the checkpoint."""
    size, root = head
    position = event["position"]
    if not 1 <= position <= size:
        findings.add("proof-beyond", f"the checkpoint covers {size} events", position)
        return
    path = [unbase64(text) for text in event["proof"]]
    whole = all(node is not None and len(node) == 32 for node in path)
    leaf = sha256(b"\x00", event["entry"].encode("utf-8"))
    if not whole or root_from(leaf, position - 1, size, path) != root:
        findings.add("proof-wrong", "the proof does not lead to the checkpoint's root", position)

def check_sealed(event, entry, findings):
    """Disclosed values and salts give what the entry commits to."""
    if event.get("sealed") is None:
        return
    try:
        for field in parse(event["sealed"].encode("utf-8")):
            value = entry
            for part in field["path"].split("/")[1:]:
                value = value[part]
            salt = bytes.fromhex(field["salt"])
            if len(salt) != 16 or value != named(salt + field["value"].encode("utf-8")):
                raise ValueError("differs")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        findings.add("commitment-wrong", "a name is not what was committed to", event["position"])

def check_events(bundle, head, findings):
    """The entries, read, of all events that can be."""
    entries, last, versions = [], 0, {}
    own = "shipment/" + bundle["shipment"]
    for event in bundle["events"]:
        position = event["position"]
        if position == last:
            findings.add("event-duplicate", "this event stands twice", position)
        elif position < last:
            findings.add("event-order", "events do not stand in the order of the log", position)
        last = position
        if head:
            check_proof(event, head, findings)
        try:
            entry = parse(event["entry"].encode("utf-8"))
            if any(not isinstance(entry[member], kind) for member, kind in ENTRY.items()):
                raise TypeError
        except (ValueError, KeyError, TypeError, RecursionError):
            findings.add("entry-malformed", "the entry is no event", position)
            continue
        stream, version = entry["stream"], entry["version"]
        if entry["position"] != position:
            findings.add("entry-differs", f"it says position {entry['position']}", position)
        name, _, about = stream.partition("/")
        if name in ("shipment", "refusals") and about != bundle["shipment"]:
            findings.add("event-foreign", f"{stream} is of another shipment", position)
        elif stream == own or stream.startswith(WHOLE_STREAMS):
            if version != versions.get(stream, 0) + 1:
                findings.add("version-gap", f"{stream} has a gap before {version}", position)
        versions[stream] = version
        check_sealed(event, entry, findings)
        entries.append((position, stream, entry))
    if versions.get(own) != bundle["version"]:
        code = "version-gap" if own in versions else "shipment-missing"
        findings.add(code, f"there are not {bundle['version']} events of {bundle['shipment']}")
    declared = [entry["data"].get("key") for _, stream, entry in entries if stream == "log/keys"]
    if declared and any(key not in declared for key in bundle["keys"]):
        findings.add("key-unrecorded", "the log has no record of a key that the bundle lists")
    known = {position for position, stream, _ in entries if stream == own}
    for position, stream, entry in entries:
        moved = stream != own and entry["data"].get("shipment") == bundle["shipment"]
        cause = entry.get("cause")
        if moved and not (isinstance(cause, int) and cause in known):
            findings.add("cause-missing", f"{stream} moved, but not by a step here", position)
    return entries

def check_texts(bundle, entries, findings):
    """Definitions and attachments are what their digests say, and none that is cited is missing."""
    texts = {}
    for row in bundle["definitions"]:
        data = row["text"].encode("utf-8")
        if named(data) != row["digest"]:
            findings.add("definition-altered", f"{row['name']} is not what its digest says")
        if row["digest"] in texts:
            findings.add("definition-duplicate", f"{row['name']} stands twice")
        texts[row["digest"]] = data
    cited, names = {}, {}
    for position, _, entry in entries:
        cited.setdefault(entry["under"], position)
        filed = entry["data"].get("filed")
        if isinstance(filed, dict) and isinstance(filed.get("workflow"), str):
            cited.setdefault(filed["workflow"], position)
    for digest, position in list(cited.items()):
        # One level only: a manifest that cites manifests leads nowhere.
        for member in manifest(texts.get(digest)):
            cited.setdefault(member["digest"], position)
            names.setdefault(member["digest"], []).append((member.get("kind"), member.get("name")))
    for row in bundle["definitions"]:
        if (row["kind"], row["name"]) not in names.get(row["digest"], [(row["kind"], row["name"])]):
            findings.add("definition-altered", f"{row['name']} has another name in the manifest")
    for digest in sorted(cited.keys() - texts.keys()):
        findings.add("definition-missing", f"the text {digest} is not here", cited[digest])
    check_attachments(bundle, entries, findings)

def manifest(data):
    """What a manifest names; nothing where the text is no manifest."""
    if not data or data[:1] != b"[":
        return []
    try:
        return [m for m in parse(data) if isinstance(m, dict) and isinstance(m.get("digest"), str)]
    except (ValueError, RecursionError):
        return []

def check_attachments(bundle, entries, findings):
    own = "shipment/" + bundle["shipment"]
    papers = [entry.get("attachments") or [] for _, stream, entry in entries if stream == own]
    cited = {p for some in papers if isinstance(some, list) for p in some if isinstance(p, str)}
    listed = [row["digest"] for row in bundle["attachments"]]
    if set(listed) != cited or len(listed) != len(cited):
        findings.add("attachment-differs", "the papers listed are not those that the events cite")
    for row in bundle["attachments"]:
        data = unbase64(row.get("bytes") or "")
        if row.get("bytes") is not None and (data is None or named(data) != row["digest"]):
            findings.add("attachment-altered", f"{row['name']} is not what its digest says")

def main():
    reader = argparse.ArgumentParser(description="Check a Greenlane evidence bundle.")
    reader.add_argument("bundle", help="the page (.html), the evidence (.json), or -")
    reader.add_argument("--key", help="the log's verifier key, from a source that you trust")
    reader.add_argument("--json", action="store_true", help="print one JSON object")
    options = reader.parse_args()
    if Ed25519PublicKey is None:
        print("This needs the package cryptography (pip install cryptography)", file=sys.stderr)
        return 2
    findings = Findings()
    try:
        bundle = read_bundle(options.bundle)
    except NoBundle as error:
        findings.add(*error.args)
        report(options, None, findings)
        return 2
    head = check_note(bundle, options.key, findings)
    entries = check_events(bundle, head, findings)
    check_texts(bundle, entries, findings)
    report(options, bundle, findings)
    return 5 if findings else 0

def report(options, bundle, findings):
    if options.json:
        codes = [code for code, _, _ in findings]
        print(json.dumps({"ok": not findings, "findings": codes}))
        return
    lines = [f"x {code} at {position or '-'}: {text}" for code, text, position in findings[:200]]
    if bundle and not findings:
        count, origin = len(bundle["events"]), bundle["origin"]
        lines.append(f"ok: {count} events of {bundle['shipment']} are in the log {origin}")
    if bundle and not options.key:
        lines.append("! the key came with the bundle: compare it, or check again with --key")
        lines += [f"  {key}" for key in bundle["keys"][:16]]
    lines += [f"not proved: {limit}" for limit in NOT_PROVED]
    for line in lines:
        print("".join(c if c.isprintable() else "\ufffd" for c in line))

if __name__ == "__main__":
    sys.exit(main())
