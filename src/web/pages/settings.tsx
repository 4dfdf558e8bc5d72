import type { ProjectInForce } from "../../database/views/read_intake_state.ts";
import type { PageParts, ShownProcess, ShownSetting } from "../ports.ts";
import { type Html, seesAccounts, type View } from "../view.ts";
import { Command, Empty, Table, Time } from "./parts.tsx";

/** The settings, with secrets masked, and the processes on this machine. */
export async function settings(ports: PageParts, { zone, viewer }: View): Promise<Html> {
  const processes = ports.program.processes();
  const { project } = await ports.state();
  return (
    <>
      <h1>Settings</h1>
      <p class="quiet">
        Settings of the process that serves this page. To change them, restart it with other flags
        or environment variables; flags override environment variables.
      </p>
      {seesAccounts(viewer)
        ? (
          <p>
            <a href="/accounts">Accounts and tokens</a>
          </p>
        )
        : null}
      <SettingTables settings={ports.program.settings} />
      <section aria-labelledby="in-force">
        <h2 id="in-force">Project</h2>
        <InForce project={project} zone={zone} />
      </section>
      <section aria-labelledby="processes">
        <h2 id="processes">Processes on this machine</h2>
        <Processes processes={processes} zone={zone} />
        <p class="quiet">Database: {ports.program.databaseAddress}</p>
      </section>
    </>
  );
}

/** The changed settings, then the others by subject. */
function SettingTables({ settings }: { settings: readonly ShownSetting[] }): Html {
  const changed = settings.filter(({ from }) => from !== "default");
  const others = settings.filter(({ from }) => from === "default");
  const groups = [...new Set(others.map(({ group }) => group))];
  return (
    <>
      {changed.length > 0 ? <SettingTable title="Changed" settings={changed} /> : null}
      {groups.map((group) => (
        <SettingTable
          title={group}
          settings={others.filter((one) => one.group === group)}
        />
      ))}
    </>
  );
}

function SettingTable(
  { title, settings }: { title: string; settings: readonly ShownSetting[] },
): Html {
  return (
    <section>
      <h2>{title}</h2>
      <Table label={title} head={["Variable", "Value", "Source", "Meaning"]}>
        {settings.map(({ variable, value, from, help }) => (
          <tr>
            <td>
              <code>{variable}</code>
            </td>
            <td class="code value">{value === "" ? <span class="none">not set</span> : value}</td>
            <td>{from === "default" ? <span class="quiet">default</span> : from}</td>
            <td class="wide quiet">{help}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

interface ProcessesProps {
  readonly processes: readonly ShownProcess[];
  readonly zone: string;
}

function Processes({ processes, zone }: ProcessesProps): Html {
  if (processes.length === 0) {
    return (
      <Empty title="No process uses this STATE_DIR">
        <Command line="watch" /> processes folders when they arrive.
      </Empty>
    );
  }
  return (
    <Table label="Processes" head={["Command", "Process", "Since"]} numbers={[1]}>
      {processes.map(({ command, pid, startedAt }) => (
        <tr>
          <td>{command}</td>
          <td class="n">{pid}</td>
          <td>
            <Time at={startedAt} zone={zone} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

interface ShownProject {
  readonly project: ProjectInForce | null;
}

/** A warning while a process has other settings than the project. */
export function OtherSettings({ project }: ShownProject): Html | null {
  if (!project?.refusedWorker) return null;
  return (
    <p class="alarm" role="alert">
      {project.refusedWorker}{" "}
      does not process anything: its settings differ from those of the project in{" "}
      {(project.refusedSettings ?? []).join(", ")}. See <Command line="project show" />.
    </p>
  );
}

/** The version of the settings that is in force for all processes. */
function InForce({ project, zone }: ShownProject & { readonly zone: string }): Html {
  if (!project) return <p class="quiet">The first watch or queue records its settings.</p>;
  const { version, fingerprint, acceptedAt } = project;
  return (
    <p>
      Version {version}{" "}
      (<code>{fingerprint}</code>) of the settings that decide what is released, where it is
      delivered and what happens to the sources; accepted{" "}
      <Time at={acceptedAt} zone={zone} />. A process with other settings does not process anything
      until you accept them: <Command line="project accept" />.
    </p>
  );
}
