import type { IntakeError } from "../errors.ts";
import type { FolderEntry } from "../folder/list_files.ts";
import type { SourcePlace } from "../folder/set_aside.ts";
import type { IntakeEvent } from "../model/event.ts";
import type { SourceFolder } from "../pipeline/dispose_of_source.ts";
import type { AfterPolicy } from "../model/policy.ts";
import type { FolderLook } from "../pipeline/look_at_folder.ts";

/** What is asked of a thread about one folder, each kind with its answer. */
export interface FolderTasks {
  /** Undefined when the inbox is not there. */
  readonly look: { readonly asks: SourcePlace; readonly gives: FolderLook | undefined };
  /** The instances that its sender says are to come; the files he names are there. */
  readonly expect: { readonly asks: SourcePlace; readonly gives: readonly string[] };
  /** Starts a listing under a number, or goes on with it; nothing is left when it gives none. */
  readonly list: {
    readonly asks: SourcePlace & { readonly listing: number };
    readonly gives: readonly FolderEntry[];
  };
  readonly endList: { readonly asks: { readonly listing: number }; readonly gives: undefined };
  readonly dispose: {
    readonly asks: SourceFolder & { readonly policy: Exclude<AfterPolicy, "keep"> };
    readonly gives: Disposal;
  };
  readonly undo: { readonly asks: SourcePlace; readonly gives: undefined };
}

/** What became of a source folder. */
export interface Disposal {
  readonly news: readonly IntakeEvent[];
  /** See `disposeOfSource`. */
  readonly isGone: boolean;
}

export type FolderTaskKind = keyof FolderTasks;

/** One task, as it crosses to a thread. */
export type FolderTask = {
  readonly [Kind in FolderTaskKind]: { readonly kind: Kind } & FolderTasks[Kind]["asks"];
}[FolderTaskKind];

export interface FolderRequest {
  readonly id: number;
  readonly task: FolderTask;
}

export type FolderAnswer =
  | { readonly id: number; readonly value: FolderTasks[FolderTaskKind]["gives"] }
  | { readonly id: number; readonly fault: Pick<IntakeError, "code" | "message" | "hint"> }
  /** What the operating system said, without the names in its message. */
  | { readonly id: number; readonly refusal: { readonly name: string; readonly code: string } };
