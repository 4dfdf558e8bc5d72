import { join } from "node:path";
import { instancesMissing, requireExpectedFiles } from "../folder/expected_files.ts";
import { expectedInstances, readExpected } from "../folder/read_expected.ts";
import { type FolderEntry, listFiles } from "../folder/list_files.ts";
import type { SourcePlace } from "../folder/set_aside.ts";
import type { IntakeEvent } from "../model/event.ts";
import { disposeOfSource, undoDisposal } from "../pipeline/dispose_of_source.ts";
import { lookAtFolder } from "../pipeline/look_at_folder.ts";
import type { Disposal, FolderTask, FolderTaskKind, FolderTasks } from "./folder_task.ts";
import { ProgressCount } from "./progress_count.ts";

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
