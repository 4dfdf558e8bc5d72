import type { Cursor } from "../../database/views/keyset.ts";
import {
  type BatchFilter,
  type BatchLine,
  countBatches,
  listBatches,
} from "../../database/views/list_batches.ts";
import { type BatchStatus, batchStatuses } from "../../model/batch.ts";
import { count, duration } from "../format.ts";
import type { WebPorts } from "../ports.ts";
import { type Html, momentOf, type View } from "../view.ts";
import { BatchLink, Count, Empty, Pager, Size, Status, Table, Time } from "./parts.tsx";

const perPage = 50;

/** One page of a list of Batches, filtered by status and time, newest first. */
export async function batches(ports: WebPorts, { query, zone }: View): Promise<Html> {
  const filter = readFilter(query);
  const [page, rows] = await Promise.all([
    listBatches(ports.sql, filter, readCursor(query), perPage),
    countBatches(ports.sql, filter),
  ]);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <p class="quiet" aria-live="polite">
        {rows.isExact ? "" : "more than "}
        {count(rows.count)} {rows.count === 1 ? "Batch" : "Batches"}
      </p>
      {page.lines.length > 0
        ? <BatchTable batches={page.lines} zone={zone} />
        : isFiltered
        ? (
          <Empty title="No matching Batches">
            <a href="/batches">Show all Batches</a>
          </Empty>
        )
        : (
          <Empty title="No Batches yet">
            Start <code>deno task watch</code> and move a folder of images into the inbox.
          </Empty>
        )}
      <Pager path="/batches" query={query} next={page.next} previous={page.previous} />
    </>
  );
}

/** Forms that filter the list, and find a Batch by its code or folder name. */
export function BatchFilters({ view: { query, viewer } }: { view: View }): Html {
  const status = query.get("status") ?? "";
  return (
    <div class="toolbar">
      <form method="get" action="/batches" class="filters">
        <label>
          Status
          <select name="status">
            <option value="">any</option>
            {batchStatuses.map((each) => (
              <option value={each} selected={each === status}>{each}</option>
            ))}
          </select>
        </label>
        <label>
          Found from
          <input type="date" name="since" value={query.get("since") ?? ""} />
        </label>
        <label>
          until
          <input type="date" name="until" value={query.get("until") ?? ""} />
        </label>
        <label class="check">
          <input
            type="checkbox"
            name="attention"
            value="true"
            checked={query.get("attention") === "true"}
          />
          needs attention
        </label>
        <button type="submit">Filter</button>
      </form>
      <FindForm csrf={viewer.csrf} />
      {query.get("found") === "none"
        ? (
          <p class="alarm" role="alert">
            No Batch has this code or folder name.
          </p>
        )
        : null}
    </div>
  );
}

function FindForm({ csrf }: { csrf: string }): Html {
  return (
    <form method="post" action="/batches/find" class="filters" autocomplete="off">
      <input type="hidden" name="csrf" value={csrf} />
      <label>
        Code or folder name
        <input type="search" name="name" required maxlength={255} />
      </label>
      <button type="submit">Find</button>
    </form>
  );
}

/** Reads the filter of an address; invalid values are ignored. */
export function readFilter(query: URLSearchParams): BatchFilter {
  const status = batchStatuses.find((each): each is BatchStatus => each === query.get("status"));
  const until = readDay(query.get("until"));
  return {
    status,
    attention: query.get("attention") === "true" || undefined,
    code: query.get("code") || undefined,
    since: readDay(query.get("since")),
    // including the given day
    until: until && new Date(until.getTime() + 86_400_000),
  };
}

/** Reads the page of an address. */
export function readCursor(query: URLSearchParams): Cursor {
  return { after: readKey(query.get("after")), before: readKey(query.get("before")) };
}

function readKey(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function readDay(text: string | null): Date | undefined {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  return momentOf(`${text}T00:00:00Z`);
}

const head = [
  "Batch",
  "Status",
  "Stage or error",
  "Images",
  "Skipped",
  "Held back",
  "Size",
  "Found",
  "Duration",
];

/** A table of Batches. */
export function BatchTable(
  { batches, zone }: { batches: readonly BatchLine[]; zone: string },
): Html {
  return (
    <Table label="Batches" head={head} numbers={[3, 4, 5, 6, 8]}>
      {batches.map((batch) => (
        <tr>
          <td>
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
          <td>
            <Time at={batch.foundAt} zone={zone} />
          </td>
          <td class="n">{durationOf(batch)}</td>
        </tr>
      ))}
    </Table>
  );
}

function remark({ errorCode, changed, stage }: BatchLine): Html {
  if (errorCode) return <code class="loud">{errorCode}</code>;
  if (changed) return <span class="loud">folder changed</span>;
  return <span class="quiet">{stage}</span>;
}

function durationOf({ startedAt, finishedAt }: BatchLine): Html | string {
  if (startedAt === null || finishedAt === null) return <span class="none">–</span>;
  return duration(Math.max(Date.parse(finishedAt) - Date.parse(startedAt), 0) / 1000);
}
