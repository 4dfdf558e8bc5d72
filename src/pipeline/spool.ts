import { join } from "node:path";
import { writeAll } from "../system/write_and_sync.ts";

const maxInMemory = 200;
const readSize = 1 << 20;

/**
 * The rows of a running job: few are kept in memory, many in a file below the state directory, so
 * that a folder of 200,000 images needs no more memory than one of 200. The file is deleted at the
 * end of the job.
 */
export class Spool<T> implements Disposable {
  readonly #path: string;
  #recent: T[] = [];
  #file: Deno.FsFile | undefined;

  constructor(directory: string, name: string) {
    this.#path = join(directory, `${name}.jsonl`);
  }

  push(item: T): void {
    this.#recent.push(item);
    if (this.#recent.length >= maxInMemory) this.#spill();
  }

  /**
   * All rows in the order in which they were added, at most `maxInMemory` at a time; can be called
   * repeatedly.
   */
  *chunks(): Generator<readonly T[]> {
    if (this.#file) yield* readChunks<T>(this.#path);
    if (this.#recent.length > 0) yield this.#recent;
  }

  [Symbol.dispose](): void {
    if (!this.#file) return;
    this.#file.close();
    this.#file = undefined;
    Deno.removeSync(this.#path);
  }

  #spill(): void {
    this.#file ??= Deno.openSync(this.#path, { create: true, truncate: true, write: true });
    const lines = this.#recent.map((item) => `${JSON.stringify(item)}\n`).join("");
    writeAll(this.#file, new TextEncoder().encode(lines));
    this.#recent = [];
  }
}

function* readChunks<T>(path: string): Generator<readonly T[]> {
  let chunk: T[] = [];
  for (const line of readLines(path)) {
    chunk.push(JSON.parse(line));
    if (chunk.length < maxInMemory) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

function* readLines(path: string): Generator<string> {
  using file = Deno.openSync(path);
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(readSize);
  let rest = "";
  for (let size = file.readSync(buffer); size !== null; size = file.readSync(buffer)) {
    const lines = (rest + decoder.decode(buffer.subarray(0, size), { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
