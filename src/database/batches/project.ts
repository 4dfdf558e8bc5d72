import { IntakeError } from "../../model/errors.ts";
import { isoTime, type Sql } from "../connect/sql.ts";

/** A stored policy: its fingerprint, and the value of each setting or a hash of it. */
export interface StoredPolicy {
  readonly fingerprint: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** The version of a project that is in force. */
export interface ProjectVersion extends StoredPolicy {
  readonly project: string;
  readonly version: number;
  readonly acceptedAt: string;
  readonly acceptedBy: string;
  /** A process with other settings, which therefore processes nothing; null if there is none. */
  readonly refusedWorker: string | null;
  readonly refusedSettings: readonly string[] | null;
  readonly refusedAt: string | null;
}

/** The version of a project that is in force; undefined before the first process has started. */
export async function readProject(sql: Sql, project: string): Promise<ProjectVersion | undefined> {
  const [found] = await sql<ProjectVersion[]>`
    select p.name as project, p.version, fingerprint, v.settings,
      ${isoTime(sql, "accepted_at")} as "acceptedAt", accepted_by as "acceptedBy",
      r.worker as "refusedWorker", r.settings as "refusedSettings",
      ${isoTime(sql, "r.at")} as "refusedAt"
    from project p join project_version v on v.project = p.name and v.version = p.version
      left join lateral (
        select refused_worker as worker, to_jsonb(refused_settings) as settings, refused_at as at
        where refused_at > now() - interval '2 minutes'
      ) r on true
    where p.name = ${project}`;
  return found;
}

/**
 * Records a policy as version 1 of a project without versions; of several processes, one succeeds.
 */
export async function recordFirstPolicy(
  sql: Sql,
  project: string,
  policy: StoredPolicy,
  by: string,
): Promise<void> {
  await sql`
    with first as (
      insert into project (name, version) values (${project}, 1)
      on conflict do nothing returning name, version
    )
    insert into project_version (project, version, fingerprint, settings, accepted_by)
    select name, version, ${policy.fingerprint}, ${sql.json(policy.settings)}, ${by} from first`;
}

/**
 * Puts a policy in force and returns the number of its version; if it is in force already, nothing
 * changes. Waits for claims in progress; later claims see the new version.
 */
export async function acceptPolicy(
  sql: Sql,
  project: string,
  policy: StoredPolicy,
  by: string,
): Promise<number> {
  await recordFirstPolicy(sql, project, policy, by);
  return await sql.begin(async (transaction) => {
    const [current] = await transaction<{ version: number; fingerprint: string }[]>`
      select p.version, fingerprint from project p
        join project_version v on v.project = p.name and v.version = p.version
      where p.name = ${project} for update of p`;
    if (!current) throw new TypeError("a project has no version");
    const isSame = current.fingerprint === policy.fingerprint;
    const version = isSame ? current.version : current.version + 1;
    if (!isSame) {
      await transaction`
        insert into project_version (project, version, fingerprint, settings, accepted_by)
        values (${project}, ${version}, ${policy.fingerprint}, ${
        transaction.json(policy.settings)
      }, ${by})`;
    }
    await transaction`
      update project set version = ${version}, refused_worker = null, refused_settings = null,
        refused_at = null
      where name = ${project}`;
    return version;
  });
}

/** Records that a process has other settings than those in force, for `status` and the web page. */
export async function noteRefusal(
  sql: Sql,
  project: string,
  worker: string,
  settings: readonly string[],
): Promise<void> {
  await sql`
    update project set refused_worker = ${worker}, refused_settings = ${settings as string[]},
      refused_at = now()
    where name = ${project}`;
}

/** Removes the record that {@link noteRefusal} made for a process. */
export async function removeRefusal(sql: Sql, project: string, worker: string): Promise<void> {
  await sql`
    update project set refused_worker = null, refused_settings = null, refused_at = null
    where name = ${project} and refused_worker = ${worker}`;
}

/**
 * Checks that the key of the latest Batch is among the given keys, because with another key one
 * patient would silently become two. A new key must be given together with the earlier one. Throws
 * IntakeError KEY_FILE.
 */
export async function requireKey(sql: Sql, fingerprints: readonly string[]): Promise<void> {
  const [latest] = await sql<{ fingerprint: string }[]>`
    select key_fingerprint as fingerprint from batch where key_fingerprint is not null
    order by id desc limit 1`;
  if (!latest || fingerprints.includes(latest.fingerprint)) return;
  throw new IntakeError(
    "KEY_FILE",
    `the key ${latest.fingerprint} of this database's pseudonyms is missing`,
    `use the earlier key file, or copy it next to the new one as ….${latest.fingerprint}`,
  );
}
