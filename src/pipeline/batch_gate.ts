import { join } from "node:path";
import { IntakeError } from "../errors.ts";
import { BatchConsistency } from "../gate/batch_consistency.ts";
import type { Finding } from "../gate/finding.ts";
import type { ImageOutcome } from "../model/image.ts";
import { findingsText } from "./gate_image.ts";
import type { GatePolicy } from "../model/policy.ts";

/** The gate's look at images beside each other, in the order of their files. */
export class BatchGate {
  readonly #consistency: BatchConsistency;

  constructor(
    readonly policy: GatePolicy,
    readonly staged: string,
    /** False where rules of the site may move dates their own way. */
    readonly checksDates: boolean,
    /** False while images may still turn out to be of one patient. */
    checksPatients = true,
  ) {
    this.#consistency = new BatchConsistency(checksPatients);
  }

  /** A gate that has seen no image, for patients that are known. */
  withPatients(): BatchGate {
    return new BatchGate(this.policy, this.staged, this.checksDates);
  }

  /**
   * What becomes of an image that a thread let pass: itself, or a file that is left out, whose
   * output is removed. Throws IntakeError GATE where a finding holds the Batch.
   */
  pass(outcome: ImageOutcome): ImageOutcome {
    if (outcome.kind === "skipped") return outcome;
    const { row } = outcome;
    const found: Finding[] = this.#consistency.add({
      originalStudy: row.identity.studyInstanceUid,
      originalDate: row.identity.studyDate,
      study: row.studyInstanceUid,
      patient: row.patient,
      date: this.checksDates ? row.studyDate : null,
    });
    if (found.length === 0) return outcome;
    const reason = findingsText(found);
    if (this.policy === "warn") {
      return { kind: "image", row: { ...row, findings: row.findings ?? reason } };
    }
    if (this.policy === "batch") {
      throw new IntakeError("GATE", `file ${row.fileNumber}: ${reason}`, "see docs/gate.md");
    }
    Deno.removeSync(join(this.staged, row.path));
    const { fileNumber, sourcePath: path, sopInstanceUid: outputUid } = row;
    return { kind: "skipped", skipped: { fileNumber, path, code: "GATE", reason, outputUid } };
  }
}
