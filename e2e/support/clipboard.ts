import type { ElectronApplication } from "@playwright/test";

/** What to put on the system's clipboard, by format. */
export interface Copied {
  "text/plain"?: string;
  "text/html"?: string;
  /** URLs of files, as a file manager of Linux copies them. */
  "text/uri-list"?: string;
  /** A small picture beside it. */
  picture?: boolean;
}

/** The clipboard of Electron before version 45. */
interface OlderClipboard {
  write(data: object): void;
  writeBuffer(format: string, data: Buffer): void;
}

/** Puts content on the system's clipboard as another program does. */
export async function copyToClipboard(app: ElectronApplication, copied: Copied): Promise<void> {
  await app.evaluate(async (electron, { picture, ...texts }) => {
    const image = electron.nativeImage.createFromBitmap(Buffer.alloc(64, 200), { width: 4, height: 4 });
    const uris = texts["text/uri-list"];
    if ("ClipboardItem" in electron) {
      const formats: Record<string, string | Blob> = {};
      for (const format of ["text/plain", "text/html"] as const) {
        const text = texts[format];
        if (text !== undefined) formats[format] = text;
      }
      if (picture) formats["image/png"] = new Blob([new Uint8Array(image.toPNG())], { type: "image/png" });
      if (uris !== undefined) formats['electron application/osclipboard;format="text/uri-list"'] = new Blob([uris]);
      await electron.clipboard.write([new electron.ClipboardItem(formats)]);
      return;
    }
    const older = (electron as { clipboard: unknown }).clipboard as OlderClipboard;
    if (uris !== undefined) return older.writeBuffer("text/uri-list", Buffer.from(uris));
    older.write({ text: texts["text/plain"], html: texts["text/html"], ...(picture ? { image } : {}) });
  }, copied);
}
