import assert from "node:assert/strict";
import { privateElements } from "../../../src/cli/commands/private.ts";
import { IntakeError } from "../../../src/model/errors.ts";
import {
  ascii,
  encodeFile,
  type PlainElement,
  plainEncodings,
} from "../../support/dicom/encode_data_set.ts";
import { tempDir } from "../../support/temp_dir.ts";

const image = (instance: number, ...elements: PlainElement[]): Uint8Array => {
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const subject = [
    ascii(0x00080018, "UI", `1.2.${instance}`),
    ascii(0x00100010, "PN", "Quillfeather^Orsolya"),
  ];
  return encodeFile([...subject, ...elements], explicit);
};

async function shown(
  files: Readonly<Record<string, Uint8Array>>,
  ...args: string[]
): Promise<string> {
  using directory = tempDir();
  for (const [name, bytes] of Object.entries(files)) {
    Deno.writeFileSync(`${directory.path}/${name}`, bytes);
  }
  let stdout = "";
  const code = await privateElements.execute([...args, directory.path], {
    env: () => undefined,
    stdout: (text) => void (stdout += text),
    stderr: () => assert.fail("nothing to say"),
    isTerminal: false,
    exitNow: () => assert.fail("nothing to stop"),
    relaunch: () => assert.fail("nothing to start"),
  });
  assert.equal(code, 0);
  return stdout;
}

const files = {
  "1.dcm": image(
    1,
    ascii(0x00190010, "LO", "GEMS_ACQU_01"),
    ascii(0x00191023, "DS", "1"),
    ascii(0x001910bb, "DS", "0.5"),
    ascii(0x00990010, "LO", "Quillfeather GmbH"),
    ascii(0x00991001, "LO", "ZQXJ"),
    ascii(0x00990022, "LO", "ACME \u001b[2J1"),
    ascii(0x00992201, "LO", "ZQXJ"),
    ascii(0x00993301, "LO", "ZQXJ"),
  ),
  "2.dcm": image(2, {
    tag: 0x00082112,
    vr: "SQ",
    value: [0, 1].map(() => [
      ascii(0x00190077, "LO", "GEMS_ACQU_01"),
      ascii(0x001977bb, "DS", "0.5"),
    ]),
  }),
  "notes.txt": new TextEncoder().encode("ZQXJ"),
};

Deno.test("private lists unknown elements with creators, VRs and counts, and without values", async () => {
  const json: unknown = JSON.parse(await shown(files, "--json"));
  assert.deepEqual(json, [
    {
      tag: "(0019,xxBB)",
      creator: "GEMS_ACQU_01",
      vr: "DS",
      name: "User data 20",
      images: 2,
      elements: 3,
    },
    { tag: "(0099,xx01)", creator: "", vr: "LO", name: "", images: 1, elements: 1 },
    { tag: "(0099,xx01)", creator: "ACME ?[2J1", vr: "LO", name: "", images: 1, elements: 1 },
    { tag: "(0099,xx01)", vr: "LO", name: "", images: 1, elements: 1 },
  ]);
  const text = await shown(files);
  assert.match(text, /images read: 2, other files: 1/);
  assert.match(text, /contains a name of the patient/);
  for (const all of [text, JSON.stringify(json)]) {
    assert.doesNotMatch(all, /ZQXJ|Quillfeather|0\.5/);
  }
});

Deno.test("private --tsv prints rows of SAFE_PRIVATE_ROWS as comments, which then are known", async () => {
  const lines = await shown(files, "--tsv");
  assert.equal(lines.split("\n")[0], "# (0019,xxBB)\tGEMS_ACQU_01\tDS\t\t2 images\tUser data 20");
  using directory = tempDir();
  const path = `${directory.path}/rows.tsv`;
  Deno.writeTextFileSync(path, lines.replace("# (0019", "(0019"));
  const rest = await shown(files, "--json", "--safe-private-rows", path);
  assert.doesNotMatch(rest, /GEMS_ACQU_01/);
  Deno.writeTextFileSync(path, "\n(0019,xxBB) GEMS_ACQU_01 DS\n");
  await assert.rejects(
    shown(files, "--safe-private-rows", path),
    (fault) =>
      fault instanceof IntakeError && fault.code === "SETTINGS" &&
      fault.message.includes("rows.tsv:2"),
  );
});

Deno.test("in implicit VR private shows the VR that the maker has published", async () => {
  const { implicit } = plainEncodings;
  assert.ok(implicit);
  const bytes = encodeFile([
    ascii(0x00080018, "UI", "1.2.3"),
    ascii(0x00190010, "LO", "GEMS_ACQU_01"),
    ascii(0x001910bb, "DS", "0.5"),
    ascii(0x00990010, "LO", "ACME"),
    ascii(0x00991001, "DS", "0.5"),
  ], implicit);
  const lines = (await shown({ "1.dcm": bytes }, "--tsv")).trimEnd().split("\n");
  assert.deepEqual(lines.map((line) => line.split("\t")[2]), ["DS", "UN"]);
});
