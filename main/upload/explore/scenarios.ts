import type { WorldOptions } from "./create-world.ts";

/** A world to explore, and how far by default. */
export interface Scenario {
  name: string;
  options: WorldOptions;
  depth: number;
}

const noBudget = { foreignVideos: 0, foreignEdits: 0, deletions: 0, absences: 0 };
const oneOfEach = { foreignVideos: 1, foreignEdits: 1, deletions: 1, absences: 1 };

/** One upload with crashes, failures and commands in every order. */
export const oneUpload: WorldOptions = {
  uploads: 1,
  begun: false,
  budget: noBudget,
  editsPerUpload: 0,
  changesPerFile: 0,
};

/** The same with a long absence, in which another device may upload a film that resembles it or is the same. */
export const longAbsence: WorldOptions = { ...oneUpload, budget: { ...noBudget, absences: 1 } };

/** The same with everything that another device and the user can do to a video, each once. */
export const secondDevice: WorldOptions = {
  ...oneUpload,
  budget: oneOfEach,
  editsPerUpload: 1,
  changesPerFile: 1,
};

/** Two uploads that can be confused, both on their way: what comes before says nothing new. */
export const twoUploads: WorldOptions = { ...oneUpload, uploads: 2, begun: true };

/** What `npm run explore` explores. */
export const scenarios: readonly Scenario[] = [
  { name: "one upload", options: oneUpload, depth: Number.POSITIVE_INFINITY },
  { name: "one upload and a long absence", options: longAbsence, depth: 22 },
  { name: "one upload, a second device, edits and a file that changes", options: secondDevice, depth: 12 },
  { name: "two uploads that can be confused", options: twoUploads, depth: 11 },
];
