import { describe, expect, it } from "vitest";
import type { AppErrorValue, ErrorCode } from "../../shared/errors.ts";
import { languages } from "../../shared/model/settings.ts";
import { type Holds, noHolds, type Upload, type UploadState } from "../../shared/model/upload.ts";
import { seedUpload } from "../bridge/memory-seed.ts";
import { createTranslator } from "../messages/translator.ts";
import { describeUpload, firstHold, type PrimaryAction } from "./upload-status.ts";
import { holdText, statusText } from "./upload-words.ts";

const error = (code: ErrorCode, retryable = false): AppErrorValue => ({ code, message: "", retryable, details: {} });
const untilMs = Date.now() + 10_000;
const failed = (code: ErrorCode): UploadState => ({ phase: "failed", error: error(code), videoId: null });

/** A row of the table: what it looks like, words that must be in its English sentence, and its next step. */
type Row = [what: string, state: UploadState, words: RegExp, next: PrimaryAction | null];

const uploadRows: Row[] = [
  [
    "connection reset",
    { phase: "waiting", untilMs, reason: "interrupted", error: error("no-network", true) },
    /connection broke.*Starts again at/,
    null,
  ],
  ["answer lost", { phase: "uncertain", candidates: [], error: error("no-network", true) }, /asked before/, null],
  [
    "HTML with 200",
    { phase: "uncertain", candidates: [], error: error("not-biggo", true) },
    /Sign in to this network/,
    null,
  ],
  ["1002 on a first attempt", { phase: "duplicate", videoId: "v" }, /there already/, "open"],
  ["several could be it", { phase: "uncertain", candidates: ["a", "b"], error: null }, /2 videos/, "choose"],
  ["403", failed("forbidden"), /does not allow/, "remove"],
  ["1003", failed("not-yours"), /another account/, "remove"],
  ["1006", failed("invalid-field"), /did not accept/, "remove"],
  ["1007", failed("user-gone"), /no longer/, "remove"],
  ["1010", failed("missing-field"), /misses a field/, "remove"],
  ["413", failed("too-large"), /larger than BigGo takes/, "remove"],
  ["415", failed("unsupported-type"), /does not take this kind/, "remove"],
  [
    "500 before the last byte",
    { phase: "waiting", untilMs, reason: "interrupted", error: error("server-error", true) },
    /problem of its own.*Tries again at/,
    null,
  ],
  [
    "server reads nothing",
    { phase: "waiting", untilMs, reason: "interrupted", error: error("timeout", true) },
    /too long.*Tries again at/,
    null,
  ],
  [
    "DNS gone",
    { phase: "waiting", untilMs, reason: "network", error: error("no-network", true) },
    /cannot be reached.*Tries again at/,
    null,
  ],
  ["file gone", { phase: "needsFile", reason: "missing" }, /Goes on when it is back/, "checkAgain"],
  ["file unreadable", { phase: "needsFile", reason: "unreadable" }, /cannot be read/, "checkAgain"],
  ["file changed", { phase: "needsFile", reason: "changed" }, /not the one you added/, "useNewFile"],
];

const holdRows: [what: string, hold: Partial<Holds>, words: RegExp][] = [
  ["wrong or revoked credentials", { signedOut: true }, /Signed out.*queue is kept/],
  ["429 with Retry-After", { rateLimitedUntilMs: untilMs }, /asked for a pause.*goes on at/],
  ["TLS", { blocked: error("tls", true) }, /not secure, so nothing was sent/],
  ["offline", { offline: true }, /Waiting for the network.*go on by themselves/],
  ["disk full", { storage: "full" }, /disk of this computer is full/],
  ["database locked", { storage: "locked" }, /locked the queue/],
  ["database damaged while it is used", { storage: "damaged" }, /damaged.*Start the app again/],
  ["database from a newer version", { readOnly: true }, /newer version.*not changed/],
];

/** What the window says in each language; all of them different, and nothing left untranslated. */
function inAllLanguages(say: (t: ReturnType<typeof createTranslator>["t"], language: string) => string): string[] {
  return languages.map((language) => say(createTranslator(language).t, language));
}

describe("what the window says of each row of the table", () => {
  it.each(uploadRows)("%s", (_what, state, words, next) => {
    const upload = seedUpload("a", "a.mp4", 5, 1, state);
    const texts = inAllLanguages((t, language) => statusText(upload, false, t, language));
    expect(texts[0]).toMatch(words);
    expect(new Set(texts).size).toBe(languages.length);
    expect(describeUpload(upload).action).toBe(next);
  });

  it.each(holdRows)("%s", (_what, patch, words) => {
    const holds = { ...noHolds, ...patch };
    const hold = firstHold(holds);
    if (hold === null || hold === "unreachable") throw new Error("it holds nothing");
    const texts = inAllLanguages((t, language) => holdText(hold, holds, 3, t, language));
    expect(texts[0]).toMatch(words);
    expect(new Set(texts).size).toBe(languages.length);
  });

  it("names the field that BigGo refused, where it told", () => {
    const refused = { ...error("invalid-field"), details: { name: "title" } };
    const upload: Upload = {
      ...seedUpload("a", "a.mp4", 5, 1, { phase: "complete", videoId: "v" }),
      save: { state: "failed", error: refused },
    };
    const texts = inAllLanguages((t, language) => statusText(upload, false, t, language));
    expect(texts[0]).toContain("“Title”");
    expect(new Set(texts).size).toBe(languages.length);
  });

  it.each(["invalid-field", "product-gone", "too-many-products"] as const)("details refused (%s)", (code) => {
    const upload: Upload = {
      ...seedUpload("a", "a.mp4", 5, 1, { phase: "complete", videoId: "v" }),
      save: { state: "failed", error: error(code) },
    };
    const texts = inAllLanguages((t, language) => statusText(upload, false, t, language));
    expect(texts[0]).toMatch(/^The video is on BigGo\./);
    expect(new Set(texts).size).toBe(languages.length);
    expect(describeUpload(upload)).toMatchObject({ group: "needsYou", action: "saveDetails" });
  });
});
