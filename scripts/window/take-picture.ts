import type { Page } from "@playwright/test";

/** Writes a picture of the window once its covers are drawn, with every animation at its end. */
export async function takePicture(page: Page, path: string): Promise<void> {
  const drawn = "[...document.images].every((image) => image.complete)";
  await page.waitForFunction(drawn, undefined, { timeout: 2_000 }).catch(() => {});
  // Playwright goes by the name's ending; a JPEG of a screen is a third of its PNG.
  const quality = path.endsWith(".jpg") ? { quality: 85 } : {};
  await page.screenshot({ path, animations: "disabled", ...quality });
}
