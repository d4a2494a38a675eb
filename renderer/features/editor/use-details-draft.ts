import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { DetailsPatch } from "../../../shared/model/video.ts";
import { createDetailsDraft, type DetailsDraft, type DraftState, type DraftValues } from "./details-draft.ts";

/** Lets a draft live as long as its form, and stores what is unsent when the form or the window goes away. */
export function useDetailsDraft(
  published: DraftValues,
  store: (patch: DetailsPatch) => Promise<void>,
): { draft: DetailsDraft; state: DraftState } {
  const latestStore = useRef(store);
  useLayoutEffect(() => {
    latestStore.current = store;
  });
  const [{ draft, hear }] = useState(() => {
    let listener: (state: DraftState) => void = () => {};
    const created = createDetailsDraft(published, {
      store: (patch) => latestStore.current(patch),
      later: (callback, ms) => {
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
      },
      changed: (next) => listener(next),
    });
    return {
      draft: created,
      hear: (next: (state: DraftState) => void) => {
        listener = next;
      },
    };
  });
  const [state, setState] = useState(draft.state);
  useEffect(() => {
    hear(setState);
    const flush = () => draft.flush();
    window.addEventListener("pagehide", flush);
    window.addEventListener("blur", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      window.removeEventListener("blur", flush);
      hear(() => {});
      flush();
    };
  }, [draft, hear]);
  const { title, description, access, stayPrivate } = published;
  useEffect(
    () => draft.receive({ title, description, access, stayPrivate }),
    [draft, title, description, access, stayPrivate],
  );
  return { draft, state };
}
