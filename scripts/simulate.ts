/** `npm run simulate -- --seeds N --from S [--trace]`: runs N seeded simulations and reports violations. */
import { parseArgs } from "node:util";
import { runSeed } from "../main/app/simulation/run-seed.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "200" },
    from: { type: "string", default: "1" },
    trace: { type: "boolean", default: false },
  },
});
const from = Number(values.from);
const count = Number(values.seeds);
let [broken, attempts, crashes] = [0, 0, 0];
for (let seed = from; seed < from + count; seed += 1) {
  const outcome = await runSeed(seed);
  attempts += outcome.attempts;
  crashes += outcome.crashes;
  if (values.trace) console.log(outcome.trace.join("\n"));
  if (outcome.violations.length === 0) continue;
  broken += 1;
  console.log(`seed ${seed}: ${outcome.violations.join("; ")}`);
  console.log(`  replay with: npm run simulate -- --seeds 1 --from ${seed} --trace`);
}
console.log(`${count} seeds, ${attempts} attempts, ${crashes} crashes, ${broken} with violations`);
if (broken > 0) process.exitCode = 1;
