import { fileURLToPath } from "node:url";
import { run } from "../../../test/support/tools.ts";
import { missingFiles } from "../../contender.ts";
import type { Program } from "../program.ts";

const python = "/usr/bin/python3";
const missing = (): string | undefined => missingFiles("/usr/lib/python3/dist-packages/pydicom");
const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Scripts as people write them with pydicom. */
export const pydicomScripts: readonly Program[] = [
  {
    name: "pydicom script, naive",
    missing,
    run: async (source, destination) => {
      await run(python, [script("naive.py"), source, destination]);
    },
  },
  {
    name: "pydicom script, careful",
    missing,
    run: async (source, destination) => {
      await run(python, [script("careful.py"), source, destination]);
    },
  },
];
