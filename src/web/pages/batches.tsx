import { groupErrors } from "../../database/views/group_errors.ts";
import { countBatches, listBatches } from "../../database/views/list_batches.ts";
import { readPatient } from "../../database/views/read_patient.ts";
import { readCursor, readFilter, readOrder, readPageSize } from "../batch_query.ts";
import { count } from "../format.ts";
import type { PageParts } from "../ports.ts";
import { type Html, isOperator, type View } from "../view.ts";
import { ActiveFilters, BatchTabs } from "./batch_filters.tsx";
import { BatchTable } from "./batch_table.tsx";
import { ErrorGroups } from "./error_groups.tsx";
import { Command, Empty, Pager } from "./parts.tsx";
import { PatientSummary } from "./patient_summary.tsx";
import { SelectionBar } from "./selection.tsx";

/** One page of a list of Batches. */
export async function batches(ports: PageParts, view: View): Promise<Html> {
  const query = listQuery(view.query);
  const filter = readFilter(query);
  const showsErrors = filter.status === "ERROR" || filter.attention === true;
  const { patient } = filter;
  const [page, rows, groups, state, content] = await Promise.all([
    listBatches(ports.sql, filter, readCursor(query), readPageSize(query), readOrder(query)),
    countBatches(ports.sql, filter),
    showsErrors ? groupErrors(ports.sql) : [],
    ports.state(),
    patient === undefined ? undefined : readPatient(ports.sql, patient),
  ]);
  const canAct = isOperator(view.viewer) && page.lines.length > 0;
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <BatchTabs state={state} query={query} />
      <ActiveFilters query={query} />
      {patient && content ? <PatientSummary patient={patient} content={content} /> : null}
      <p class="quiet" aria-live="polite">
        {rows.isExact ? "" : "more than "}
        {count(rows.count)} {rows.count === 1 ? "Batch" : "Batches"}
      </p>
      <ErrorGroups groups={groups} />
      {canAct ? <SelectionBar rows={rows} /> : null}
      {page.lines.length > 0
        ? <BatchTable batches={page.lines} zone={view.zone} canSelect={canAct} query={query} />
        : <NoBatches isFiltered={isFiltered} />}
      <Pager path="/batches" query={query} next={page.next} previous={page.previous} />
    </>
  );
}

/** The address of the list without the results of forms. */
function listQuery(query: URLSearchParams): URLSearchParams {
  const list = new URLSearchParams(query);
  for (const result of ["retried", "found", "acknowledgedNow"]) list.delete(result);
  return list;
}

function NoBatches({ isFiltered }: { isFiltered: boolean }): Html {
  if (isFiltered) {
    return (
      <Empty title="No matching Batches">
        <a href="/batches">Show all Batches</a>
      </Empty>
    );
  }
  return (
    <Empty title="No Batches yet">
      Start <Command line="watch" /> and move a folder of images into the inbox.
    </Empty>
  );
}
