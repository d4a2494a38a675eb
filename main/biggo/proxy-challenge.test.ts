import { describe, expect, it } from "vitest";
import { canSignIn, parseProxyAuthenticate } from "./proxy-challenge.ts";

describe("parseProxyAuthenticate", () => {
  it.each([
    ["Basic", ["Basic"], null, true],
    ['Basic realm="Office, \\"2nd\\" floor", charset="UTF-8"', ["Basic"], 'Office, "2nd" floor', true],
    ["basic realm=office", ["basic"], "office", true],
    [["Negotiate", "NTLM", 'Basic realm="corp"'], ["Negotiate", "NTLM", "Basic"], "corp", true],
    ['Digest realm="d", qop="auth,auth-int", nonce="a=b=", Basic realm="b"', ["Digest", "Basic"], "b", true],
    ['Digest realm="d", nonce="x"', ["Digest"], "d", false],
    ["Negotiate, NTLM TlRMTVNTUAACAAAA==", ["Negotiate", "NTLM"], null, false],
    ["NTLM", ["NTLM"], null, false],
    [undefined, [], null, true],
    ["", [], null, true],
    ['Basic realm=""', ["Basic"], null, true],
  ] as const)("reads %j", (header, methods, realm, supported) => {
    const challenge = parseProxyAuthenticate(header as string | string[] | undefined);
    expect(challenge).toEqual({ methods, realm });
    expect(canSignIn(challenge)).toBe(supported);
  });

  it("shows a realm as one bounded line", () => {
    const { realm } = parseProxyAuthenticate(`Basic realm="a\u202e\nb${"c".repeat(500)}"`);
    expect(realm).toMatch(/^a bc+$/);
    expect(realm?.length).toBe(200);
  });

  it("takes no time for a hostile header", () => {
    const started = performance.now();
    parseProxyAuthenticate(`Basic realm="${"\\".repeat(60_000)}`);
    parseProxyAuthenticate("a ".repeat(30_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
