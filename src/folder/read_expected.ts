import { join } from "node:path";
import { z } from "zod";
import { IntakeError } from "../errors.ts";
import { exists } from "../exists.ts";
import { expectedFileName } from "./expected_file_name.ts";
import { readSmallFile } from "./read_small_file.ts";

const largest = 64 << 20;

const file = z.strictObject({
  path: z.string().min(1).optional(),
  bytes: z.int().nonnegative().optional(),
  sha256: z.string().regex(/^[0-9a-fA-F]{64}$/).optional(),
  SOPInstanceUID: z.string().regex(/^[0-9.]{1,64}$/).optional(),
}).refine(
  ({ path, SOPInstanceUID }) => path !== undefined || SOPInstanceUID !== undefined,
  "names neither path nor SOPInstanceUID",
).refine(
  ({ path, bytes, sha256 }) => path !== undefined || (bytes === undefined && sha256 === undefined),
  "gives bytes or sha256 without a path",
);
const schema = z.strictObject({
  files: z.int().nonnegative(),
  list: z.array(z.unknown()).optional(), // each by itself: the first that is wrong ends it
});

/** What a sender says of a folder. */
export interface Expected {
  readonly files: number;
  readonly list: readonly z.infer<typeof file>[];
}

/**
 * What the sender of a folder says is in it; undefined where he left no `.expected.json`. Throws
 * IntakeError INCOMPLETE when that cannot be understood, naming the place in it, never a value.
 */
export function readExpected(folder: string): Expected | undefined {
  if (!exists(join(folder, expectedFileName))) return undefined;
  const result = schema.safeParse(parseJson(readText(folder)));
  if (!result.success) {
    const key = result.error.issues[0]?.path.find((each) => each in schema.shape);
    throw notUnderstood(String(key ?? "its top"));
  }
  const { files, list = [] } = result.data;
  return { files, list: list.map(entryOf) };
}

function entryOf(entry: unknown, at: number): z.infer<typeof file> {
  const result = file.safeParse(entry);
  if (result.success) return result.data;
  throw notUnderstood(`list.${at}`);
}

function notUnderstood(where: string): IntakeError {
  return incomplete(`its ${expectedFileName} is not understood at ${where}`);
}

/** The instances that a sender says are to come, by the UIDs they have in the source, each once. */
export function expectedInstances({ list }: Expected): string[] {
  return [...new Set(list.flatMap(({ SOPInstanceUID: uid }) => uid ?? []))];
}

/** The error of a folder that is not what its sender says. */
export function incomplete(reason: string): IntakeError {
  return new IntakeError(
    "INCOMPLETE",
    `the folder is not what its sender announced: ${reason}`,
    "nothing, if the sender goes on: it is looked at again when the folder changes",
  );
}

function readText(folder: string): string {
  try {
    return readSmallFile(folder, expectedFileName, largest);
  } catch (error) {
    if (error instanceof RangeError) throw incomplete(`its ${expectedFileName} is too large`);
    throw incomplete(`its ${expectedFileName} may not be read`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
