import type { EndStatus, Stage } from "./batch.ts";
import type { FaultCode } from "./errors.ts";
import type { AttemptCode } from "./target.ts";

/** From the least to the most important. */
export const logLevels = ["debug", "info", "warn", "error"] as const;

export type LogLevel = typeof logLevels[number];

/** Why a Batch was postponed, or why no Batches are claimed; faults have a {@link FaultCode}. */
export type WaitCode =
  | "UNSETTLED"
  | "CHANGED_WHILE_READ"
  | "NO_ROOM"
  | "MIN_FREE"
  | "MAX_UNDELIVERED";

/**
 * Everything that an event may carry. The list keeps patient data out of the log: it contains
 * counts, durations, codes and paths that an administrator configured, but never the name of a
 * folder or file, and never a value read from an image.
 */
export interface EventFields {
  /** The pseudonymous code of a Batch, never its uid. */
  readonly batch: string;
  /** The status in which a job left its Batch. */
  readonly status: EndStatus;
  readonly stage: Stage;
  readonly code: FaultCode | WaitCode | AttemptCode | "REFUSED";
  /** What happened, in a sentence written in this program. */
  readonly reason: string;
  /** What to do about it, in a sentence written in this program. */
  readonly hint: string;
  /** An inbox, output or state directory from the settings. */
  readonly directory: string;
  /** The fingerprint of the pseudonymization key. */
  readonly keyFingerprint: string;
  readonly files: number;
  readonly images: number;
  readonly skipped: number;
  /** The number of skipped images that rules held back. */
  readonly held: number;
  readonly bytes: number;
  readonly freeBytes: number;
  readonly seconds: number;
  readonly graceSeconds: number;
  /** A delivery target: a URL without credentials. */
  readonly target: string;
  /** The number of targets that have not confirmed a Batch yet. */
  readonly targets: number;
  /** The address of this program's web page. */
  readonly url: string;
  readonly folders: number;
  /** The number of Batches that wait to be claimed, or to be delivered. */
  readonly waiting: number;
  readonly pid: number;
  /** Functions of this program, without the message of the error. */
  readonly trace: string;
}

type FieldName = keyof EventFields;

/**
 * The closed set of events: the levels, the fields and the optional fields of each.
 * `docs/log.md` describes each event; a test compares the two.
 */
export const eventDefinitions = {
  "watch.started": define(["info"], ["pid"], ["hint"]),
  "watch.stopped": define(["info"], ["pid"]),
  "queue.started": define(["info"], ["pid"], ["hint"]),
  "queue.stopped": define(["info"], ["pid"]),
  "web.started": define(["info"], ["pid", "url"]),
  "web.stopped": define(["info"], ["pid"]),
  "web.failed": define(["error"], ["code", "reason", "hint"]),
  "stop.requested": define(["info"], ["graceSeconds", "reason", "hint"]),
  "recipe.questioned": define(["warn"], ["reason"]),
  "setting.ignored": define(["warn"], ["reason", "hint"]),
  "settings.rejected": define(["error"], ["code", "reason", "hint"]),
  "inbox.found": define(["info"], ["directory"]),
  "inbox.lost": define(["warn"], ["directory"], ["code", "reason", "hint"]),
  "scan.failed": define(["warn"], ["directory"]),
  "folder.recorded": define(["debug"], ["batch"]),
  "folder.reappeared": define(["debug"], ["batch"]),
  "folder.changed": define(["warn"], ["batch"]),
  "folder.conflicted": define(["warn"], ["batch"]),
  "folder.refused": define(["warn"], ["batch", "code", "reason", "hint"]),
  "recording.failed": define(["error"], ["code", "reason", "hint"]),
  "queue.refilled": define(["info"], ["folders"]),
  "deliveries.postponed": define(["warn"], ["waiting", "hint"]),
  "queue.counted": define(["debug"], ["waiting"]),
  "refill.failed": define(["error"], ["code", "reason", "hint"]),
  "claims.paused": define(
    ["warn"],
    ["code", "reason", "hint"],
    ["directory", "freeBytes", "bytes"],
  ),
  "claims.resumed": define(["info"], []),
  "claims.failed": define(["error"], ["code", "reason", "hint"]),
  "batch.started": define(["debug"], ["batch", "files", "keyFingerprint"]),
  "batch.progressed": define(["debug"], ["batch", "images", "skipped", "bytes"]),
  "batch.postponed": define(["debug", "warn"], ["batch", "code"], ["bytes", "hint"]),
  "batch.released": define(["info", "warn"], ["batch", "stage", "code", "reason", "hint"]),
  "batch.abandoned": define(["warn"], ["batch", "stage", "code", "reason", "hint"]),
  "lease.lost": define(["warn"], ["batch", "stage", "code", "reason", "hint"]),
  "batch.finished": define(
    ["info", "warn"],
    ["batch", "status", "images", "skipped", "held", "bytes", "seconds"],
  ),
  "batch.failed": define(
    ["error"],
    ["batch", "status", "code"],
    ["stage", "reason", "hint", "trace"],
  ),
  "batch.placed": define(["info"], ["batch", "targets"]),
  "delivery.progressed": define(["debug"], ["batch", "target", "images"]),
  "delivery.finished": define(["info"], ["batch", "target", "images"]),
  "delivery.failed": define(["warn"], ["batch", "target", "code", "reason", "hint"]),
  "delivery.refused": define(["error"], ["batch", "target", "code", "reason"]),
  "output.questioned": define(["warn"], ["batch", "target"]),
  "delivery.released": define(["info"], ["batch", "target"]),
  "delivery.abandoned": define(["warn"], ["batch", "target", "code", "reason", "hint"]),
  "deliveries.failed": define(["error"], ["code", "reason", "hint"]),
  "target.lost": define(["error"], ["target", "code", "reason", "hint"]),
  "target.found": define(["info"], ["target"]),
  "target.removed": define(["warn"], ["target", "waiting"]),
  "source.kept": define(["warn"], ["batch", "reason", "hint"]),
} as const;

type Definitions = typeof eventDefinitions;

export type EventName = keyof Definitions;

type Required<Name extends EventName> = Definitions[Name]["required"][number];
type Optional<Name extends EventName> = Definitions[Name]["optional"][number];

/** One event of the union; the fields of other events are excluded. */
export type EventNamed<Name extends EventName> =
  & { readonly name: Name; readonly level: Definitions[Name]["levels"][number] }
  & Pick<EventFields, Required<Name>>
  & Partial<Pick<EventFields, Optional<Name>>>
  & { readonly [Field in Exclude<FieldName, Required<Name> | Optional<Name>>]?: never };

/**
 * What happened, as a value: streams emit it; the log, the progress bar, the metrics and the pages
 * show it. Nothing else depends on events. An event or a field that is not defined above does not
 * compile.
 */
export type IntakeEvent = { [Name in EventName]: EventNamed<Name> }[EventName];

/** The names of the events that report a fault outside any job. */
export type FailureName =
  | "web.failed"
  | "recording.failed"
  | "refill.failed"
  | "claims.failed"
  | "deliveries.failed";

interface Definition<
  Level extends LogLevel,
  Required extends FieldName,
  Optional extends FieldName,
> {
  readonly levels: readonly Level[];
  readonly required: readonly Required[];
  readonly optional: readonly Optional[];
}

function define<
  const Level extends LogLevel,
  const Required extends FieldName,
  const Optional extends FieldName = never,
>(
  levels: readonly Level[],
  required: readonly Required[],
  optional: readonly Optional[] = [],
): Definition<Level, Required, Optional> {
  return { levels, required, optional };
}
