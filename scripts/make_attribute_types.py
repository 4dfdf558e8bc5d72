"""Writes src/deidentify/profile/attribute_types.tsv: the type (PS3.5 7.4) of each attribute whose action in
the profile depends on it (X/Z, X/D, Z/D, X/Z/D, X/Z/U*, and what an IOD requires though the table
removes or empties it), in each storage SOP class and in the items of its sequences.

    python3 scripts/make_attribute_types.py

Source: dciodvfy of Debian's dicom3tools (BSD-3-clause, David A. Clunie), which is built from the
IODs, modules and macros of PS3.3. It names type and module of an attribute whose value breaks a
rule. So each class is checked with these attributes missing, empty, and with too many values.
"""

import collections
import os
import re
import tempfile

from dciodvfy_probe import KEYWORDS, SOURCE, VRS, check, read_rows, sample

HERE = os.path.dirname(os.path.abspath(__file__))
CLASSES = os.path.join(HERE, "storage_classes.tsv")
ROOT = "1.2.840.10008.5.1.4.1.1."
STRICTEST_FIRST = ["1", "1C", "2", "2C", "3"]
# an item that takes any attribute at all (ModifiedAttributesSequence) is not looked into
MOST_IN_AN_ITEM = 300
TYPED = re.compile(r"^\w+ - <(/[^>]*)> - .*?Type (1C|1|2C|2|3) (?:Required|Conditional|Optional).*Module=<(\w+)>")
NOT_PART = re.compile(r"^Warning - <(/[^>]*)> - Attribute is not present in standard DICOM IOD")
STEP = re.compile(r"\((\w{4}),(\w{4})\)")


SEQUENCES = [tag for tag, vr in VRS.items() if vr == "SQ"]
HEADER = """# Types (PS3.5 7.4) that decide on the actions of PS3.15 table E.1-1, by SOP class and sequence.
# Written by scripts/make_attribute_types.py from dciodvfy of dicom3tools 1.00~20220618093127 (Debian
# 12; BSD-3-clause, David A. Clunie), which has the IODs of PS3.3 2022b. Columns: tag, keyword, place
# (. for the top of a data set, else the sequence whose items have it), the strictest type, SOP
# classes (without 1.2.840.10008.5.1.4.1.1.; * for all). The line "classes" has those that were looked
# at; in them, an attribute without a line for the top is not part of the IOD. Of rows X and Z, only
# what an IOD requires has a line.
"""
BASIC = {
    int(tag, 16): basic
    for table in ("beyond_the_table.tsv", "profile.tsv")
    for tag, _, basic, *_ in read_rows(os.path.join(SOURCE, "deidentify", "profile", table))
    if re.fullmatch("[0-9A-F]{8}", tag) and int(tag, 16) in VRS
}
# of the attributes that are removed or emptied, those matter that an IOD requires
LOOKED_FOR = sorted(tag for tag, basic in BASIC.items() if "/" in basic or basic in ("X", "Z"))
# decided by the first value that the attribute is checked for, or of no use in a probe
LEFT_OUT = {0x00080001, 0x00080005, 0x00080016, 0x00080018, 0x00280009}


def tags_of(path):
    """The tags of a path, without its items: /SourceSequence(0008,2112)[1]/StationName(0008,1010)."""
    return tuple(int(group + element, 16) for group, element in STEP.findall(path))


def probes():
    """The conditional attributes missing, empty, once, and with too many values."""
    yield {}
    yield {tag: [] if VRS[tag] == "SQ" else b"" for tag in LOOKED_FOR}
    yield {tag: sample(tag) for tag in LOOKED_FOR}
    yield {tag: sample(tag, 3) for tag in LOOKED_FOR}


def nest(paths, content):
    """A data set in which each path of sequences ends in an item with the content."""
    tree = {}
    for path in paths:
        item = tree
        for tag in path:
            item = item.setdefault(tag, [{}])[0]
        item.update({tag: value for tag, value in content.items() if tag not in item})
    return tree


def types_in(lines):
    for line in lines:
        found = TYPED.match(line)
        if found:
            path = tags_of(found[1])
            if path[-1] in LOOKED_FOR:
                yield path, found[2]


def explore(sop_class, known_pairs, directory):
    """Paths of conditional attributes with their types; pairs of sequences are explored once."""
    found = collections.defaultdict(set)
    everything = {tag: sample(tag) for tag in VRS if tag not in LEFT_OUT and tag >> 16 < 0x7FE0 and tag >> 16 > 2}
    for probe in probes():
        for rest in ({}, {tag: value for tag, value in everything.items() if tag not in LOOKED_FOR}):
            for path, kind in types_in(check({**rest, **probe}, sop_class, directory)):
                found[path].add(kind)
    paths = [()]
    while paths:
        candidates = nest(paths, {tag: [] for tag in SEQUENCES} if paths != [()] else everything)
        foreign = {tags_of(m[1]) for m in map(NOT_PART.match, check(candidates, sop_class, directory)) if m}
        deeper = []
        for path in paths:
            allowed = [tag for tag in SEQUENCES if (*path, tag) not in foreign]
            if len(allowed) > MOST_IN_AN_ITEM:
                continue
            for tag in allowed:
                pair = (path[-1] if path else 0, tag)
                if pair not in known_pairs and not KEYWORDS[tag].endswith("CodeSequence"):
                    known_pairs.add(pair)
                    deeper.append((*path, tag))
        paths = deeper
        for probe in probes() if paths else []:
            for path, kind in types_in(check(nest(paths, probe), sop_class, directory)):
                found[path].add(kind)
    return found


# an item whose attribute has another type in other classes: PS3.3 C.8.22.4 against C.8.9.2
ONLY_IN = {(0x00540016, 0x00181078): "130"}


def shortened(sop_class):
    return sop_class[len(ROOT):] if sop_class.startswith(ROOT) else sop_class


def write(found, path):
    """One line for each attribute, place and type, with its classes (* for all)."""
    by_class = collections.defaultdict(list)
    inside = collections.defaultdict(set)
    for sop_class, types in found.items():
        for tags, kinds in types.items():
            if not is_of_use(tags[-1], kinds):
                continue
            if len(tags) == 1:
                by_class[(tags[0], min(kinds, key=STRICTEST_FIRST.index))].append(shortened(sop_class))
            else:
                inside[tags[-2:]] |= kinds
    for tag in LOOKED_FOR:
        if "/" in BASIC[tag] and not any(tag == other for other, _ in by_class):
            by_class[(tag, "3")] = []
    with open(path, "w", encoding="utf-8") as table:
        table.write(HEADER)
        table.write("classes\t" + " ".join(map(shortened, found)) + "\n")
        for (tag, kind), classes in sorted(by_class.items()):
            table.write(f"{tag:08X}\t{KEYWORDS[tag]}\t.\t{kind}\t{' '.join(classes)}\n")
        for (parent, tag), kinds in sorted(inside.items(), key=lambda entry: entry[0][::-1]):
            table.write(f"{tag:08X}\t{KEYWORDS[tag]}\t{KEYWORDS[parent]}\t{min(kinds, key=STRICTEST_FIRST.index)}\t{ONLY_IN.get((parent, tag), '*')}\n")


def is_of_use(tag, kinds):
    """Whether the action depends on the type: an attribute of type 1 is not removed or emptied."""
    forbidding = {"X": ("1", "2"), "Z": ("1",)}.get(BASIC[tag], STRICTEST_FIRST)
    return min(kinds, key=STRICTEST_FIRST.index) in forbidding


def main():
    found, known_pairs = {}, set()
    with tempfile.TemporaryDirectory() as directory:
        for sop_class, name in read_rows(CLASSES):
            # it names the IOD that it has found; of whole slide images it says nothing, for it crashes
            if not any(re.match(r"\w+$", line) for line in check({}, sop_class, directory)):
                continue
            found[sop_class] = explore(sop_class, known_pairs, directory)
            print(name, len(found[sop_class]))
    write(found, os.path.join(SOURCE, "deidentify", "profile", "attribute_types.tsv"))


if __name__ == "__main__":
    main()
