import { join } from "node:path";
import type { AfterPolicy } from "../../model/batch.ts";
import type { IntakeError } from "../../model/errors.ts";
import type { IntakeEvent } from "../../model/event.ts";
import { ProgressCount } from "../../system/stall_watch.ts";
import { disposeOfSource, type SourceFolder, undoDisposal } from "../dispose_of_source.ts";
import { instancesMissing, requireExpectedFiles } from "../expected_files.ts";
import { type FolderEntry, listFiles } from "../list_files.ts";
import { type FolderLook, lookAtFolder } from "../look_at_folder.ts";
import { expectedInstances, readExpected } from "../read_expected.ts";
import type { SourcePlace } from "../set_aside.ts";

/** The tasks of a folder thread: the request and the response of each kind. */
export interface FolderTasks {
  /** The response is undefined if the inbox does not exist. */
  readonly look: { readonly request: SourcePlace; readonly response: FolderLook | undefined };
  /** Checks the files that the sender announced; the response lists the announced instances. */
  readonly expect: { readonly request: SourcePlace; readonly response: readonly string[] };
  /** Starts or continues a listing, which is identified by a number; an empty response ends it. */
  readonly list: {
    readonly request: SourcePlace & { readonly listing: number };
    readonly response: readonly FolderEntry[];
  };
  readonly endList: {
    readonly request: { readonly listing: number };
    readonly response: undefined;
  };
  readonly dispose: {
    readonly request: SourceFolder & { readonly policy: Exclude<AfterPolicy, "keep"> };
    readonly response: Disposal;
  };
  readonly undo: { readonly request: SourcePlace; readonly response: undefined };
}

/** The result of disposing of a source folder. */
interface Disposal {
  readonly events: readonly IntakeEvent[];
  /** See `disposeOfSource`. */
  readonly isGone: boolean;
}

export type FolderTaskKind = keyof FolderTasks;

/** A task as it is posted to a thread. */
export type FolderTask = {
  readonly [Kind in FolderTaskKind]: { readonly kind: Kind } & FolderTasks[Kind]["request"];
}[FolderTaskKind];

export interface FolderRequest {
  readonly id: number;
  readonly task: FolderTask;
}

export type FolderAnswer =
  | { readonly id: number; readonly value: FolderTasks[FolderTaskKind]["response"] }
  | { readonly id: number; readonly fault: Pick<IntakeError, "code" | "message" | "hint"> }
  /** An error of the operating system without its message, which may contain file names. */
  | { readonly id: number; readonly refusal: { readonly name: string; readonly code: string } };

const entriesAtOnce = 256;

/** Runs folder tasks synchronously and counts their progress. */
export class FolderTaskRunner {
  readonly #listings = new Map<number, Iterator<FolderEntry>>();

  constructor(readonly progress: ProgressCount = new ProgressCount()) {}

  /** Throws IntakeError and errors of the operating system. */
  run(task: FolderTask): FolderTasks[FolderTaskKind]["response"] {
    switch (task.kind) {
      case "look":
        return lookAtFolder(task, this.progress.entry);
      case "expect":
        return this.#expect(task);
      case "list":
        return this.#list(task, task.listing);
      case "endList":
        this.#listings.delete(task.listing);
        return undefined;
      case "dispose":
        return this.#dispose(task);
      case "undo":
        undoDisposal(task);
        return undefined;
    }
  }

  #expect({ base, uid }: SourcePlace): readonly string[] {
    const folder = join(base, uid);
    const expected = readExpected(folder);
    if (!expected) return [];
    requireExpectedFiles(folder, expected, this.progress);
    const instances = expectedInstances(expected);
    // a file contains one instance
    if (instances.length > expected.files) {
      throw instancesMissing(instances.length - expected.files);
    }
    return instances;
  }

  #list({ base, uid }: SourcePlace, listing: number): readonly FolderEntry[] {
    const entries = this.#listings.get(listing) ?? listFiles(join(base, uid));
    this.#listings.set(listing, entries);
    const part: FolderEntry[] = [];
    while (part.length < entriesAtOnce) {
      const next = entries.next();
      if (next.done) break;
      this.progress.entry();
      part.push(next.value);
    }
    if (part.length === 0) this.#listings.delete(listing);
    return part;
  }

  #dispose(task: Extract<FolderTask, { kind: "dispose" }>): Disposal {
    const events: IntakeEvent[] = [];
    const run = disposeOfSource(task, task.policy, this.progress.entry);
    for (let step = run.next();; step = run.next()) {
      if (step.done) return { events, isGone: step.value };
      events.push(step.value);
    }
  }
}
