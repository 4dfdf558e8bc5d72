/** Properties of a session, which the server reported when the connection was opened. */
export interface Session {
  /**
   * The connection goes through a pooler: statements outside a transaction may run in different
   * sessions, so that nothing can be kept in a session (prepared statements, LISTEN).
   */
  readonly isPooled: boolean;
  /** The server encoding, for example `UTF8`. */
  readonly encoding: string;
  readonly isStandby: boolean;
  readonly isReadOnly: boolean;
}

/** The kinds of sessions that an address can require (libpq 34.1.2, target_session_attrs). */
export const targetSessions = [
  ...["any", "read-write", "read-only", "primary", "standby", "prefer-standby"] as const,
];

export type TargetSession = typeof targetSessions[number];

/**
 * Whether an address accepts a session; `prefer-standby` accepts every session in the second try.
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

/** Selects the Session. `pid` is compared with the process ID that the server sent at log-in. */
export const sessionQuery = `
  select pg_backend_pid() as pid, getdatabaseencoding() as encoding,
    pg_is_in_recovery() as standby, current_setting('transaction_read_only') = 'on' as readonly`;
