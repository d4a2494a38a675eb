import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { BigGoError, saysGone } from "./biggo-error.ts";
import { BigGoCode } from "./codes.ts";
import { readResponse } from "./response.ts";

describe("BigGoError", () => {
  it("carries the parsed body of the failed response, but does not print it", () => {
    const text = '{"result":false,"error":{"code":1006,"message":"bad"},"secret":"typed by the user"}';
    try {
      readResponse({ status: 400, headers: {}, text }, 0);
      expect.unreachable();
    } catch (error) {
      expect(error).toHaveProperty("response", JSON.parse(text));
      expect(inspect(error) + JSON.stringify(error)).not.toContain("typed by the user");
    }
  });

  it("has no response when the body was not JSON", () => {
    expect(() => readResponse({ status: 502, headers: {}, text: "<h1>Bad gateway</h1>" }, 0)).toThrow(
      expect.objectContaining({ kind: "server", response: undefined }),
    );
  });
});

describe("saysGone", () => {
  it.each([
    [BigGoCode.videoNotFound, true],
    [BigGoCode.videoDeleted, true],
    [BigGoCode.otherUsersVideo, false],
    [undefined, false],
  ])("for code %s is %s", (biggoCode, expected) => {
    expect(saysGone(new BigGoError("refused", "", { biggoCode }))).toBe(expected);
  });

  it("is false for the same codes of the token endpoint, which mean the key, and in a 5xx", () => {
    for (const kind of ["credentials", "server", "unauthorised"] as const) {
      expect(saysGone(new BigGoError(kind, "", { biggoCode: BigGoCode.videoNotFound }))).toBe(false);
    }
  });
});
