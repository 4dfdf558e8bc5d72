import { fileURLToPath } from "node:url";
import { run } from "../../test/support/tools.ts";
import { type Contender, missingFiles } from "../contender.ts";
import { cost, costOfTwo } from "../cost.ts";

const python = "/usr/bin/python3";
const script = fileURLToPath(new URL("deidentify_with_pydicom.py", import.meta.url));
const gdcmanon = "/usr/bin/gdcmanon";
const dcmodify = "/usr/bin/dcmodify";

/**
 * The lower limit, and programs that only de-identify files; all but one do not sync their output.
 */
export const dicomTools: readonly Contender[] = [
  {
    name: "cp -r and sync: the limit",
    run: (source, destination) =>
      cost(["sh", "-ec", `cp -r ${source} ${destination}; sync -f ${destination}`]),
  },
  {
    name: "cp -r",
    run: (source, destination) => cost(["cp", "-r", source, destination]),
  },
  {
    name: "gdcmanon --dumb, two processes",
    missing: () => missingFiles(gdcmanon),
    run: async (source, destination) => {
      const tags = "--empty 10,10 --empty 10,20 --empty 8,50 --empty 8,90 --remove 10,30";
      return await twice(
        source,
        destination,
        (from, to) => `${gdcmanon} --dumb ${tags} -r --continue -i ${from} -o ${to}`,
      );
    },
  },
  {
    name: "gdcmanon -e, two processes",
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
      return await twice(
        source,
        destination,
        (from, to) => `${gdcmanon} -r -e --continue -c ${certificate} -i ${from} -o ${to}`,
      );
    },
  },
  {
    name: "cp -r and dcmodify, two processes",
    missing: () => missingFiles(dcmodify),
    run: async (source, destination) => {
      const edits = ["0010,0010)=ANON", "0010,0020)=ANON", "0010,0030)=", "0008,0050)="]
        .map((edit) => `-ma '(${edit}'`).join(" ");
      return await twice(
        source,
        destination,
        (from, to) =>
          `(cp -r ${from} ${to}; find ${to} -type f -print0 | xargs -0 -n 500 ${dcmodify} -nb ` +
          `${edits})`,
      );
    },
  },
  {
    name: "pydicom script, two processes",
    missing: () => missingFiles("/usr/lib/python3/dist-packages/pydicom"),
    run: (source, destination) =>
      twice(source, destination, (from, to) => `${python} ${script} ${from} ${to}`),
  },
];

async function twice(
  source: string,
  destination: string,
  command: (from: string, to: string) => string,
): ReturnType<typeof costOfTwo> {
  Deno.mkdirSync(destination);
  return await costOfTwo(
    command(`${source}/1`, `${destination}/1`),
    command(`${source}/2`, `${destination}/2`),
  );
}
