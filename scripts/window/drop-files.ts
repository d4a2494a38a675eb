import type { Page } from "@playwright/test";

/** Drops files onto the middle of the window as the operating system does, with real paths. */
export async function dropFiles(page: Page, files: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const size = await page.evaluate("[innerWidth, innerHeight]");
  const [width, height] = size as [number, number];
  const event = { x: width / 2, y: height / 2, data: { items: [], files: [...files], dragOperationsMask: 1 } };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, ...event });
  }
  await session.detach();
}
