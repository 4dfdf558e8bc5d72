import { createHash } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { IntakeError } from "../errors.ts";
import { expectedFileName } from "./expected_file_name.ts";
import { listFiles } from "./list_files.ts";
import { openRegularFile } from "./open_regular_file.ts";

const largest = 64 << 20;
const piece = 1 << 20;

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
  list: z.array(file).optional(),
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
  const text = readText(folder);
  if (text === undefined) return undefined;
  const result = schema.safeParse(parseJson(text));
  if (result.success) return { files: result.data.files, list: result.data.list ?? [] };
  const issue = result.error.issues[0];
  const where = issue?.path.filter((key) => typeof key === "number" || key in schema.shape);
  throw incomplete(`its ${expectedFileName} is not understood at ${where?.join(".") || "its top"}`);
}

/**
 * Holds a folder against what its sender says: the number of files, and each file that is named
 * by its path. Throws IntakeError INCOMPLETE with what is missing: by the numbers of entries,
 * counted from 1, for names of files may hold patients' names.
 */
export async function requireFiles(folder: string, expected: Expected): Promise<void> {
  try {
    const faults = await faultsOf(folder, expected);
    if (faults.length > 0) throw incomplete(faults.join("; "));
  } catch (error) {
    if (error instanceof IntakeError) throw error;
    throw incomplete(`a file of its list is none, or cannot be read`);
  }
}

async function faultsOf(folder: string, { files, list }: Expected): Promise<string[]> {
  const present = new Set(listFiles(folder).map(({ path }) => path));
  const faults: string[] = [];
  if (present.size !== files) faults.push(`${present.size} files of ${files} are there`);
  const named = list.map((entry, at) => ({ ...entry, number: at + 1 }))
    .filter((entry) => entry.path !== undefined);
  const missing = named.filter(({ path = "" }) => !present.has(path));
  faults.push(...entries("missing", missing));
  const there = named.filter(({ path = "" }) => present.has(path));
  const otherSize = there.filter(({ path = "", bytes }) =>
    bytes !== undefined && Deno.lstatSync(join(folder, path)).size !== bytes
  );
  faults.push(...entries("of another size", otherSize));
  const otherContent = [];
  for (const entry of there.filter((one) => !otherSize.includes(one))) {
    const { path = "", sha256 } = entry;
    if (sha256 === undefined) continue;
    if (await digestOf(folder, path) !== sha256.toLowerCase()) otherContent.push(entry);
  }
  return [...faults, ...entries("of other content", otherContent)];
}

/** The error of instances that are named and did not come. */
export function instancesMissing(count: number): IntakeError {
  return incomplete(`${count} of the SOPInstanceUIDs of ${expectedFileName} did not come`);
}

function entries(what: string, list: readonly { readonly number: number }[]): string[] {
  if (list.length === 0) return [];
  const shown = list.slice(0, 10).map(({ number }) => number).join(", ");
  const more = list.length > 10 ? ", …" : "";
  return [`${list.length} ${what} (entries ${shown}${more} of ${expectedFileName})`];
}

function incomplete(reason: string): IntakeError {
  return new IntakeError(
    "INCOMPLETE",
    `the folder is not what its sender announced: ${reason}`,
    "nothing, if the sender goes on: it is looked at again when the folder changes",
  );
}

function readText(folder: string): string | undefined {
  try {
    const { file, info: { size } } = openRegularFile(folder, expectedFileName);
    using _ = file;
    if (size > largest) throw incomplete(`its ${expectedFileName} is no small file`);
    const bytes = new Uint8Array(size);
    let done = 0;
    for (let read = 1; read > 0; done += read) read = file.readSync(bytes.subarray(done)) ?? 0;
    return new TextDecoder().decode(bytes.subarray(0, done));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    if (error instanceof IntakeError) throw error;
    throw incomplete(`its ${expectedFileName} may not be read`);
  }
}

async function digestOf(folder: string, path: string): Promise<string> {
  const hash = createHash("sha256");
  const { file } = openRegularFile(folder, path);
  using _ = file;
  const buffer = new Uint8Array(piece);
  for (let size = await file.read(buffer); size !== null; size = await file.read(buffer)) {
    hash.update(buffer.subarray(0, size));
  }
  return hash.digest("hex");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
