import type { Page } from "@playwright/test";

/** Saves a screenshot of the window, with animations finished, once its images are loaded or after 2 s. */
export async function takeScreenshot(page: Page, path: string): Promise<void> {
  const imagesLoaded = "[...document.images].every((image) => image.complete)";
  await page.waitForFunction(imagesLoaded, undefined, { timeout: 2_000 }).catch(() => {});
  // Playwright chooses the format by the file extension; a JPEG of a screen is a third the size of its PNG.
  const quality = path.endsWith(".jpg") ? { quality: 85 } : {};
  await page.screenshot({ path, animations: "disabled", ...quality });
}
