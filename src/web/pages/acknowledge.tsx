import type { Selection } from "../../database/batches/retry_selected.ts";
import type { BatchDetail } from "../../database/views/find_batch.ts";
import { longestNote } from "../../model/note.ts";
import { filterParams } from "../batch_query.ts";
import { counted } from "../format.ts";
import { type Html, isOperator, type View } from "../view.ts";
import { Selected } from "./actions.tsx";
import { Empty, Time } from "./parts.tsx";

interface AcknowledgePageProps {
  readonly selection: Selection;
  /** How many of the selected Batches need attention. */
  readonly count: number;
  /** The form that selected the Batches. */
  readonly form: URLSearchParams;
  readonly view: View;
}

/** The dialog before Batches are acknowledged: what it means, and the note. */
export function AcknowledgePage({ selection, count, form, view }: AcknowledgePageProps): Html {
  const back = backFrom(form);
  if (count === 0) {
    return (
      <>
        <h1>Acknowledge</h1>
        <Empty title="Nothing to acknowledge">
          No selected Batch needs attention. <a href={back}>Back</a>
        </Empty>
      </>
    );
  }
  return (
    <form method="post" action="/batches/acknowledge/confirm" class="dialog">
      <h1>Acknowledge {counted(count, "Batch", "Batches")}</h1>
      <p>
        Acknowledged Batches no longer count as needing attention, until something new happens to
        them: a retry, another error, a change of the folder, or a name conflict. Nothing is
        processed or delivered by this.
      </p>
      <input type="hidden" name="csrf" value={view.viewer.csrf} />
      <input type="hidden" name="from" value={form.get("from") ?? ""} />
      <Selected selection={selection} form={form} />
      <label class="note-field">
        Why no attention is needed
        <textarea name="note" required maxlength={longestNote} rows={3}></textarea>
        <span class="quiet">
          Everyone who can see the page can read it: do not write names of patients.
        </span>
      </label>
      <div class="buttons">
        <button type="submit" class="primary">Acknowledge</button>
        <a href={back}>Cancel</a>
      </div>
    </form>
  );
}

/** The page that had the form: a Batch, or the list with its filter. */
export function backFrom(form: URLSearchParams): string {
  const [code] = form.getAll("batch");
  return form.get("from") === "batch" && code
    ? `/batches/${code}`
    : `/batches?${filterParams(form)}`;
}

/** Who has acknowledged a Batch, and why; for operators with a button that withdraws it. */
export function Acknowledgement(
  { batch: { acknowledgement }, view: { viewer, zone } }: { batch: BatchDetail; view: View },
): Html | null {
  if (!acknowledgement) return null;
  const { at, by, note } = acknowledgement;
  return (
    <div class="acknowledged">
      <p>
        <strong>Acknowledged</strong> by {by}, <Time at={at} zone={zone} />: {note}
      </p>
      {isOperator(viewer)
        ? <button type="submit" form="reopen">Needs attention again</button>
        : null}
    </div>
  );
}

/** The forms of the buttons. They are outside of the live content, which all viewers share. */
export function AcknowledgeForms({ view: { viewer, params } }: { view: View }): Html | null {
  if (!isOperator(viewer)) return null;
  const code = params["code"] ?? "";
  return (
    <>
      <form id="acknowledge" method="post" action="/batches/acknowledge">
        <input type="hidden" name="csrf" value={viewer.csrf} />
        <input type="hidden" name="from" value="batch" />
        <input type="hidden" name="batch" value={code} />
      </form>
      <form id="reopen" method="post" action={`/batches/${code}/reopen`}>
        <input type="hidden" name="csrf" value={viewer.csrf} />
      </form>
    </>
  );
}
