import { DatabaseSync, type StatementSync } from "node:sqlite";
import { migrations } from "../../database/migrations.ts";

/** Performs one write of a process, which may crash before or after it. */
export type SimCommit = (write: () => void) => void;

/** Thrown in the middle of a commit; from then on the process is dead. Like a failing disk, which nothing takes for a defect. */
export class SimCrash extends Error {
  /** SQLITE_IOERR. */
  readonly errcode = 10;
}

/** Creates an empty database that survives the crashes of a simulation. */
export function createSimDatabase(): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  for (const migration of migrations) database.exec(migration);
  return database;
}

/** Calls functions of the real object, which a Proxy is not. */
function readFrom<T extends object>(target: T, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name, target);
  return typeof value === "function" ? value.bind(target) : value;
}

/** The database as one process sees it: each of its commits goes through `commit`. */
export function openSimDatabase(database: DatabaseSync, commit: SimCommit): DatabaseSync {
  const write = <T>(run: () => T): T => {
    let result: T | undefined;
    commit(() => {
      result = run();
    });
    return result as T;
  };
  const statementOf = (statement: StatementSync): StatementSync =>
    new Proxy(statement, {
      get(target, name) {
        const run = readFrom(target, name);
        if (name !== "run" || typeof run !== "function" || database.isTransaction) return run;
        return (...values: unknown[]) => write(() => run(...values));
      },
    });
  return new Proxy(database, {
    get(target, name) {
      if (name === "prepare") return (sql: string) => statementOf(target.prepare(sql));
      if (name !== "exec") return readFrom(target, name);
      return (sql: string) => {
        if (sql === "COMMIT") write(() => target.exec(sql));
        else target.exec(sql);
      };
    },
  });
}
