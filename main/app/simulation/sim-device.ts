import type { SimBigGo } from "./sim-biggo.ts";
import type { SimEdits } from "./sim-edits.ts";
import type { SimRandom } from "./sim-random.ts";
import type { SimRecord } from "./sim-record.ts";
import type { SimVideo } from "./sim-video.ts";

interface SimDeviceDeps {
  random: SimRandom;
  biggo: SimBigGo;
  edits: SimEdits;
  record: SimRecord;
}

/** Creates another device of the account: it uploads, changes and deletes videos, also those of this app. */
export function createSimDevice({ random, biggo, edits, record }: SimDeviceDeps) {
  let count = 0;

  const describe = ({ videoId, details }: SimVideo) => {
    if (details === null) return;
    details.description = `elsewhere ${++count}`;
    edits.onElsewhere(videoId, "description", details.description);
  };
  const setAccess = ({ videoId, details }: SimVideo) => {
    if (details === null) return;
    const others = (["public", "private", "unlisted"] as const).filter((access) => access !== details.access);
    details.access = random.pick(others);
    edits.onElsewhere(videoId, "access", details.access);
  };
  const remove = (video: SimVideo) => {
    video.deleted = true;
    record.note(`elsewhere ${video.videoId} is deleted`);
  };

  return {
    /** Does something, to a video whose details have been saved or with one of its own. */
    actAtRandom() {
      const published = biggo.videos.filter(
        ({ deleted, foreign, details }) => !deleted && !foreign && details !== null,
      );
      if (published.length === 0 || random.chance(0.3)) {
        biggo.uploadElsewhere(random.pick(["other shape", "described"]));
        return;
      }
      random.pick([describe, describe, setAccess, remove])(random.pick(published));
    },
  };
}
