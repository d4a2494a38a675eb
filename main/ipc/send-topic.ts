import type { WebContents } from "electron";
import { channels } from "../../shared/ipc/channels.ts";
import type { SendTopic } from "./publisher.ts";

/** Sends topics to the page if it is open; a page that opens later takes a snapshot. */
export function sendTopicTo(page: () => WebContents | null): SendTopic {
  return (topic, payload) => {
    const contents = page();
    if (contents !== null && !contents.isDestroyed()) contents.send(channels.topic, topic, JSON.stringify(payload));
  };
}
