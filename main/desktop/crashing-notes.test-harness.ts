/** A start of the app, without its window: takes over what earlier starts left; files called "killer" end the process. */
import { join } from "node:path";
import { unreadableMedia } from "../../shared/model/media.ts";
import { newDetails } from "../../shared/model/video.ts";
import { systemClock } from "../foundation/clock.ts";
import { inspectFile } from "../upload/files/inspect-file.ts";
import { createInspections } from "../upload/files/inspections.ts";
import { createChecks } from "../upload/intake/checks.ts";
import { createIntake } from "../upload/intake/intake.ts";
import { createKnownContents } from "../upload/intake/known-contents.ts";
import { createHandover } from "./handover.ts";
import { createInbox } from "./inbox.ts";

const [folder = "", killer = ""] = process.argv.slice(2);
const added: string[] = [];
let id = 0;
const inspections = createInspections(join(folder, "inspecting.json"), async (path) => {
  if (path.endsWith("killer.mp4")) process.kill(process.pid, "SIGKILL");
  return inspectFile(path, async () => unreadableMedia);
});
const intake = createIntake({
  newId: () => `id-${++id}`,
  now: Date.now,
  known: createKnownContents({
    ledger: { find: () => null, hasHint: () => false },
    openUploads: () => [],
    contentHashes: { of: async () => null },
  }),
  openFingerprints: () => new Set(),
  nextPosition: () => 1,
  add: (rows) => void added.push(...rows.map(({ file }) => file.fileName)),
  choicesFor: () => null,
  fileFound: async () => {},
  checks: createChecks({ newId: String, after: systemClock.after, publish: () => {} }),
  inspections,
});
const offer: typeof intake.offer = (paths, options) => {
  // Ends the process before any file is inspected.
  if (killer !== "" && paths.some((path) => path.endsWith(killer))) process.kill(process.pid, "SIGKILL");
  return intake.offer(paths, options);
};
const crashing = { ...intake, offer };
const inbox = createInbox({
  intake: () => crashing,
  newDetails: (fileName) => newDetails(fileName, "public"),
  onArrived: () => {},
});
const handover = createHandover(join(folder, "handover"));
const notes = [...handover.recollect(), ...handover.collect()];
for (const note of notes) await inbox.receive(note, note);
const refused = inbox.takeReviews().flatMap(({ items }) => items.map(({ fileName }) => fileName));
console.log(JSON.stringify({ added: added.sort(), refused: refused.sort() }));
