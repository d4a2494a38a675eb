import type { DatabaseSync } from "node:sqlite";

/** A user who owns videos. */
export interface SandboxUser {
  readonly userid: string;
  readonly at_userid: string;
  readonly name: string;
  readonly description: string;
}

/** What the sandbox's one account is currently allowed to do. */
export interface AccountSwitches {
  /** The app key was revoked: no new token. */
  readonly revoked: boolean;
  /** The account may upload. */
  readonly permission: boolean;
  /** The client secret still matches. */
  readonly secretValid: boolean;
}

/** Key-value settings that survive a restart. */
export function createSettings(database: DatabaseSync) {
  const read = database.prepare("SELECT value FROM settings WHERE key = ?");
  const write = database.prepare("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)");
  return {
    /** The stored text, or null. */
    get(key: string): string | null {
      const row = read.get(key);
      return row ? String(row.value) : null;
    },
    /** Stores text under a key. */
    set(key: string, value: string): void {
      write.run(key, value);
    },
    /** Returns, and stores, the given value, else the stored one, else a new one from `create`. */
    ensure(key: string, given: string | undefined, create: () => string): string {
      const value = given ?? this.get(key) ?? create();
      this.set(key, value);
      return value;
    },
  };
}

/** What `createSettings` returns. */
export type Settings = ReturnType<typeof createSettings>;

/** The users of a sandbox: "self" signs in, the neighbour owns videos that "self" may not edit. */
export function createUsers(database: DatabaseSync) {
  const write = database.prepare(
    "INSERT OR REPLACE INTO users (userid, at_userid, name, description) VALUES (?, ?, ?, ?)",
  );
  const read = database.prepare("SELECT * FROM users WHERE userid = ?");
  return {
    /** Adds a user or replaces the one with the same id. */
    put(user: SandboxUser): void {
      write.run(user.userid, user.at_userid, user.name, user.description);
    },
    /** The user with this id, or null. */
    get(userid: string): SandboxUser | null {
      const row = read.get(userid);
      if (!row) return null;
      return {
        userid: String(row.userid),
        at_userid: String(row.at_userid),
        name: String(row.name),
        description: String(row.description),
      };
    },
  };
}

/** What `createUsers` returns. */
export type Users = ReturnType<typeof createUsers>;

/** The account's switches, stored in the settings so that they survive a restart. */
export function createAccount(settings: Settings, initial: Partial<AccountSwitches>) {
  const stored = JSON.parse(settings.get("switches") ?? "{}") as Partial<AccountSwitches>;
  let switches: AccountSwitches = { revoked: false, permission: true, secretValid: true, ...stored, ...initial };
  return {
    /** The current switches. */
    current: (): AccountSwitches => switches,
    /** Changes the given switches. */
    set(changes: Partial<AccountSwitches>): void {
      switches = { ...switches, ...changes };
      settings.set("switches", JSON.stringify(switches));
    },
  };
}

/** What `createAccount` returns. */
export type Account = ReturnType<typeof createAccount>;
