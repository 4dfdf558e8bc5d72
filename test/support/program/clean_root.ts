import { fileURLToPath } from "node:url";
import { run } from "../tools.ts";

const source = fileURLToPath(new URL("../../..", import.meta.url));

/** What making a clean machine needs of Debian; the rest it shares with this machine's Node. */
export const cleanRootTools = ["debootstrap", "node", "npm"];

/**
 * A minimal Debian, with Node's npm and a clone of the repository in `/srv/clone`: the machine
 * that the documents assume. Its trusted certificates and name servers are this machine's.
 */
export async function cleanMachine(directory: string): Promise<string> {
  const machine = `${directory}/machine`;
  await cleanRoot(machine);
  const node = (await run("sh", ["-c", "realpath $(command -v node)"])).trim();
  const modules = (await run("npm", ["root", "--global"])).trim();
  const copies: [string, string][] = [[node, "/usr/bin/node"], ["/etc/resolv.conf", "/etc/"]];
  const certificates = Deno.env.get("NODE_EXTRA_CA_CERTS");
  if (certificates) copies.push([certificates, "/etc/ca.pem"]);
  for (const [from, to] of copies) await run("cp", ["-L", from, `${machine}${to}`]);
  Deno.mkdirSync(`${machine}/usr/lib/node_modules`, { recursive: true });
  await run("cp", ["-r", `${modules}/npm`, `${machine}/usr/lib/node_modules/`]);
  for (const name of ["npm", "npx"]) {
    Deno.symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, `${machine}/usr/bin/${name}`);
  }
  await cloneInto(`${machine}/srv/clone`);
  return machine;
}

/** A minimal Debian and nothing else. */
export async function cleanRoot(machine: string): Promise<void> {
  await run(`${source}/deploy/try/clean_root.sh`, [machine]);
}

/** The files that git knows, as they are now; a clone would miss what is not committed yet. */
async function cloneInto(directory: string): Promise<void> {
  Deno.mkdirSync(directory, { recursive: true });
  const script = 'git ls-files -z | xargs -0 tar -c | tar -x -C "$1"';
  await run("sh", ["-c", `cd ${source} && ${script}`, "sh", directory]);
}

/** Runs a script inside the machine, in the clone; its network is this machine's, or none. */
export async function onMachine(
  machine: string,
  script: string,
  network: "network" | "no network" = "network",
): Promise<string> {
  const trust = network === "network" && Deno.env.has("NODE_EXTRA_CA_CERTS")
    ? ["NODE_EXTRA_CA_CERTS=/etc/ca.pem", "DENO_CERT=/etc/ca.pem"]
    : [];
  const offline = ["--net", "sh", "-euc", 'ip link set lo up; exec "$@"', "sh", "unshare"];
  return await run("unshare", [
    ...(network === "network" ? [] : offline),
    "--mount",
    "--pid",
    "--fork",
    "--kill-child",
    "--mount-proc",
    "--propagation",
    "private",
    "--root",
    machine,
    "--wd",
    "/srv/clone",
    "env",
    "-i",
    ...trust,
    "HOME=/root",
    "PATH=/usr/local/bin:/usr/bin:/usr/sbin:/bin",
    "LC_ALL=C.UTF-8",
    "sh",
    "-eux",
    "-c",
    script,
  ]);
}
