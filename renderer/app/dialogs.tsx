import { useState } from "react";
import { useStore } from "zustand";
import { useServices, useView } from "../state/services.tsx";
import { onDemand } from "./on-demand.tsx";

export const reviewSheet = onDemand(async () => (await import("../features/review/review-sheet.tsx")).ReviewSheet);
const tableImport = onDemand(async () => (await import("../features/table/import-dialog.tsx")).ImportDialog);
const connect = onDemand(async () => (await import("../features/account/connect-dialog.tsx")).ConnectDialog);
const shortcuts = onDemand(async () => (await import("./shortcuts-dialog.tsx")).ShortcutsDialog);
const whenDone = onDemand(async () => (await import("./when-done-dialog.tsx")).WhenDoneDialog);

/** Every dialog but the review sheet. */
export const otherDialogs = [connect, tableImport, shortcuts, whenDone] as const;

/** True from the first time that `value` is: a dialog that was open stays mounted, so that it can close properly. */
function useOnce(value: boolean): boolean {
  const [once, setOnce] = useState(value);
  if (value && !once) setOnce(true);
  return once;
}

/** The dialogs over every screen. Each is loaded when it opens for the first time, unless it was before. */
export function Dialogs() {
  const hasReviews = useStore(useServices().reviews, ({ reviews }) => reviews.length > 0);
  const hasReview = useOnce(hasReviews);
  const hasImport = useOnce(useView(({ table }) => table !== null));
  const hasConnect = useOnce(useView(({ dialog }) => dialog === "connect"));
  const hasShortcuts = useOnce(useView(({ dialog }) => dialog === "shortcuts"));
  const hasWhenDone = useOnce(useView((state) => state.whenDone !== null));
  return (
    <>
      {hasReview && <reviewSheet.Part />}
      {hasImport && <tableImport.Part />}
      {hasConnect && <connect.Part />}
      {hasShortcuts && <shortcuts.Part />}
      {hasWhenDone && <whenDone.Part />}
    </>
  );
}
