import { type BatchOrder, batchOrders } from "../../database/views/list_batches.ts";
import type { IntakeState } from "../../database/views/read_intake_state.ts";
import { type BatchStatus, batchStatuses } from "../../model/batch.ts";
import { filterParams, pageSizes, readOrder, readPageSize } from "../batch_query.ts";
import { count } from "../format.ts";
import { type Html, isOperator, type View } from "../view.ts";
import { AcknowledgedNow, Acted, SelectionForm } from "./selection.tsx";

/** The forms above the list: the days, the order and the size of a page. */
export function BatchFilters({ view }: { view: View }): Html {
  const { query, viewer } = view;
  return (
    <div class="toolbar">
      <FilterForm query={query} />
      {isOperator(viewer) ? <SelectionForm view={view} /> : null}
      <Acted of={query.get("retried")} />
      <AcknowledgedNow of={query.get("acknowledgedNow")} />
      {query.get("found") === "none"
        ? <p class="alarm" role="alert">Nothing in the catalogue has this name.</p>
        : null}
    </div>
  );
}

const orderNames: Readonly<Record<BatchOrder, string>> = {
  newest: "newest first",
  oldest: "oldest first",
  images: "most images",
  size: "largest",
};

function FilterForm({ query }: { query: URLSearchParams }): Html {
  const kept = [...filterParams(query)].filter(([name]) => name !== "since" && name !== "until");
  return (
    <form method="get" action="/batches" class="filters">
      {kept.map(([name, value]) => <input type="hidden" name={name} value={value} />)}
      <label>
        Found from
        <input type="date" name="since" value={query.get("since") ?? ""} />
      </label>
      <label>
        until
        <input type="date" name="until" value={query.get("until") ?? ""} />
      </label>
      <label>
        Order
        <select name="order">
          {batchOrders.map((order) => (
            <option value={order} selected={order === readOrder(query)}>{orderNames[order]}</option>
          ))}
        </select>
      </label>
      <label>
        Rows
        <select name="size">
          {pageSizes.map((size) => (
            <option value={String(size)} selected={size === readPageSize(query)}>{size}</option>
          ))}
        </select>
      </label>
      <button type="submit">Show</button>
    </form>
  );
}

const names: Readonly<Record<BatchStatus, string>> = {
  NEW: "Waiting for watch",
  QUEUE: "Waiting for queue",
  PROCESSING: "Processing",
  DELIVERING: "Delivering",
  DONE: "Done",
  EMPTY: "Empty",
  REVIEW: "To review",
  ERROR: "Failed",
};

/** Tabs with the number of all Batches of each status, without those that have none. */
export function BatchTabs(
  { state: { batches, attention, acknowledged }, query }: {
    state: IntakeState;
    query: URLSearchParams;
  },
): Html {
  const current = ["attention", "acknowledged"].find((name) => query.get(name) === "true") ??
    query.get("status") ?? "";
  const all = Object.values(batches).reduce((sum, each) => sum + each, 0);
  const ofStatus = batchStatuses.filter((each) => batches[each] > 0 || each === current)
    .map((each) => [each, names[each], batches[each], `?status=${each}`] as const);
  const tabs = [
    ["", "All", all, ""],
    ["attention", "Needs attention", attention, "?attention=true"],
    ...ofStatus,
    ["acknowledged", "Acknowledged", acknowledged, "?acknowledged=true"],
  ] as const;
  const shown = tabs.filter(([key, , number]) =>
    key !== "acknowledged" || number > 0 || key === current
  );
  return (
    <nav class="tabs" aria-label="Batches by status">
      {shown.map(([key, name, number, search]) => (
        <a href={`/batches${search}`} aria-current={key === current ? "page" : undefined}>
          {name} <span class="quiet">{count(number)}</span>
        </a>
      ))}
    </nav>
  );
}

const shownFilters = {
  error: "Error",
  refusedBy: "Refused by",
  target: "Target",
  modality: "Modality",
  patient: "Patient",
  study: "Study",
  accession: "Accession number",
  code: "Code begins with",
  finishedSince: "Finished from",
  finishedBefore: "Finished before",
} as const;

/** The filters that neither tabs nor forms show, each with a link that removes it. */
export function ActiveFilters({ query }: { query: URLSearchParams }): Html | null {
  const active = Object.entries(shownFilters).filter(([name]) => query.get(name));
  if (active.length === 0) return null;
  return (
    <ul class="chips" aria-label="Filters">
      {active.map(([name, label]) => (
        <li>
          {label} <span class="code">{query.get(name)}</span>{" "}
          <a href={`/batches?${without(query, name)}`} aria-label={`Remove the filter ${label}`}>
            Remove
          </a>
        </li>
      ))}
    </ul>
  );
}

function without(query: URLSearchParams, name: string): URLSearchParams {
  const rest = new URLSearchParams(query);
  for (const each of [name, "after", "before"]) rest.delete(each);
  return rest;
}
