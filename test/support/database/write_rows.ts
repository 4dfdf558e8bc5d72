import { openDatabase } from "../../../src/database/open_database.ts";

/** Writes numbered rows until it is killed, and says each number once its commit is confirmed. */
const [stateDir = ""] = Deno.args;
const { sql } = await openDatabase({ stateDir, connections: 1 });
await sql`create table if not exists confirmed (number int primary key)`;
const [last] = await sql<{ n: number }[]>`select coalesce(max(number), 0) as n from confirmed`;
for (let number = (last?.n ?? 0) + 1;; number++) {
  await sql`insert into confirmed values (${number})`;
  await Deno.stdout.write(new TextEncoder().encode(`${number}\n`));
}
