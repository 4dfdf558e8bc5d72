import { filesBelow } from "../../../test/support/files/output_tree.ts";
import { orthanc, orthancTools, orthancUser } from "../../../test/support/servers/orthanc.ts";
import { missingFiles } from "../../contender.ts";
import type { Program } from "../program.ts";

const missing = (): string | undefined => missingFiles(...orthancTools);

/** Descriptions and characteristics that a project may tell Orthanc to keep. */
const keptForResearch = [
  "StudyDescription",
  "SeriesDescription",
  "ProtocolName",
  "PatientSex",
  "PatientAge",
  "PatientSize",
  "PatientWeight",
  "EthnicGroup",
  "BodyPartExamined",
  "ContrastBolusAgent",
  "DeviceSerialNumber",
  "ImageComments",
  "RequestedProcedureDescription",
  "PerformedProcedureStepDescription",
  "DerivationDescription",
];

/** Orthanc's anonymization by PS3.15, with its defaults and with descriptions kept. */
export const orthancModes: readonly Program[] = [
  {
    name: "Orthanc, anonymize",
    missing,
    run: (source, destination) => anonymize(source, destination, {}),
  },
  {
    name: "Orthanc, anonymize, descriptions kept",
    missing,
    run: (source, destination) => anonymize(source, destination, { Keep: keptForResearch }),
  },
];

async function anonymize(
  source: string,
  destination: string,
  options: Readonly<Record<string, unknown>>,
): Promise<void> {
  Deno.mkdirSync(destination);
  await using server = await orthanc(`${destination}.orthanc`);
  const call = async (path: string, body?: BodyInit): Promise<Response> => {
    const { name, password } = orthancUser;
    const headers = { authorization: `Basic ${btoa(`${name}:${password}`)}` };
    const method = body === undefined ? "GET" : "POST";
    return await fetch(`http://${server.host}${path}`, { method, headers, body: body ?? null });
  };
  for (const path of filesBelow(source)) {
    await (await call("/instances", Deno.readFileSync(`${source}/${path}`))).body?.cancel();
  }
  const patients: string[] = await (await call("/patients")).json();
  for (const patient of patients) {
    const asked = JSON.stringify({ ...options, KeepSource: false, Synchronous: true });
    await (await call(`/patients/${patient}/anonymize`, asked)).body?.cancel();
  }
  for (const [place, bytes] of (await server.files()).entries()) {
    Deno.writeFileSync(`${destination}/${place}.dcm`, bytes);
  }
}
