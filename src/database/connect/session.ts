/** The properties of a session, as the server reported them when it was opened. */
export interface Session {
  /**
   * The connection leads to a pooler: statements outside a transaction may run in different
   * sessions, so that session state (prepared statements, LISTEN) cannot be used.
   */
  readonly isPooled: boolean;
  /** For example `UTF8`. */
  readonly encoding: string;
  readonly isStandby: boolean;
  readonly isReadOnly: boolean;
}

/** Which sessions an address accepts (libpq 34.1.2, target_session_attrs). */
export const targetSessions = [
  "any",
  "read-write",
  "read-only",
  "primary",
  "standby",
  "prefer-standby",
] as const;

export type TargetSession = typeof targetSessions[number];

/**
 * Whether an address accepts a session; `prefer-standby` accepts every session at the second try.
 */
export function isWanted(target: TargetSession, session: Session, isSecondTry: boolean): boolean {
  switch (target) {
    case "any":
      return true;
    case "read-write":
      return !session.isReadOnly;
    case "read-only":
      return session.isReadOnly;
    case "primary":
      return !session.isStandby;
    case "standby":
      return session.isStandby;
    case "prefer-standby":
      return session.isStandby || isSecondTry;
  }
}

/**
 * Selects the properties of a Session; `pid` is compared with the one that was sent at login. The
 * server is told to end the session 45 seconds after the client's machine has vanished; its default
 * is two hours, during which the process would seem to be alive.
 */
export const sessionQuery = `
  select pg_backend_pid() as pid, getdatabaseencoding() as encoding,
    pg_is_in_recovery() as standby, current_setting('transaction_read_only') = 'on' as readonly,
    set_config('tcp_keepalives_idle', '15', false),
    set_config('tcp_keepalives_interval', '5', false),
    set_config('tcp_keepalives_count', '6', false)`;
