import assert from "node:assert/strict";
import { readCommandLine } from "../../src/cli/command_line.ts";
import { intakeSettings } from "../../src/cli/intake_settings.ts";
import { differences, type Policy, policyOf, type PolicyParts } from "../../src/projects/policy.ts";

const parts: PolicyParts = {
  recipeText: undefined,
  siteWords: new Set(),
  keyFingerprint: "0123456789abcdef",
  outputBase: "/data/output",
  quarantine: undefined,
  options: new Set(["retainModifiedDates"]),
};

function policy(env: Record<string, string> = {}, other: Partial<PolicyParts> = {}): Policy {
  const definition = { name: "watch", settings: intakeSettings, flags: {} };
  const { settings } = readCommandLine([], (name) => env[name], definition);
  return policyOf(settings, { ...parts, ...other });
}

function differing(other: Policy): readonly string[] {
  return differences(policy().settings, other.settings);
}

Deno.test("every setting that changes bytes, destination or disposal changes the fingerprint, and is named", () => {
  const others: Readonly<Record<string, Policy>> = {
    AFTER: policy({ AFTER: "delete" }),
    GATE: policy({ GATE: "warn" }),
    PACK: policy({ PACK: "zip" }),
    DELIVER_TO: policy({ DELIVER_TO: "file:///mnt/archive" }),
    RECIPE: policy({}, { recipeText: "FORMAT dicom\n" }),
    SAFE_PRIVATE_ROWS: policy({}, { privateRowsText: "(0099,xx01)\tACME\tFL\n" }),
    VOCABULARY: policy({}, { siteWords: new Set(["halsvene"]) }),
    QUARANTINE: policy({}, { quarantine: "/data/held" }),
    OUTPUT_BASE: policy({}, { outputBase: "/data/other" }),
    DEID_KEY_FILE: policy({}, { keyFingerprint: "fedcba9876543210" }),
    RETAIN_UIDS: policy({}, { options: new Set(["retainModifiedDates", "retainUids"]) }),
    RETAIN_MODIFIED_DATES: policy({}, { options: new Set() }),
    RETAIN_SAFE_PRIVATE: policy({}, {
      options: new Set(["retainModifiedDates", "retainSafePrivate"]),
    }),
    CLEAN_DESCRIPTORS: policy({}, {
      options: new Set(["retainModifiedDates", "cleanDescriptors"]),
    }),
  };
  for (const [name, other] of Object.entries(others)) {
    assert.deepEqual(differing(other), [name]);
    assert.notEqual(other.fingerprint, policy().fingerprint, name);
  }
});

Deno.test("settings that change nothing of that leave the fingerprint", () => {
  const env = { CONCURRENCY: "9", WORKERS: "7", LOG: "text", DATA_BASE: "/elsewhere", LEASE: "99" };
  assert.deepEqual(policy(env), policy());
  const [one, other] = ["file:///a,file:///b", "file:///b, file:///a"]
    .map((DELIVER_TO) => policy({ DELIVER_TO }));
  assert.deepEqual(one, other, "the order of targets");
});

Deno.test("a policy holds no path, no address, no password and no text of the recipe", () => {
  const env = { DELIVER_TO: "dicomweb+https://user:secret@pacs.example/rs" };
  const { settings } = policy(env, { recipeText: "LABEL Quillfeather", quarantine: "/data/held" });
  assert.doesNotMatch(JSON.stringify(settings), /secret|pacs|Quillfeather|held|\/data/);
});

Deno.test("the settings about text are named if images are searched for it", () => {
  assert.ok(!("TEXT" in policy({ TEXT: "off", TEXT_ACTION: "redact" }).settings));
  assert.equal(policy({ TEXT: "risk" }).fingerprint, policy().fingerprint);
  assert.deepEqual(differing(policy({ TEXT: "off" })), ["TEXT", "TEXT_ACTION"]);
  const { settings } = policy({ TEXT: "all", TEXT_ACTION: "redact" });
  assert.deepEqual([settings["TEXT"], settings["TEXT_ACTION"]], ["all", "redact"]);
  const [hold, redact] = [
    policy({ TEXT: "risk" }),
    policy({ TEXT: "risk", TEXT_ACTION: "redact" }),
  ];
  assert.deepEqual(differences(hold.settings, redact.settings), ["TEXT_ACTION"]);
});
