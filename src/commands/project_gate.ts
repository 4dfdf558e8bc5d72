import { noteRefusal, readProject, removeRefusal } from "../database/project.ts";
import { IntakeError } from "../errors.ts";
import type { News } from "../log.ts";
import { defaultProject, differences } from "../projects/policy.ts";
import type { Intake } from "./intake.ts";

const hint =
  "give this process the settings of the others, or make its own the project's: deno task project accept";

/** A process that is refused says so this often; it is shown while it did within two minutes. */
const noteEveryMs = 30_000;

/** Whether a process may record, queue and process Batches: only with the settings in force. */
export class ProjectGate {
  #refused = "";
  #notedAt = -Infinity;

  constructor(readonly intake: Pick<Intake, "database" | "policy" | "worker">) {}

  /**
   * News that says in which settings this process differs from those in force; undefined when it
   * has the same. `status` and the page show it, too.
   */
  async refusal(): Promise<News | undefined> {
    const names = await this.#differences();
    if (names.length === 0) return undefined;
    return {
      event: "project.differs",
      level: "error",
      code: "PROJECT_DIFFERS",
      reason: reasonOf(names),
      hint,
    };
  }

  /** Throws IntakeError PROJECT_DIFFERS, for a command that would wait for ever otherwise. */
  async requireSame(): Promise<void> {
    const names = await this.#differences();
    if (names.length > 0) throw new IntakeError("PROJECT_DIFFERS", reasonOf(names), hint);
  }

  async #differences(): Promise<readonly string[]> {
    const { database: { sql }, policy, worker } = this.intake;
    const inForce = await readProject(sql, defaultProject);
    const isSame = inForce?.fingerprint === policy.fingerprint;
    const names = isSame ? [] : differences(inForce?.settings ?? {}, policy.settings);
    const refused = `${inForce?.version} ${names}`;
    const isOld = performance.now() - this.#notedAt > noteEveryMs;
    if (names.length > 0 && (isOld || this.#refused !== refused)) {
      await noteRefusal(sql, defaultProject, worker, names);
      this.#notedAt = performance.now();
    }
    if (names.length === 0 && this.#refused !== "") {
      await removeRefusal(sql, defaultProject, worker);
    }
    this.#refused = names.length > 0 ? refused : "";
    return names;
  }
}

function reasonOf(names: readonly string[]): string {
  return `this process processes nothing: it differs from the project in ${names.join(", ")}`;
}
