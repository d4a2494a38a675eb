import { useCallback } from "react";
import { useServices } from "./services.tsx";

/** Lets a call run by itself; a failure becomes a message. */
export function useRun(): (call: Promise<unknown>) => void {
  const { toasts } = useServices();
  return useCallback(
    (call) => {
      call.catch(toasts.addThrown);
    },
    [toasts],
  );
}
