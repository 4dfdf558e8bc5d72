import { dirname, join } from "node:path";
import { IntakeError } from "../../errors.ts";
import { exists } from "../../exists.ts";

/** The user that runs the server; undefined: the user of this process. */
export type Account = { readonly uid: number; readonly gid: number } | undefined;

const unprivileged = { uid: 65534, gid: 65534 };

/**
 * Returns the user that runs the server. PostgreSQL refuses to run as root, so a root process runs
 * it as the owner of the cluster or of the state directory, because a service may run as that user.
 * If root owns both, the user `postgres` is used if it exists, otherwise the user with UID 65534.
 * Throws IntakeError STATE_DIR if that user cannot reach the state directory.
 */
export function serverAccount(stateDir: string): Account {
  if (Deno.uid() !== 0) return undefined;
  const owner = ownerOf(join(stateDir, "database")) ?? ownerOf(stateDir);
  const account = owner ?? userNamed("postgres") ?? unprivileged;
  const closed = closedAncestor(stateDir, account.uid);
  if (closed === undefined) return account;
  throw new IntakeError(
    "STATE_DIR",
    `PostgreSQL must not run as root, and its user may not enter ${closed}`,
    "give a STATE_DIR outside it, for example /var/lib/dicom-intake, or start as another user",
  );
}

/** The owner of a directory; undefined if it is root, or if the directory does not exist. */
export function ownerOf(directory: string): Account {
  if (!exists(directory)) return undefined;
  const { uid, gid } = Deno.statSync(directory);
  return uid === null || gid === null || uid === 0 ? undefined : { uid, gid };
}

/** Makes the account that runs the server the owner of a file or directory. */
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
