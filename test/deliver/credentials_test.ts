import assert from "node:assert/strict";
import { authorizationOf, readCredentials } from "../../src/deliver/credentials.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("readCredentials() reads credentials by host; secrets may contain spaces and any letters", () => {
  using directory = tempDir();
  const path = `${directory.path}/credentials`;
  const lines = [
    "# ours",
    "",
    "a.org:8443 Basic user:pass wörd",
    "B.org bearer t0ken",
    "c s3 key:secret",
  ];
  Deno.writeTextFileSync(path, lines.join("\r\n"), { mode: 0o600 });
  const credentials = readCredentials(path);
  assert.deepEqual([...credentials.keys()], ["a.org:8443", "b.org", "c"]);
  const headers = [...credentials.values()].map(authorizationOf);
  assert.deepEqual(headers, ["Basic dXNlcjpwYXNzIHfDtnJk", "Bearer t0ken", undefined]);
  assert.equal(readCredentials(undefined).size, 0);
});
