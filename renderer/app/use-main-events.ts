import { useEffect } from "react";
import { useServices } from "../state/services.tsx";
import { useAdding } from "../state/use-adding.ts";
import { comparePictures } from "./compare-pictures.ts";

/** Handles main's events: commands, added files, failed deletions, the when-done action. */
export function useMainEvents(): void {
  const { client, reviews, view, toasts, media } = useServices();
  const adding = useAdding();
  useEffect(() => {
    const unsubscribe = [
      client.on("files.arrived", adding.arrived),
      client.on("files.checking", ({ checks }) => reviews.setChecks(checks)),
      client.on("library.deleteFailed", ({ error }) => toasts.add({ kind: "error", error })),
      client.on("uploads.comparePictures", async (request) => {
        const verdict = await comparePictures(request, media);
        await client.call("uploads.picturesCompared", { requestId: request.requestId, verdict }).catch(() => {});
      }),
      client.on("app.whenDone", view.setWhenDone),
      client.on("app.whenDoneFailed", ({ error }) => toasts.add({ kind: "error", error })),
      client.on("app.command", (command) => {
        if (command.command === "add") adding.pick();
        else if (command.command === "open-video") {
          const key = command.videoId;
          view.show("library");
          view.openEditor({ key, sequence: [key], focusTitle: false });
        } else view.show(command.command);
      }),
    ];
    adding.arrived();
    return () => {
      for (const stop of unsubscribe) stop();
    };
  }, [client, reviews, view, toasts, media, adding]);
}
