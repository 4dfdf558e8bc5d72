import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const flags = ["run", "--quiet", "--no-prompt", "--allow-read", "--allow-env"];

/** Runs the program with words a shell puts after it. */
async function shell(script: string, closeOutput: boolean) {
  const program = fileURLToPath(new URL("../main.ts", import.meta.url));
  const child = new Deno.Command("sh", {
    args: ["-c", script, Deno.execPath(), ...flags, program, "--version"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const said = new Response(child.stderr).text();
  await (closeOutput ? child.stdout.cancel() : new Response(child.stdout).text());
  await child.stdin.close();
  return { code: (await child.status).code, said: await said };
}

Deno.test("a reader that has gone away (`| head`) ends a command, and the database is not blamed", async () => {
  const { code, said } = await shell(`read -r line; exec "$0" "$@"`, true);
  assert.deepEqual({ code, said }, { code: 141, said: "" });
});

Deno.test("output that does not fit where it goes is said to be that", async () => {
  const { code, said } = await shell(`exec "$0" "$@" > /dev/full`, false);
  assert.equal(code, 3);
  assert.match(said, /standard output cannot be written \(ENOSPC\)/);
});
