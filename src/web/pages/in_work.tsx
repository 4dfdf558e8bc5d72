import type { InWork as BatchInWork } from "../../database/read_intake_state.ts";
import { count, size } from "../format.ts";
import type { Html } from "../html.ts";
import type { Progress } from "../live/progress_board.ts";
import { BatchLink, Empty, Table } from "./parts.tsx";

/** The Batches in work, with how far they are as the processes that work on them tell. */
export function InWork(
  { batches, progress }: {
    batches: readonly BatchInWork[];
    progress: readonly Progress[];
  },
): Html {
  if (batches.length === 0) {
    return (
      <Empty title="Nothing is in work">Finished folders of the inbox start by themselves.</Empty>
    );
  }
  const known = new Map(progress.map((each) => [each.batch, each]));
  return (
    <Table label="Batches in work" head={["Batch", "Stage", "Progress", "Worker", "Lease"]}>
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
  if (!of) return <span class="none">not told yet</span>;
  const { done, files, bytes } = of;
  return (
    <span class="progress">
      <progress value={done} max={files} aria-label={`${done} of ${files} files`} />
      {count(done)} of {count(files)} files, {size(bytes)}
    </span>
  );
}
