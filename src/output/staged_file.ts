import { dirname } from "node:path";
import type { IntakeError } from "../model/errors.ts";
import { fileCall } from "../system/file_call.ts";
import { outputUnwritable } from "../system/system_code.ts";

/** Reads a file that was just written, for verification. */
export interface WrittenBytes {
  readonly size: number;
  /** Fills a buffer from an offset; returns the number of bytes read, fewer only at the end. */
  readonly readAt: (buffer: Uint8Array, offset: number) => number;
}

/**
 * A new file of a staged folder. Errors of the operating system concern the output, not the image:
 * they become IntakeError OUTPUT_UNWRITABLE or OUT_OF_RESOURCES.
 */
export class StagedFile {
  readonly #file: Deno.FsFile;

  /** Creates `path`, or `fallback` if another file of the Batch already has that path. */
  constructor(path: string, fallback: string) {
    const [file, written] = orUnwritable(() => openNew(path, fallback));
    this.#file = file;
    this.path = written;
  }

  readonly path: string;

  writeSync(bytes: Uint8Array): number {
    return orUnwritable(() => this.#file.writeSync(bytes));
  }

  /** Reads the written bytes back from the file. */
  reread(): WrittenBytes {
    const file = this.#file;
    return {
      size: file.seekSync(0, Deno.SeekMode.End),
      readAt(buffer, offset): number {
        return fileCall(() => {
          file.seekSync(offset, Deno.SeekMode.Start);
          return file.readSync(buffer) ?? 0;
        });
      },
    };
  }

  /** Makes the content durable and closes the file. */
  async sync(): Promise<void> {
    try {
      await this.#file.syncData();
    } catch (error) {
      throw unwritable(error);
    } finally {
      this.#file.close();
    }
  }

  /** Closes and deletes the file. */
  remove(): void {
    fileCall(() => this.#file.close());
    orUnwritable(() => Deno.removeSync(this.path));
  }
}

function openNew(path: string, fallback: string): [file: Deno.FsFile, path: string] {
  try {
    return [create(path), path];
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    return [create(fallback), fallback];
  }
}

function create(path: string): Deno.FsFile {
  const options = { createNew: true, read: true, write: true, mode: 0o640 };
  try {
    return Deno.openSync(path, options);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o750 });
    return Deno.openSync(path, options);
  }
}

function orUnwritable<T>(write: () => T): T {
  try {
    return fileCall(write);
  } catch (error) {
    throw unwritable(error);
  }
}

function unwritable(error: unknown): IntakeError {
  return outputUnwritable(error, { place: "the output" });
}
