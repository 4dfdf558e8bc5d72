"""Data sets that are written to see what dciodvfy (Debian's dicom3tools) says about them."""

import os
import subprocess

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src")
LONG = set("OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())
SIZES = {"AT": 4, "FD": 8, "FL": 4, "OD": 8, "OF": 4, "OL": 4, "OV": 8, "SL": 4, "SV": 8, "UL": 4, "UV": 8}
TEXTS = {"AS": "010Y", "DA": "20200101", "DS": "1", "DT": "20200101101010", "IS": "1", "TM": "101010", "UI": "1.2.3"}


def read_rows(path):
    with open(path, encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#")]


VRS = {
    int(tag, 16): {"ox": "OW", "xs": "US", "lt": "OW", "up": "UL"}.get(vr, vr)
    for tag, vr, *_ in read_rows(os.path.join(SOURCE, "dicom", "dictionary.tsv"))
    if "xx" not in tag and int(tag[:4], 16) >= 8 and tag[:4] != "FFFE"
}
KEYWORDS = {int(row[0], 16): row[2] for row in read_rows(os.path.join(SOURCE, "dicom", "dictionary.tsv")) if "xx" not in row[0]}


def encode(elements):
    return b"".join(encode_element(tag, elements[tag]) for tag in sorted(elements))


def encode_element(tag, value):
    vr = VRS.get(tag, "UN")
    if isinstance(value, list):
        items = [encode(item) for item in value]
        value = b"".join(b"\xfe\xff\x00\xe0" + len(item).to_bytes(4, "little") + item for item in items)
    value += (b"\0" if vr == "UI" else b" ") * (len(value) % 2)
    head = (tag >> 16).to_bytes(2, "little") + (tag & 0xFFFF).to_bytes(2, "little") + vr.encode()
    if vr in LONG:
        return head + b"\0\0" + len(value).to_bytes(4, "little") + value
    return head + len(value).to_bytes(2, "little") + value


def sample(tag, times=1):
    vr = VRS[tag]
    if vr == "SQ":
        return [{}] * times
    if vr in SIZES or vr in ("OB", "OW", "SS", "UN", "US"):
        return bytes(SIZES.get(vr, 2) * times)
    return "\\".join([TEXTS.get(vr, "A")] * times).encode()


def check(elements, sop_class, directory):
    """What dciodvfy says of a data set, line by line."""
    head = {0x00080016: sop_class.encode(), 0x00080018: b"1.2.3"}
    path = os.path.join(directory, "probe.dcm")
    meta = encode_meta(sop_class)
    with open(path, "wb") as file:
        file.write(bytes(128) + b"DICM" + meta + encode({**elements, **head}))
    done = subprocess.run(["dciodvfy", "-new", path], capture_output=True, check=False)
    return (done.stdout + done.stderr).decode("latin1").split("\n")


def encode_meta(sop_class):
    VRS.update({0x00020000: "UL", 0x00020002: "UI", 0x00020003: "UI", 0x00020010: "UI"})
    group = encode({0x00020002: sop_class.encode(), 0x00020003: b"1.2.3", 0x00020010: b"1.2.840.10008.1.2.1"})
    return encode({0x00020000: len(group).to_bytes(4, "little")}) + group
