import type { Locator } from "@playwright/test";

const phases = ["Checking", "Queued", "Waiting", "Uploading", "Finishing", "Saving details", "Processing", "Complete"];
const stallTimeoutMs = 180_000;

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function phaseIn(text: string): string | undefined {
  return phases.find((phase) => text.includes(phase));
}

/** Reports each phase a queue row shows, until it is Complete. Rejects after 180 s in one phase. */
export async function followUpload(row: Locator, report: (phase: string) => void): Promise<void> {
  let shown: string | undefined;
  let deadline = Date.now() + stallTimeoutMs;
  while (shown !== "Complete") {
    const text = await row.innerText();
    const phase = phaseIn(text);
    if (phase && phase !== shown) {
      shown = phase;
      deadline = Date.now() + stallTimeoutMs;
      report(phase);
    }
    if (Date.now() > deadline) throw new Error(`The upload is stalled. Its row reads: ${text.replaceAll("\n", " · ")}`);
    if (shown !== "Complete") await pause(100);
  }
}
