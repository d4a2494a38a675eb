import type { Page } from "@playwright/test";
import type { Answer } from "../../shared/ipc/bridge.ts";
import type { CallInput, CallName, CallOutput } from "../../shared/ipc/contract.ts";

/**
 * Makes a call through the page's own door, where a script wants a state and not the way to it. Rejects with what the
 * call was refused for.
 */
export async function callBridge<N extends CallName>(page: Page, name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const call = `window.biggo.invoke(${JSON.stringify(name)}, ${JSON.stringify(input)})`;
  const answer: Answer<CallOutput<N>> = JSON.parse(await page.evaluate<string>(call));
  if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${answer.error.message}`);
  return answer.value;
}
