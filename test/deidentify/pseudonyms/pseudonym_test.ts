import assert from "node:assert/strict";
import { createKeyFile, readKeyFile } from "../../../src/deidentify/pseudonyms/key_ring.ts";
import {
  batchCode,
  patientCode,
  PseudonymKey,
  pseudonymousUID,
} from "../../../src/deidentify/pseudonyms/pseudonym_key.ts";
import { tempDir } from "../../support/temp_dir.ts";

const key = new PseudonymKey(new Uint8Array(32).fill(1));
const other = new PseudonymKey(new Uint8Array(32).fill(2));

Deno.test("a pseudonym is the same for the same value and key, and another for any other", () => {
  assert.equal(pseudonymousUID(key, "1.2.3"), pseudonymousUID(key, "1.2.3"));
  const codes = [
    patientCode(key, "", "1"),
    patientCode(key, "A", "1"),
    patientCode(key, "", "A1"),
    patientCode(other, "", "1"),
    patientCode(key, "", "2"),
  ];
  assert.equal(new Set(codes).size, codes.length);
  assert.notEqual(batchCode(key, "1").slice(2), patientCode(key, "", "1").slice(2));
});

Deno.test("a pseudonymous UID is a valid UID", () => {
  for (let n = 0; n < 200; n++) {
    assert.match(pseudonymousUID(key, String(n)), /^2\.25\.(0|[1-9]\d{0,38})$/);
  }
});

Deno.test("a key file is made once, for its owner alone", () => {
  using directory = tempDir();
  const path = `${directory.path}/deid.key`;
  const made = createKeyFile(path);
  assert.equal(made.length, 32);
  assert.deepEqual(createKeyFile(path), made);
  assert.equal((Deno.statSync(path).mode ?? 0) & 0o777, 0o600);
  assert.deepEqual([...Deno.readDirSync(directory.path)].map(({ name }) => name), ["deid.key"]);
});

Deno.test("what a killed process left beside a key, a second name of it, is never written to", () => {
  using directory = tempDir();
  const path = `${directory.path}/deid.key`;
  const made = createKeyFile(path);
  for (const name of [path, `${path}.next`]) Deno.linkSync(path, `${name}.${Deno.pid}.new`);
  assert.deepEqual(createKeyFile(path), made);
  assert.notDeepEqual(createKeyFile(`${path}.next`), made);
  assert.deepEqual(readKeyFile(path), made);
});

Deno.test("a key file that is missing, malformed or readable by others is refused", () => {
  using directory = tempDir();
  const path = `${directory.path}/deid.key`;
  assert.throws(() => readKeyFile(path), { code: "KEY_FILE" });
  Deno.writeTextFileSync(path, "short", { mode: 0o600 });
  assert.throws(() => readKeyFile(path), { code: "KEY_FILE", message: /64 hexadecimal/ });
  Deno.writeTextFileSync(path, "0".repeat(64));
  Deno.chmodSync(path, 0o640);
  assert.throws(() => readKeyFile(path), {
    code: "KEY_FILE",
    message: /can be read by other users/,
  });
});
