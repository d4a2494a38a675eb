import { expect } from "@playwright/test";
import { truthOf } from "./support/app.ts";
import { type ConnectedApp, test } from "./support/fixtures.ts";

test.use({ sandboxArgs: ["--processing", "0", "--videos", "6"] });

test.beforeEach(async ({ connected: at }) => {
  await at.open();
});

const title = (at: ConnectedApp) => at.page.getByRole("textbox", { name: "Title" });

async function openCard(at: ConnectedApp, index: number): Promise<string> {
  const cell = at.page.getByRole("gridcell").nth(index);
  const videoId = (await cell.getAttribute("data-key")) ?? "";
  await cell.click();
  await expect(title(at)).toBeVisible();
  return videoId;
}
async function truthAbout(at: ConnectedApp, videoId: string) {
  return (await truthOf(at.sandbox)).videos.find(({ video_id }) => video_id === videoId);
}

test("takes only whole characters where a title reaches its limit", async ({ connected: at }) => {
  const videoId = await openCard(at, 0);
  const family = "👨‍👩‍👧‍👦";
  const { keyboard } = at.page;
  await title(at).fill("x".repeat(199));
  for (const refused of ["🎧", family, "🇹🇼"]) {
    await keyboard.insertText(refused);
    await expect(title(at)).toHaveValue("x".repeat(199));
  }
  await keyboard.insertText("e");
  await keyboard.insertText("\u0301");
  await expect(title(at)).toHaveValue(`${"x".repeat(199)}e`);

  // In the middle, what was inserted is cut, not what follows.
  await title(at).fill(`${"x".repeat(180)}end`);
  for (let key = 0; key < 3; key += 1) await keyboard.press("ArrowLeft");
  await keyboard.insertText(family.repeat(2));
  await keyboard.type("y");
  const expected = `${"x".repeat(180)}${family}yend`;
  await expect(title(at)).toHaveValue(expected);
  await expect.poll(async () => (await truthAbout(at, videoId))?.title).toBe(expected);
});

test("takes only whole characters from an input method where a title reaches its limit", { tag: "@broad" }, async ({
  connected: at,
}) => {
  await openCard(at, 0);
  await title(at).fill("x".repeat(199));
  const session = await at.page.context().newCDPSession(at.page);
  await session.send("Input.imeSetComposition", { text: "ㄎㄞ", selectionStart: 2, selectionEnd: 2 });
  await session.send("Input.insertText", { text: "開🎧" });
  await expect(title(at)).toHaveValue(`${"x".repeat(199)}開`);
});
