import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { dropFolder } from "../../../src/cli/demo/synthetic_study.ts";
import type { Database } from "../../../src/database/open_database.ts";
import { decide, type Decided } from "../../../src/database/review/decide.ts";
import { listWaiting } from "../../../src/database/review/list_waiting.ts";
import type { ReviewRequest } from "../../../src/model/review.ts";
import { ascii, encodeFile, type PlainElement, plainEncodings } from "../dicom/encode_data_set.ts";
import { us } from "../dicom/native_image.ts";
import { smallImage } from "../dicom/small_image.ts";
import { filesBelow } from "../files/output_tree.ts";
import { IntakeUnderTest } from "./intake.ts";
import { fixedKey } from "./outcome.ts";

/** The rows and columns of the images that are held back; all samples are 9. */
export const size = 16;

/**
 * An ultrasound image that says that it shows a name; its header has planted names. `more` are
 * further elements, or others.
 */
export function heldImage(
  number: number,
  more: readonly PlainElement[] = [],
): { name: string; bytes: Uint8Array } {
  const { explicit } = plainEncodings;
  if (!explicit) throw new TypeError("explicit is one of the encodings");
  const elements = [
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.6.1"),
    ascii(0x00080018, "UI", `1.2.77.1.${number}`),
    ascii(0x00080060, "CS", "US"),
    ascii(0x00080070, "LO", "Zanzibar"),
    ascii(0x00081090, "LO", "Quillfeather"),
    ascii(0x00100010, "PN", "PLANTEDNAME^JANE"),
    ascii(0x00100020, "LO", "PLANTEDID"),
    ascii(0x0020000d, "UI", "1.2.77"),
    ascii(0x0020000e, "UI", "1.2.77.1"),
    us(0x00280002, 1),
    ascii(0x00280004, "CS", "MONOCHROME2"),
    us(0x00280010, size),
    us(0x00280011, size),
    us(0x00280100, 8),
    us(0x00280101, 8),
    us(0x00280102, 7),
    us(0x00280103, 0),
    ascii(0x00280301, "CS", "YES"),
    { tag: 0x7fe00010, vr: "OB", value: new Uint8Array(size * size).fill(9) },
  ].filter(({ tag }) => !more.some((other) => other.tag === tag));
  return { name: `JANE-${number}.dcm`, bytes: encodeFile([...elements, ...more], explicit) };
}

/**
 * What is in the quarantine: `JANE-1.dcm` and `JANE-1.png` are the copy of the first held image and
 * its thumbnail.
 */
export function copies({ stateDir }: Pick<IntakeUnderTest, "stateDir">): string[] {
  const numbers = new Map([1, 2].map((number) => [originalOf(number), `JANE-${number}`]));
  const names = filesBelow(`${stateDir}/quarantine`).map((path) =>
    path.replace(/^B-[^/]*\//, "").replace(
      /[0-9a-f]{64}/,
      (digest) => numbers.get(digest) ?? digest,
    )
  );
  return names.sort();
}

/** The SHA-256 of a held image. */
export function originalOf(number: number): string {
  return createHash("sha256").update(heldImage(number).bytes).digest("hex");
}

/**
 * An intake in which `drop` has dropped a folder: by default ST-1, of which rules hold back two
 * images, which wait, and not the third.
 */
export function reviewIntake(
  directory: string,
  env: Readonly<Record<string, string>> = {},
  drop: (intake: IntakeUnderTest) => void = dropHeld,
): IntakeUnderTest {
  Deno.mkdirSync(directory, { recursive: true });
  Deno.mkdirSync(`${directory}/target`);
  const intake = new IntakeUnderTest(directory, {
    SETTLE: "0",
    REVIEW: "on",
    TEXT: "off",
    MAX_ATTEMPTS: "99",
    LOG_LEVEL: "debug",
    DELIVER_TO: `file://${directory}/target`,
    ...fixedKey(directory),
    ...env,
  });
  drop(intake);
  return intake;
}

const ofStudy = { patient: "PLANTEDID", study: "1.2.77" };

/** Drops the folder ST-1, with another plain image, which is listed first, if `hasMore`. */
export function dropHeld(intake: Pick<IntakeUnderTest, "inbox">, hasMore = false): void {
  const plain = { ...smallImage({ ...ofStudy, instance: "1.2.77.1.9" }), name: "Z.dcm" };
  const more = !hasMore
    ? []
    : [{ ...smallImage({ ...ofStudy, instance: "1.2.77.1.10" }), name: "A.dcm" }];
  dropFolder(intake.inbox, "ST-1", [heldImage(1), heldImage(2), plain, more].flat());
}

/** Records a decision about the files with these numbers, which a job carries out at once. */
export async function decideAbout(
  { sql }: Database,
  numbers: readonly number[],
  changes: Partial<ReviewRequest>,
): Promise<Decided> {
  const waiting = await listWaiting(sql, { isDecided: false }, undefined, 10);
  const images = waiting.filter(({ number }) => numbers.includes(number));
  const decision = await decide(sql, {
    images,
    scope: "image",
    action: "release",
    boxes: [],
    reason: "",
    by: "ann",
    from: "192.0.2.1",
    ...changes,
  }, { waitSeconds: 0 });
  assert.ok(decision, "an image waits");
  return decision;
}
