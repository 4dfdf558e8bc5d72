import assert from "node:assert/strict";
import { readManifest } from "../../src/output/manifest.ts";
import { digests, filesBelow } from "../support/files/output_tree.ts";
import type { IntakeUnderTest } from "../support/program/intake.ts";
import { decideAbout, reviewIntake } from "../support/program/review_intake.ts";
import { objectStore, storeUser } from "../support/servers/object_store.ts";
import { orthanc, orthancTools, orthancUser } from "../support/servers/orthanc.ts";
import { storeScp } from "../support/servers/store_scp.ts";
import { stowServer } from "../support/servers/stow_server.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools, run } from "../support/tools.ts";

/** What a target has. */
type Received = (intake: IntakeUnderTest) => Promise<unknown>;

/** What it should have: the images of the output, or all of its files. */
const imagesOf = async (output: string): Promise<string[]> =>
  Object.values(await digests(output, (name) => !name.startsWith("manifest"))).sort();

interface Target {
  readonly env: Readonly<Record<string, string>>;
  readonly received: Received;
  readonly expected: (output: string) => Promise<unknown>;
}

/** A Batch whose images arrive in three steps: at once, and after each of two decisions. */
async function inSteps({ env, received, expected }: Target, directory: string): Promise<void> {
  const intake = reviewIntake(`${directory}/run`, env);
  const database = await intake.database();
  try {
    for (const [at, decide] of [undefined, 1, 2].entries()) {
      if (decide) await decideAbout(database, [decide], {});
      const queue = await intake.run("queue");
      assert.equal(queue.code, 0, queue.stderr);
      const output = `${intake.directory}/output`;
      assert.equal((await imagesOf(output)).length, at + 1);
      assert.deepEqual(await received(intake), await expected(output), `after step ${at + 1}`);
      const [code = ""] = [...Deno.readDirSync(output)].map(({ name }) => name);
      const lines = await Array.fromAsync(readManifest(`${output}/${code}`));
      assert.equal(lines.flat().length, at + 1);
    }
    const again = await intake.run("retry", "ST-1");
    assert.equal(again.code, 0, again.stderr);
    assert.equal((await intake.run("queue")).code, 0);
    assert.deepEqual(await received(intake), await expected(`${intake.directory}/output`), "retry");
    const [batch] = await database.sql`select status, images from batch`;
    assert.deepEqual({ ...batch }, { status: "DONE", images: 3 });
  } finally {
    await database.close();
  }
}

function credentials(directory: string, line: string): { readonly DELIVER_CREDENTIALS: string } {
  const DELIVER_CREDENTIALS = `${directory}/credentials`;
  Deno.writeTextFileSync(DELIVER_CREDENTIALS, `${line}\n`, { mode: 0o600 });
  return { DELIVER_CREDENTIALS };
}

for (const format of ["zip", "tar.gz"] as const) {
  Deno.test({
    name: `images that a decision adds are in the archive, once, with its manifest: ${format}`,
    ignore: missingTools("unzip", "tar", "sha256sum"),
    async fn() {
      using directory = tempDir();
      const received: Received = async ({ directory: at }) => {
        const [target, unpacked] = [`${at}/target`, Deno.makeTempDirSync({ dir: at })];
        const [archive = "", checksum, ...others] = filesBelow(target);
        assert.deepEqual([checksum, others], [`${archive}.sha256`, []]);
        await run("sh", ["-c", `cd ${target} && sha256sum --check --strict ${checksum}`]);
        if (format === "zip") await run("unzip", ["-q", `${target}/${archive}`, "-d", unpacked]);
        else await run("tar", ["-xzf", `${target}/${archive}`, "-C", unpacked]);
        return await digests(unpacked);
      };
      const env = { PACK: format };
      await inSteps({ env, received, expected: digests }, directory.path);
    },
  });
}

Deno.test("images that a decision adds are in the bucket, once, with the manifest", async () => {
  using directory = tempDir();
  await using store = await objectStore(`${directory.path}/store`, "research");
  const { key, secret } = storeUser;
  const env = {
    ...credentials(directory.path, `${store.host} s3 ${key}:${secret}`),
    DELIVER_TO: `s3://research?endpoint=http://${store.host}`,
  };
  await inSteps({ env, received: () => store.objects(), expected: digests }, directory.path);
});

Deno.test("images that a decision adds are sent to a DICOMweb server once, and no others", async () => {
  using directory = tempDir();
  await using server = await stowServer(() => "store");
  const env = { DELIVER_TO: `dicomweb+http://${server.host}` };
  const received: Received = () => Promise.resolve([...server.stored.values()].flat().sort());
  await inSteps({ env, received, expected: imagesOf }, directory.path);
  const posts = server.requests.filter((request) => request.startsWith("POST"));
  assert.equal(posts.length, 3, "one for each image");
});

Deno.test({
  name: "images that a decision adds are at Orthanc once, by STOW-RS",
  ignore: missingTools(...orthancTools),
  async fn() {
    using directory = tempDir();
    await using server = await orthanc(`${directory.path}/orthanc`);
    const { name, password } = orthancUser;
    const env = {
      ...credentials(directory.path, `${server.host} basic ${name}:${password}`),
      DELIVER_TO: `dicomweb+http://${server.host}/dicom-web`,
    };
    const received: Received = () => server.instances();
    await inSteps({ env, received, expected: imagesOf }, directory.path);
  },
});

Deno.test({
  name: "images that a decision adds are at Orthanc and at storescp once, by C-STORE",
  ignore: missingTools("storescp", ...orthancTools),
  async fn() {
    using directory = tempDir();
    await using server = await orthanc(`${directory.path}/orthanc`);
    await using node = await storeScp(`${directory.path}/node`);
    const env = { DELIVER_TO: `${server.dimse},${node.url.href}` };
    const received: Received = async () => [(await server.files()).length, node.received().size];
    const expected = async (output: string) => {
      const { length } = await imagesOf(output);
      return [length, length];
    };
    await inSteps({ env, received, expected }, directory.path);
  },
});
