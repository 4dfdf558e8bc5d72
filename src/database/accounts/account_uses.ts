import { isoTime, type Sql } from "../connect/sql.ts";

/** An account or a token of the web page. */
export interface AccountName {
  readonly kind: "user" | "token";
  readonly name: string;
}

/** When an account or token was last used. */
export interface AccountUse extends AccountName {
  readonly usedAt: string;
}

/** Records that an account is being used. */
export async function recordAccountUse(sql: Sql, { kind, name }: AccountName): Promise<void> {
  await sql`
    insert into account_use (kind, name, used_at) values (${kind}, ${name}, now())
    on conflict (kind, name) do update set used_at = excluded.used_at`;
}

/** The last use of each account and token, also of removed ones. */
export async function listAccountUses(sql: Sql): Promise<AccountUse[]> {
  const rows = await sql<AccountUse[]>`
    select kind, name, ${isoTime(sql, "used_at")} as "usedAt" from account_use`;
  return [...rows];
}
