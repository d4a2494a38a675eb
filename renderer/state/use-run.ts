import { useCallback } from "react";
import { useServices } from "./services.tsx";

/** Runs a call in the background; a failure becomes a message. */
export function useRun(): (call: Promise<unknown>) => void {
  const { toasts } = useServices();
  return useCallback(
    (call) => {
      call.catch(toasts.addThrown);
    },
    [toasts],
  );
}
