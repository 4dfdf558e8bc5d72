import { dirname, join } from "node:path";
import { IntakeError } from "../../errors.ts";
import { exists } from "../../exists.ts";

/** The user a server process runs as; undefined: the one that started this program. */
export type Account = { readonly uid: number; readonly gid: number } | undefined;

const nobody = { uid: 65534, gid: 65534 };

/**
 * PostgreSQL refuses to run as root. A root process runs it as whom the cluster or the state
 * directory belongs to, for they may be those of a service that runs as that user; else as the
 * user `postgres` where the system has one, else as `nobody`. Throws IntakeError STATE_DIR when
 * that user cannot reach the state directory.
 */
export function serverAccount(stateDir: string): Account {
  if (Deno.uid() !== 0) return undefined;
  const owner = ownerOf(join(stateDir, "database")) ?? ownerOf(stateDir);
  const account = owner ?? userNamed("postgres") ?? nobody;
  const closed = closedAncestor(stateDir, account.uid);
  if (closed === undefined) return account;
  throw new IntakeError(
    "STATE_DIR",
    `PostgreSQL cannot run as root, and its unprivileged user cannot enter ${closed}`,
    "use a STATE_DIR outside this directory, for example /var/lib/dicom-intake, or start the program as another user",
  );
}

/** Whom a directory belongs to; undefined when that is root, or it is not there. */
export function ownerOf(directory: string): Account {
  if (!exists(directory)) return undefined;
  const { uid, gid } = Deno.statSync(directory);
  return uid === null || gid === null || uid === 0 ? undefined : { uid, gid };
}

/** Gives a file or directory to the account that runs the server. */
export function giveTo(account: Account, path: string): void {
  if (account) Deno.chownSync(path, account.uid, account.gid);
}

function userNamed(name: string): Account {
  for (const line of Deno.readTextFileSync("/etc/passwd").split("\n")) {
    const [user, , uid, gid] = line.split(":");
    if (user === name) return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

function closedAncestor(path: string, uid: number): string | undefined {
  for (let at = dirname(path);; at = dirname(at)) {
    const { mode, uid: owner } = Deno.statSync(at);
    if (owner !== uid && ((mode ?? 0) & 0o001) === 0) return at;
    if (at === dirname(at)) return undefined;
  }
}
