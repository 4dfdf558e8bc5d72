import { createHash } from "node:crypto";
import { join } from "node:path";
import type { IntakeError } from "../model/errors.ts";
import { expectedFileName, listFiles } from "./list_files.ts";
import { openRegularFile } from "./open_regular_file.ts";
import { type Expected, incomplete } from "./read_expected.ts";

const bufferSize = 1 << 20;

/** Called with the number of bytes of each read, and for each entry that was checked. */
export interface OnProgress {
  readonly bytes: (amount: number) => void;
  readonly entry: () => void;
}

const noProgress: OnProgress = { bytes: () => {}, entry: () => {} };

/**
 * Compares a folder with its sender's list: the number of files, and each file whose path is
 * listed. A file is read at most once, even if it is listed several times. Throws IntakeError
 * INCOMPLETE with the differences. It identifies entries by their numbers, counted from 1, since
 * names of files may contain patients' names.
 */
export function requireExpectedFiles(
  folder: string,
  expected: Expected,
  onProgress: OnProgress = noProgress,
): void {
  let faults: string[];
  try {
    faults = faultsOf(folder, expected, onProgress);
  } catch {
    throw incomplete("a listed file is not a regular file or cannot be read");
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
  const facts = new FileFacts(folder, onProgress);
  const [missing, otherSize, otherContent] = [new Faults(), new Faults(), new Faults()];
  for (const [at, { path, bytes, sha256 }] of list.entries()) {
    if (at % 1000 === 0) onProgress.entry();
    if (path === undefined) continue;
    if (!present.has(path)) missing.add(at);
    else if (bytes !== undefined && facts.sizeOf(path) !== bytes) otherSize.add(at);
    else if (sha256 !== undefined && facts.digestOf(path) !== sha256.toLowerCase()) {
      otherContent.add(at);
    }
  }
  const wrongNumber = present.size === files
    ? []
    : [`${present.size} of ${files} files are present`];
  return [
    ...wrongNumber,
    ...missing.text("missing"),
    ...otherSize.text("of different size"),
    ...otherContent.text("of different content"),
  ];
}

/** Sizes and SHA-256 digests of a folder's files, each determined once. */
class FileFacts {
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

/** The number of entries with one kind of difference, and the first ten of them. */
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

/** The error for listed SOP instances that the folder does not contain. */
export function instancesMissing(count: number): IntakeError {
  return incomplete(`${count} of the SOPInstanceUIDs in ${expectedFileName} are missing`);
}

function digestOf(folder: string, path: string, onProgress: OnProgress): string {
  const hash = createHash("sha256");
  const { file } = openRegularFile(folder, path, onProgress.bytes);
  using _ = file;
  const buffer = new Uint8Array(bufferSize);
  for (let size = file.readSync(buffer); size !== null; size = file.readSync(buffer)) {
    hash.update(buffer.subarray(0, size));
  }
  return hash.digest("hex");
}
