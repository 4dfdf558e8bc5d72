import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const module = fileURLToPath(
  new URL("../../src/app/service_manager.ts", import.meta.url),
);

/** What a process may still do that has narrowed its permissions with these settings. */
function mayRun(settings: object, env: Record<string, string>): string {
  const script = `
    import { narrowPermissions } from ${JSON.stringify(module)};
    narrowPermissions(${JSON.stringify(settings)}, (name) => Deno.env.get(name));
    const { state } = Deno.permissions.querySync({ name: "run" });
    Deno.stdout.writeSync(new TextEncoder().encode(state));`;
  const { stdout } = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", script],
    env,
  }).outputSync();
  return new TextDecoder().decode(stdout);
}

Deno.test("with a database of its own a process cannot run programs, and with the private one it can", () => {
  const settings = { databaseUrl: "postgres://host/db" };
  assert.notEqual(mayRun(settings, {}), "granted");
  assert.equal(mayRun({}, {}), "granted", "it starts PostgreSQL again");
  assert.equal(mayRun(settings, { NOTIFY_SOCKET: "/run/x" }), "granted", "it tells systemd");
});
