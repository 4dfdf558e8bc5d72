import { Buffer } from "node:buffer";
import type { PlainElement } from "../dicom/encode_data_set.ts";

export function sequence(tag: number, ...items: PlainElement[][]): PlainElement {
  return { tag, vr: "SQ", value: items };
}

export function doubles(values: readonly number[]): Uint8Array {
  return Buffer.from(Float64Array.from(values).buffer);
}

export function floats(values: readonly number[]): Uint8Array {
  return Buffer.from(Float32Array.from(values).buffer);
}
