import assert from "node:assert/strict";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { makeCertificate } from "../support/servers/certificate.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";
import { ask, password, webUrl, writeAccounts } from "../support/web/web.ts";

const ignore = missingTools("openssl");
const served = { WEB_LISTEN: "127.0.0.1:0" };

Deno.test({
  name: "with WEB_CERT and WEB_KEY the page is https alone, and its cookie is for https alone",
  ignore,
  async fn() {
    using directory = tempDir();
    const { cert, key } = await makeCertificate(directory.path);
    const users = `${directory.path}/users`;
    await writeAccounts(users);
    const intake = new IntakeUnderTest(directory.path, {
      ...served,
      WEB_CERT: cert,
      WEB_KEY: key,
      WEB_USERS: users,
    });
    await using serve = intake.start("serve");
    const url = await webUrl(serve);
    assert.match(url, /^https:\/\/127\.0\.0\.1:\d+$/);
    using client = Deno.createHttpClient({ caCerts: [Deno.readTextFileSync(cert)] });

    const body = new URLSearchParams({ name: "alice", password });
    const login = await ask(`${url}/login`, { client, method: "POST", body });
    assert.equal(login.status, 303);
    const [cookie = ""] = login.headers.getSetCookie();
    assert.match(cookie, /^__Host-session=[\w-]{43};/);
    const attributes = cookie.split("; ").slice(1);
    for (const attribute of ["Secure", "HttpOnly", "SameSite=Strict", "Path=/"]) {
      assert.ok(attributes.includes(attribute), `${attribute}: ${cookie}`);
    }
    const [session = ""] = cookie.split(";");
    const page = await ask(`${url}/batches`, { client, headers: { cookie: session } });
    assert.match(page.text, /alice, operator/);
    const underOldName = session.replace("__Host-session", "session");
    const other = await ask(`${url}/batches`, { client, headers: { cookie: underOldName } });
    assert.equal(other.status, 302, "a cookie that plain http could have set is not looked at");
    const policy = page.headers.get("strict-transport-security");
    assert.equal(policy, null, "other ports of the host are not made https, too");

    await assert.rejects(ask(`${url}/healthz`), "who does not know the certificate is not served");
    await assert.rejects(ask(`${url.replace("https", "http")}/healthz`), "there is no plain http");
    await serve.stop();
  },
});

Deno.test({
  name: "a certificate and a key that cannot be used are said in one sentence, before anything " +
    "is served",
  ignore,
  async fn() {
    using directory = tempDir();
    const { cert, key } = await makeCertificate(directory.path);
    const other = await makeCertificate(directory.path, "other");
    const [text, open, none] = ["text", "open", "none"].map((name) => `${directory.path}/${name}`);
    assert.ok(text && open && none);
    Deno.writeTextFileSync(text, "no PEM\n", { mode: 0o600 });
    Deno.copyFileSync(key, open);
    Deno.chmodSync(open, 0o644);
    const intake = new IntakeUnderTest(directory.path, served);
    const noPair = /WEB_CERT \S+ and WEB_KEY \S+ are not a certificate and its key \(PEM\)/;
    const refused: readonly [readonly string[], RegExp][] = [
      [["--web-cert", cert, "--web-key", other.key], noPair],
      [["--web-cert", text, "--web-key", key], noPair],
      [["--web-cert", cert, "--web-key", text], noPair],
      [["--web-cert", key, "--web-key", key], noPair],
      [["--web-cert", cert, "--web-key", open], /WEB_KEY \S+open: can be read by other users/],
      [["--web-cert", none, "--web-key", key], /WEB_CERT \S+none: cannot be read/],
      [["--web-cert", cert, "--web-key", none], /WEB_KEY \S+none: cannot be read/],
      [["--web-cert", cert], /only one of WEB_CERT and WEB_KEY is set/],
    ];
    for (const [flags, sentence] of refused) {
      const { code, stderr } = await intake.run("serve", ...flags);
      assert.equal(code, 2, stderr);
      assert.match(stderr, sentence);
      assert.match(stderr, /SETTINGS/);
      assert.doesNotMatch(stderr, /PRIVATE KEY|KeyMismatch|InvalidData|web\.started/);
    }
  },
});
