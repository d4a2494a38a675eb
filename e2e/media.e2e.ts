import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, type Page } from "@playwright/test";
import { mainDelayMs, measureMain, residentBytes } from "../scripts/window/main-load.ts";
import { goTo, truthOf } from "./support/app.ts";
import { test } from "./support/fixtures.ts";
import { makeMediaSet, mediaSet, type Shown } from "./support/media-set.ts";

interface Probed {
  seconds: number | null;
  size: string | null;
}

/** What ffprobe says of a file: its length, and its display size. */
function probe(path: string): Probed {
  const entries = "format=duration:stream=codec_type,width,height,sample_aspect_ratio:stream_side_data=rotation";
  let read: {
    format?: { duration?: string };
    streams?: {
      codec_type: string;
      width: number;
      height: number;
      sample_aspect_ratio?: string;
      side_data_list?: { rotation?: number }[];
    }[];
  };
  try {
    read = JSON.parse(
      execFileSync("ffprobe", ["-v", "error", "-of", "json", "-show_entries", entries, path], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }),
    );
  } catch {
    return { seconds: null, size: null };
  }
  const seconds = Number(read.format?.duration);
  const video = read.streams?.find((stream) => stream.codec_type === "video");
  if (video === undefined) return { seconds: Number.isFinite(seconds) ? seconds : null, size: null };
  const [wide = 1, high = 1] = (video.sample_aspect_ratio ?? "1:1").split(":").map(Number);
  const width = Math.round((video.width * (wide || 1)) / (high || 1));
  const isSideways =
    Math.abs(Number(video.side_data_list?.find(({ rotation }) => rotation !== undefined)?.rotation ?? 0)) % 180 === 90;
  const [first, second] = isSideways ? [video.height, width] : [width, video.height];
  return { seconds: Number.isFinite(seconds) ? seconds : null, size: `${first} × ${second}` };
}

/** What the editor shows now; null while it is not decided. */
function shownIn(page: Page): Promise<Shown | null> {
  return page.evaluate(() => {
    const panel = document.querySelector("aside");
    const video = [...(panel?.querySelectorAll("video") ?? [])].find((element) => element.ariaLabel !== null);
    if (video !== undefined && video.videoWidth > 0 && video.readyState >= 2) return "player";
    const picture = panel?.querySelector<HTMLImageElement>('img[alt^="Video player"], img[alt^="Player"]');
    if (picture != null && picture.naturalWidth > 0) return "frames";
    return panel?.querySelector("p.absolute") == null ? null : "placeholder";
  });
}

async function factsIn(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll("aside dl > div")].map((row) => [
        row.querySelector("dt")?.textContent ?? "",
        row.querySelector("dd")?.textContent ?? "",
      ]),
    ),
  );
}

/** The lengths that the queue has stored, seconds, by file name. */
function storedLengths(data: string): Map<string, number | null> {
  const [account = ""] = readdirSync(join(data, "accounts"));
  const database = new DatabaseSync(join(data, "accounts", account, "uploader.sqlite"), { readOnly: true });
  const rows = database.prepare("SELECT file, length_seconds FROM upload").all();
  database.close();
  return new Map(
    rows.map(({ file, length_seconds: seconds }) => [
      JSON.parse(String(file)).fileName as string,
      seconds as number | null,
    ]),
  );
}

// Files without a picture have to arrive as well.
test.use({ sandboxArgs: ["--processing", "0", "--accept-anything"] });

test("shows, names and uploads every kind of file creators have", async ({ connected: at }) => {
  test.skip(process.platform !== "linux", "memory is read from /proc");
  test.setTimeout(600_000);
  const paths = await makeMediaSet(at.files);
  await at.open();
  const { page, app } = at;
  await goTo(page, "Queue");
  await page.getByRole("button", { name: "Pause queue" }).click();
  const pid = app.electron.process().pid ?? 0;
  await page.waitForTimeout(2000);
  const before = await residentBytes(pid);
  await measureMain(app.electron);
  await at.startAgain(["--add", ...paths]);
  await expect(page.getByText(`${mediaSet.length} left`)).toBeVisible({ timeout: 120_000 });

  const table: string[] = [
    "| file | length | ffprobe | size | ffprobe | codec | shown |",
    "|---|---|---|---|---|---|---|",
  ];
  const wrong: string[] = [];
  const lengths = storedLengths(at.data);
  let max = before;
  for (const [index, file] of mediaSet.entries()) {
    const { name, codec, lengthUnknown } = file;
    const probed = probe(paths[index] ?? "");
    if (index === 0)
      await page
        .getByRole("button", { name: new RegExp(`${name}`) })
        .first()
        .click();
    else await page.getByRole("button", { name: "Next" }).click();
    await expect.poll(async () => (await factsIn(page)).File, { message: name }).toBe(name);
    await expect.poll(() => shownIn(page), { timeout: 20_000, message: name }).not.toBeNull();
    await expect
      .poll(() => shownIn(page), { timeout: 10_000 })
      .toBe(file.shown)
      .catch(() => {});
    const shown = await shownIn(page);
    const facts = await factsIn(page);
    const seconds = lengths.get(name) ?? null;
    const size = facts.Resolution?.split(" · ")[0] ?? null;
    table.push(
      `| ${[name, seconds?.toFixed(3) ?? "unknown", probed.seconds?.toFixed(3) ?? "–", size ?? "–", probed.size ?? "–", facts.Codecs ?? "–", shown].join(" | ")} |`,
    );
    if (shown !== file.shown) wrong.push(`${name} is shown as ${shown}`);
    if (codec !== null && !(facts.Codecs ?? "").startsWith(codec)) wrong.push(`${name} is named ${facts.Codecs}`);
    if (codec !== null && probed.size !== null && size !== probed.size)
      wrong.push(`${name} is ${size}, not ${probed.size}`);
    const isRight =
      seconds === null || (probed.seconds !== null && Math.abs(seconds - probed.seconds) <= 0.05) || lengthUnknown;
    if (!isRight) wrong.push(`${name} lasts ${seconds}, not ${probed.seconds}`);
    max = Math.max(max, await residentBytes(pid));
  }
  await page.getByRole("button", { name: "Close", exact: true }).click();
  const delayMs = await mainDelayMs(app.electron);
  table.push(
    "",
    `Main grew by ${Math.round((max - before) / 1e6)} MB; event loop delay p99 ${Math.round(delayMs)} ms.`,
  );
  mkdirSync("out", { recursive: true });
  writeFileSync("out/media-set.md", `${table.join("\n")}\n`);
  expect(wrong).toEqual([]);
  expect(max - before).toBeLessThan(300e6);
  expect(delayMs).toBeLessThan(50);

  await page.getByRole("button", { name: "Resume queue" }).click();
  const hashes = paths.map((path) => createHash("sha256").update(readFileSync(path)).digest("hex"));
  await expect
    .poll(async () => (await truthOf(at.sandbox)).videos.map(({ sha256 }) => sha256).sort(), { timeout: 120_000 })
    .toEqual(hashes.sort());
});
