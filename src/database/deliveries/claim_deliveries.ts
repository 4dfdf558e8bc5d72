import type { ClaimedDelivery } from "../../model/target.ts";
import type { Sql, TransactionSql } from "../connect/sql.ts";

/** A request for deliveries. */
export interface DeliveryRequest {
  readonly worker: string;
  readonly leaseSeconds: number;
  /** How many deliveries of each target this process can start. */
  readonly free: ReadonlyMap<string, number>;
}

/**
 * Claims due deliveries of each target, oldest first: as many as the process has free slots and as
 * the target may receive from all processes; one, the probe, if it was down and its next attempt is
 * due; none while it is down. Rows that other processes are claiming are skipped. Leases are judged
 * by the clock of the database only.
 */
export async function claimDeliveries(
  sql: Sql,
  request: DeliveryRequest,
): Promise<ClaimedDelivery[]> {
  const names = [...request.free].filter(([, free]) => free > 0).map(([name]) => name);
  await releaseExpired(sql);
  const due = await dueTargets(sql, names);
  if (due.length === 0) return [];
  return await sql.begin((transaction) => claimDue(transaction, request, due)) as ClaimedDelivery[];
}

/**
 * Deliveries whose process has ended wait again. One that was interrupted several times waits
 * longer each time, since it may be the cause.
 */
async function releaseExpired(sql: Sql): Promise<void> {
  await sql`
    update delivery set state = 'waiting', lease_until = null, interrupted = interrupted + 1,
      next_attempt = clock_timestamp() + make_interval(secs => 2 ^ least(interrupted, 8) - 1)
    where id in (
      select id from delivery where state = 'sending' and lease_until < clock_timestamp()
      for update skip locked
    )`;
}

/** Those of the targets that have a due delivery and are up, or whose next attempt is due. */
async function dueTargets(sql: Sql, names: readonly string[]): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select name from target cross join lateral (
      select id from delivery
      where delivery.target = target.name and delivery.state = 'waiting'
        and delivery.next_attempt <= clock_timestamp()
      order by queued_at, id limit 1
    ) due
    where name = any(${names as string[]})
      and (target.state = 'closed' or target.next_attempt <= clock_timestamp())`;
  return rows.map(({ name }) => name);
}

async function claimDue(
  sql: TransactionSql,
  { worker, leaseSeconds, free }: DeliveryRequest,
  due: readonly string[],
): Promise<ClaimedDelivery[]> {
  // locked, so that all processes together keep to what a target may receive
  const targets = await sql<{ name: string; state: string; allowed: number }[]>`
    select name, state, allowed from target where name = any(${due as string[]})
      and (state = 'closed' or next_attempt <= clock_timestamp())
    order by name for no key update`;
  const sending = await countSending(sql, due);
  const ids: number[] = [];
  for (const { name, state, allowed } of targets) {
    const room = allowed - (sending.get(name) ?? 0);
    const most = state === "closed" ? Math.min(free.get(name) ?? 0, room) : 1;
    for (const id of await oldestDue(sql, name, most)) ids.push(id);
  }
  const claimed = await sql<ClaimedDelivery[]>`
    update delivery d set state = 'sending', claim = d.claim + 1, attempts = d.attempts + 1,
      claimed_by = ${worker},
      lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    from batch where d.id = any(${ids}) and batch.id = d.batch_id
    returning d.id::int, d.claim, batch.id::int as "batchId", batch.code as batch, d.target,
      d.attempts as attempt`;
  const probed = targets.filter(({ name, state }) =>
    state !== "closed" && claimed.some(({ target }) => target === name)
  );
  if (probed.length > 0) {
    await sql`
      update target set state = 'half-open',
        next_attempt = clock_timestamp() + make_interval(secs => ${leaseSeconds})
      where name = any(${probed.map(({ name }) => name)})`;
  }
  return [...claimed];
}

/** The ids of the oldest due deliveries of a target; an index has them in this order. */
async function oldestDue(sql: TransactionSql, target: string, most: number): Promise<number[]> {
  if (most <= 0) return [];
  const rows = await sql<{ id: number }[]>`
    select id::int from delivery
    where target = ${target} and state = 'waiting' and next_attempt <= clock_timestamp()
    order by queued_at, id limit ${most} for update skip locked`;
  return rows.map(({ id }) => id);
}

/** How many deliveries of these targets all processes are sending. */
async function countSending(
  sql: TransactionSql,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ target: string; count: number }[]>`
    select target, count(*)::int as count from delivery
    where state = 'sending' and target = any(${names as string[]}) group by target`;
  return new Map(rows.map(({ target, count }) => [target, count]));
}

/**
 * Extends the leases of deliveries and of the probes among them. Returns the ids of those whose
 * claim is still the latest.
 */
export async function renewDeliveries(
  sql: Sql,
  deliveries: readonly ClaimedDelivery[],
  leaseSeconds: number,
): Promise<Set<number>> {
  const rows = await sql<{ id: number; target: string }[]>`
    update delivery d set lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    from unnest(${deliveries.map(({ id }) => id)}::bigint[],
      ${deliveries.map(({ claim }) => claim)}::int[]) as held (id, claim)
    where d.id = held.id and d.claim = held.claim and d.state = 'sending'
    returning d.id::int, d.target`;
  if (rows.length > 0) {
    await sql`
      update target set
        next_attempt = clock_timestamp() + make_interval(secs => ${leaseSeconds})
      where state = 'half-open' and name = any(${rows.map(({ target }) => target)})`;
  }
  return new Set(rows.map(({ id }) => id));
}
