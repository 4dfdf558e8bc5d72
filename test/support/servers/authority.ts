import { run } from "../tools.ts";

/** A certificate and its private key, as files. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority of a test's own; needs `openssl`. */
export interface Authority extends Certificate {
  /** Signs a certificate for a name; `alternative` as openssl writes it: `IP:127.0.0.1`. */
  readonly sign: (name: string, alternative: string) => Promise<Certificate>;
}

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

export async function makeAuthority(directory: string, name = "authority"): Promise<Authority> {
  const [cert, key] = [`${directory}/${name}.pem`, `${directory}/${name}.key`];
  const files = ["-out", cert, "-keyout", key];
  await run("openssl", ["req", "-x509", ...newKey, "-days", "2", "-subj", `/CN=${name}`, ...files]);
  return {
    cert,
    key,
    async sign(subject, alternative): Promise<Certificate> {
      const path = `${directory}/${name}-${subject}`;
      const own = { cert: `${path}.pem`, key: `${path}.key` };
      const request = ["-out", `${path}.csr`, "-keyout", own.key];
      await run("openssl", ["req", ...newKey, "-subj", `/CN=${subject}`, ...request]);
      const extensions = `subjectAltName=${alternative}\nbasicConstraints=critical,CA:FALSE\n`;
      Deno.writeTextFileSync(`${path}.ext`, extensions);
      const by = ["-CA", cert, "-CAkey", key, "-CAcreateserial", "-extfile", `${path}.ext`];
      await run("openssl", [
        "x509",
        "-req",
        "-in",
        `${path}.csr`,
        ...by,
        "-days",
        "2",
        "-out",
        own.cert,
      ]);
      return own;
    },
  };
}
