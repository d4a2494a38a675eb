import type { CallOutput } from "../../shared/ipc/contract.ts";
import { type LibraryVideo, maxVideosAtOnce } from "../../shared/model/video.ts";
import type { Client } from "../bridge/client.ts";

type Snapshot = CallOutput<"library.snapshot">;

/** How long a slice that could not be read waits before it is read again, ms. */
const retryMs = 1000;

interface ReadRest {
  client: Pick<Client, "call">;
  /** The snapshot is still the newest. */
  isCurrent: () => boolean;
  /** All videos that the snapshot did not contain; called once, if at all. */
  onRead: (videos: LibraryVideo[]) => void;
}

/**
 * Reads the videos that a snapshot only names, in slices, so that the page keeps answering the user. Ends without a result
 * when a newer snapshot has come. Never rejects.
 */
export async function readRest(snapshot: Snapshot, { client, isCurrent, onRead }: ReadRest): Promise<void> {
  const first = new Set(snapshot.videos.map(({ videoId }) => videoId));
  const rest = snapshot.videoIds.filter((videoId) => !first.has(videoId));
  const read: LibraryVideo[] = [];
  for (let from = 0; from < rest.length; ) {
    const videoIds = rest.slice(from, from + maxVideosAtOnce);
    try {
      const { videos } = await client.call("library.videos", { videoIds });
      read.push(...videos);
      from += videoIds.length;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
    if (!isCurrent()) return;
  }
  if (rest.length > 0) onRead(read);
}
