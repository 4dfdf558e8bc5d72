import { isoTime } from "./iso_time.ts";
import type { Sql } from "./connect/sql.ts";

/** A policy as it is stored: a fingerprint, and what each setting is, or a hash of it. */
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
  /** The process that has other settings, and processes nothing; null where none runs. */
  readonly refusedWorker: string | null;
  readonly refusedSettings: readonly string[] | null;
  readonly refusedAt: string | null;
}

/** The version of a project that is in force; undefined before the first process started. */
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

/** Records a policy as version 1 of a project that has none; of several processes one does. */
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
 * Makes a policy the version in force, and returns its number; that of the version in force where
 * it is the same. Waits for claims that are being made: whoever claims later sees it.
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

/** Notes that a process has other settings than those in force, for `status` and the page. */
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

/** Takes the note back that {@link noteRefusal} left of a process. */
export async function removeRefusal(sql: Sql, project: string, worker: string): Promise<void> {
  await sql`
    update project set refused_worker = null, refused_settings = null, refused_at = null
    where name = ${project} and refused_worker = ${worker}`;
}
