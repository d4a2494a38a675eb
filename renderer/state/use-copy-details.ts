import { copyText } from "./copy-text.ts";
import { useServices } from "./services.tsx";

/** Puts what a helper would want to know on the clipboard. It holds no path and no secret: the page knows none. */
export function useCopyDetails(): (details: Record<string, unknown>) => void {
  const { toasts } = useServices();
  return (details) => {
    const text = JSON.stringify({ at: new Date().toISOString(), ...details }, null, 2);
    if (copyText(text)) toasts.add({ kind: "copied" });
    else toasts.addThrown(new Error("the clipboard took nothing"));
  };
}
