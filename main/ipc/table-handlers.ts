import { AppError } from "../../shared/errors.ts";
import type { Tables } from "../spreadsheet/tables.ts";
import type { Handlers } from "./answer-call.ts";

export interface TableHandlerDeps {
  /** Throws AppError `signed-out` when no account is open. */
  tables: () => Tables;
  /** The same for changes: throws AppError `database-newer` as well, where everything is only shown. */
  writable: () => Tables;
  /** Where a table is to be written; null when the person thought better of it. */
  pickTarget: (suggested: string) => Promise<string | null>;
  /** A table to read; null when the person thought better of it. */
  pickSource: () => Promise<string | null>;
  /** Epoch ms. */
  now: () => number;
}

type TableCalls = Extract<keyof Handlers, `table.${string}`>;

/** The calls on the library and the queue as a table. */
export function tableHandlers(deps: TableHandlerDeps): Pick<Handlers, TableCalls> {
  /** No path crosses the door: what was picked is kept here. */
  let source: string | null = null;
  return {
    "table.export": async () => {
      const tables = deps.tables();
      const day = new Date(deps.now()).toISOString().slice(0, 10);
      const path = await deps.pickTarget(`biggo-videos-${day}.csv`);
      return path === null ? null : { rows: await tables.write(path) };
    },
    "table.pick": async () => {
      deps.writable();
      source = await deps.pickSource();
      return { picked: source !== null };
    },
    "table.read": async () => {
      const tables = deps.writable();
      if (source === null) throw new AppError("not-found", "No table was picked");
      return tables.read(source);
    },
    "table.apply": ({ importId }) => deps.writable().apply(importId),
  };
}
