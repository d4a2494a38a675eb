import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../main/foundation/clock.ts";
import { startNodeChild } from "../../main/foundation/node-child.test-harness.ts";
import { createMediaReader } from "../../main/media/media-reader.ts";
import { createPictureDecoder } from "../../main/pictures/picture-decoder.ts";
import { createRandom } from "../../sandbox/seeded-random.ts";
import { mediaReadingSchema } from "../../shared/model/media.ts";
import type { AttackResult } from "./attack.ts";
import { mutate } from "./mutations.ts";
import { soundContainers } from "./sound-containers.ts";
import { soundPictures } from "./sound-pictures.ts";
import { type StallMeter, startStallMeter } from "./stall-meter.ts";

/** Main's bounds while it has files inspected and pictures decoded. */
const maxGrowthMb = 100;
const maxStallMs = 100;
/** No file may take longer, ms: above the limits of both processes and their starts, on a busy computer. */
const maxItemMs = 60_000;

/** An attack with one kind of file: what it was called and whether it was accepted. */
interface Target {
  name: string;
  sound: Readonly<Record<string, Buffer>>;
  /** Whether a file is accepted; a rejection is a violation. */
  inspect: (bytes: Buffer, name: string) => Promise<boolean>;
}

async function inspectAll(target: Target, { seed, count }: { seed: number; count: number }, result: AttackResult) {
  const random = createRandom(seed);
  const sound = Object.entries(target.sound);
  const others = Object.values(target.sound);
  let accepted = 0;
  let slowestMs = 0;
  for (let index = 0; index < count; index += 1) {
    const [name = "", bytes = Buffer.alloc(0)] = sound[index % sound.length] ?? [];
    const changed = mutate(bytes, random, others);
    const fromMs = performance.now();
    try {
      if (await target.inspect(changed, name)) accepted += 1;
    } catch (error) {
      result.violations.push(`${target.name} ${index} of seed ${seed} threw: ${error}`);
    }
    const tookMs = performance.now() - fromMs;
    slowestMs = Math.max(slowestMs, tookMs);
    if (tookMs > maxItemMs) result.violations.push(`${target.name} ${index} of seed ${seed} took ${tookMs} ms`);
  }
  Object.assign(result.figures, {
    [`${target.name}s`]: count,
    [`${target.name}s accepted`]: accepted,
    [`${target.name}s refused`]: count - accepted,
    [`slowest ${target.name}, ms`]: Math.round(slowestMs),
  });
}

/** Measures this process, which stands for main, while work runs. */
async function measured(result: AttackResult, meter: StallMeter, work: () => Promise<unknown>): Promise<void> {
  const uncaught: unknown[] = [];
  const onUncaught = (error: unknown) => void uncaught.push(error);
  process.on("uncaughtException", onUncaught).on("unhandledRejection", onUncaught);
  const before = process.memoryUsage.rss();
  let largest = before;
  const sampling = setInterval(() => {
    largest = Math.max(largest, process.memoryUsage.rss());
  }, 50);
  await work();
  clearInterval(sampling);
  process.off("uncaughtException", onUncaught).off("unhandledRejection", onUncaught);
  const growthMb = Math.round((largest - before) / 1024 / 1024);
  const { ownMs, clockMs } = meter.stop();
  Object.assign(result.figures, {
    "crashes of main": uncaught.length,
    "growth of main, MB": growthMb,
    "longest stall of main, ms": Math.round(ownMs),
    "longest stall of main with other programs, ms": Math.round(clockMs),
  });
  if (uncaught.length > 0) result.violations.push(`uncaught in main: ${uncaught.join("; ")}`);
  if (growthMb > maxGrowthMb) result.violations.push(`main grew by ${growthMb} MB`);
  if (ownMs > maxStallMs) result.violations.push(`main stalled for ${Math.round(ownMs)} ms`);
}

/**
 * Has `count` mutated containers inspected and `count` mutated pictures decoded, by the processes that the app uses, and
 * measures this process, which stands for main. Both processes are started before. The same seed makes the same files.
 */
export async function runHostileMedia({ seed, count }: { seed: number; count: number }): Promise<AttackResult> {
  const result: AttackResult = { layer: "pictures and films", figures: {}, violations: [] };
  const folder = await mkdtemp(join(tmpdir(), "hostile-media-"));
  let meter = startStallMeter();
  const childOf = (entry: string) => ({
    // Node starts a process in one go, which Electron's utility process, that the app uses, does not.
    start: () => meter.exclude(() => startNodeChild(new URL(entry, import.meta.url))),
    after: systemClock.after,
    log: () => {},
  });
  const reader = createMediaReader(childOf("../../main/media/media-process.ts"));
  const decoder = createPictureDecoder(childOf("../../main/pictures/picture-process.ts"));
  const [containers, pictures] = [await soundContainers(), await soundPictures()];
  const container: Target = {
    name: "container",
    sound: containers,
    async inspect(bytes, name) {
      const path = join(folder, name);
      await writeFile(path, bytes);
      return mediaReadingSchema.parse(await reader.read(path)).media.warning === null;
    },
  };
  const picture: Target = {
    name: "picture",
    sound: pictures,
    inspect: async (bytes) => (await decoder.decode(bytes)).kind === "picture",
  };
  try {
    for (const { name, sound, inspect } of [container, picture]) {
      for (const [kind, bytes] of Object.entries(sound)) {
        const isAccepted = () => inspect(bytes, kind.replace("/", "."));
        // The first attempt also starts the process, which a busy computer may not do in time.
        if (!(await isAccepted()) && !(await isAccepted()))
          result.violations.push(`a sound ${name} is refused: ${kind}`);
      }
    }
    meter.stop();
    meter = startStallMeter();
    await measured(result, meter, () =>
      Promise.all([
        inspectAll(container, { seed, count }, result),
        inspectAll(picture, { seed: seed + 1, count }, result),
      ]),
    );
    return result;
  } finally {
    reader.close();
    decoder.close();
    await rm(folder, { recursive: true, force: true });
  }
}
