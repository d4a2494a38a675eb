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

const tableFilters = [
  { name: "CSV", extensions: ["csv", "txt", "tsv"] },
  { name: "*", extensions: ["*"] },
];

/** Shows the system's dialog for a table to read; null when the person cancelled it. */
export async function pickTable(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    properties: ["openFile"],
    filters: tableFilters,
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/** Shows the system's dialog for where a table is to be written; null when the person cancelled it. */
export async function pickTableTarget(window: BrowserWindow, suggested: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: suggested, filters: tableFilters });
  return canceled || filePath === "" ? null : filePath;
}

/** Shows the system's dialog for a folder; null when the person cancelled it. */
export async function pickFolder(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { properties: ["openDirectory"] });
  return canceled ? null : (filePaths[0] ?? null);
}
