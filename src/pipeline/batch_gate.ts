import { join } from "node:path";
import { IntakeError } from "../errors.ts";
import { BatchConsistency } from "../gate/batch_consistency.ts";
import type { Finding } from "../gate/finding.ts";
import type { ImageOutcome } from "../model/image.ts";
import { findingsText } from "./gate_image.ts";
import type { GatePolicy } from "../model/policy.ts";

/** Checks the images of a Batch against each other, in the order of their files. */
export class BatchGate {
  readonly #consistency: BatchConsistency;

  constructor(
    readonly policy: GatePolicy,
    readonly staged: string,
    /** False if the site's header rules may change dates. */
    readonly checksDates: boolean,
    /** False while images may still be assigned to the same patient. */
    checksPatients = true,
  ) {
    this.#consistency = new BatchConsistency(checksPatients);
  }

  /** A new gate that has seen no image and also checks patients. */
  withPatients(): BatchGate {
    return new BatchGate(this.policy, this.staged, this.checksDates);
  }

  /**
   * Returns the image, or a skipped file if there is a finding; the output of a skipped file is
   * removed. Throws IntakeError GATE if a finding holds the whole Batch.
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
      throw new IntakeError(
        "GATE",
        `file ${row.fileNumber}: ${reason}`,
        "docs/gate.md explains the finding",
      );
    }
    Deno.removeSync(join(this.staged, row.path));
    const { fileNumber, sourcePath: path, sopInstanceUid: outputUid } = row;
    return { kind: "skipped", skipped: { fileNumber, path, code: "GATE", reason, outputUid } };
  }
}
