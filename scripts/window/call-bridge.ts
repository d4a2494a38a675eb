import type { Page } from "@playwright/test";
import type { Answer } from "../../shared/ipc/bridge.ts";
import type { CallInput, CallName, CallOutput } from "../../shared/ipc/contract.ts";

/**
 * Calls main through the page's bridge, for scripts that need a state rather than the steps to it. Rejects with the
 * error that the call returns.
 */
export async function callBridge<N extends CallName>(page: Page, name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const call = `window.biggo.invoke(${JSON.stringify(name)}, ${JSON.stringify(input)})`;
  const answer: Answer<CallOutput<N>> = JSON.parse(await page.evaluate<string>(call));
  if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${answer.error.message}`);
  return answer.value;
}
