import type { DatabaseSync } from "node:sqlite";

/** Does all of the work or none of it: what throws in it leaves the database as it was, and is thrown on. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    // A full disk ends the transaction by itself; ending it twice would hide why.
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
