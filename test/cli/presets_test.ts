import assert from "node:assert/strict";
import { shownSettings } from "../../src/app/web_ports.ts";
import { chosenOptions } from "../../src/cli/chosen_options.ts";
import { explain } from "../../src/cli/commands/explain.ts";
import { explainPresets } from "../../src/cli/commands/explain_presets.ts";
import { profileSettings } from "../../src/cli/profile_settings.ts";
import { settingMeta } from "../../src/cli/setting_meta.ts";
import { type Option, optionNames, presets } from "../../src/deidentify/profile/options.ts";
import { IntakeError } from "../../src/model/errors.ts";
import { tempDir } from "../support/temp_dir.ts";

const research = [
  "retainDeviceIdentity",
  "retainPatientCharacteristics",
  "retainModifiedDates",
  "cleanDescriptors",
  "retainSafePrivate",
];

function siteProfile(text: string): { path: string } & Disposable {
  const directory = tempDir();
  const path = `${directory.path}/site.profile`;
  Deno.writeTextFileSync(path, text);
  return { path, [Symbol.dispose]: () => directory[Symbol.dispose]() };
}

const chosen = (profile: string, settings: Partial<Record<Option, boolean>> = {}): string[] => [
  ...chosenOptions({ profile, ...settings }),
];

Deno.test("PROFILE=basic moves dates and keeps nothing else; research is TCIA's option set", () => {
  assert.deepEqual(chosen("basic"), ["retainModifiedDates"]);
  assert.deepEqual(chosen("research"), research);
});

Deno.test("a single option wins over the preset", () => {
  const without = chosen("research", { retainSafePrivate: false, cleanGraphics: true });
  assert.deepEqual(
    without.toSorted(),
    [
      ...research.filter((name) => name !== "retainSafePrivate"),
      "cleanGraphics",
    ].toSorted(),
  );
  assert.ok(!chosen("research", { retainFullDates: true }).includes("retainModifiedDates"));
  assert.ok(chosen("research", { retainFullDates: true }).includes("retainFullDates"));
  assert.deepEqual(chosen("basic", { retainModifiedDates: false }), []);
});

Deno.test("a site defines a preset of its own, from nothing or from another", () => {
  using own = siteProfile("# ours\nRETAIN_UIDS=true\n\nCLEAN_GRAPHICS = true\r\n");
  assert.deepEqual(chosen(own.path), ["retainUids", "retainModifiedDates", "cleanGraphics"]);
  using based = siteProfile("PROFILE=research\nRETAIN_DEVICE_IDENTITY=false\n");
  assert.deepEqual(chosen(based.path), research.filter((name) => name !== "retainDeviceIdentity"));
  using full = siteProfile("PROFILE=research\nRETAIN_FULL_DATES=true\nRETAIN_MODIFIED_DATES=false");
  assert.ok(chosen(full.path).includes("retainFullDates"));
  assert.ok(chosen(full.path, { retainFullDates: false }).includes("retainModifiedDates"));
  using none = siteProfile("RETAIN_MODIFIED_DATES=false\n");
  assert.deepEqual(chosen(none.path), []);
});

Deno.test("a preset that is not understood stops the command, with its line", () => {
  const faulty: Readonly<Record<string, RegExp>> = {
    "RETAIN_UID=true\n": /site\.profile, line 1: it is not an option/,
    "CLEAN_GRAPHICS=true\nRETAIN_UIDS\n": /line 2/,
    "RETAIN_UIDS=yes\n": /RETAIN_UIDS is not true or false/,
    "RETAIN_UIDS=true\nPROFILE=research\n": /line 2: PROFILE must come before/,
    "PROFILE=reserch\n": /PROFILE is not basic or research/,
    "DATABASE_URL=postgres://x\n": /line 1/,
    "RETAIN_FULL_DATES=true\nRETAIN_MODIFIED_DATES=true\n": /contradict/,
  };
  for (const [text, message] of Object.entries(faulty)) {
    using file = siteProfile(text);
    assert.throws(() => chosen(file.path), (error) => {
      assert.ok(error instanceof IntakeError);
      assert.equal(error.code, "SETTINGS");
      assert.match(error.message, message);
      return true;
    });
  }
  assert.throws(() => chosen("reserch"), /PROFILE reserch is not basic or research, and is not a/);
});

Deno.test("the settings page shows each option as it is in effect", () => {
  const shown = shownSettings({ profile: "research" }, new Set(), () => undefined);
  assert.equal(shown.find(({ variable }) => variable === "CLEAN_DESCRIPTORS")?.value, "true");
  assert.equal(shown.find(({ variable }) => variable === "RETAIN_UIDS")?.value, "false");
});

const presetsDocument = Deno.readTextFileSync(
  new URL("../../docs/de-identification.md", import.meta.url),
);
const cellsOf = (start: string): string[] | undefined =>
  presetsDocument.split("\n").find((line) => line.startsWith(`| ${start} `))?.split("|").slice(
    1,
    -1,
  )
    .map((cell) => cell.trim().replaceAll("`", ""));

Deno.test("the document says which options each preset switches on", () => {
  for (const name of optionNames) {
    const variable = settingMeta.get(profileSettings[name])?.env ?? "";
    const [, basic, another] = cellsOf(`\`${variable}\``) ?? [];
    assert.equal(basic, String(new Set<Option>(presets.basic).has(name)), variable);
    assert.equal(another, String(new Set<Option>(presets.research).has(name)), variable);
  }
});

Deno.test("the document shows what each preset does to the example", () => {
  const sets = Object.values(presets).map((names) => new Set<Option>(names));
  const rows = explainPresets(sets);
  assert.ok(rows.length >= 20);
  for (const row of rows) assert.deepEqual(cellsOf(row[0] ?? ""), row);
  const of = (meaning: string): readonly string[] =>
    rows.find(([first]) => first === meaning)?.slice(2) ?? [];
  assert.deepEqual(of("sex"), ["emptied", "kept"]);
  assert.deepEqual(of("private: b-value"), ["removed", "kept"]);
  assert.deepEqual(of("comments on the patient"), ["removed", "removed"]);
});

Deno.test("explain --example shows each preset beside the settings, as a table or as JSON", async () => {
  using site = siteProfile("PROFILE=research\nRETAIN_DEVICE_IDENTITY=false\n");
  const printed = async (...args: string[]): Promise<string> => {
    let text = "";
    const code = await explain.execute(["--example", "--profile", site.path, ...args], {
      env: () => undefined,
      stdout: (more) => text += more,
      stderr: (more) => assert.fail(more),
      isTerminal: false,
      exitNow: () => assert.fail("it ended the process"),
      relaunch: () => assert.fail("it started another"),
    });
    assert.equal(code, 0);
    return text;
  };
  assert.match(await printed(), /StationName +│ removed +│ kept +│ removed/);
  const lines: Record<string, string>[] = JSON.parse(await printed("--json"));
  const age = lines.find(({ keyword }) => keyword === "PatientAge");
  assert.deepEqual([age?.basic, age?.research, age?.["your settings"]], [
    "removed",
    "kept",
    "kept",
  ]);
});
