import { dirname } from "node:path";
import { IntakeError } from "../errors.ts";
import { outOfResources } from "../out_of_resources.ts";
import { systemCode } from "../system_code.ts";

/** What was written, for whoever reads it again. */
export interface WrittenBytes {
  readonly size: number;
  /** Fills a buffer from an offset on; returns how many bytes, fewer only at the end. */
  readonly readAt: (buffer: Uint8Array, offset: number) => number;
}

/**
 * A new file of a staged folder. Whatever the operating system refuses here concerns the
 * output, not the image: it becomes IntakeError OUTPUT_UNWRITABLE or OUT_OF_RESOURCES.
 */
export class StagedFile {
  readonly #file: Deno.FsFile;

  /** Opens `path`, or `otherwise` when another file of the Batch has taken it. */
  constructor(path: string, otherwise: string) {
    const [file, written] = writing(() => openNew(path, otherwise));
    this.#file = file;
    this.path = written;
  }

  readonly path: string;

  writeSync(bytes: Uint8Array): number {
    return writing(() => this.#file.writeSync(bytes));
  }

  /** Reads again what was written, as it lies on the disk. */
  reread(): WrittenBytes {
    const file = this.#file;
    return {
      size: file.seekSync(0, Deno.SeekMode.End),
      readAt(buffer, offset): number {
        file.seekSync(offset, Deno.SeekMode.Start);
        return file.readSync(buffer) ?? 0;
      },
    };
  }

  /** Makes the content durable, and closes the file. */
  async sync(): Promise<void> {
    try {
      await this.#file.syncData();
    } catch (error) {
      throw unwritable(error);
    } finally {
      this.#file.close();
    }
  }

  /** Takes back a file that was begun. */
  remove(): void {
    this.#file.close();
    writing(() => Deno.removeSync(this.path));
  }
}

function openNew(path: string, otherwise: string): [file: Deno.FsFile, path: string] {
  try {
    return [create(path), path];
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    return [create(otherwise), otherwise];
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

function writing<T>(write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw unwritable(error);
  }
}

function unwritable(error: unknown): IntakeError {
  const exhausted = outOfResources(error);
  if (exhausted) return exhausted;
  const code = systemCode(error) || "unknown";
  return new IntakeError(
    "OUTPUT_UNWRITABLE",
    `the output cannot be written (${code})`,
    "make room at OUTPUT_BASE, or give the right to write to it; work resumes by itself",
    { cause: error },
  );
}
