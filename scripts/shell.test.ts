import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, it } from "vitest";

const html = readFileSync(join(import.meta.dirname, "../renderer/index.html"), "utf8");
const load = createRequire(import.meta.url);

/** The values of a scale, in its order; the first of each name is the one for every screen. */
function scale(name: string): Map<string, string> {
  const css = readFileSync(load.resolve(`@radix-ui/colors/${name}.css`), "utf8");
  const found = [...css.matchAll(/--(slate-\d+):\s*(#[0-9a-f]+)/g)];
  return new Map(found.map(([, step = "", value = ""]) => [step, value]));
}

it("the document's shell has the colours of the app's tokens in both themes", () => {
  const [light, dark] = [scale("slate"), scale("slate-dark")];
  const pairs = [...html.matchAll(/light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\)/g)];
  expect(pairs.length).toBeGreaterThan(5);
  for (const [pair, first, second] of pairs) {
    const steps = [...light].filter(([step, value]) => value === first && dark.get(step) === second);
    expect(steps, pair).toHaveLength(1);
  }
});

it("the document has the root element that main writes the theme and the language into", () => {
  expect(html).toContain('<html lang="en">');
});
