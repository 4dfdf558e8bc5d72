import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { dictionaryEntry, tagOf } from "../../../src/dicom/dictionary.ts";
import type { Header } from "../../../src/dicom/read/header.ts";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { tempDir } from "../temp_dir.ts";
import { ascii, encodeFile, type PlainElement, plainEncodings } from "./encode_data_set.ts";

/** Values by keyword; of a sequence, its items. */
export interface Values {
  readonly [keyword: string]: string | readonly Values[];
}

/** The header of an image with these attributes; `SOPInstanceUID` is there always. */
export function headerOf(values: Values, meta: Values = {}): Header {
  using directory = tempDir();
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const all = elementsOf({ SOPInstanceUID: "1.2.3", ...values });
  const path = `${directory.path}/x`;
  Deno.writeFileSync(path, encodeFile(all, explicit, { meta: elementsOf(meta) }));
  using file = Deno.openSync(path);
  return readHeader(file);
}

function elementsOf(values: Values): PlainElement[] {
  return Object.entries(values).map(([keyword, value]) => {
    const tag = tagOf(keyword);
    assert.ok(tag !== undefined, keyword);
    const vr = dictionaryEntry(tag)?.vr ?? "UN";
    if (typeof value !== "string") return { tag, vr, value: value.map(elementsOf) };
    if (vr !== "US" || value === "") return ascii(tag, vr, value);
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16LE(Number(value));
    return { tag, vr, value: bytes };
  });
}
