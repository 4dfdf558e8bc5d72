import type { InWork } from "../../database/read_intake_state.ts";
import { count, size } from "../format.ts";
import type { Html } from "../html.ts";
import type { Progress } from "../live/progress_board.ts";
import { BatchLink, Empty, Table } from "./parts.tsx";

/** The Batches that are being processed, with the progress that their processes reported. */
export function RunningBatches(
  { batches, progress }: {
    batches: readonly InWork[];
    progress: readonly Progress[];
  },
): Html {
  if (batches.length === 0) {
    return (
      <Empty title="No Batch is being processed">
        Finished folders in the inbox are processed automatically.
      </Empty>
    );
  }
  const known = new Map(progress.map((each) => [each.batch, each]));
  return (
    <Table label="Running Batches" head={["Batch", "Stage", "Progress", "Worker", "Lease"]}>
      {batches.map(({ batch, stage, worker, leaseSeconds }) => (
        <tr>
          <td>
            <BatchLink code={batch} />
          </td>
          <td>{stage}</td>
          <td>
            <Bar of={known.get(batch)} />
          </td>
          <td class="code">{worker}</td>
          <td>{leaseSeconds < 0 ? <span class="loud">expired</span> : "held"}</td>
        </tr>
      ))}
    </Table>
  );
}

function Bar({ of }: { of: Progress | undefined }): Html {
  if (!of) return <span class="none">not reported yet</span>;
  const { done, files, bytes } = of;
  return (
    <span class="progress">
      <progress value={done} max={files} aria-label={`${done} of ${files} files`} />
      {count(done)} of {count(files)} files, {size(bytes)}
    </span>
  );
}
