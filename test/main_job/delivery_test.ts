import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { exists } from "../../src/system/paths.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { digests, filesBelow } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { makeCertificate } from "../support/servers/certificate.ts";
import { orthanc, orthancTools } from "../support/servers/orthanc.ts";
import { tempDir } from "../support/temp_dir.ts";
import { TextLineStream } from "../support/text_lines.ts";
import { missingTools, run } from "../support/tools.ts";

const env = { SETTLE: "0", LOG_LEVEL: "debug" };

/**
 * The data sets of files in the DICOM JSON Model: Orthanc writes the lengths of sequences its own
 * way, and the file meta group anew.
 */
async function dataSets(files: readonly string[]): Promise<string[]> {
  return (await Promise.all(files.map((file) => run("dcm2json", [file])))).sort();
}

Deno.test({
  name: "what arrives at Orthanc by C-STORE is what lies in the output, with receipts",
  ignore: missingTools("dcm2json", ...orthancTools),
  async fn() {
    using directory = tempDir();
    await using server = await orthanc(`${directory.path}/orthanc`);
    const intake = new IntakeUnderTest(directory.path, { ...env, DELIVER_TO: server.dimse });
    for (let number = 1; number <= 2; number++) dropStudy(intake.inbox, `ST-${number}`, number, 30);
    const queue = await intake.run("queue");
    assert.equal(queue.code, 0, queue.stderr);
    assert.match(queue.stderr, /"event":"delivery\.finished".*"target":"dimse:[^"]*","images":30/);
    const output = `${directory.path}/output`;
    const images = filesBelow(output).filter((path) => path.endsWith(".dcm"));
    Deno.mkdirSync(`${directory.path}/received`);
    const received = (await server.files()).map((bytes, at) => {
      const path = `${directory.path}/received/${at}.dcm`;
      Deno.writeFileSync(path, bytes);
      return path;
    });
    assert.equal(received.length, 60);
    assert.deepEqual(
      await dataSets(received),
      await dataSets(images.map((path) => `${output}/${path}`)),
    );
  },
});

Deno.test("one run delivers to a directory, by archive, and after a fault the next run sends what is missing", async () => {
  using directory = tempDir();
  const target = `${directory.path}/a target`;
  Deno.mkdirSync(target);
  Deno.writeTextFileSync(`${directory.path}/blocked`, "a file where a directory should be");
  const intake = new IntakeUnderTest(directory.path, {
    ...env,
    PACK: "zip",
    DELIVER_TO: `file://${encodeURI(target)}, file://${directory.path}/blocked/x`,
  });
  const folder = dropStudy(intake.inbox, "ST-1", 1, 5);
  const first = await intake.run("queue");
  assert.equal(first.code, 1);
  assert.match(first.stderr, /delivery\.failed.*TARGET_DOWN.*ENOTDIR/);
  assert.match(first.stderr, /deliveries\.postponed.*"waiting":1/);
  const delivered = await digests(target);
  assert.deepEqual(Object.keys(delivered).map((path) => path.replace(/^B-\w+/, "")), [
    ".zip",
    ".zip.sha256",
  ]);
  Deno.removeSync(`${directory.path}/blocked`);
  Deno.mkdirSync(`${directory.path}/blocked/x`, { recursive: true });
  assert.equal((await intake.run("queue")).code, 0, "no retry is needed");
  assert.deepEqual(await digests(target), delivered);
  assert.deepEqual(await digests(`${directory.path}/blocked/x`), delivered);
  assert.equal(filesBelow(folder).length, 5, "the source is kept");
});

for (const AFTER of ["keep", "delete"]) {
  Deno.test(`what was rewritten in place while its target was away is read again by a retry: ${AFTER}`, async () => {
    using directory = tempDir();
    const target = `${directory.path}/target`;
    const intake = new IntakeUnderTest(directory.path, {
      ...env,
      AFTER,
      DELIVER_TO: `file://${target}`,
    });
    const folder = dropStudy(intake.inbox, "ST-1", 1, 2);
    assert.equal((await intake.run("queue")).code, 1);
    const placed = await digests(`${directory.path}/output`);
    const image = `${folder}/IMG0002.dcm`;
    const bytes = Deno.readFileSync(image);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1; // of its pixels
    Deno.writeFileSync(image, bytes);
    Deno.mkdirSync(target);
    await intake.run("retry", "ST-1");
    const queue = await intake.run("queue");
    assert.equal(queue.code, 0, queue.stderr);
    const output = await digests(`${directory.path}/output`);
    assert.notDeepEqual(output, placed);
    assert.deepEqual(await digests(target), output);
    assert.equal(exists(folder), AFTER === "keep");
  });
}

Deno.test("invalid targets are rejected before anything is processed", async () => {
  using directory = tempDir();
  const inbox = `${directory.path}/inbox`;
  const output = `${directory.path}/output`;
  for (
    const [variables, message] of [
      [{ DELIVER_TO: `file://${inbox}/out` }, /DELIVER_TO .* is inside the inbox/],
      [{ DELIVER_TO: `file://${output}` }, /DELIVER_TO .* is inside OUTPUT_BASE/],
      [{ DELIVER_TO: "file://host/share" }, /must have the form file:\/\/\/directory/],
      [{ DELIVER_TO: "dimse://AET:SECRET@host:104" }, /contains credentials/],
      [{ DELIVER_TO: "dimse://a:b:c" }, /a target must have the form/],
      [{ PACK: "zip", DELIVER_TO: "dimse://AET@host:104" }, /no target .* accepts archives/],
      [{ PACK: "rar" }, /is not none, tar.gz or zip/],
    ] as const
  ) {
    const { code, stderr } = await new IntakeUnderTest(directory.path, variables).run("queue");
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /SECRET/);
  }
});

Deno.test({
  name: "a server of HTTP/2 may close its connections (GOAWAY): everything arrives in the end",
  ignore: missingTools("openssl", "node"),
  async fn() {
    using directory = tempDir();
    const { cert, key } = await makeCertificate(directory.path);
    await using server = await http2Server(cert, key);
    const intake = new IntakeUnderTest(directory.path, {
      ...env,
      DENO_CERT: cert,
      DELIVER_TO: `dicomweb+https://${server.host}`,
    });
    dropStudy(intake.inbox, "ST-1", 1, 20);
    const queue = await intake.run("queue");
    assert.equal(queue.code, 0, queue.stderr);
    const files = Object.entries(await digests(`${directory.path}/output`));
    const images = files.flatMap(([path, digest]) => path.endsWith(".dcm") ? [digest] : []);
    assert.deepEqual([...new Set(await server.stored())].sort(), images.sort());
  },
});

interface Http2Server extends AsyncDisposable {
  readonly host: string;
  /** Ends it, and gives the SHA-256 of what it has answered as stored. */
  readonly stored: () => Promise<string[]>;
}

async function http2Server(cert: string, key: string): Promise<Http2Server> {
  const script = fileURLToPath(new URL("../support/servers/http2_server.mjs", import.meta.url));
  const child = new Deno.Command("node", {
    args: [script, cert, key],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextLineStream()).values();
  const { value: port } = await lines.next();
  const received = Array.fromAsync({ [Symbol.asyncIterator]: () => lines });
  const end = async (): Promise<void> => {
    try {
      child.kill("SIGKILL");
    } catch {
      // it has ended already
    }
    await child.status;
  };
  return {
    host: `127.0.0.1:${port}`,
    async stored(): Promise<string[]> {
      await end();
      return (await received).map((line) => line.split(" ")[0] ?? "");
    },
    [Symbol.asyncDispose]: end,
  };
}
