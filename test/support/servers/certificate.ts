import { run } from "../tools.ts";

/** Makes a certificate for 127.0.0.1 with its key; needs `openssl`. */
export async function makeCertificate(
  directory: string,
  name = "web",
): Promise<{ cert: string; key: string }> {
  const [cert, key] = [`${directory}/${name}.cert.pem`, `${directory}/${name}.key.pem`];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const leaf = [...subject, "-addext", "basicConstraints=critical,CA:FALSE"];
  const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  await run("openssl", [...kind, "-nodes", "-days", "2", ...leaf, "-out", cert, "-keyout", key]);
  return { cert, key };
}
