import type { Sql, TransactionSql } from "./connect/sql.ts";

/** What runs a statement: the pool of connections, or a transaction on one of them. */
export type Executor = Sql | TransactionSql;
