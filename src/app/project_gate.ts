import { noteRefusal, readProject, removeRefusal } from "../database/batches/project.ts";
import { IntakeError } from "../model/errors.ts";
import type { IntakeEvent } from "../model/event.ts";
import { defaultProject, differences } from "../projects/policy.ts";
import type { Intake } from "./intake.ts";
import { shownCommand } from "../system/shown_command.ts";

const hint = "use the settings of the other processes, or put these settings in force: " +
  shownCommand("project accept");

/** A rejected process is recorded this often; pages and `status` show it for two minutes. */
const recordEveryMs = 30_000;

/** Whether a process may record, queue and process Batches: only with the project's settings. */
export class ProjectGate {
  #recorded = "";
  #recordedAt = -Infinity;

  constructor(readonly intake: Pick<Intake, "database" | "policy" | "worker">) {}

  /**
   * Returns the settings in which this process differs from the project; empty if it may work.
   * Differences are recorded, so that `status` and the page show them.
   */
  async differences(): Promise<readonly string[]> {
    const { database: { sql }, policy, worker } = this.intake;
    const project = await readProject(sql, defaultProject);
    const isSame = project?.fingerprint === policy.fingerprint;
    const names = isSame ? [] : differences(project?.settings ?? {}, policy.settings);
    const found = `${project?.version} ${names}`;
    const isOld = performance.now() - this.#recordedAt > recordEveryMs;
    if (names.length > 0 && (isOld || this.#recorded !== found)) {
      await noteRefusal(sql, defaultProject, worker, names);
      this.#recordedAt = performance.now();
    }
    if (names.length === 0 && this.#recorded !== "") {
      await removeRefusal(sql, defaultProject, worker);
    }
    this.#recorded = names.length > 0 ? found : "";
    return names;
  }

  async isOpen(): Promise<boolean> {
    return (await this.differences()).length === 0;
  }

  /** Throws IntakeError PROJECT_DIFFERS, for a command that would wait forever otherwise. */
  async requireOpen(): Promise<void> {
    const names = await this.differences();
    if (names.length > 0) throw new IntakeError("PROJECT_DIFFERS", reasonOf(names), hint);
  }
}

export function settingsRejected(names: readonly string[]): IntakeEvent {
  const reason = reasonOf(names);
  return { name: "settings.rejected", level: "error", code: "PROJECT_DIFFERS", reason, hint };
}

function reasonOf(names: readonly string[]): string {
  return "this process does not process anything: its settings differ from those of the project " +
    `in ${names.join(", ")}`;
}
