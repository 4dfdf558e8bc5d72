import type { BatchLine, BatchOrder, BatchTarget } from "../../database/views/list_batches.ts";
import { readOrder } from "../batch_query.ts";
import { count, duration } from "../format.ts";
import type { Html } from "../view.ts";
import { BatchLink, Count, Size, type SortedHead, Status, Table, Time } from "./parts.tsx";

interface BatchTableProps {
  readonly batches: readonly BatchLine[];
  readonly zone: string;
  /** With a checkbox in each row. */
  readonly canSelect?: boolean;
  /** The address of the list, if it can be sorted. */
  readonly query?: URLSearchParams;
}

/** A table of Batches. */
export function BatchTable({ batches, zone, canSelect = false, query }: BatchTableProps): Html {
  return (
    <Table label="Batches" head={headOf(query)} numbers={[3, 4, 5, 6, 11]}>
      {batches.map((batch) => (
        <tr>
          <td>
            {canSelect ? <Select code={batch.code} /> : null}
            <BatchLink code={batch.code} />
          </td>
          <td>
            <Status of={batch.status} />
          </td>
          <td>{remark(batch)}</td>
          <td class="n">
            <Count of={batch.images} />
          </td>
          <td class="n">
            <Count of={batch.skipped - batch.heldBack} loud />
          </td>
          <td class="n">
            <Count of={batch.heldBack} />
          </td>
          <td class="n">
            <Size of={batch.bytes} />
          </td>
          <td>{batch.modalities.join(", ") || <None />}</td>
          <td class="code">{patientsOf(batch.pseudonyms)}</td>
          <td class="code">{targetsOf(batch.targets)}</td>
          <td>
            <Time at={batch.foundAt} zone={zone} relative />
          </td>
          <td class="n">{durationOf(batch)}</td>
        </tr>
      ))}
    </Table>
  );
}

function headOf(query: URLSearchParams | undefined): readonly (string | SortedHead)[] {
  const sort = (name: string, by: BatchOrder, opposite?: BatchOrder): string | SortedHead =>
    query ? sortedHead(query, name, by, opposite) : name;
  return [
    "Batch",
    "Status",
    "Stage or error",
    sort("Images", "images"),
    "Skipped",
    "Held back",
    sort("Size", "size"),
    "Modality",
    "Patient",
    "Target",
    sort("Found", "newest", "oldest"),
    "Duration",
  ];
}

/** A column that is sorted `by` its largest values, and by its smallest with `opposite`. */
function sortedHead(
  query: URLSearchParams,
  name: string,
  by: BatchOrder,
  opposite: BatchOrder | undefined,
): SortedHead {
  const current = readOrder(query);
  const target = new URLSearchParams(query);
  for (const page of ["after", "before"]) target.delete(page);
  target.set("order", current === by && opposite ? opposite : by);
  const order = current === by ? "descending" : current === opposite ? "ascending" : undefined;
  return { name, href: `/batches?${target}`, order };
}

function None(): Html {
  return <span class="none">–</span>;
}

function patientsOf([first, ...others]: readonly string[]): Html {
  if (first === undefined) return <None />;
  const more = others.length === 0
    ? ""
    : others.length < 4
    ? ` + ${others.length}`
    : " + 4 or more";
  return (
    <>
      <a href={`/batches?patient=${encodeURIComponent(first)}`}>{first}</a>
      {more}
    </>
  );
}

const most = 2;

/** The first targets; one that has not confirmed the Batch is marked with its state. */
function targetsOf(targets: readonly BatchTarget[]): Html {
  if (targets.length === 0) return <None />;
  return (
    <>
      {targets.slice(0, most).map(({ target, state }) => (
        <span class="target">
          {target}
          {state === "confirmed"
            ? null
            : <span class={state === "refused" ? "loud" : "quiet"}>{` ${state}`}</span>}
        </span>
      ))}
      {targets.length > most ? <span class="quiet">+ {count(targets.length - most)}</span> : null}
    </>
  );
}

function Select({ code }: { code: string }): Html {
  return (
    <input
      type="checkbox"
      form="select"
      name="batch"
      value={code}
      id={`select-${code}`}
      aria-label={`Select ${code}`}
    />
  );
}

function remark({ errorCode, changed, stage, acknowledged }: BatchLine): Html {
  if (acknowledged) {
    return <span class="quiet">{errorCode ? <code>{errorCode}</code> : null} acknowledged</span>;
  }
  if (errorCode) return <code class="loud">{errorCode}</code>;
  if (changed) return <span class="loud">folder changed</span>;
  return <span class="quiet">{stage === "claimed" ? "reading" : stage}</span>;
}

function durationOf({ startedAt, finishedAt }: BatchLine): Html | string {
  if (startedAt === null || finishedAt === null) return <None />;
  return duration(Math.max(Date.parse(finishedAt) - Date.parse(startedAt), 0) / 1000);
}
