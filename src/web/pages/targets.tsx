import { isDown, type TargetState } from "../../database/views/read_targets.ts";
import type { TargetCheck } from "../../model/target.ts";
import { count, duration, size } from "../format.ts";
import { adviceOn, adviceSections } from "../help/advice.ts";
import type { PageParts } from "../ports.ts";
import { type Html, isOperator, type View } from "../view.ts";
import { Code, Markdown } from "./help.tsx";
import { Empty, Table } from "./parts.tsx";

/** The delivery targets: which are down, why, how much waits, and when the next attempt is due. */
export async function targets(ports: PageParts): Promise<Html> {
  const { targets } = await ports.state();
  if (targets.length === 0) {
    return (
      <Empty title="No target has received Batches yet">
        <code>DELIVER_TO</code> lists the targets; outputs are always in <code>OUTPUT_BASE</code>.
      </Empty>
    );
  }
  const head = ["Target", "State", "Waiting", "Size", "Delivered", "Last success", "Failures"];
  return (
    <Table label="Targets" head={head} numbers={[2, 3, 4]}>
      {targets.map((target) => <TargetRow target={target} />)}
    </Table>
  );
}

function TargetRow({ target }: { target: TargetState }): Html {
  const failures = Object.entries(target.failed).map(([code, times]) => `${code} ${count(times)}`);
  return (
    <tr>
      <td class="code">{target.name}</td>
      <td>
        <StateOf target={target} />
      </td>
      <td class="n">
        {target.waiting > 0
          ? <a href={waitingAddress(target.name)}>{count(target.waiting)}</a>
          : count(target.waiting)}
      </td>
      <td class="n">{size(target.bytes)}</td>
      <td class="n">{count(target.delivered)}</td>
      <td>{target.successSeconds === null ? "never" : `${roughly(target.successSeconds)} ago`}</td>
      <td>{failures.join(", ") || <span class="none">none</span>}</td>
    </tr>
  );
}

/** The Batches that wait for a target. */
function waitingAddress(target: string): string {
  return `/batches?${new URLSearchParams({ status: "DELIVERING", target })}`;
}

function StateOf({ target }: { target: TargetState }): Html {
  const { errorCode, errorReason, downSeconds, nextSeconds, failures } = target;
  const why = errorCode === null ? null : <Code of={errorCode} />;
  if (!isDown(target)) {
    return failures > 0 ? <>up; the last attempt failed ({why}: {errorReason ?? ""})</> : <>up</>;
  }
  const next = nextSeconds === null ? "being tried now" : `next attempt in ${roughly(nextSeconds)}`;
  return (
    <>
      <span class="loud">down</span> for {roughly(downSeconds ?? 0)}, {next}. {why}:{" "}
      {errorReason ?? ""}
      <Remedy of={errorCode} />
    </>
  );
}

/** What the code of a failed attempt means, and what to do. */
function Remedy({ of }: { of: string | null }): Html | null {
  const known = of === null ? undefined : adviceOn(of, adviceSections.attempt);
  if (!known) return null;
  return (
    <p class="quiet">
      <Markdown text={`The target ${known.meaning}.`} />
    </p>
  );
}

/** Rounded, so that the page is not sent again every second while nothing else changes. */
function roughly(seconds: number): string {
  return seconds < 60 ? "under a minute" : duration(Math.floor(seconds / 60) * 60);
}

/** The buttons that test targets. They are outside of the live content, which all viewers share. */
export function TestForm({ view: { viewer } }: { view: View }): Html {
  return (
    <>
      <h1>Targets</h1>
      {isOperator(viewer)
        ? (
          <form method="post" action="/targets/test">
            <input type="hidden" name="csrf" value={viewer.csrf} />
            <button type="submit">Test all targets</button>
          </form>
        )
        : null}
    </>
  );
}

/** The results of a test of the targets in the settings. */
export function TargetChecks({ checks }: { checks: readonly TargetCheck[] }): Html {
  if (checks.length === 0) return <Empty title="No delivery targets configured" />;
  return (
    <Table label="Tests of targets" head={["Target", "Result", "Findings"]}>
      {checks.map(({ target, isReady, findings }) => (
        <tr>
          <td class="code">{target}</td>
          <td>{isReady ? "ready" : <span class="loud">not ready</span>}</td>
          <td>{findings.join("; ")}</td>
        </tr>
      ))}
    </Table>
  );
}

/** What the card of the overview says about the targets. */
export function targetsNote(targets: readonly TargetState[]): string {
  const waiting = targets.reduce((sum, one) => sum + one.waiting, 0);
  if (targets.length === 0) return "none configured";
  return waiting === 0 ? "nothing waits" : `${count(waiting)} outstanding`;
}
