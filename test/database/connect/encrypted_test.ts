import assert from "node:assert/strict";
import { isDatabaseAway } from "../../../src/database/connect/server_error.ts";
import { connect } from "../../../src/database/connect/sql.ts";
import {
  type DebianServer,
  debianServer,
  debianServerTools,
} from "../../support/database/debian_server.ts";
import { makeCertificate } from "../../support/servers/certificate.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools, run } from "../../support/tools.ts";

const password = "s:e/c@ret";

/** Lets in who encrypts and has the password alone. */
async function lockUp(server: DebianServer, directory: string): Promise<void> {
  const { cert, key } = await makeCertificate(directory, "server");
  const data = `${directory}/debian`;
  await run("install", ["-m", "600", cert, key, data]);
  await run("chown", ["--reference", data, `${data}/server.key.pem`, `${data}/server.cert.pem`]);
  const site = connect({ url: server.url }, { max: 1 });
  await site.unsafe(`alter role site password '${password}'`);
  await site.unsafe(`alter system set ssl_cert_file = 'server.cert.pem'`);
  await site.unsafe(`alter system set ssl_key_file = 'server.key.pem'`);
  await site.unsafe(`alter system set ssl = on`);
  await site.end();
  Deno.writeTextFileSync(`${data}/pg_hba.conf`, "hostssl all all 127.0.0.1/32 scram-sha-256\n");
  await server.restart();
}

Deno.test({
  name: "DATABASE_URL: passwords, and sslmode as psql understands it",
  ignore: missingTools("openssl", "install", ...debianServerTools),
  async fn() {
    using directory = tempDir();
    await using server = await debianServer(directory.path);
    await lockUp(server, directory.path);
    const other = await makeCertificate(directory.path, "other");

    const isEncrypted = async (mode: string, secret = password): Promise<unknown> => {
      const url = server.url.replace("site@", `site:${encodeURIComponent(secret)}@`);
      const sql = connect({ url: `${url}?${mode}` }, { max: 1 });
      try {
        const [row] = await sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`;
        return row?.["ssl"];
      } finally {
        await sql.end();
      }
    };
    assert.equal(await isEncrypted("sslmode=require"), true);
    const trusted = `sslrootcert=${directory.path}/server.cert.pem`;
    assert.equal(await isEncrypted(`sslmode=verify-full&${trusted}`), true);
    const stranger = `sslmode=verify-full&sslrootcert=${other.cert}`;
    await assert.rejects(() => isEncrypted(stranger), isDatabaseAway);
    await assert.rejects(() => isEncrypted("sslmode=disable"), /no pg_hba.conf entry/);
    await assert.rejects(() => isEncrypted("sslmode=require", "wrong"), (error: Error) => {
      assert.match(error.message, /password authentication failed/);
      assert.ok(!Deno.inspect(error).includes("wrong"));
      return true;
    });
  },
});
