import assert from "node:assert/strict";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { loopbackServer } from "./support/servers/loopback_server.ts";

const script = fileURLToPath(new URL("../scripts/audit.ts", import.meta.url));
const ci = new URL("../.ci/run", import.meta.url);

const advisory = {
  id: 1,
  url: "https://example.org/1",
  title: "a hole",
  vulnerable_versions: "<9999.0.0",
  cwe: [],
  cvss: { score: 8, vectorString: null },
};

/** The exit code of an audit against a registry that answers so. */
async function audited(status: number, answer: unknown): Promise<number> {
  await using registry = await loopbackServer(createServer((request, response) => {
    request.resume().on("end", () => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(answer));
    });
  }));
  return await auditedBy(`http://${registry.host}`);
}

async function auditedBy(registry: string): Promise<number> {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--allow-run", script],
    env: { NPM_CONFIG_REGISTRY: registry },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).output();
  return code;
}

Deno.test("an advisory of level high fails the audit, and one of level low does not", async () => {
  assert.equal(await audited(200, { hono: [{ ...advisory, severity: "high" }] }), 1);
  assert.equal(await audited(200, { hono: [{ ...advisory, severity: "low" }] }), 0);
  assert.equal(await audited(200, {}), 0);
});

Deno.test("a registry that cannot be reached, or fails, is told from one that knows no advisory", async () => {
  assert.equal(await auditedBy("http://127.0.0.1:1"), 3);
  assert.equal(await audited(503, "out of order"), 3);
});

Deno.test("CI counts an advisory as failed, and says when nothing was checked", () => {
  const text = Deno.readTextFileSync(ci);
  const [step = ""] = /^audit\(\) \{[\s\S]*?^\}/m.exec(text) ?? [];
  for (const [code, counts] of [[0, "1 0"], [1, "0 1"], [3, "0 0"]] as const) {
    const said = new Deno.Command("bash", {
      args: [
        "-c",
        `passed=0; failed=0; npx() { return ${code}; }\n${step}\naudit; echo $passed $failed`,
      ],
    }).outputSync();
    const out = new TextDecoder().decode(said.stdout);
    assert.match(out, new RegExp(`${counts}\\n$`), out);
    assert.equal(/NOT CHECKED/.test(out), code === 3, out);
  }
});
