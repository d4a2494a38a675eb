import { describe, expect, it } from "vitest";
import { createSealedCredentials, type SealState } from "./sealed-credentials.ts";
import { KeyringLockedError } from "./secret-cipher.ts";

/** Sealed credentials whose keyring and clock answer on request. */
function open() {
  const answers: PromiseWithResolvers<string | null>[] = [];
  const states: SealState[] = [];
  let endGrace = () => {};
  const sealed = createSealedCredentials({
    clientId: "id",
    unseal() {
      const answer = Promise.withResolvers<string | null>();
      answers.push(answer);
      return answer.promise;
    },
    after(_ms, run) {
      endGrace = run;
      return () => {
        endGrace = () => {};
      };
    },
    onChange: (state) => states.push(state),
  });
  return { sealed, states, keyring: () => answers.at(-1), asked: () => answers.length, endGrace: () => endGrace() };
}

const key = { clientId: "id", clientSecret: "secret" };

describe("createSealedCredentials", () => {
  it("waits for a keyring that answers at once", async () => {
    const { sealed, states, keyring } = open();
    const got = sealed.get();
    keyring()?.resolve("secret");
    expect(await got).toEqual(key);
    expect(states).toEqual(["open"]);
  });

  it("says that it waits for a locked keyring, and has the key once it is unlocked", async () => {
    const { sealed, states, keyring, endGrace } = open();
    const got = sealed.get();
    endGrace();
    await expect(got).rejects.toMatchObject({ value: { code: "keyring-locked" } });
    await expect(sealed.get()).rejects.toMatchObject({ value: { code: "keyring-locked" } });
    keyring()?.resolve("secret");
    await expect.poll(() => sealed.state()).toBe("open");
    expect(await sealed.get()).toEqual(key);
    expect(states).toEqual(["waiting", "open"]);
  });

  it("asks again after a refusal, only on request", async () => {
    const { sealed, keyring, asked } = open();
    keyring()?.reject(new KeyringLockedError());
    await expect(sealed.get()).rejects.toMatchObject({ value: { code: "keyring-unavailable" } });
    sealed.retry();
    sealed.retry();
    expect(asked()).toBe(2);
    keyring()?.resolve("secret");
    expect(await sealed.get()).toEqual(key);
    sealed.retry();
    expect(asked()).toBe(2);
  });

  it.each([
    ["has it no more", (answer: PromiseWithResolvers<string | null> | undefined) => answer?.resolve(null)],
    ["is another one", (answer: PromiseWithResolvers<string | null> | undefined) => answer?.reject(new Error("key"))],
  ])("is lost where the keyring %s", async (_why, end) => {
    const { sealed, keyring } = open();
    end(keyring());
    await expect(sealed.get()).rejects.toMatchObject({ value: { code: "signed-out" } });
    expect(sealed.state()).toBe("lost");
  });
});
