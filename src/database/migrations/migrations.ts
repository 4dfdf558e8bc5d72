import admission from "./0007_admission.sql" with { type: "text" };
import catalogue from "./0001_catalogue.sql" with { type: "text" };
import delivery from "./0002_delivery.sql" with { type: "text" };
import duplicates from "./0013_duplicates.sql" with { type: "text" };
import gate from "./0006_gate.sql" with { type: "text" };
import keyHistory from "./0008_key_history.sql" with { type: "text" };
import ledger from "./0009_ledger.sql" with { type: "text" };
import project from "./0014_project.sql" with { type: "text" };
import receipts from "./0004_receipts.sql" with { type: "text" };
import stages from "./0016_stages.sql" with { type: "text" };
import repairs from "./0012_repairs.sql" with { type: "text" };
import screening from "./0003_screening.sql" with { type: "text" };
import sources from "./0010_sources.sql" with { type: "text" };
import suspects from "./0015_suspects.sql" with { type: "text" };
import surveys from "./0011_surveys.sql" with { type: "text" };
import uids from "./0020_uids.sql" with { type: "text" };
import web from "./0005_web.sql" with { type: "text" };

/** The migrations in order; numbered from 1, never changed once released. */
export const migrations: readonly { name: string; text: string }[] = [
  { name: "0001_catalogue", text: catalogue },
  { name: "0002_delivery", text: delivery },
  { name: "0003_screening", text: screening },
  { name: "0004_receipts", text: receipts },
  { name: "0005_web", text: web },
  { name: "0006_gate", text: gate },
  { name: "0007_admission", text: admission },
  { name: "0008_key_history", text: keyHistory },
  { name: "0009_ledger", text: ledger },
  { name: "0010_sources", text: sources },
  { name: "0011_surveys", text: surveys },
  { name: "0012_repairs", text: repairs },
  { name: "0013_duplicates", text: duplicates },
  { name: "0014_project", text: project },
  { name: "0015_suspects", text: suspects },
  { name: "0016_stages", text: stages },
  { name: "0020_uids", text: uids },
];
