import { join } from "node:path";
import { z } from "zod";
import { IntakeError } from "../model/errors.ts";
import { exists } from "../system/paths.ts";
import { expectedFileName } from "./list_files.ts";
import { readSmallFile } from "./open_regular_file.ts";

const maxLength = 64 << 20;
/** An object with an array of objects. */
const maxDepth = 3;
/** The length of the shortest valid entry: `{"path":"a"}`. */
const shortestEntry = 12;

const file = z.strictObject({
  path: z.string().min(1).optional(),
  bytes: z.int().nonnegative().optional(),
  sha256: z.string().regex(/^[0-9a-fA-F]{64}$/).optional(),
  SOPInstanceUID: z.string().regex(/^[0-9.]{1,64}$/).optional(),
}).refine(
  ({ path, SOPInstanceUID }) => path !== undefined || SOPInstanceUID !== undefined,
  "has neither path nor SOPInstanceUID",
).refine(
  ({ path, bytes, sha256 }) => path !== undefined || (bytes === undefined && sha256 === undefined),
  "has bytes or sha256 without a path",
);
const schema = z.strictObject({
  files: z.int().nonnegative(),
  // entries are parsed one by one, up to the first invalid one
  list: z.array(z.unknown()).optional(),
});

/** A sender's list of the content of a folder. */
export interface Expected {
  readonly files: number;
  readonly list: readonly z.infer<typeof file>[];
}

/**
 * Reads the `.expected.json` of a folder; undefined if there is none. Throws IntakeError INCOMPLETE
 * if it is invalid, with the position of the error but without values of the file.
 */
export function readExpected(folder: string): Expected | undefined {
  if (!exists(join(folder, expectedFileName))) return undefined;
  const result = schema.safeParse(parseJson(readText(folder)));
  if (!result.success) {
    const key = result.error.issues[0]?.path.find((each) => each in schema.shape);
    throw invalidAt(String(key ?? "the top level"));
  }
  const { files, list = [] } = result.data;
  return { files, list: list.map(entryOf) };
}

function entryOf(entry: unknown, at: number): z.infer<typeof file> {
  const result = file.safeParse(entry);
  if (result.success) return result.data;
  throw invalidAt(`list.${at}`);
}

function invalidAt(where: string): IntakeError {
  return incomplete(`its ${expectedFileName} is invalid at ${where}`);
}

/** The SOPInstanceUIDs (of the source) that a sender lists, without repetition. */
export function expectedInstances({ list }: Expected): string[] {
  return [...new Set(list.flatMap(({ SOPInstanceUID: uid }) => uid ?? []))];
}

/** The error for a folder that differs from its sender's list. */
export function incomplete(reason: string): IntakeError {
  return new IntakeError(
    "INCOMPLETE",
    `the folder differs from its sender's list: ${reason}`,
    "wait if the sender is still sending: the folder is checked again when it changes",
  );
}

function readText(folder: string): string {
  try {
    return readSmallFile(folder, expectedFileName, maxLength);
  } catch (error) {
    if (error instanceof RangeError) throw incomplete(`its ${expectedFileName} is too large`);
    throw incomplete(`its ${expectedFileName} cannot be read`);
  }
}

/** Undefined for a text that is not JSON, or that cannot be valid and would need much memory. */
function parseJson(text: string): unknown {
  if (!isPlausible(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Whether a text is nested no deeper than a list, and has no more objects and arrays than a list of
 * its length can have. Parsed empty ones need 50 times the memory of their text.
 */
function isPlausible(text: string): boolean {
  let depth = 0;
  let most = text.length / shortestEntry + maxDepth;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (inText && sign === "\\") at++;
    else if (sign === '"') inText = !inText;
    else if (inText) continue;
    else if (sign === "{" || sign === "[") {
      if (++depth > maxDepth || --most < 0) return false;
    } else if (sign === "}" || sign === "]") depth--;
  }
  return true;
}
