import type { Page } from "@playwright/test";
import type { CallInput, CallName } from "../../shared/ipc/contract.ts";

/** Makes a call through the page's own door, where a script wants a state and not the way to it. */
export async function callDoor<N extends CallName>(page: Page, name: N, input: CallInput<N>): Promise<void> {
  await page.evaluate(`window.biggo.invoke(${JSON.stringify(name)}, ${JSON.stringify(input)})`);
}
