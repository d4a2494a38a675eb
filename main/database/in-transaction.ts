import type { DatabaseSync } from "node:sqlite";

/** Runs `work` in a transaction. If it throws, the database is rolled back and the error rethrown. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    // SQLite rolls back automatically on a full disk; a second ROLLBACK would throw and hide the cause.
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
