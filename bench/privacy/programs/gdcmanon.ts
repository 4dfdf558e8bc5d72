import { run } from "../../../test/support/tools.ts";
import { missingFiles } from "../../contender.ts";
import type { Program } from "../program.ts";

const gdcmanon = "/usr/bin/gdcmanon";

/** Tags that a site would list for the mode that does not apply a profile. */
const emptied = ["10,10", "10,20", "8,50", "8,80", "8,81", "8,90", "20,10"];
const removed = ("8,92 8,94 8,1048 8,1050 8,1060 8,1070 10,21 10,30 10,1000 10,1001 10,1002 " +
  "10,1005 10,1040 10,1060 10,2154 32,1032 38,10")
  .split(" ");

/** GDCM's anonymizer with the basic profile, and with a list of tags. */
export const gdcmanonModes: readonly Program[] = [
  {
    name: "gdcmanon -e",
    missing: () => missingFiles(gdcmanon, "/usr/bin/openssl"),
    run: async (source, destination) => {
      const [key, certificate] = [`${destination}.key`, `${destination}.pem`];
      await run("openssl", [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=bench",
        "-days",
        "1",
        "-keyout",
        key,
        "-out",
        certificate,
      ]);
      await anonymize(source, destination, ["-e", "-c", certificate]);
    },
  },
  {
    name: "gdcmanon --dumb",
    missing: () => missingFiles(gdcmanon),
    run: async (source, destination) => {
      const tags = [
        ...emptied.flatMap((tag) => ["--empty", tag]),
        ...removed.flatMap((tag) => ["--remove", tag]),
      ];
      await anonymize(source, destination, ["--dumb", ...tags]);
    },
  },
];

/**
 * Runs the anonymizer. Files that it cannot process are skipped and cause a non-zero exit code;
 * neither stops the benchmark.
 */
async function anonymize(source: string, destination: string, mode: string[]): Promise<void> {
  Deno.mkdirSync(destination);
  const args = [...mode, "-r", "--continue", "-i", source, "-o", destination];
  await new Deno.Command(gdcmanon, { args, stdin: "null", stdout: "null", stderr: "null" })
    .output();
}
