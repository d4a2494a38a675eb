import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { makeVideo } from "../../sandbox/testing.ts";
import { callBridge } from "../window/call-bridge.ts";
import { dropFiles } from "../window/drop-files.ts";
import { type AttackResult, type AttackTarget, pickShare } from "./attack.ts";
import { observeMain } from "./observe-main.ts";

const parts = [
  "plain",
  " blank before",
  "blank after ",
  "two  blanks",
  "tab\there",
  "line\nbreak",
  "return\rhere",
  "\u0001control",
  "\u007fdelete",
  '"quoted"',
  "'single'",
  "`ticks`",
  "$(touch x)",
  ";rm -rf x",
  "| cat",
  "& dir",
  "> out",
  "%2e%2e%2f",
  "%00",
  "..",
  "...",
  "-rf",
  "--add",
  "--inspect=0",
  "~root",
  "{}",
  "[1]",
  "*?",
  "#fragment",
  "a?query=1",
  "C:\\Windows",
  "\\\\host\\share",
  "..\\..\\up",
  "CON",
  "NUL",
  "aux",
  "COM1",
  "desktop.ini",
  ".hidden",
  "trailing.",
  "=1+1",
  "+1",
  "-1",
  "@SUM(1)",
  "<script>alert(1)</script>",
  "<img src=x onerror=1>",
  "{{7*7}}",
  `\${7*7}`,
  "%s%s%n",
  "\u202egpj.exe",
  "\u200bzero width",
  "\ufeffmark",
  "e\u0301 decomposed",
  "\u00e9 composed",
  "影片",
  "🎬 film",
  "👨‍👩‍👧‍👦",
  "🇹🇼",
  "ﷺ",
  "a\u0300\u0301\u0302\u0303",
  "\u2028line",
  "\u2029paragraph",
  'name="file"; filename="x',
  "\r\nContent-Type: text/html",
  "--boundary--",
  "multipart",
  "\u00ffbyte",
];
const endings = [".mp4", ".MP4", ".mp4.mp4"];

/** Names that files can have here and that something might misread; all are different. */
function hostileNames(): string[] {
  const long = ["x".repeat(200), "字".repeat(70), "🎬".repeat(50)];
  return [...parts, ...long].flatMap((part, index) =>
    endings.map((ending, at) => `${part.replaceAll("/", ":")}${at === 0 ? "" : ` ${index}`}${ending}`),
  );
}

/** Adds files of hostile names as a user does: each arrives once under its own name, and nothing else is touched. */
export async function attackFiles(target: AttackTarget): Promise<AttackResult> {
  const { page, electron, sandbox } = target;
  const folder = join(target.files, "names");
  await mkdir(folder, { recursive: true });
  const names = pickShare(target, hostileNames());
  // Hidden files are refused by their names.
  const visible = names.filter((name) => !name.startsWith("."));
  const violations: string[] = [];
  for (const [index, name] of names.entries()) await makeVideo(join(folder, name), { seed: 61_000 + index });
  const before = (await sandbox.ownVideos()).length;
  const load = await observeMain(electron, async () => {
    await dropFiles(
      page,
      names.map((name) => join(folder, name)),
    );
    await page.getByRole("button", { name: /^(Publish|Upload) \d+ / }).click({ timeout: 120_000 });
    const isDone = async () => {
      const { uploads } = await callBridge(page, "uploads.snapshot", undefined);
      return (
        uploads.length >= visible.length && uploads.every(({ state }) => ["complete", "failed"].includes(state.phase))
      );
    };
    for (let waited = 0; waited < 600 && !(await isDone()); waited += 1) await page.waitForTimeout(1000);
  });
  const videos = await sandbox.ownVideos();
  if (videos.length - before !== visible.length)
    violations.push(`files: ${videos.length - before} of ${visible.length} arrived`);
  for (const { file_name: name, video_id: id } of videos) {
    if (/[\r\n"]/.test(name) && !names.includes(name))
      violations.push(`files: ${id} is called ${JSON.stringify(name)}`);
  }
  const left = await readdir(folder);
  if (left.length !== names.length) violations.push(`files: the folder holds ${left.length} entries`);
  return { layer: "files", figures: { names: names.length, arrived: videos.length - before, ...load }, violations };
}
