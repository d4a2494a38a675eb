import { describe, expect, it } from "vitest";
import type { AppErrorValue, ErrorCode } from "../../shared/errors.ts";
import { languages } from "../../shared/model/settings.ts";
import { type Holds, noHolds, type Upload, type UploadState } from "../../shared/model/upload.ts";
import { seedUpload } from "../bridge/memory-seed.ts";
import { createTestTranslator } from "../messages/translator.test-harness.ts";
import { describeUpload, firstHold, type PrimaryAction } from "./upload-status.ts";
import { holdText, holdWord, resendText, statusText } from "./upload-text.ts";

const error = (code: ErrorCode, retryable = false): AppErrorValue => ({ code, message: "", retryable, details: {} });
const untilMs = Date.now() + 10_000;
const failed = (code: ErrorCode): UploadState => ({ phase: "failed", error: error(code), videoId: null });

/** A case: its name, the upload's state, a pattern its English text must match, and the action it offers. */
type Row = [name: string, state: UploadState, pattern: RegExp, action: PrimaryAction | null];

const uploadRows: Row[] = [
  [
    "connection reset",
    { phase: "waiting", untilMs, reason: "interrupted", error: error("no-network", true) },
    /Connection lost.*Restarting at/,
    null,
  ],
  [
    "answer lost",
    { phase: "uncertain", candidates: [], error: error("no-network", true) },
    /If the video isn’t on BigGo, all .* are sent again/,
    null,
  ],
  [
    "HTML with 200",
    { phase: "uncertain", candidates: [], error: error("not-biggo", true) },
    /Sign in to this network/,
    null,
  ],
  ["1002 on a first attempt", { phase: "duplicate", videoId: "v" }, /already has this file/, "open"],
  [
    "1002, linked by length only",
    { phase: "duplicate", videoId: "v", isGuess: true },
    /probably as the linked video/,
    "openOnBiggo",
  ],
  ["several could be it", { phase: "uncertain", candidates: ["a", "b"], error: null }, /2 videos/, "choose"],
  [
    "500 after each whole body",
    { phase: "failed", error: error("sent-in-vain", true), videoId: null },
    /sent several times/,
    "retry",
  ],
  ["403", failed("forbidden"), /doesn’t allow/, "remove"],
  ["1003", failed("not-yours"), /another account/, "remove"],
  ["1006", failed("invalid-field"), /didn’t accept/, "remove"],
  ["1007", failed("user-gone"), /no longer/, "remove"],
  ["1010", failed("missing-field"), /required field is missing/, "remove"],
  ["413", failed("too-large"), /larger than BigGo allows/, "remove"],
  ["415", failed("unsupported-type"), /doesn’t support this file type/, "remove"],
  [
    "500 before the last byte",
    { phase: "waiting", untilMs, reason: "interrupted", error: error("server-error", true) },
    /having a problem.*Retrying at/,
    null,
  ],
  [
    "server reads nothing",
    { phase: "waiting", untilMs, reason: "interrupted", error: error("timeout", true) },
    /too long.*Retrying at/,
    null,
  ],
  [
    "DNS gone",
    { phase: "waiting", untilMs, reason: "network", error: error("no-network", true) },
    /Can’t reach BigGo.*Retrying at/,
    null,
  ],
  ["file gone", { phase: "needsFile", reason: "missing" }, /Resumes when it’s back/, "checkAgain"],
  ["file unreadable", { phase: "needsFile", reason: "unreadable" }, /can’t be read/, "checkAgain"],
  ["file changed", { phase: "needsFile", reason: "changed" }, /changed since you added it/, "useNewFile"],
];

const holdRows: [name: string, hold: Partial<Holds>, pattern: RegExp][] = [
  ["wrong or revoked credentials", { signedOut: true }, /Signed out.*queue is kept/],
  ["429 with Retry-After", { rateLimitedUntilMs: untilMs }, /asked for a pause.*resumes at/],
  ["TLS", { blocked: error("tls", true) }, /isn’t secure, so nothing is sent over it/],
  ["offline", { offline: true }, /Waiting for the network.*will continue automatically/],
  ["disk full", { storage: "full" }, /computer’s disk is full or read-only/],
  ["I/O error of the disk", { storage: "failing" }, /disk reported an error.*drive is connected/],
  ["database locked", { storage: "locked" }, /locked the queue/],
  ["database damaged while it is used", { storage: "damaged" }, /damaged.*Restart the app/],
  ["database from a newer version", { readOnly: true }, /newer version.*read-only/],
];

const waitsForServer = { phase: "waiting", untilMs: 60_000, reason: "server", error: null } as const;
const alone = { held: false, waitsFor: null };

/** A text in every language. Callers check that all differ, so that none is left untranslated. */
function inAllLanguages(
  textOf: (t: ReturnType<typeof createTestTranslator>["t"], language: string) => string,
): string[] {
  return languages.map((language) => textOf(createTestTranslator(language).t, language));
}

describe("status and hold texts", () => {
  it.each(uploadRows)("%s", (_name, state, pattern, action) => {
    const upload = seedUpload("a", "a.mp4", 5, 1, state);
    const texts = inAllLanguages((t, language) => statusText(upload, alone, t, language));
    expect(texts[0]).toMatch(pattern);
    expect(new Set(texts).size).toBe(languages.length);
    expect(describeUpload(upload).action).toBe(action);
  });

  it.each(holdRows)("%s", (_name, patch, pattern) => {
    const holds = { ...noHolds, ...patch };
    const hold = firstHold(holds);
    if (hold === null || hold === "unreachable") throw new Error("the queue is not held");
    const texts = inAllLanguages((t, language) => holdText(hold, holds, 3, t, language));
    expect(texts[0]).toMatch(pattern);
    expect(new Set(texts).size).toBe(languages.length);
  });

  it.each([
    [
      "a duplicate that was found before anything was sent",
      { phase: "duplicate", videoId: "v" },
      {},
      /Nothing was sent/,
    ],
    ["a duplicate that BigGo reported", { phase: "duplicate", videoId: "v" }, { attempts: 2 }, /wasn’t added again/],
    ["cancelled before the last byte", { phase: "cancelled" }, { attempts: 1 }, /Nothing was left on BigGo/],
    ["cancelled while uncertain", { phase: "cancelled" }, { attempts: 1, mayHaveArrived: true }, /may already/],
  ] as const)("claim no more than is known: %s", (_name, state, changes, pattern) => {
    const upload: Upload = { ...seedUpload("a", "a.mp4", 5, 1, state), attempts: 0, ...changes };
    const texts = inAllLanguages((t, language) => statusText(upload, alone, t, language));
    expect(texts[0]).toMatch(pattern);
    expect(texts.filter((text) => /Nothing|沒有傳送|沒有留下|何も/.test(text))).toHaveLength(
      /Nothing/.test(pattern.source) ? languages.length : 0,
    );
  });

  it.each([
    ["queued", { phase: "queued" }],
    ["with all its bytes sent", { phase: "sending", held: false }],
  ] as const)("say why an upload waits for another one: %s", (_name, state) => {
    const upload = seedUpload("a", "a.mp4", 5, 1, state);
    const texts = inAllLanguages((t, language) =>
      statusText(upload, { held: false, waitsFor: "Fox cub" }, t, language),
    );
    expect(texts[0]).toMatch(/Waiting until “Fox cub” is confirmed/);
    expect(new Set(texts).size).toBe(languages.length);
  });

  it.each<[string, Upload["state"], RegExp]>([
    ["it is uncertain", { phase: "uncertain", candidates: [], error: null }, /all 126 MB are sent again/],
    ["BigGo did not store it", waitsForServer, /Not on BigGo\. All 126 MB are sent again at/],
  ])("say what another sending costs when %s", (_name, state, pattern) => {
    const upload: Upload = { ...seedUpload("a", "a.mp4", 126e6, 1, state), mayHaveArrived: true, sizeBytes: 126e6 };
    const texts = inAllLanguages((t, language) => statusText(upload, alone, t, language));
    expect(texts[0]).toMatch(pattern);
    for (const text of texts) expect(text).toContain("126");
  });

  it.each([
    ["tls", /Not secure/],
    ["proxy-sign-in", /Proxy problem/],
    ["proxy-unsupported", /Proxy problem/],
  ] as const)("call a connection insecure only when it is: %s", (code, pattern) => {
    const holds = { ...noHolds, blocked: error(code) };
    const texts = inAllLanguages((t, language) => holdWord(firstHold(holds), holds, t, language));
    expect(texts[0]).toMatch(pattern);
    expect(new Set(texts).size).toBe(languages.length);
  });

  it("say what another sending costs where the user chooses a video", () => {
    const state: UploadState = { phase: "uncertain", candidates: ["v"], error: null };
    const upload: Upload = { ...seedUpload("a", "a.mp4", 126e6, 1, state), sizeBytes: 126e6 };
    const [english, ...others] = inAllLanguages((t, language) => resendText(upload, 1e6, t, language));
    expect(english).toBe("If none of these is yours, all 126 MB are sent again, which takes about 2 minutes.");
    for (const text of others) expect(text).toMatch(/126 MB.* 2 分/);
    expect(inAllLanguages((t, language) => resendText(upload, null, t, language))[0]).toBe(
      "If none of these is yours, all 126 MB are sent again.",
    );
  });

  it("name the refused field when BigGo returns it", () => {
    const refused = { ...error("invalid-field"), details: { name: "title" } };
    const upload: Upload = {
      ...seedUpload("a", "a.mp4", 5, 1, { phase: "complete", videoId: "v" }),
      save: { state: "failed", error: refused },
    };
    const texts = inAllLanguages((t, language) => statusText(upload, alone, t, language));
    expect(texts[0]).toContain("“Title”");
    expect(new Set(texts).size).toBe(languages.length);
  });

  it.each(["invalid-field", "product-gone", "too-many-products"] as const)("report refused details (%s)", (code) => {
    const upload: Upload = {
      ...seedUpload("a", "a.mp4", 5, 1, { phase: "complete", videoId: "v" }),
      save: { state: "failed", error: error(code) },
    };
    const texts = inAllLanguages((t, language) => statusText(upload, alone, t, language));
    expect(texts[0]).toMatch(/^The video is on BigGo\./);
    expect(new Set(texts).size).toBe(languages.length);
    expect(describeUpload(upload)).toMatchObject({ group: "needsYou", action: "saveDetails" });
  });
});
