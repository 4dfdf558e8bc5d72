import { hostname } from "node:os";
import { z } from "zod";
import {
  acceptPolicy,
  type ProjectVersion,
  readProject,
  requireKey,
} from "../../database/batches/project.ts";
import { openDatabase } from "../../database/open_database.ts";
import { optionNames } from "../../deidentify/profile/options.ts";
import { IntakeError } from "../../model/errors.ts";
import { defaultProject, differences, type Policy } from "../../projects/policy.ts";
import { openStateDir } from "../../system/state_dir.ts";
import { defineCommand, flag } from "../command.ts";
import { fileSettings, intakeSettings, policyOfIntake } from "../intake_settings.ts";
import { openKeys } from "../open_key.ts";
import { databaseSettings } from "../settings.ts";
import { readPrivateRows, readRecipe, readVocabulary } from "../site_files.ts";
import { table } from "../table.ts";
import { terminalOf } from "../terminal.ts";
import { wrapText } from "../wrap_text.ts";
import { shownCommand } from "../../system/shown_command.ts";

/** `project`: shows the settings of the project, or replaces them with those of this command. */
export const project = defineCommand({
  name: "project",
  summary:
    "Show the project settings on which all processes must agree, or accept changed settings.",
  operands: "show|accept",
  examples: [
    [
      "project show",
      "compares the settings in force with those of this command",
    ],
    [
      "project accept --after archive",
      "makes the settings of this command those of all processes",
    ],
  ],
  settings: intakeSettings,
  ownSettings: [
    ...databaseSettings,
    "outputBase",
    "after",
    ...fileSettings,
    "deliverTo",
    "pack",
    "profile",
    ...optionNames,
  ],
  flags: { json: flag(z.boolean().default(false), "json", "print JSON") },
  async run({ settings, flags, operands: [verb = "", ...rest] }, { stdout }): Promise<number> {
    if (!["show", "accept"].includes(verb) || rest.length > 0) {
      throw new IntakeError(
        "USAGE",
        "project requires show or accept",
        `see ${shownCommand("project --help")}`,
      );
    }
    const state = openStateDir(settings.stateDir);
    const keys = openKeys(settings, state);
    const policy = policyOfIntake(settings, {
      recipe: readRecipe(settings.recipe).recipe,
      privateRows: readPrivateRows(settings.safePrivateRows),
      siteWords: readVocabulary(settings.vocabulary),
    }, keys);
    const database = await openDatabase({ ...settings, connections: 2 });
    try {
      const { sql } = database;
      const before = await readProject(sql, defaultProject);
      if (verb === "accept") {
        await requireKey(sql, keys.all.map(({ fingerprint }) => fingerprint));
        await acceptPolicy(sql, defaultProject, policy, `${hostname()}:${Deno.pid}`);
      }
      const inForce = await readProject(sql, defaultProject);
      const changed = differences(before?.settings ?? {}, policy.settings);
      const report = { inForce: inForce ?? null, here: policy, differs: changed };
      if (flags.json) stdout(`${JSON.stringify(report, null, 2)}\n`);
      else stdout(verb === "accept" ? accepted(inForce, before, changed) : shown(inForce, policy));
      return 0;
    } finally {
      await database.close();
    }
  },
});

function accepted(
  inForce: ProjectVersion | undefined,
  before: ProjectVersion | undefined,
  changed: readonly string[],
): string {
  const version = `version ${inForce?.version} (${inForce?.fingerprint})`;
  if (before && changed.length === 0) return `no setting has changed: ${version} stays in force\n`;
  const what = before ? `; changed: ${changed.join(", ")}` : "";
  return `${version} is now in force${what}\n`;
}

function shown(inForce: ProjectVersion | undefined, { settings, fingerprint }: Policy): string {
  if (!inForce) {
    return "no settings are recorded yet; the first watch or queue records its settings\n";
  }
  const names = [...new Set([...Object.keys(inForce.settings), ...Object.keys(settings)])].sort();
  const rows = names.map((name) => {
    const [recorded = "", given = ""] = [inForce.settings[name], settings[name]];
    return [name, recorded, given, recorded === given ? "" : "differs"];
  });
  const { version, acceptedAt, acceptedBy } = inForce;
  const verdict = inForce.fingerprint === fingerprint
    ? "The settings of this command are the same."
    : "The settings of this command differ. To use them for the project: " +
      shownCommand("project accept");
  const { columns } = terminalOf();
  const state =
    `version ${version} (${inForce.fingerprint}), since ${acceptedAt}, by ${acceptedBy}`;
  return wrapText(state, columns) + table(["setting", "project", "this command", ""], rows) +
    wrapText(verdict, columns);
}
