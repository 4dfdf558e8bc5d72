import { fileURLToPath } from "node:url";
import { run } from "../test/support/tools.ts";
import { seconds } from "./seconds.ts";

/** Another program that de-identifies a tree of files. */
export interface Peer {
  readonly name: string;
  readonly isThere: () => Promise<boolean>;
  /** De-identifies everything below `source` into `destination`; how long it took. */
  readonly seconds: (source: string, destination: string) => Promise<number>;
}

const python = "/usr/bin/python3";
const script = fileURLToPath(new URL("deidentify_with_pydicom.py", import.meta.url));

/** GDCM's anonymizer by PS3.15, and what people write with pydicom. */
export const peers: readonly Peer[] = [
  {
    name: "gdcmanon",
    isThere: () => works("gdcmanon", ["--version"]),
    async seconds(source, destination) {
      Deno.mkdirSync(destination);
      const [key, certificate] = [`${destination}.key`, `${destination}.pem`];
      await run("openssl", [
        ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=bench", "-days", "1"],
        ...["-keyout", key, "-out", certificate],
      ]);
      const args = ["-r", "-e", "--continue", "-c", certificate, "-i", source, "-o", destination];
      return await seconds("gdcmanon", args);
    },
  },
  {
    name: "pydicom script",
    isThere: () => works(python, ["-c", "import pydicom"]),
    seconds: (source, destination) => seconds(python, [script, source, destination]),
  },
];

async function works(program: string, args: readonly string[]): Promise<boolean> {
  try {
    await run(program, args);
    return true;
  } catch {
    return false;
  }
}
