import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** axe's violations on the current screen, as lines. */
export async function faultsOf(page: Page): Promise<string[]> {
  // Legacy mode stays in one window: Electron opens no second one for axe.
  // A card's name is its title alone; the texts on its cover are its description.
  const axe = new AxeBuilder({ page }).setLegacyMode().disableRules(["label-content-name-mismatch"]);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}
