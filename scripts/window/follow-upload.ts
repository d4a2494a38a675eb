import type { Locator } from "@playwright/test";

const phases = ["Checking", "Queued", "Waiting", "Uploading", "Finishing", "Saving details", "Processing", "Complete"];
const timeouts = 180_000;

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function phaseIn(text: string): string | undefined {
  return phases.find((phase) => text.includes(phase));
}

/** Watches a row of the queue and reports each phase it shows, until it says Complete. */
export async function followUpload(row: Locator, report: (phase: string) => void): Promise<void> {
  let shown: string | undefined;
  let deadline = Date.now() + timeouts;
  while (shown !== "Complete") {
    const text = await row.innerText();
    const phase = phaseIn(text);
    if (phase && phase !== shown) {
      shown = phase;
      deadline = Date.now() + timeouts;
      report(phase);
    }
    if (Date.now() > deadline)
      throw new Error(`The upload stopped moving. Its row reads: ${text.replaceAll("\n", " · ")}`);
    if (shown !== "Complete") await pause(100);
  }
}
