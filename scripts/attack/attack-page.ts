import { type AttackResult, type AttackTarget, pickShare } from "./attack.ts";
import { listen } from "./network-probes.ts";
import { pageProbes } from "./page-probes.ts";

/** How long a probe may take, ms. */
const probeMs = 2500;
/** How long a connection takes to arrive here, ms. */
const arrivalMs = 60;

/** Runs what a compromised page would try in the app's own page, which is loaded again afterwards. */
export async function attackPage(target: AttackTarget): Promise<AttackResult> {
  const { page, electron } = target;
  const listener = await listen();
  const home = page.url();
  const violations: string[] = [];
  const probes = pickShare(target, Object.entries(pageProbes));
  const windows = () => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  try {
    for (const [name, body] of probes) {
      listener.take();
      const text = body.replaceAll("HOST", `127.0.0.1:${listener.port}`);
      // In a task of its own: a debugger's evaluation may do what the page's policy forbids.
      const script = `new Promise((end) => {
        setTimeout(() => end(false), ${probeMs});
        setTimeout(() => void (async () => { ${text} })().then((found) => end(found === true), () => end(false)));
      })`;
      const succeeded = await page.evaluate<boolean>(script).catch(() => false);
      await page.waitForTimeout(arrivalMs);
      if (succeeded) violations.push(`page: ${name}`);
      if (listener.take() > 0) violations.push(`page: ${name} reached the network`);
      if (page.url() !== home) violations.push(`page: ${name} led to ${page.url()}`);
      if ((await windows()) > 1) violations.push(`page: ${name} opened a window`);
    }
  } finally {
    listener.close();
    await page.reload();
  }
  return { layer: "page", figures: { probes: probes.length }, violations };
}
