import { Buffer } from "node:buffer";
import {
  encodeFile,
  type PlainElement,
  plainEncodings,
} from "../../test/support/dicom/encode_data_set.ts";
import { type Action, actions, type Check } from "./criteria.ts";
import type { DrawnText } from "./draw_text.ts";
import { checksOfText, type FilledText, type Values } from "./fill_text.ts";
import { digestOf, imagePixels } from "./image_pixels.ts";
import { InsertedElements } from "./inserted_elements.ts";
import type { ImagePlan } from "./plan_corpus.ts";
import type { Corpus, KeyLine } from "./read_corpus.ts";

/** A file of the benchmark and its part of the answer key. */
export interface BuiltImage {
  readonly plan: ImagePlan;
  readonly bytes: Uint8Array;
  /** Excludes the checks of its pixels. */
  readonly checks: readonly Check[];
  readonly drawn: readonly DrawnText[];
  readonly pixelDigest: string;
}

/** Builds the file of a planned image and its part of the answer key. */
export function buildImage(corpus: Corpus, plan: ImagePlan): BuiltImage {
  const pixels = imagePixels(plan);
  const { rows, columns, bits } = pixels;
  const values: Values = {
    ...plan.values,
    rows: String(rows),
    columns: String(columns),
    bits: String(bits),
    highbit: String(bits - 1),
    samples: "1",
    photometric: "MONOCHROME2",
    center: String(40 + plan.number % 100),
    width: "400",
  };
  const elements = new InsertedElements();
  const checks: Check[] = [];
  for (const line of linesOf(corpus, plan.device.modality)) {
    const filled = fillLine(line, values, plan.texts);
    if (filled === undefined) continue;
    elements.insert(line.path, line.vr, encode(line.vr, filled.value, values["charset"]));
    checks.push(...filled.checks);
  }
  if (pixels.burnedIn) elements.insert("00280301", "CS", Buffer.from(pixels.burnedIn));
  elements.insert("7FE00010", bits === 8 ? "OB" : "OW", pixels.bytes);
  return {
    plan,
    checks,
    drawn: pixels.drawn,
    pixelDigest: digestOf(pixels.bytes),
    bytes: fileOf(plan, elements.list()),
  };
}

function linesOf(corpus: Corpus, modality: string): readonly KeyLine[] {
  return [...corpus.everywhere, ...corpus.byModality.get(modality) ?? []];
}

/** The value of a line and its checks; undefined if the image has no text for it. */
function fillLine(
  line: KeyLine,
  values: Values,
  texts: ReadonlyMap<string, FilledText>,
): { value: string; checks: Check[] } | undefined {
  const { path, vr } = line;
  const [, name] = /^\{text:(.*)\}$/.exec(line.value) ?? [];
  if (name !== undefined) {
    const text = texts.get(name);
    return text && { value: text.text, checks: checksOfText(path, vr, text) };
  }
  const value = line.value.replace(/\{([^}]*)\}/g, (_, key: string) => valueOf(values, key, line));
  const checks = line.actions.map((action): Check => {
    const [kind = "", key] = action.split("=");
    if (!isAction(kind)) throw new TypeError(`${action} is not an action: ${path}`);
    return { action: kind, path, vr, value: key ? valueOf(values, key, line) : value };
  });
  return { value, checks };
}

function valueOf(values: Values, key: string, { path }: KeyLine): string {
  const value = values[key];
  if (value === undefined) throw new TypeError(`{${key}} of ${path} is not known`);
  return value;
}

function isAction(text: string): text is Action {
  return (actions as readonly string[]).includes(text);
}

const numbers: Readonly<Record<string, [size: number, write: (to: Buffer, n: number) => void]>> = {
  US: [2, (to, n) => to.writeUInt16LE(n)],
  UL: [4, (to, n) => to.writeUInt32LE(n)],
  FD: [8, (to, n) => to.writeDoubleLE(n)],
};

function encode(vr: string, value: string, charset: string | undefined): Uint8Array {
  const [size, write] = numbers[vr] ?? [];
  if (size === undefined || write === undefined) {
    return Buffer.from(value, charset === "ISO_IR 192" ? "utf8" : "latin1");
  }
  return Buffer.concat(
    value.split("\\").map((number) => {
      const bytes = Buffer.alloc(size);
      write(bytes, Number(number));
      return bytes;
    }),
  );
}

/** Encodings that patients get in turn: mostly explicit VR, as most archives write. */
const encodings = ["explicit", "explicit", "implicit", "explicit", "undefinedLength"];

function fileOf(
  { patient, device, values }: ImagePlan,
  elements: readonly PlainElement[],
): Uint8Array {
  const encoding = plainEncodings[encodings[patient % encodings.length] ?? ""];
  if (!encoding) throw new TypeError("the encoding is not known");
  const meta = [
    { tag: 0x00020001, vr: "OB", value: Uint8Array.of(0, 1) },
    { tag: 0x00020002, vr: "UI", value: Buffer.from(device.sopClass) },
    { tag: 0x00020003, vr: "UI", value: Buffer.from(String(values["uid:instance"])) },
    { tag: 0x00020012, vr: "UI", value: Buffer.from("1.3.6.1.4.1.99999.7.1") },
  ];
  return encodeFile(elements, encoding, { meta });
}
