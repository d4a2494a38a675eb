import type { ElectronApplication, Page } from "@playwright/test";
import { sandboxFlags } from "../machine/chromium-sandbox.ts";
import { root } from "../run/paths.ts";
import { launchElectron } from "../window/launch-electron.ts";

/** The fields that are edited in the window. */
const fields = { title: "Title", description: "Description" } as const;
export type EditedField = keyof typeof fields;

/** What was typed for a field of a video: the last text shown as saved on this computer, and the texts after it. */
interface TypedField {
  acknowledged: string | null;
  unacknowledged: string[];
}

/** What was typed in the window, by video and field. */
export function createTypedTexts() {
  const typed = new Map<string, Record<EditedField, TypedField>>();
  let count = 0;
  const of = (videoId: string): Record<EditedField, TypedField> => {
    const none = () => ({ acknowledged: null, unacknowledged: [] });
    const known = typed.get(videoId) ?? { title: none(), description: none() };
    typed.set(videoId, known);
    return known;
  };
  return {
    typing: (videoId: string, field: EditedField, text: string) => void of(videoId)[field].unacknowledged.push(text),
    acknowledge(videoId: string, field: EditedField, text: string): void {
      of(videoId)[field] = { acknowledged: text, unacknowledged: [] };
      count += 1;
    },
    /** The texts that the field may have in the end; `original` where no edit was acknowledged. */
    allowed(videoId: string, field: EditedField, original: string): string[] {
      const { acknowledged, unacknowledged } = of(videoId)[field];
      return [acknowledged ?? original, ...unacknowledged];
    },
    acknowledged: () => count,
  };
}

/** What `createTypedTexts` returns. */
export type TypedTexts = ReturnType<typeof createTypedTexts>;

/** The real app with its window under remote control. */
export interface DrivenApp {
  page: Page;
  /** Sends SIGKILL to all of its processes at once. */
  kill(): Promise<void>;
}

/** Starts the built app with its window under remote control; POSIX only. */
export async function startDrivenApp(options: {
  electron: string;
  data: string;
  env: NodeJS.ProcessEnv;
  args: readonly string[];
}): Promise<DrivenApp> {
  const app: ElectronApplication = await launchElectron({
    executablePath: options.electron,
    args: [root, `--user-data-dir=${options.data}`, ...sandboxFlags(), ...options.args],
    env: { ...(options.env as Record<string, string>), LANGUAGE: "en" },
  });
  const child = app.process();
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const page = await app.firstWindow();
  // A file during whose inspection the app was killed twice is named in a dialog; a user closes it and continues.
  await page.addLocatorHandler(page.getByRole("dialog"), () => page.keyboard.press("Escape"));
  return {
    page,
    async kill() {
      if (child.pid === undefined) throw new Error("The app was not started");
      // Playwright starts it as the leader of a process group.
      process.kill(-child.pid, "SIGKILL");
      await exited;
      await app.close().catch(() => {});
    },
  };
}

const stepMs = 15_000;
/** What the editor says once an edit is stored on this computer. */
const stored = /^(Saved on this computer|Saving to BigGo|Saved on BigGo)/;

/** A published video: in the library its cell bears the id of its row while that is in the queue. */
export interface PublishedVideo {
  rowId: string;
  videoId: string;
}

const cellOf = (page: Page, { rowId, videoId }: PublishedVideo) =>
  page.locator(`[role=gridcell]:is([data-key="${rowId}"], [data-key="${videoId}"])`);

/** The published video to edit, among those whose cells are in sight. */
async function chooseShown(page: Page, published: readonly PublishedVideo[], choice: number): Promise<PublishedVideo> {
  const library = page.getByRole("navigation", { name: "Main" }).getByRole("button", { name: "Library" });
  await library.click({ timeout: stepMs });
  const anyOf = published.map((video) => cellOf(page, video)).reduce((all, cell) => all.or(cell));
  await anyOf.first().waitFor({ timeout: stepMs });
  const isShown = await Promise.all(published.map((video) => cellOf(page, video).isVisible()));
  const shown = published.filter((_, index) => isShown[index]);
  return shown[Math.floor(choice * shown.length)] as PublishedVideo;
}

/**
 * Types a text into a published video's form, as a user does, and waits until the window shows it as saved on this
 * computer. Resolves to what happened, in words: the window may not get that far.
 */
export async function editInWindow(
  page: Page,
  typed: TypedTexts,
  edit: { published: readonly PublishedVideo[]; choice: number; field: EditedField; text: string },
): Promise<string> {
  try {
    const chosen = await chooseShown(page, edit.published, edit.choice);
    await cellOf(page, chosen).click({ timeout: stepMs });
    typed.typing(chosen.videoId, edit.field, edit.text);
    await page.getByRole("textbox", { name: fields[edit.field] }).fill(edit.text, { timeout: stepMs });
    await page.getByRole("status").filter({ hasText: stored }).first().waitFor({ timeout: stepMs });
    typed.acknowledge(chosen.videoId, edit.field, edit.text);
    return `edited the ${edit.field} of ${chosen.videoId}`;
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") return `not edited: ${error.message.split("\n")[0]}`;
    throw error;
  }
}
