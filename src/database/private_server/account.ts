import { dirname, join } from "node:path";
import { IntakeError } from "../../model/errors.ts";
import { exists } from "../../system/paths.ts";

/** The user that a server process runs as; undefined: the user of this program. */
export type Account = { readonly uid: number; readonly gid: number } | undefined;

const unprivileged = { uid: 65534, gid: 65534 };

/**
 * PostgreSQL refuses to run as root. If this program runs as root, the server runs as the owner of
 * the cluster or the state directory, because these may belong to a service user; otherwise as the
 * user `postgres` if it exists, or as the user 65534. Throws IntakeError STATE_DIR if that user
 * cannot enter the state directory.
 */
export function serverAccount(stateDir: string): Account {
  if (Deno.uid() !== 0) return undefined;
  const owner = ownerOf(join(stateDir, "database")) ?? ownerOf(stateDir);
  const account = owner ?? userNamed("postgres") ?? unprivileged;
  const closed = closedAncestor(stateDir, account.uid);
  if (closed === undefined) return account;
  throw new IntakeError(
    "STATE_DIR",
    `PostgreSQL must not run as root, and its user cannot enter ${closed}`,
    "choose a STATE_DIR outside it, for example /var/lib/dicom-intake, or start as another user",
  );
}

/** The owner of a directory; undefined if it is root, or the directory does not exist. */
export function ownerOf(directory: string): Account {
  if (!exists(directory)) return undefined;
  const { uid, gid } = Deno.statSync(directory);
  return uid === null || gid === null || uid === 0 ? undefined : { uid, gid };
}

/** Makes the server's user the owner of a file or directory. */
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
