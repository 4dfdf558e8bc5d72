import type { FolderTable } from "./directions.ts";

/**
 * Every folder of the program, two levels deep, and the folders that its files import. Names begin
 * below src, except main.ts and streams.
 */
const rows: Readonly<Record<string, string>> = {
  // what a running process consists of; commands open it, and settings are read below it
  "main.ts": "cli cli/commands model pipeline system",
  "cli/commands": "app cli cli/demo database database/accounts database/batches database/connect " +
    "database/deliveries database/export database/private_server " +
    "database/review database/views deidentify deidentify/private deidentify/profile " +
    "deidentify/pseudonyms deidentify/text deliver deliver/directory dicom dicom/write " +
    "folder model output pipeline pipeline/image projects streams system web " +
    "web/security",
  app: "cli database database/batches database/connect database/deliveries database/images " +
    "database/review database/views deidentify/pseudonyms deliver folder folder/threads model " +
    "output pictures pipeline pipeline/image projects streams system web web/live " +
    "web/security",
  // pipeline/image: the commands that only read images open them with it
  // pixels/text: `screen --text` finds text
  cli: "deidentify/profile deidentify/pseudonyms deidentify/text deliver " +
    "deliver/targets dicom/read folder model pipeline/image pixels pixels/codecs pixels/text " +
    "projects recipe system web/help web/security",
  "cli/demo": "dicom",
  streams: "folder model system",
  // the steps of a job and of an image
  // database/connect: classify_fault.ts tells the errors of the server apart
  pipeline: "database/connect deidentify/pseudonyms deidentify/text deliver folder " +
    "folder/threads gate/checks model output pipeline/image pipeline/steps system",
  "pipeline/steps": "folder model output pipeline pipeline/image system",
  "pipeline/image": "deidentify deidentify/profile deidentify/pseudonyms deidentify/recipe " +
    "deidentify/text dicom dicom/read dicom/write folder gate gate/facts model " +
    "output pixels pixels/codecs pixels/frames pixels/redact pixels/text recipe screen system",
  // de-identification, from the data set down to the tables of the profile
  deidentify: "deidentify/codes deidentify/content deidentify/private deidentify/profile " +
    "deidentify/pseudonyms deidentify/recipe deidentify/text deidentify/values " +
    "dicom dicom/read dicom/text dicom/write model system",
  "deidentify/codes": "deidentify/profile dicom",
  "deidentify/content": "deidentify/codes deidentify/profile deidentify/values dicom dicom/read " +
    "dicom/text dicom/write",
  "deidentify/private": "deidentify/profile deidentify/text deidentify/values dicom dicom/read " +
    "dicom/text dicom/write",
  "deidentify/profile": "dicom dicom/text model",
  "deidentify/pseudonyms": "deidentify/text dicom dicom/read model system",
  "deidentify/recipe":
    "deidentify/profile deidentify/pseudonyms deidentify/values dicom dicom/read " +
    "dicom/text dicom/write model recipe",
  "deidentify/text": "deidentify/profile dicom dicom/read dicom/text model",
  "deidentify/values": "deidentify/text dicom dicom/read dicom/text dicom/write",
  // frames are found, decoded and encoded, and redacted
  "pixels/codecs": "pixels/frames",
  "pixels/frames": "dicom dicom/read",
  "pixels/jpeg": "pixels/codecs",
  "pixels/redact": "dicom dicom/read dicom/text dicom/write model pixels/codecs pixels/frames " +
    "pixels/jpeg recipe",
  "pixels/text": "dicom dicom/read model pixels/codecs pixels/frames",
  pixels: "dicom dicom/read",
  // pictures of originals, and frames of delivered images, in threads
  pictures: "dicom dicom/read dicom/text model pixels/codecs pixels/frames pixels/text system",
  recipe: "dicom model",
  screen: "dicom dicom/read recipe",
  // the gate, whose checks share no code with de-identification
  gate: "dicom/read gate/checks gate/facts gate/search model",
  "gate/checks": "dicom dicom/text gate/facts model",
  "gate/facts": "dicom dicom/read dicom/text model",
  "gate/search": "dicom dicom/text gate/facts model",
  // DICOM
  dicom: "",
  "dicom/read": "dicom dicom/text model system",
  "dicom/text": "dicom",
  "dicom/write": "dicom dicom/read dicom/text model",
  // source folders, output and targets; `deliver/targets` knows every protocol
  deliver: "model output system",
  "deliver/archive": "deliver deliver/directory deliver/s3 output system",
  "deliver/dicomweb": "deliver model",
  "deliver/dimse": "deliver model",
  "deliver/directory": "deliver model output system",
  "deliver/s3": "deliver model output system",
  "deliver/targets": "deliver deliver/archive deliver/dicomweb deliver/dimse deliver/directory " +
    "deliver/s3 model",
  folder: "model system",
  "folder/threads": "folder model system",
  output: "model system",
  // the database and the pages
  database: "database/connect database/migrations database/private_server model system",
  "database/accounts": "database/connect",
  "database/batches": "database/connect model",
  "database/connect": "model",
  "database/deliveries": "database/batches database/connect model",
  "database/export": "database/connect",
  "database/images": "database/batches database/connect database/review model",
  "database/migrations": "database/connect model",
  "database/review": "database/batches database/connect model",
  "database/private_server": "database/connect model system",
  "database/views": "database/batches database/connect database/review model",
  projects: "",
  web: "database database/accounts database/batches database/review database/views model " +
    "web/api web/assets web/help web/live web/pages web/review web/security",
  "web/api": "database/batches database/deliveries database/views model system web web/review " +
    "web/security",
  "web/assets": "system",
  "web/help": "system",
  "web/live": "model web",
  "web/pages": "database/accounts database/batches database/deliveries database/review " +
    "database/views dicom model system web web/assets web/help web/live web/review",
  "web/review": "database/review model web web/pages web/security",
  "web/security": "web",
  // the lowest layers
  system: "model",
  model: "",
};

const pathOf = (name: string): string => /^(main\.ts|streams)$/.test(name) ? name : `src/${name}`;

/** The allowed directions of design §13, as paths. */
export const folderTable: FolderTable = Object.fromEntries(
  Object.entries(rows).map(([folder, names]) => [
    pathOf(folder),
    names.split(" ").filter((name) => name !== "").map(pathOf),
  ]),
);
