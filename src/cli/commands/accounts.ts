import { z } from "zod";
import { type AccountUse, listAccountUses } from "../../database/accounts/account_uses.ts";
import { openDatabase } from "../../database/open_database.ts";
import { IntakeError } from "../../model/errors.ts";
import type { Account } from "../../web/security/accounts.ts";
import { defineCommand, flag } from "../command.ts";
import { databaseSettings } from "../settings.ts";
import { table } from "../table.ts";
import { readAccounts } from "../web_credentials.ts";

/** `accounts`: lists the accounts and tokens of the web page, and when they were last used. */
export const accounts = defineCommand({
  name: "accounts",
  summary: "List the accounts and tokens of the web page, and when each was last used.",
  examples: [["accounts", "shows who can log in; never passwords or tokens"]],
  settings: ["webUsers", ...databaseSettings],
  flags: { json: flag(z.boolean().default(false), "json", "print JSON") },
  async run({ settings, flags }, { stdout }): Promise<number> {
    if (settings.webUsers === undefined) {
      throw new IntakeError(
        "SETTINGS",
        "WEB_USERS is not set",
        "set WEB_USERS to the file that contains the accounts",
      );
    }
    const known = readAccounts(settings.webUsers);
    const database = await openDatabase({ ...settings, connections: 1 });
    try {
      const lines = withUses(known, await listAccountUses(database.sql));
      stdout(flags.json ? `${JSON.stringify(lines, null, 2)}\n` : format(lines));
      return 0;
    } finally {
      await database.close();
    }
  },
});

/** An account without its secret. */
interface AccountLine extends Pick<Account, "kind" | "name" | "role"> {
  readonly usedAt: string | null;
}

function withUses(accounts: readonly Account[], uses: readonly AccountUse[]): AccountLine[] {
  return accounts.map(({ kind, name, role }) => {
    const use = uses.find((each) => each.kind === kind && each.name === name);
    return { kind, name, role, usedAt: use?.usedAt ?? null };
  });
}

function format(lines: readonly AccountLine[]): string {
  if (lines.length === 0) return "no accounts\n";
  const rows = lines.map(({ kind, name, role, usedAt }) => [
    name,
    kind === "user" ? "account" : "token",
    role,
    usedAt ?? "never",
  ]);
  return table(["name", "kind", "role", "last use (UTC)"], rows);
}
