import type { ProjectInForce } from "../../database/read_intake_state.ts";
import type { Html } from "../html.ts";
import { Time } from "./parts.tsx";

interface Shown {
  readonly project: ProjectInForce | null;
}

/** A warning while a process has other settings than the project. */
export function OtherSettings({ project }: Shown): Html | null {
  if (!project?.refusedWorker) return null;
  return (
    <p class="alarm" role="alert">
      {project.refusedWorker}{" "}
      does not process anything: its settings differ from those of the project in{" "}
      {(project.refusedSettings ?? []).join(", ")}. See <code>deno task project show</code>.
    </p>
  );
}

/** The version of the settings that is in force for all processes. */
export function InForce({ project, zone }: Shown & { readonly zone: string }): Html {
  if (!project) return <p class="quiet">The first watch or queue records its settings.</p>;
  const { version, fingerprint, acceptedAt } = project;
  return (
    <p>
      Version {version}{" "}
      (<code>{fingerprint}</code>) of the settings that decide what is released, where it is
      delivered and what happens to the sources; accepted{" "}
      <Time at={acceptedAt} zone={zone} />. A process with other settings does not process anything
      until you accept them: <code>deno task project accept</code>.
    </p>
  );
}
