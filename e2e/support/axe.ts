import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** axe's violations on the current screen, as lines; of all rules, or of these only. */
export async function faultsOf(page: Page, rules?: string[]): Promise<string[]> {
  // Legacy mode stays in one window: Electron opens no second one for axe.
  // A card's name is its title alone; the texts on its cover are its description.
  const builder = new AxeBuilder({ page }).setLegacyMode();
  const axe = rules === undefined ? builder.disableRules(["label-content-name-mismatch"]) : builder.withRules(rules);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}
