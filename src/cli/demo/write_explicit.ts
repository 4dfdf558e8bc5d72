import * as Tag from "../../dicom/tag.ts";

/** An element to be written: tag, VR, and a text, whole numbers (VR US), bytes, or items. */
export type Written =
  | readonly [tag: number, vr: string, text: string]
  | readonly [tag: number, vr: "US", numbers: readonly number[]]
  | readonly [tag: number, vr: "OB" | "OW", bytes: Uint8Array]
  | readonly [tag: number, vr: "SQ", items: readonly (readonly Written[])[]];

const longVRs = new Set(["OB", "OW", "SQ", "UN", "UT"]);

/** Encodes elements in explicit VR little endian (PS3.5 7.1.2), in the given order. */
export function writeExplicit(elements: readonly Written[]): Uint8Array {
  return concatenate(elements.flatMap((element) => {
    const [tag, vr] = element;
    const value = padded(valueOf(element), vr === "UI" || vr === "OB" ? 0 : 32);
    return [head(tag, vr, value.length), value];
  }));
}

/** A whole DICOM file (PS3.10 7): preamble, file meta, data set. */
export function writeFile(
  sopClassUID: string,
  sopInstanceUID: string,
  dataSet: readonly Written[],
): Uint8Array {
  const meta = writeExplicit([
    [Tag.FileMetaInformationVersion, "OB", Uint8Array.of(0, 1)],
    [Tag.MediaStorageSOPClassUID, "UI", sopClassUID],
    [Tag.MediaStorageSOPInstanceUID, "UI", sopInstanceUID],
    [Tag.TransferSyntaxUID, "UI", "1.2.840.10008.1.2.1"],
    [Tag.ImplementationClassUID, "UI", "2.25.142857142857142857"],
  ]);
  const groupLength = new Uint8Array(12);
  groupLength.set(head(Tag.FileMetaInformationGroupLength, "UL", 4));
  new DataView(groupLength.buffer).setUint32(8, meta.length, true);
  const magic = new TextEncoder().encode("DICM");
  return concatenate([new Uint8Array(128), magic, groupLength, meta, writeExplicit(dataSet)]);
}

function head(tag: number, vr: string, length: number): Uint8Array {
  const bytes = new Uint8Array(longVRs.has(vr) ? 12 : 8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag >>> 16, true);
  view.setUint16(2, tag & 0xffff, true);
  bytes.set(new TextEncoder().encode(vr), 4);
  if (longVRs.has(vr)) view.setUint32(8, length, true);
  else view.setUint16(6, length, true);
  return bytes;
}

function valueOf([, , value]: Written): Uint8Array {
  if (typeof value === "string") return new TextEncoder().encode(value);
  if (value instanceof Uint8Array) return value;
  return concatenate(value.map((part) => typeof part === "number" ? uint16(part) : item(part)));
}

function item(elements: readonly Written[]): Uint8Array {
  const content = writeExplicit(elements);
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xe000fffe, true);
  view.setUint32(4, content.length, true);
  return concatenate([bytes, content]);
}

function uint16(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, value >>> 8);
}

function padded(value: Uint8Array, by: number): Uint8Array {
  return value.length % 2 === 0 ? value : concatenate([value, Uint8Array.of(by)]);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
