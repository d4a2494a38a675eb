import type { AccountState } from "../../shared/model/account.ts";
import { type Holds, noHolds } from "../../shared/model/upload.ts";

type WriteLine = (line: string) => void;

/** Logs which holds of the queue began or ended: network, storage, rate limit, sign-in, pause. */
export function logHolds(write: WriteLine): (holds: Holds) => void {
  let last: Holds = noHolds;
  const shown = (value: Holds[keyof Holds]) => (typeof value === "object" && value !== null ? value.code : value);
  return (holds) => {
    for (const name of Object.keys(holds) as (keyof Holds)[]) {
      if (shown(holds[name]) !== shown(last[name]))
        write(`queue hold ${name}: ${shown(last[name])} -> ${shown(holds[name])}`);
    }
    last = holds;
  };
}

/** Logs a change of the account's state: never who the user is. */
export function describeAccount(state: AccountState): string {
  const source = "account" in state ? `, ${state.account.source}, region ${state.account.region ?? "unknown"}` : "";
  const error = "error" in state && state.error !== null ? `, ${state.error.code}` : "";
  return `account ${state.status}${source}${error}`;
}
