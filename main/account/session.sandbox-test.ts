import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type SpawnedSandbox, spawnSandbox } from "../../sandbox/testing.ts";
import type { AccountState } from "../../shared/model/account.ts";
import { createAppClient } from "../biggo/app-client.ts";
import type { Credentials } from "../biggo/token.ts";
import { systemClock } from "../foundation/clock.ts";
import { KeyringLockedError } from "./secret-cipher.ts";
import { createSession, type Session } from "./session.ts";
import type { LastAccount } from "./session-deps.ts";
import type { StoredAccount, Vault } from "./vault.ts";

let sandbox: SpawnedSandbox;
let session: Session;
let stored: StoredAccount | null;
let states: AccountState[];
let isHeld: boolean;
let lastAccount: LastAccount | null;
let opened: number;
/** What the keyring answers. */
let unseal: () => Promise<string | null>;

/** The session of a start of the app. */
const newSession = (environment: Credentials | null) =>
  createSession({
    vault,
    practice: { start: () => Promise.reject(new Error("no practice here")), stop: async () => {} },
    practiceMemory: { get: () => false, set: () => {} },
    apiUrl: sandbox.url,
    environment,
    environmentMemory: {
      get: () => lastAccount,
      set(account) {
        lastAccount = account;
      },
    },
    createClient: (baseUrl, credentials) => createAppClient({ baseUrl, credentials }),
    openWorkspace: async () => {
      opened += 1;
    },
    closeWorkspace: async () => {},
    setSignedOut(signedOut) {
      isHeld = signedOut;
    },
    onState: (state) => states.push(state),
    after: systemClock.after,
  });

const vault: Vault = {
  storage: async () => "keyring",
  load: () => (stored === null ? null : { ...stored, unseal }),
  async save(account) {
    stored = { ...account, kept: "keyring" };
    return "keyring";
  },
  clear() {
    stored = null;
  },
};

const onToken = { path: "^/auth/" };
const onPermission = { path: "video_auth/self" };
const fault = (spec: object) => sandbox.control("POST", "faults", { times: 0, ...spec });
const key = () => ({ clientId: sandbox.clientId, clientSecret: sandbox.clientSecret });

beforeAll(async () => {
  sandbox = await spawnSandbox();
});
beforeEach(() => {
  [stored, states, isHeld] = [null, [], false];
  [lastAccount, opened] = [null, 0];
  unseal = async () => stored?.clientSecret ?? null;
  session = newSession(null);
});
afterEach(async () => {
  await sandbox.control("DELETE", "faults");
  await sandbox.control("POST", "account", { revoked: false, permission: true, secretValid: true });
  await session.disconnect();
});
afterAll(() => sandbox.stop());

const troubles = [
  ["token endpoint: code 1012", { kind: "error", code: 1012, match: onToken }, "server-error"],
  ["token endpoint: code 3", { kind: "error", code: 3, status: 401, match: onToken }, "server-error"],
  ["token endpoint: a WAF's 403 HTML", { kind: "status", status: 403, match: onToken }, "not-biggo"],
  [
    "token endpoint: unknown JSON",
    { kind: "status", status: 401, body: { message: "x" }, match: onToken },
    "not-biggo",
  ],
  ["token endpoint: 500", { kind: "status", status: 500, match: onToken }, "server-error"],
  ["a gateway's 403 HTML page at sign-in", { kind: "status", status: 403, match: onPermission }, "not-biggo"],
  ["a gateway's 401 at sign-in", { kind: "status", status: 401, match: onPermission }, "server-error"],
  [
    "a gateway's JSON at sign-in",
    { kind: "status", status: 404, body: { message: "x" }, match: onPermission },
    "not-biggo",
  ],
  ["a fresh token that is refused", { kind: "error", code: 3, status: 401, match: onPermission }, "server-error"],
] as const;

describe("connect", () => {
  it.each(troubles)("fails with an error that can be retried: %s", async (_name, spec, code) => {
    await fault(spec);
    expect(await session.connect(key(), false)).toMatchObject({
      status: "signed-out",
      error: { code, retryable: true },
    });
    await sandbox.control("DELETE", "faults");
    expect(await session.connect(key(), false)).toMatchObject({ status: "connected" });
  });

  it.each([
    [{ secretValid: false }, "wrong-key"],
    [{ revoked: true }, "key-revoked"],
    [{ permission: false }, "no-permission"],
  ])("believes BigGo's own word: %j", async (account, code) => {
    await sandbox.control("POST", "account", account);
    const state = await session.connect(key(), false);
    expect(state).toMatchObject({ status: "signed-out", error: { code, retryable: false } });
  });
});

describe("start with a stored account", () => {
  beforeEach(() => {
    stored = { ...key(), baseUrl: sandbox.url, userid: "me", atUserid: "@me", region: null, kept: "keyring" };
  });

  it.each(troubles)("stays connected and is verified again: %s", async (_name, spec, code) => {
    await fault(spec);
    await session.start();
    expect(session.state()).toMatchObject({ status: "unverified", error: { code, retryable: true } });
    expect(isHeld).toBe(false);
    await sandbox.control("DELETE", "faults");
    expect(await session.reconnect()).toMatchObject({ status: "connected" });
  });

  it("holds the queue for a key that BigGo revoked", async () => {
    await sandbox.control("POST", "account", { revoked: true });
    await session.start();
    expect(session.state()).toMatchObject({ status: "unverified", error: { code: "key-revoked" } });
    expect(isHeld).toBe(true);
  });
});

describe("start with a key of the environment", () => {
  it.each(troubles)("opens the account it belonged to, and verifies it again: %s", async (_name, spec, code) => {
    const first = newSession(key());
    await first.start();
    expect(first.state()).toMatchObject({ status: "connected", account: { source: "environment" } });
    expect(JSON.stringify(lastAccount)).not.toContain(sandbox.clientSecret);
    await first.disconnect();

    await fault(spec);
    session = newSession(key());
    await session.start();
    expect(opened).toBe(2);
    expect(session.state()).toMatchObject({
      status: "unverified",
      account: { source: "environment" },
      error: { code, retryable: true },
    });
    expect(isHeld).toBe(false);
    await sandbox.control("DELETE", "faults");
    expect(await session.reconnect()).toMatchObject({ status: "connected" });
    expect(stored).toBeNull();
  });

  it("waits for BigGo when it does not know the account, and connects with the next try", async () => {
    await fault({ kind: "status", status: 504, match: onToken });
    session = newSession(key());
    await session.start();
    expect(session.state()).toMatchObject({ status: "signed-out", retrying: true, error: { code: "server-error" } });
    const before = states.length;
    await session.reconnect();
    // The window must not change between "waiting" and "connecting" with each try.
    expect(states.slice(before)).toMatchObject([{ status: "signed-out", retrying: true }]);
    await sandbox.control("DELETE", "faults");
    expect(await session.reconnect()).toMatchObject({ status: "connected" });
  });

  it("does not open the account of another key, and asks for one that BigGo refuses", async () => {
    const first = newSession(key());
    await first.start();
    await first.disconnect();
    await sandbox.control("POST", "account", { secretValid: false });
    session = newSession({ clientId: "someone", clientSecret: "else" });
    await session.start();
    expect(session.state()).toMatchObject({ status: "signed-out", error: { code: "wrong-key" } });
    expect(session.state()).not.toHaveProperty("retrying");
    expect(opened).toBe(1);
  });
});

describe("a stored account in a locked keyring", () => {
  const saved = (): StoredAccount => ({
    ...{ ...key(), baseUrl: sandbox.url, userid: "me", atUserid: "@me", region: "tw", kept: "keyring" },
  });

  it("opens at once with its queue held, and connects once it is unlocked", async () => {
    stored = saved();
    const unlocked = Promise.withResolvers<string | null>();
    unseal = () => unlocked.promise;
    await session.start();
    expect(session.state()).toMatchObject({
      status: "unverified",
      error: { code: "keyring-locked", retryable: false },
    });
    expect([opened, isHeld]).toEqual([1, true]);
    unlocked.resolve(sandbox.clientSecret);
    await expect.poll(() => session.state().status).toBe("connected");
    expect([opened, isHeld]).toEqual([1, false]);
    session.signedOut({ code: "keyring-locked", message: "late", retryable: false, details: {} });
    expect(session.state().status).toBe("connected");
  });

  it("asks the keyring again only when the user wants it", async () => {
    stored = saved();
    let asked = 0;
    unseal = async () => {
      asked += 1;
      if (asked === 1) throw new KeyringLockedError();
      return sandbox.clientSecret;
    };
    await session.start();
    expect(session.state()).toMatchObject({ status: "unverified", error: { code: "keyring-unavailable" } });
    expect([asked, isHeld]).toEqual([1, true]);
    expect(await session.reconnect()).toMatchObject({ status: "connected" });
    expect(isHeld).toBe(false);
  });

  it("signs out where the keyring has the secret no more", async () => {
    stored = saved();
    unseal = async () => null;
    await session.start();
    await expect.poll(() => session.state()).toEqual({ status: "signed-out", error: null });
  });
});
