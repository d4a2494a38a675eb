import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SpawnedSandbox, spawnSandbox } from "../sandbox/testing.ts";
import { openDisplay } from "../scripts/display.ts";
import { findElectron } from "../scripts/electron-binary.ts";
import { root } from "../scripts/run/paths.ts";
import { withUtf8Locale } from "../scripts/run/utf8-locale.ts";
import { launchApp } from "../scripts/window/launch-app.ts";
import { type Row, report } from "./report.ts";
import { type TimedStart, timeStart } from "./start/timed-start.ts";

/** A library, and what is aimed at for it, relative to the empty window. */
interface Size {
  videos: number;
  ready: number;
  memory: number;
}

const paintTarget = 1.3;
const sizes: readonly Size[] = [
  { videos: 0, ready: 1.6, memory: 1.3 },
  { videos: 1000, ready: 1.8, memory: 1.35 },
  { videos: 10_000, ready: 2, memory: 1.45 },
  { videos: 50_000, ready: 2.5, memory: 1.8 },
];
const rounds = 5;
const syncMs = 900_000;
/** How long an app runs before its memory is read, ms. */
const idleMs = 6000;

const isDrawn = `[...document.querySelectorAll("[role=grid] img")].filter((img) => img.complete && img.naturalWidth > 0).length >= 6`;
const isEmpty = `document.body.textContent.includes("Use the sample video")`;

/** Connects an account in a new profile, and waits until its library is synced and its covers are kept. */
async function prepare(sandbox: SpawnedSandbox, data: string, videos: number): Promise<void> {
  const { page, close } = await launchApp({ LANGUAGE: "en", BIGGO_API_URL: sandbox.url }, data);
  await page.getByLabel("Client ID").fill(sandbox.clientId);
  await page.getByLabel("Client secret").fill(sandbox.clientSecret);
  await page.getByText("Save the secret in a file on this computer").click();
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  if (videos > 0) {
    await page.getByText(`${videos.toLocaleString("en")} videos · synced`).waitFor({ timeout: syncMs });
  }
  // In the page a text is no script: its policy forbids that.
  const isReady = videos > 0 ? isDrawn : isEmpty;
  while (!(await page.evaluate<boolean>(isReady))) await page.waitForTimeout(100);
  await page.waitForTimeout(2000);
  await close();
}

const valuesOf = (starts: readonly TimedStart[], name: keyof TimedStart) => starts.map((start) => start[name]);

function rowsOf({ videos, ready, memory }: Size, starts: readonly TimedStart[], empty: readonly TimedStart[]): Row[] {
  const of = `${videos.toLocaleString("en")} videos`;
  const compared = (name: keyof TimedStart, beside: keyof TimedStart) => ({
    values: valuesOf(starts, name),
    reference: valuesOf(empty, beside),
  });
  return [
    { name: `first paint, ${of}`, unit: "ms", ...compared("paint", "paint"), target: paintTarget },
    { name: `grid with covers, ${of}`, unit: "ms", ...compared("ready", "paint"), target: ready },
    { name: `memory, ${of}`, unit: "MB", ...compared("memory", "memory"), target: memory },
  ];
}

/** Starts the app with libraries of several sizes and a stored account, each start beside one of an empty window. */
export async function benchStart(isTiny: boolean): Promise<void> {
  const electron = (await findElectron()).path;
  const display = await openDisplay();
  const rows: Row[] = [];
  try {
    for (const size of isTiny ? sizes.slice(0, 2) : sizes) {
      const sandbox = await spawnSandbox({ args: ["--videos", String(size.videos)] });
      const [data, other] = [
        await mkdtemp(join(tmpdir(), "bench-start-")),
        await mkdtemp(join(tmpdir(), "bench-empty-")),
      ];
      try {
        await prepare(sandbox, data, size.videos);
        const env = { ...withUtf8Locale(display.env), LANGUAGE: "en", BIGGO_API_URL: sandbox.url };
        const ours: TimedStart[] = [];
        const empty: TimedStart[] = [];
        const reference = { electron, app: join(root, "bench", "empty-app"), data: other, env, ready: "true", idleMs };
        const app = { electron, app: root, data, env, ready: size.videos === 0 ? isEmpty : isDrawn, idleMs };
        // The first of each fills the caches of the disk and is not counted.
        for (let round = 0; round <= (isTiny ? 1 : rounds); round += 1) {
          const [beside, own] = [await timeStart(reference), await timeStart(app)];
          if (round === 0) continue;
          empty.push(beside);
          ours.push(own);
        }
        rows.push(...rowsOf(size, ours, empty));
      } finally {
        await sandbox.stop();
        for (const folder of [data, other]) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    }
  } finally {
    await display.close();
  }
  report({ bench: "start", rows, electron, isTiny });
}
