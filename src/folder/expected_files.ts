import { createHash } from "node:crypto";
import type { IntakeError } from "../errors.ts";
import { join } from "node:path";
import { expectedFileName } from "./expected_file_name.ts";
import { listFiles } from "./list_files.ts";
import { openRegularFile } from "./open_regular_file.ts";
import { type Expected, incomplete } from "./read_expected.ts";

const piece = 1 << 20;

/** Is told of bytes that were read, and of each entry that was looked at. */
export interface OnProgress {
  readonly bytes: (amount: number) => void;
  readonly entry: () => void;
}

const unheard: OnProgress = { bytes: () => {}, entry: () => {} };

/**
 * Compares a folder with what its sender says: the number of files, and each file that is named
 * by its path. The cost grows with the entries and with the bytes of the files, each of which is
 * read once, however often it is listed. Throws IntakeError INCOMPLETE with what is missing: by
 * the numbers of entries, counted from 1, for names of files may hold patients' names.
 */
export function requireExpectedFiles(
  folder: string,
  expected: Expected,
  onProgress: OnProgress = unheard,
): void {
  let faults: string[];
  try {
    faults = faultsOf(folder, expected, onProgress);
  } catch {
    throw incomplete("a file of its list is not a regular file, or cannot be read");
  }
  if (faults.length > 0) throw incomplete(faults.join("; "));
}

function faultsOf(
  folder: string,
  { files, list }: Expected,
  onProgress: OnProgress,
): string[] {
  const present = new Set<string>();
  for (const { path } of listFiles(folder)) {
    present.add(path);
    onProgress.entry();
  }
  const seen = new SeenFiles(folder, onProgress);
  const [missing, otherSize, otherContent] = [new Faults(), new Faults(), new Faults()];
  for (const [at, { path, bytes, sha256 }] of list.entries()) {
    if (at % 1000 === 0) onProgress.entry();
    if (path === undefined) continue;
    if (!present.has(path)) missing.add(at);
    else if (bytes !== undefined && seen.sizeOf(path) !== bytes) otherSize.add(at);
    else if (sha256 !== undefined && seen.digestOf(path) !== sha256.toLowerCase()) {
      otherContent.add(at);
    }
  }
  const wrongNumber = present.size === files ? [] : [`${present.size} files of ${files} are there`];
  return [
    ...wrongNumber,
    ...missing.text("missing"),
    ...otherSize.text("of another size"),
    ...otherContent.text("of other content"),
  ];
}

/** What files of a folder are, each looked at once. */
class SeenFiles {
  readonly #sizes = new Map<string, number>();
  readonly #digests = new Map<string, string>();

  constructor(readonly folder: string, readonly onProgress: OnProgress) {}

  sizeOf(path: string): number {
    const known = this.#sizes.get(path);
    if (known !== undefined) return known;
    const { size } = Deno.lstatSync(join(this.folder, path));
    this.#sizes.set(path, size);
    return size;
  }

  digestOf(path: string): string {
    const known = this.#digests.get(path);
    if (known !== undefined) return known;
    const digest = digestOf(this.folder, path, this.onProgress);
    this.#digests.set(path, digest);
    return digest;
  }
}

/** Entries that are wrong in one way: how many, and the first of them. */
class Faults {
  #count = 0;
  readonly #first: number[] = [];

  add(at: number): void {
    if (this.#count++ < 10) this.#first.push(at + 1);
  }

  text(what: string): string[] {
    if (this.#count === 0) return [];
    const more = this.#count > this.#first.length ? ", …" : "";
    const numbers = `entries ${this.#first.join(", ")}${more} of ${expectedFileName}`;
    return [`${this.#count} ${what} (${numbers})`];
  }
}

/** The error of instances that are named and did not come. */
export function instancesMissing(count: number): IntakeError {
  return incomplete(`${count} of the SOPInstanceUIDs of ${expectedFileName} did not come`);
}

function digestOf(folder: string, path: string, onProgress: OnProgress): string {
  const hash = createHash("sha256");
  const { file } = openRegularFile(folder, path, onProgress.bytes);
  using _ = file;
  const buffer = new Uint8Array(piece);
  for (let size = file.readSync(buffer); size !== null; size = file.readSync(buffer)) {
    hash.update(buffer.subarray(0, size));
  }
  return hash.digest("hex");
}
