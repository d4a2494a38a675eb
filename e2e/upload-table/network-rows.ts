import { spawn } from "node:child_process";
import dns from "node:dns";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, vi } from "vitest";
import { onUploads, type UploadFixture } from "../../main/app/uploads.test-harness.ts";
import { fastPolicy } from "../../main/app/workspace.test-harness.ts";
import { defaultRetryPolicy } from "../../main/upload/model/retry-policy.ts";
import { sendWith } from "./answer-rows.ts";
import { makeCertificates, openTlsFront, trustOwnAuthority } from "./tls-front.ts";

/** "Resumes within 5 s of the network's return", with the app's own delays, and what a busy machine takes to send the file. */
const soonMs = 8000;

async function goesOnSoon(work: () => Promise<unknown>): Promise<void> {
  const startMs = performance.now();
  await work();
  expect(performance.now() - startMs).toBeLessThan(soonMs);
}

export async function tokenExpires(at: UploadFixture): Promise<void> {
  await at.app.client.videos.listOwn(1);
  const before = (await at.sandbox.state()).counts.tokensIssued;
  const size = 2_000_000;
  await at.fault({ kind: "slow-read", bytesPerSecond: 10_000_000, times: 0 });
  const paths = await Promise.all(Array.from({ length: 10 }, (_, index) => at.newFile(`expired-${index}.mp4`, size)));
  const ids = await at.app.add(...paths);
  await at.app.until(ids[3] ?? "", "complete");
  await at.sandbox.control("POST", "expire-tokens");
  for (const id of ids) await at.app.until(id, "complete");
  expect((await at.sandbox.state()).counts.tokensIssued).toBe(before + 1);
  await at.sandbox.control("DELETE", "faults");
  // BigGo may also respond only after the whole file: that body was not accepted, and is resent with the new token.
  const late = await sendWith(at, "expired late.mp4", { kind: "expired-token" });
  expect((await at.app.until(late.id, "complete")).attempts).toBe(2);
  expect(at.app.workspace.engine.holds().signedOut).toBe(false);
}

export async function keyRefused(at: UploadFixture): Promise<void> {
  const { engine } = at.app.workspace;
  for (const account of [{ secretValid: false }, { revoked: true }]) {
    await at.sandbox.control("POST", "account", account);
    await at.sandbox.control("POST", "expire-tokens");
    const paths = await Promise.all(["a", "b", "c"].map((name) => at.newFile(`key ${name}.mp4`)));
    const ids = await at.app.add(...paths);
    await at.app.eventually("held", () => engine.holds().signedOut);
    // Of two that were started together, the second is refused a moment later.
    await at.app.eventually("queued", () => ids.every((id) => at.app.upload(id).state.phase === "queued"));
    await at.sandbox.control("POST", "account", { secretValid: true, revoked: false });
    engine.setSignedOut(false);
    for (const id of ids) await at.app.until(id, "complete");
  }
}

export async function tlsNotTrusted(at: UploadFixture): Promise<void> {
  const { good, ...bad } = await makeCertificates(await trustOwnAuthority());
  for (const [what, certificate] of Object.entries(bad)) {
    const front = await openTlsFront(at.sandbox.url, certificate);
    const other = await at.openOther({ url: front.url });
    try {
      const [id = ""] = await other.add(await at.newFile(`tls ${what}.mp4`), await at.newFile(`tls ${what} 2.mp4`));
      const { engine } = other.workspace;
      await other.eventually(`blocked: ${what}`, () => engine.holds().blocked !== null);
      expect(engine.holds().blocked).toMatchObject({ code: "tls" });
      expect(other.upload(id)).toMatchObject({ state: { phase: "queued" }, attempts: 0 });
      expect(front.requests()).toBe(0);
      front.show(good);
      for (const row of engine.rows()) await other.until(row.id, "complete");
      expect(engine.holds().blocked).toBeNull();
    } finally {
      await other.close();
      await front.close();
    }
  }
}

export async function serverStandsStill(at: UploadFixture): Promise<void> {
  // Long enough to be observed: at least a tenth of it is waited.
  const policy = { ...fastPolicy, backoff: { baseMs: 2000, capMs: 2000 } };
  const other = await at.openOther({ policy, timers: { stallMs: 500, uploadAnswerMs: 700 } });
  try {
    await at.fault({ kind: "stall", when: "body", match: onUploads });
    const [stalled = ""] = await other.add(await at.newFile("stalled.mp4", 60_000_000));
    await other.eventually("stalled", () => {
      const { state } = other.upload(stalled);
      return state.phase === "waiting" && state.reason === "interrupted" && state.error?.code === "timeout";
    });
    expect((await other.until(stalled, "complete")).attempts).toBe(2);
    await at.fault({ kind: "stall", when: "answer", match: onUploads });
    const [silent = ""] = await other.add(await at.newFile("silent.mp4"));
    await other.until(silent, "uncertain");
    expect((await other.until(silent, "complete")).attempts).toBe(1);
  } finally {
    await other.close();
  }
}

async function nameIsGone(at: UploadFixture): Promise<void> {
  const { port } = new URL(at.sandbox.url);
  const really = dns.lookup;
  let known = false;
  const lookup = vi.spyOn(dns, "lookup").mockImplementation(((host: string, ...rest: [never, never]) => {
    if (host !== "localhost") return really(host, ...rest);
    if (known) return really("127.0.0.1", ...rest);
    const callback = rest.at(-1) as unknown as (error: Error) => void;
    callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: "ENOTFOUND" }));
  }) as never);
  const other = await at.openOther({ url: `http://localhost:${port}`, policy: defaultRetryPolicy });
  try {
    const [id = ""] = await other.add(await at.newFile("no name.mp4"));
    const waiting = await other.until(id, "waiting");
    expect(waiting).toMatchObject({ state: { reason: "network" }, attempts: 0 });
    known = true;
    await goesOnSoon(() => other.until(id, "complete"));
  } finally {
    lookup.mockRestore();
    await other.close();
  }
}

/** The network is lost while a file is sent; its connection breaks, or goes silent. */
async function networkIsLost(at: UploadFixture, how: "breaks" | "is silent" | "breaks in sleep"): Promise<void> {
  const other = await at.openOther({ policy: defaultRetryPolicy });
  const { engine } = other.workspace;
  try {
    const pace = { kind: "slow-read", bytesPerSecond: 6_000_000, match: onUploads };
    await at.fault(how === "is silent" ? { kind: "stall", when: "body", match: onUploads } : pace);
    const [id = ""] = await other.add(await at.newFile(`network ${how}.mp4`, 30_000_000));
    await other.until(id, "sending");
    await new Promise((resolve) => setTimeout(resolve, 500));
    if (how === "breaks in sleep") engine.slept();
    else engine.setOnline(false);
    if (how !== "is silent") {
      await at.sandbox.kill();
      await other.eventually("noticed", () => engine.get(id)?.state.phase === "waiting");
      expect(engine.get(id)).toMatchObject({ failures: 0, state: { reason: "network" } });
      await at.sandbox.restart();
    }
    engine.setOnline(true);
    await goesOnSoon(() => other.until(id, "saving", "processing", "complete"));
    expect(engine.get(id)?.failures).toBe(0);
    await other.until(id, "complete");
  } finally {
    await at.sandbox.control("DELETE", "faults");
    await other.close();
  }
}

/** A response that never comes: BigGo stored the file, or never got it. */
const silences = {
  stored: [{ kind: "stall", when: "answer", match: onUploads }],
  "not stored": [
    { kind: "delay", ms: 600_000, match: onUploads },
    { kind: "status", status: 502, match: onUploads },
  ],
};

/** The network is lost while a response is awaited which never comes, or the computer sleeps then. */
export async function networkIsLostWhileConfirming(
  at: UploadFixture,
  how: "offline" | "sleep",
  file: keyof typeof silences,
): Promise<void> {
  const other = await at.openOther({ policy: defaultRetryPolicy, timers: { uploadAnswerMs: 600_000 } });
  const { engine } = other.workspace;
  const name = `network confirming ${how} ${file}.mp4`;
  try {
    for (const fault of silences[file]) await at.fault(fault);
    const [id = ""] = await other.add(await at.newFile(name));
    await other.until(id, "confirming");
    if (file === "stored") await other.eventually("arrived", async () => (await at.videosNamed(name)).length === 1);
    else await new Promise((resolve) => setTimeout(resolve, 500));
    if (how === "sleep") engine.slept();
    else engine.setOnline(false);
    engine.setOnline(true);
    const startMs = performance.now();
    await other.until(id, ...(file === "stored" ? (["complete"] as const) : (["uncertain"] as const)));
    // Far less than the ten minutes for which a response is awaited.
    expect(performance.now() - startMs).toBeLessThan(20_000);
    expect(engine.get(id)).toMatchObject({ attempts: 1, failures: 0 });
    expect(await at.videosNamed(name)).toHaveLength(file === "stored" ? 1 : 0);
  } finally {
    await at.sandbox.control("DELETE", "faults");
    await other.close();
  }
}

/** The clock is set while a row waits, and while one is reconciled. */
export async function clockIsMoved(at: UploadFixture, byMs: number): Promise<void> {
  await at.fault({ kind: "status", status: 429, retryAfter: 1, early: true, match: onUploads });
  await at.fault({ kind: "reset", percent: 50 });
  await at.fault({ kind: "drop-answer", match: onUploads });
  const name = `clock ${byMs}.mp4`;
  const id = await at.addOne(await at.newFile(name));
  await at.app.eventually("held", () => at.app.workspace.engine.holds().rateLimitedUntilMs !== null);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + byMs });
  try {
    await at.app.until(id, "complete");
  } finally {
    vi.useRealTimers();
  }
  expect(await at.videosNamed(name)).toHaveLength(1);
}

export async function networkAway(at: UploadFixture): Promise<void> {
  await nameIsGone(at);
  await networkIsLost(at, "breaks");
  await networkIsLost(at, "is silent");
  await networkIsLost(at, "breaks in sleep");
}

/** Starts the queue in a process of its own and kills it as soon as its row reaches a phase. */
async function killAt(at: UploadFixture, folder: string, path: string, phase: string): Promise<void> {
  const script = new URL("engine-process.ts", import.meta.url).pathname;
  const target = JSON.stringify({ ...at.sandbox, policy: undefined });
  // Only a file whose review stayed open for longer than 10 s is checked again when it is added.
  const reviewMs = phase === "checking" ? "11000" : "0";
  const child = spawn(process.execPath, [script, target, folder, path, reviewMs], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  for await (const line of createInterface(child.stdout)) {
    if (line === phase) break;
  }
  child.kill("SIGKILL");
  await ended;
}

export async function killedAnywhere(at: UploadFixture, newFolder: () => Promise<string>): Promise<void> {
  for (const phase of ["checking", "queued", "sending", "confirming", "saving", "processing"]) {
    const before = (await at.sandbox.state()).counts.uploadsRepeated;
    const name = `killed ${phase}.mp4`;
    const path = await at.newFile(name, 3_000_000);
    const folder = await newFolder();
    await at.fault({ kind: "slow-read", bytesPerSecond: 20_000_000, match: onUploads });
    await killAt(at, folder, path, phase);
    const other = await at.openOther({ folder });
    try {
      const [row] = other.workspace.engine.rows();
      await other.until(row?.id ?? "", "complete");
      expect(await at.videosNamed(name)).toMatchObject([{ title: `killed ${phase}` }]);
      expect((await at.sandbox.state()).counts.uploadsRepeated).toBe(before);
    } finally {
      await other.close();
    }
  }
}
