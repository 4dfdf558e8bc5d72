import type { ErrorGroup } from "../../database/views/group_errors.ts";
import { count } from "../format.ts";
import { adviceOn, adviceSections } from "../help/advice.ts";
import type { Html } from "../view.ts";
import { Code, Markdown } from "./help.tsx";

/** Failed Batches in groups: the code, the cause and what to do, with a link to each group. */
export function ErrorGroups({ groups }: { groups: readonly ErrorGroup[] }): Html | null {
  if (groups.length === 0) return null;
  return (
    <ul class="groups" aria-label="Errors by cause">
      {groups.map(({ code, target, batches }) => (
        <li>
          <p>
            <strong>{count(batches)} ×</strong> <Code of={code} section={adviceSections.batch} />
            {target ? ` at ${target}` : ""}. <a href={addressOf(code, target)}>Show these</a>
          </p>
          <Cause of={code} />
        </li>
      ))}
    </ul>
  );
}

function Cause({ of }: { of: string }): Html | null {
  const known = adviceOn(of, adviceSections.batch);
  if (!known) return null;
  return (
    <p class="quiet">
      <Markdown text={`${known.meaning} ${known.remedy}`} />
    </p>
  );
}

function addressOf(code: string, target: string | null): string {
  const query = new URLSearchParams({ status: "ERROR", attention: "true", error: code });
  if (target) query.set("refusedBy", target);
  return `/batches?${query}`;
}
