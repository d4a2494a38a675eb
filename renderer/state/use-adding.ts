import { useMemo } from "react";
import { useServices } from "./services.tsx";

/** The ways to offer videos; each ends in the review sheet. */
export interface Adding {
  pick(): void;
  sample(): void;
  files(files: File[]): void;
  /** Fetches reviews of files that reached the app from outside the page. */
  arrived(): void;
}

/** Offers videos and opens the review sheet with what main says about them. */
export function useAdding(): Adding {
  const { client, reviews, toasts } = useServices();
  return useMemo(() => {
    const fail = toasts.addThrown;
    return {
      pick: () => {
        client.call("files.pick").then((review) => review && reviews.add([review]), fail);
      },
      sample: () => {
        client.call("files.sample").then((review) => reviews.add([review]), fail);
      },
      files: (files) => {
        if (files.length === 0) return;
        client.addFiles(files).then((review) => reviews.add([review]), fail);
      },
      arrived: () => {
        client.call("app.takeReviews").then(reviews.add, fail);
      },
    };
  }, [client, reviews, toasts]);
}
