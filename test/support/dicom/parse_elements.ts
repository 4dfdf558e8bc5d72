import { Buffer } from "node:buffer";
import type { PlainElement } from "./encode_data_set.ts";

/**
 * Elements written as lines of tag, VR and value; a line with a `>` more belongs to the sequence
 * above it, which has one item. Other lines are ignored.
 */
export function parseElements(lines: readonly string[]): PlainElement[] {
  const elements: PlainElement[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [, tag, vr = "", text = ""] = /^([\da-f]{8}) ([A-Z]{2}) ?(.*)$/.exec(lines[at] ?? "") ??
      [];
    if (!tag) continue;
    const inside: string[] = [];
    while (lines[at + 1]?.startsWith(">")) inside.push((lines[++at] ?? "").slice(1));
    const items = vr === "SQ" ? (inside.length > 0 ? [parseElements(inside)] : []) : undefined;
    elements.push({ tag: parseInt(tag, 16), vr, value: items ?? valueOf(vr, text) });
  }
  return elements;
}

/** Numbers are separated by spaces or `\`. */
function valueOf(vr: string, text: string): Uint8Array {
  const numbers = text === "" ? [] : text.split(/[\\ ]/).map(Number);
  switch (vr) {
    case "AT":
      return Buffer.from(
        Uint16Array.of(parseInt(text.slice(0, 4), 16), parseInt(text.slice(4), 16))
          .buffer,
      );
    case "FD":
      return Buffer.from(Float64Array.from(numbers).buffer);
    case "FL":
      return Buffer.from(Float32Array.from(numbers).buffer);
    case "SL":
      return Buffer.from(Int32Array.from(numbers).buffer);
    case "SS":
      return Buffer.from(Int16Array.from(numbers).buffer);
    case "UL":
      return Buffer.from(Uint32Array.from(numbers).buffer);
    case "US":
      return Buffer.from(Uint16Array.from(numbers).buffer);
    default:
      return Buffer.from(text, "latin1");
  }
}
