import type { Sql, TransactionSql } from "./connect/sql.ts";

/** Runs statements: the pool of connections, or a transaction. */
export type Executor = Sql | TransactionSql;
