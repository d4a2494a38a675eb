import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { goTo, queueRow, truthOf } from "./support/app.ts";
import { type ConnectedApp, test } from "./support/fixtures.ts";
import { makeNumberedVideo, numberIn } from "./support/numbered-video.ts";

test.use({ sandboxArgs: ["--processing", "300"] });

/** Opens the app with a file in a paused queue, and the file's editor. */
async function openOn(at: ConnectedApp, path: string, title: string): Promise<Page> {
  await at.open();
  await goTo(at.page, "Queue");
  await at.page.getByRole("button", { name: "Pause queue" }).click();
  await at.startAgain(["--add", path]);
  await queueRow(at.page, title)
    .getByRole("button", { name: new RegExp(`^${title}`) })
    .click();
  return at.page;
}

/** The number and position of the frame that the sandbox cut as the cover. */
async function coverNumber(at: ConnectedApp): Promise<{ number: number; ms: number }> {
  const [video] = (await truthOf(at.sandbox)).videos;
  const ms = video?.thumbnail_ms ?? -1;
  const answer = await fetch(`${at.sandbox.url}/media/covers/${video?.video_id}/${ms}`);
  return { ms, number: await numberIn(Buffer.from(await answer.arrayBuffer())) };
}

/** Moves the scrubber to a frame by keyboard: by seconds first, then by frames. */
async function goToFrame(page: Page, frame: number): Promise<void> {
  const scrubber = page.getByRole("slider", { name: "Position in the video" });
  await scrubber.focus();
  await page.keyboard.press("Home");
  const shown = async () =>
    Number(/frame (\d+)/.exec((await scrubber.getAttribute("aria-valuetext")) ?? "")?.[1] ?? -1);
  await expect.poll(shown).toBe(0);
  let at = 0;
  for (; at + 30 <= frame; at = await shown()) {
    const before = at;
    await page.keyboard.press("Shift+ArrowRight");
    await expect.poll(shown).toBeGreaterThan(before);
  }
  while (at < frame) {
    await page.keyboard.press("ArrowRight");
    const next = at + 1;
    await expect.poll(shown).toBe(next);
    at = next;
  }
}

test("cuts exactly the chosen frame as the cover, before and after the upload", async ({ connected: at }) => {
  test.setTimeout(120_000);
  const path = join(at.files, "Numbered.mp4");
  await makeNumberedVideo(path, 120, "30000/1001");
  const page = await openOn(at, path, "Numbered");
  await expect(page.getByText(/160 × 288 · 29\.97 fps/)).toBeVisible();
  await expect(page.getByText("H.264", { exact: true })).toBeVisible();

  await goToFrame(page, 17);
  await page.keyboard.press("t");
  await expect(page.getByRole("button", { name: "Current cover" })).toBeVisible();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await page.getByRole("button", { name: "Resume queue" }).click();
  await expect(queueRow(page, "Numbered").getByText("Complete")).toBeVisible({ timeout: 30_000 });
  const first = await coverNumber(at);
  expect(Math.abs(first.number - 17), `cut at ${first.ms} ms`).toBeLessThanOrEqual(1);

  await queueRow(page, "Numbered")
    .getByRole("button", { name: /^Numbered/ })
    .click();
  for (const frame of [0, 1, 64, 119]) {
    await goToFrame(page, frame);
    await page.getByRole("button", { name: "Use as cover" }).click();
    await expect(page.getByText("Saved on BigGo", { exact: true })).toBeVisible();
    await expect
      .poll(async () => Math.abs((await coverNumber(at)).number - frame), `frame ${frame}`)
      .toBeLessThanOrEqual(1);
  }
  await expect(page.getByRole("button", { name: /^Cover at/ }).first()).toBeVisible();
});

/** The number of the frame that is shown, by the player or as a picture over it, read from its bars. */
function shownNumber(page: Page): Promise<number> {
  return page.evaluate(() => {
    const picture = document.querySelector<HTMLImageElement>('aside img[alt^="Player"]');
    const video = picture ?? document.querySelector<HTMLVideoElement>("aside video[aria-label]");
    const canvas = new OffscreenCanvas(8, 1);
    const context = canvas.getContext("2d");
    if (video === null || context === null) return -1;
    context.imageSmoothingEnabled = false;
    context.drawImage(video, 0, 0, 8, 1);
    const { data } = context.getImageData(0, 0, 8, 1);
    return Array.from({ length: 8 }).reduce<number>(
      (number, _, bit) => number + ((data[bit * 4] ?? 0) > 128 ? 2 ** bit : 0),
      0,
    );
  });
}

// Phones record without B-frames, editors export with them.
for (const [frames, coding, tag] of [
  ["without B-frames", ["-bf", "0"], ["@broad"]],
  ["with B-frames", ["-bf", "2"], []],
] as const) {
  test(`steps a film of variable frame rate ${frames} by its own frames, and back`, { tag: [...tag] }, async ({
    connected: at,
  }) => {
    const path = join(at.files, "Variable.mp4");
    // 25 frames a second, then 10, then 50.
    const pace = "settb=1/90000,setpts='if(lt(N,12),N/25,if(lt(N,30),12/25+(N-12)/10,12/25+18/10+(N-30)/50))/TB'";
    const timing = ["-vf", pace, "-vsync", "vfr", "-enc_time_base", "1/90000", "-video_track_timescale", "90000"];
    await makeNumberedVideo(path, 60, "25", [...coding, ...timing]);
    const page = await openOn(at, path, "Variable");
    await page.getByRole("slider", { name: "Position in the video" }).focus();
    await expect.poll(() => shownNumber(page)).toBe(0);
    for (let frame = 1; frame <= 40; frame += 1) {
      await page.keyboard.press("ArrowRight");
      await expect.poll(() => shownNumber(page), { intervals: [20] }).toBe(frame);
    }
    for (let frame = 39; frame >= 0; frame -= 1) {
      await page.keyboard.press("ArrowLeft");
      await expect.poll(() => shownNumber(page), { intervals: [20] }).toBe(frame);
    }
    for (let press = 0; press < 15; press += 1) await page.keyboard.press("ArrowRight");
    await expect.poll(() => shownNumber(page), { intervals: [20] }).toBe(15);
    // A frame number would be a guess.
    await expect(page.getByText(/frame \d+/)).toHaveCount(0);
  });
}

test("scrubs a recording whose header has no length, as browsers record", async ({ connected: at }) => {
  const path = join(at.files, "Recording.webm");
  // A header that cannot be completed later: no length and no index.
  await makeNumberedVideo(path, 60, "10", ["-c:v", "libvpx", "-bf", "0", "-b:v", "1M", "-live", "1"]);
  // Without an index the player reads up to where it is sent.
  const slowly = { timeout: 20_000 };
  const page = await openOn(at, path, "Recording");
  const scrubber = page.getByRole("slider", { name: "Position in the video" });
  await expect(scrubber).toHaveAttribute("aria-valuemax", "6000", slowly);
  await scrubber.focus();
  await page.keyboard.press("End");
  await expect.poll(() => shownNumber(page), slowly).toBe(59);
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => shownNumber(page), slowly).toBe(58);
  const { x, y, width, height } = (await scrubber.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.click(x + width / 2, y + height / 2);
  await expect.poll(async () => Math.abs((await shownNumber(page)) - 30), slowly).toBeLessThanOrEqual(1);
  // The player may still be on its way to the frame.
  await expect(async () => {
    await page.keyboard.press("t");
    await expect(page.getByRole("button", { name: "Current cover" })).toBeVisible({ timeout: 1000 });
  }).toPass(slowly);
});

test("names a codec that cannot be played, and uploads the file", async ({ connected: at }) => {
  const path = join(at.files, "Strange.mp4");
  const source = ["-f", "lavfi", "-i", "testsrc2=size=90x160:rate=10:duration=1"];
  execFileSync("ffmpeg", ["-loglevel", "error", "-y", ...source, "-c:v", "libx265", "-tag:v", "hvc1", path], {
    stdio: ["ignore", "ignore", "ignore"],
  });
  const page = await openOn(at, path, "Strange");
  await expect(
    page.getByText("HEVC can’t be previewed on this computer. It uploads as it is; BigGo chooses the cover."),
  ).toBeVisible();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await page.getByRole("button", { name: "Resume queue" }).click();
  await expect(queueRow(page, "Strange").getByText("Complete")).toBeVisible({ timeout: 30_000 });
});
