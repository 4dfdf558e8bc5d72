import type { ProjectInForce } from "../../database/read_intake_state.ts";
import type { Html } from "../html.ts";
import { Time } from "./parts.tsx";

interface Shown {
  readonly project: ProjectInForce | null;
}

/** An alarm while a process runs that has other settings than the project, and processes nothing. */
export function OtherSettings({ project }: Shown): Html {
  if (!project?.refusedWorker) return <></>;
  return (
    <p class="alarm" role="alert">
      Process {project.refusedWorker} processes nothing: its settings differ from the project's in
      {" "}
      {(project.refusedSettings ?? []).join(", ")}. See <code>deno task project show</code>.
    </p>
  );
}

/** The version of the settings that decide what leaves. */
export function InForce({ project, zone }: Shown & { readonly zone: string }): Html {
  if (!project) return <p class="quiet">The first watch or queue records its settings.</p>;
  const { version, fingerprint, acceptedAt } = project;
  return (
    <p>
      Version {version}{" "}
      (<code>{fingerprint}</code>) of what decides which bytes leave, where to, and what becomes of
      sources, since{" "}
      <Time at={acceptedAt} zone={zone} />. A process with other settings processes nothing until
      they are accepted: <code>deno task project accept</code>.
    </p>
  );
}
