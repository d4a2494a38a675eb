import { type BrowserWindow, dialog } from "electron";

/** Shows the file dialog for videos; null when the user cancelled. */
export async function pickFiles(window: BrowserWindow, extensions: readonly string[]): Promise<string[] | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    properties: ["openFile", "multiSelections"],
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

/** Shows the file dialog for a table to import; null when the user cancelled. */
export async function pickTable(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    properties: ["openFile"],
    filters: tableFilters,
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/** Shows the save dialog for a table; null when the user cancelled. */
export async function pickTableTarget(window: BrowserWindow, suggested: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: suggested, filters: tableFilters });
  return canceled || filePath === "" ? null : filePath;
}

/** Shows the folder dialog; null when the user cancelled. */
export async function pickFolder(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { properties: ["openDirectory"] });
  return canceled ? null : (filePaths[0] ?? null);
}
