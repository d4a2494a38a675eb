import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { newFolder, openApp, removeFolder } from "./support/app.ts";

for (const [what, bounds] of [
  ["has its title bar above the screen", { x: 40, y: -500, width: 1000, height: 700 }],
  ["was on a display that is gone", { x: -9000, y: 100, width: 1000, height: 700 }],
  ["is larger than the screen", { x: 0, y: 0, width: 9000, height: 9000 }],
] as const) {
  test(`opens where its title bar can be reached when the remembered window ${what}`, async () => {
    const data = await newFolder("data");
    try {
      const remembered = { window: { ...bounds, maximized: false } };
      await writeFile(join(data, "preferences.json"), JSON.stringify(remembered));
      const app = await openApp({ data });
      const { shown, area } = await app.electron.evaluate(({ BrowserWindow, screen }) => ({
        shown: BrowserWindow.getAllWindows()[0]?.getBounds() ?? { x: 0, y: -1, width: 0, height: 0 },
        area: screen.getPrimaryDisplay().workArea,
      }));
      expect(shown.y).toBeGreaterThanOrEqual(area.y);
      expect(shown.y).toBeLessThan(area.y + area.height - 32);
      expect(shown.x + shown.width).toBeGreaterThan(area.x + 120);
      expect(shown.x).toBeLessThan(area.x + area.width - 120);
      expect(shown.width).toBeLessThanOrEqual(Math.max(area.width, 900));
      await app.quit();
    } finally {
      await removeFolder(data);
    }
  });
}
