import type { RowCount } from "../../database/views/keyset.ts";
import { filterParams } from "../batch_query.ts";
import { count, counted } from "../format.ts";
import type { Html, View } from "../view.ts";

/** Buttons of the form that processes Batches again; the form itself is {@link SelectionForm}. */
export function SelectionBar({ rows }: { rows: RowCount }): Html {
  const all = rows.isExact ? `all ${count(rows.count)} matching` : "all matching";
  return (
    <div class="selection">
      <button type="submit" form="select" name="scope" value="selected">
        Process selected again …
      </button>
      <button type="submit" form="select" name="scope" value="all">
        Process {all} again …
      </button>
      <button
        type="submit"
        form="select"
        formaction="/batches/acknowledge"
        name="scope"
        value="selected"
      >
        Acknowledge selected …
      </button>
      <button
        type="submit"
        form="select"
        formaction="/batches/acknowledge"
        name="scope"
        value="all"
      >
        Acknowledge {all} …
      </button>
    </div>
  );
}

/** The form of the selection. It is outside of the live content, which all viewers share. */
export function SelectionForm({ view: { viewer, query } }: { view: View }): Html {
  return (
    <form id="select" method="post" action="/batches/actions">
      <input type="hidden" name="csrf" value={viewer.csrf} />
      {[...filterParams(query)].map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </form>
  );
}

/** How many Batches were just acknowledged. */
export function AcknowledgedNow({ of }: { of: string | null }): Html | null {
  if (!/^\d{1,9}$/.test(of ?? "")) return null;
  return (
    <p class="success" role="status">
      {counted(Number(of), "Batch was", "Batches were")} acknowledged.
    </p>
  );
}

/** What the last action has done. */
export function Acted({ of }: { of: string | null }): Html | null {
  const [, retried = "", matching = ""] = /^(\d{1,9})-(\d{1,9})$/.exec(of ?? "") ?? [];
  if (retried === "") return null;
  const others = Number(matching) - Number(retried);
  return (
    <p class="success" role="status">
      {counted(Number(retried), "Batch", "Batches")} will be processed again.
      {others > 0 ? ` ${counted(others, "other", "others")} could not be changed.` : ""}
    </p>
  );
}
