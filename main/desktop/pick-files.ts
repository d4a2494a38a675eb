import { type BrowserWindow, dialog } from "electron";

/** Shows the system's file dialog for videos; null when the person cancelled it. */
export async function pickFiles(window: BrowserWindow, extensions: readonly string[]): Promise<string[] | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    properties: ["openFile", "multiSelections"],
    // The system names the filter by itself where it has no name of ours: no text to translate here.
    filters: [
      { name: "Video", extensions: [...extensions] },
      { name: "*", extensions: ["*"] },
    ],
  });
  return canceled || filePaths.length === 0 ? null : filePaths;
}
