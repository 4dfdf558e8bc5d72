import type { IntakeState } from "../../database/views/read_intake_state.ts";
import { isDown } from "../../database/views/read_targets.ts";
import { count, dayIn, duration, size } from "../format.ts";
import type { WaitingCount } from "../../database/review/list_waiting.ts";
import type { ShownProcess } from "../ports.ts";
import type { Html } from "../view.ts";
import { targetsNote } from "./targets.tsx";

interface FiguresProps {
  readonly state: IntakeState;
  readonly processes: readonly ShownProcess[];
  readonly freeBytes: number | undefined;
  readonly minFree: number;
  /** Whether images can wait for a person. */
  readonly hasReview: boolean;
  readonly isReviewer: boolean;
  readonly zone: string;
}

/** The main figures of the intake. */
export function Figures(props: FiguresProps): Html {
  const { state, processes, freeBytes, minFree, zone, hasReview, isReviewer } = props;
  const { batches, today } = state;
  const waiting = batches.NEW + batches.QUEUE;
  const isFull = freeBytes !== undefined && freeBytes < minFree;
  return (
    <dl class="figures">
      <Figure
        name="Workers"
        note={workersNote(processes, state, zone)}
        href="/settings"
        alarm={!hasWorker(state, processes)}
      >
        {hasWorker(state, processes) ? "Running" : "None"}
      </Figure>
      <Figure name="Waiting" note={waiting > 0 ? oldest(state) : "no Batches"} href="/batches">
        {count(waiting)}
      </Figure>
      <Figure name="Processing" note="Batches" href="/batches?status=PROCESSING">
        {count(batches.PROCESSING)}
      </Figure>
      <Figure name="Done" note={`${count(batches.EMPTY)} empty`} href="/batches?status=DONE">
        {count(batches.DONE)}
      </Figure>
      <Targets targets={state.targets} />
      <Errors state={state} />
      <Figure name="Held back" note="images" href="/screening">
        {count(state.heldBack)}
      </Figure>
      {hasReview ? <Review waiting={state.review} isReviewer={isReviewer} /> : null}
      <Figure name="Today, UTC" note={`${count(today.images)} images`} href="/batches?status=DONE">
        {size(today.bytes)}
      </Figure>
      <Figure
        name="Free space"
        note={isFull ? "below MIN_FREE: claims are paused" : "at OUTPUT_BASE"}
        href="/settings"
        alarm={isFull}
      >
        {freeBytes === undefined ? "unknown" : size(freeBytes)}
      </Figure>
    </dl>
  );
}

/** Only reviewers have the page of these images. */
function Review(
  { waiting: { images, since }, isReviewer }: { waiting: WaitingCount; isReviewer: boolean },
): Html {
  const waitsSeconds = since === null ? 0 : (Date.now() - Date.parse(since)) / 1000;
  return (
    <Figure
      name="To review"
      note={images > 0 ? `images, oldest ${roughly(Math.max(0, waitsSeconds))}` : "no images"}
      href={isReviewer ? "/review" : "/screening"}
    >
      {count(images)}
    </Figure>
  );
}

function Targets({ targets }: Pick<IntakeState, "targets">): Html {
  const down = targets.filter(isDown).length;
  return (
    <Figure name="Targets" note={targetsNote(targets)} href="/targets" alarm={down > 0}>
      {down > 0 ? `${count(down)} down` : targets.length > 0 ? "Up" : "None"}
    </Figure>
  );
}

/** Failed Batches that were not acknowledged. */
function Errors({ state: { failed, changed, conflicts } }: { state: IntakeState }): Html {
  const folders = changed + conflicts;
  return (
    <Figure
      name="Errors"
      note={folders > 0 ? `${count(folders)} folders changed` : ""}
      href={failed > 0 ? "/batches?status=ERROR&attention=true" : "/batches?attention=true"}
      alarm={failed > 0}
    >
      {count(failed)}
    </Figure>
  );
}

/** Whether any process, on this or another machine, processes Batches. */
export function hasWorker(
  state: Pick<IntakeState, "workers">,
  processes: readonly ShownProcess[],
): boolean {
  return state.workers > 0 || processes.some(({ isWorker }) => isWorker);
}

function Figure(
  { name, note, href, alarm, children }: {
    name: string;
    note: string;
    href: string;
    alarm?: boolean;
    children?: unknown;
  },
): Html {
  return (
    <div class={alarm ? "figure alarm" : "figure"}>
      <dt>{name}</dt>
      <dd>
        <a href={href}>{children}</a>
        <span class="note">{note}</span>
      </dd>
    </div>
  );
}

function workersNote(processes: readonly ShownProcess[], state: IntakeState, zone: string): string {
  const workers = processes.filter(({ isWorker }) => isWorker);
  if (workers.length === 0) {
    return state.workers > 0 ? `${count(state.workers)} on other machines` : "start watch";
  }
  return workers.map(({ command, startedAt }) => `${command} since ${dayIn(zone, startedAt)}`)
    .join(", ");
}

function oldest({ oldestWaitingSeconds }: IntakeState): string {
  return oldestWaitingSeconds === null ? "" : `oldest ${roughly(oldestWaitingSeconds)}`;
}

/** Rounded, so that the page is not sent again every second while nothing else changes. */
function roughly(seconds: number): string {
  return seconds < 60
    ? "under a minute"
    : duration(Math.floor(seconds / 60) * 60).replace(" 0 s", "");
}
