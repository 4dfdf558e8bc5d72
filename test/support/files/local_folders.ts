import {
  type FolderTask,
  type FolderTaskKind,
  FolderTaskRunner,
  type FolderTasks,
} from "../../../src/folder/threads/folder_tasks.ts";
import type { SourcePorts } from "../../../src/pipeline/job_ports.ts";

/** What the threads for folders do, in the thread of the test. */
export function localFolders(): SourcePorts["folders"] {
  const tasks = new FolderTaskRunner();
  let listing = 0;
  const ask = <Kind extends FolderTaskKind>(
    kind: Kind,
    request: FolderTasks[Kind]["request"],
  ): Promise<FolderTasks[Kind]["response"]> =>
    Promise.try(() =>
      tasks.run({ kind, ...request } as FolderTask) as FolderTasks[Kind]["response"]
    );
  return {
    ask,
    async *list({ base, uid, code }) {
      const request = { base, uid, code, listing: ++listing };
      for (
        let some = await ask("list", request);
        some.length > 0;
        some = await ask("list", request)
      ) {
        yield some;
      }
    },
  };
}
