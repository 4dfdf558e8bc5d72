import { randomBytes } from "node:crypto";
import { z } from "zod";
import { IntakeError } from "../errors.ts";
import { exists } from "../exists.ts";
import { roles } from "../web/viewer.ts";
import {
  type Account,
  formatAccounts,
  hashToken,
  isAccountName,
} from "../web/security/accounts.ts";
import { hashPassword } from "../web/security/password.ts";
import { writeAll } from "../write_all.ts";
import { defineCommand, flag } from "./command.ts";
import { sourceOperand } from "./operand.ts";
import { readAccounts } from "./read_accounts.ts";
import { readPassword } from "./read_password.ts";

/** `web-user`: manages the accounts and tokens of the web page and the API. */
export const webUser = defineCommand({
  name: "web-user",
  summary: "Create, change or remove an account or a token of the web page and the API.",
  operands: "<name>",
  settings: ["webUsers"],
  flags: {
    role: flag(
      z.enum(roles, "is not reader or operator").default("reader"),
      "role",
      "reader: can only view; operator: can also retry Batches",
      "name",
    ),
    token: flag(
      z.boolean().default(false),
      "token",
      "create a bearer token and print it; it cannot be shown again",
    ),
    remove: flag(z.boolean().default(false), "remove", "remove the account or token"),
  },
  async run({ settings, flags, operands }, { stdout, stderr }): Promise<number> {
    const name = sourceOperand(operands, "web-user");
    const file = settings.webUsers;
    if (file === undefined) {
      throw new IntakeError(
        "SETTINGS",
        "WEB_USERS is not set",
        "set WEB_USERS to the file that contains the accounts",
      );
    }
    if (!isAccountName(name)) {
      throw new IntakeError(
        "USAGE",
        "the name contains characters other than letters, digits and ._@-",
        "choose another name",
      );
    }
    const kind = flags.token ? "token" : "user";
    const accounts = exists(file) ? readAccounts(file) : [];
    const others = accounts.filter((each) => each.kind !== kind || each.name !== name);
    if (flags.remove) {
      write(file, others);
      stdout(
        accounts.length > others.length ? `${name} was removed\n` : `${name} does not exist\n`,
      );
      return 0;
    }
    const token = `di_${randomBytes(32).toString("base64url")}`;
    const hash = flags.token ? hashToken(token) : await hashPassword(await readPassword(stderr));
    write(file, [...others, { kind, name, role: flags.role, hash }]);
    stdout(flags.token ? `${token}\n` : `${name} can log in with the role ${flags.role}\n`);
    return 0;
  },
});

/** Replaces the file atomically; other users cannot read it. */
function write(path: string, accounts: readonly Account[]): void {
  const unfinished = `${path}.tmp${Deno.pid}`;
  try {
    using file = Deno.openSync(unfinished, { write: true, createNew: true, mode: 0o600 });
    writeAll(file, new TextEncoder().encode(formatAccounts(accounts)));
    file.syncSync();
    Deno.renameSync(unfinished, path);
  } catch (error) {
    throw new IntakeError(
      "SETTINGS",
      `WEB_USERS ${path} cannot be written (${error instanceof Error ? error.name : "unknown"})`,
      "use a file in a directory that this user may write to",
      { cause: error },
    );
  }
}
