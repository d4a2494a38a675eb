import type { Page } from "@playwright/test";

/** Writes a picture of the window once its covers are drawn, with every animation at its end. */
export async function takePicture(page: Page, path: string): Promise<void> {
  const drawn = "[...document.images].every((image) => image.complete)";
  await page.waitForFunction(drawn, undefined, { timeout: 2_000 }).catch(() => {});
  await page.screenshot({ path, animations: "disabled" });
}
