import dicomParser from "dicom-parser";
import assert from "node:assert/strict";
import type { Element } from "../../../src/dicom/element.ts";
import type { Header } from "../../../src/dicom/read/header.ts";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { decodeNumbers } from "../../../src/dicom/text/decode_numbers.ts";
import { dcmtkTools, makeSamples } from "../../support/dicom/dicom_samples.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools, run } from "../../support/tools.ts";

const ignore = missingTools(...dcmtkTools, "dcmdump");

function read(path: string): Header {
  using file = Deno.openSync(path);
  return readHeader(file);
}

function rows(header: Header): number | undefined {
  const element = header.find(0x00280010);
  assert.ok(element);
  return decodeNumbers(header.value(element), "US", header.encoding.littleEndian)[0];
}

/** Every tag in the order of the file, sequences opened, as dcmdump and dicom-parser list them. */
function tags(elements: readonly Element[]): string[] {
  return elements.flatMap(({ tag, items }) => [
    tag.toString(16).padStart(8, "0"),
    ...(items ?? []).flatMap((item) => tags(item.elements)),
  ]);
}

async function dumpedTags(path: string): Promise<string[]> {
  const dump = await run("dcmdump", ["-q", path]);
  return [...dump.matchAll(/^ *\(([0-9a-f]{4}),([0-9a-f]{4})\)/gm)]
    .map(([, group, element]) => `${group}${element}`)
    .filter((tag) => !tag.startsWith("fffe") && !tag.startsWith("0002"));
}

Deno.test({
  name: "readHeader() finds the elements that dcmdump finds, in every encoding",
  ignore,
  async fn() {
    using directory = tempDir();
    const samples = await makeSamples(directory.path);
    for (const [name, path] of Object.entries(samples)) {
      const found = tags(read(path).elements);
      assert.deepEqual(found, await dumpedTags(path), name);
      assert.ok(found.length > 15, name);
    }
  },
});

Deno.test({
  name: "readHeader() agrees with dicom-parser on every top-level element and where its value lies",
  ignore,
  async fn() {
    using directory = tempDir();
    const {
      withoutMeta: _,
      implicitWithoutMeta: __,
      deflated: ___,
      nestedDeflated: ____,
      ...samples
    } = await makeSamples(directory.path);
    for (const [name, path] of Object.entries(samples)) {
      const parsed = dicomParser.parseDicom(Deno.readFileSync(path));
      const header = read(path);
      for (const { tag, valueStart, valueEnd, items } of header.elements) {
        const key = `x${tag.toString(16).padStart(8, "0")}`;
        const peer = parsed.elements[key];
        assert.ok(peer, `${name} ${key}`);
        assert.equal(valueStart, peer.dataOffset, `${name} ${key}`);
        if (!items && tag !== 0x7fe00010) {
          assert.equal(valueEnd - valueStart, peer.length, `${name} ${key}`);
        }
        assert.equal(items?.length ?? 0, peer.items?.length ?? 0, `${name} ${key}`);
      }
    }
  },
});

Deno.test({
  name: "readHeader() reads the same values whatever the encoding",
  ignore,
  async fn() {
    using directory = tempDir();
    const samples = await makeSamples(directory.path);
    for (const [name, path] of Object.entries(samples)) {
      if (name === "picture") continue;
      const header = read(path);
      const isNested = /nested|group|padded/.test(name);
      assert.equal(rows(header), isNested ? 4 : 64, name);
      assert.equal(header.ascii(0x00200013), isNested ? "7" : "1", name);
      assert.equal(header.ascii(0x00080060), isNested ? "MR" : "CT", name);
    }
  },
});

Deno.test({
  name: "readHeader() names the transfer syntax a file is really in",
  ignore,
  async fn() {
    using directory = tempDir();
    const samples = await makeSamples(directory.path);
    const expected: Record<string, string> = {
      explicit: "1.2.840.10008.1.2.1",
      implicit: "1.2.840.10008.1.2",
      bigEndian: "1.2.840.10008.1.2.2",
      deflated: "1.2.840.10008.1.2.1.99",
      withoutMeta: "1.2.840.10008.1.2.1",
      implicitWithoutMeta: "1.2.840.10008.1.2",
      rle: "1.2.840.10008.1.2.5",
      jpeg: "1.2.840.10008.1.2.4.70",
    };
    for (const [name, uid] of Object.entries(expected)) {
      assert.equal(read(samples[name] ?? "").transferSyntaxUID, uid, name);
    }
  },
});

Deno.test({
  name: "readHeader() reads data declared big endian but written little, and explicit but implicit",
  ignore,
  async fn() {
    using directory = tempDir();
    const samples = await makeSamples(directory.path);
    const bytes = Deno.readFileSync(samples.explicit ?? "");
    const path = `${directory.path}/lie.dcm`;
    Deno.writeFileSync(path, replaced(bytes, "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"));
    assert.equal(read(path).transferSyntaxUID, "1.2.840.10008.1.2.1");
    assert.equal(rows(read(path)), 64);
    const implicit = Deno.readFileSync(samples.implicitWithoutMeta ?? "");
    const meta = bytes.subarray(0, bytes.length - dataSetSize(samples.explicit ?? ""));
    Deno.writeFileSync(path, new Uint8Array([...meta, ...implicit]));
    assert.equal(read(path).transferSyntaxUID, "1.2.840.10008.1.2");
    assert.equal(rows(read(path)), 64);
  },
});

function dataSetSize(path: string): number {
  const { elements, fileSize } = read(path);
  return fileSize - (elements[0]?.start ?? 0);
}

function replaced(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const at = new TextDecoder("latin1").decode(bytes).indexOf(from);
  const copy = bytes.slice();
  copy.set(new TextEncoder().encode(to), at);
  return copy;
}
