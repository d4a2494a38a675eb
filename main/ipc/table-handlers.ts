import { existsSync } from "node:fs";
import { AppError } from "../../shared/errors.ts";
import type { Tables } from "../spreadsheet/tables.ts";
import type { Handlers } from "./answer-call.ts";

export interface TableHandlerDeps {
  /** Throws AppError `signed-out` when no account is open. */
  tables: () => Tables;
  /** For changes: throws AppError `database-newer` as well, where everything is only shown. */
  writable: () => Tables;
  /** Where to write a table; null when the user cancelled. */
  pickTarget: (suggested: string) => Promise<string | null>;
  /** The table to read; null when the user cancelled. */
  pickSource: () => Promise<string | null>;
  /** Shows a file in its folder. */
  showInFolder: (path: string) => void;
  /** Epoch ms. */
  now: () => number;
}

type TableCalls = Extract<keyof Handlers, `table.${string}`>;

/** Calls on the library and the queue as a CSV table. */
export function tableHandlers(deps: TableHandlerDeps): Pick<Handlers, TableCalls> {
  /** The picked and the written path stay here: no path crosses the bridge. */
  let source: string | null = null;
  let exported: string | null = null;
  return {
    "table.export": async () => {
      const tables = deps.tables();
      const day = new Date(deps.now()).toISOString().slice(0, 10);
      const path = await deps.pickTarget(`biggo-videos-${day}.csv`);
      if (path === null) return null;
      const rows = await tables.write(path);
      exported = path;
      return { rows };
    },
    "table.showExported": () => {
      if (exported === null || !existsSync(exported))
        throw new AppError("not-found", "The table is not there any more");
      deps.showInFolder(exported);
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
