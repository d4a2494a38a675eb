import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** What axe finds wrong on the screen that is shown, as lines. */
export async function faultsOf(page: Page): Promise<string[]> {
  // Legacy mode stays in the one window: Electron opens no second one for axe to work in.
  // A card is called by its title alone; the texts on its cover are facts about it, told after the name.
  const axe = new AxeBuilder({ page }).setLegacyMode().disableRules(["label-content-name-mismatch"]);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}
