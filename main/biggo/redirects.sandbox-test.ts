import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { failureOf, prepareClient } from "./client.test-harness.ts";
import { closeFronts, openFront } from "./front.test-harness.ts";
import { redirectOf } from "./redirects.ts";

const fixture = prepareClient();
closeFronts();

interface Redirecting {
  /** Where a request is redirected to; null passes it on to the sandbox. */
  to: (request: IncomingMessage) => string | null;
  status: number;
  /** Reads the whole body first. */
  afterBody?: boolean;
}

/** A server before the sandbox that redirects some requests. */
const redirecting = ({ to, status, afterBody = false }: Redirecting) =>
  openFront(fixture.sandbox.url, (request) => {
    const location = to(request);
    return location === null ? null : { status, headers: { location }, afterBody };
  });

const uploadPath = "/api/v1/video/";
const elsewhere = "/api/v1/video";

describe("301/302/307/308 on the same origin (…/video <-> …/video/)", () => {
  it.each([301, 302, 307, 308])("keeps the method and the body of a call at %i", async (status) => {
    const front = await redirecting({
      status,
      to: ({ url = "" }) => (/^\/(api|auth)\/.*[^/]$/.test(url) && !url.includes("?") ? `${url}?moved=1` : null),
    });
    const client = fixture.connect({ baseUrl: front.url });
    expect(await client.checkPermission()).toMatchObject({ atUserid: "@kaixiang.lab" });
    const description = `moved ${status}`;
    await client.videos.update("seed00003", { description });
    expect((await client.videos.get("seed00003")).description).toBe(description);
    expect(front.passed).toContain("PATCH /api/v1/video/seed00003?moved=1");
    expect(front.passed).toContain("POST /auth/v1/token?moved=1");
  });

  it.each([301, 302, 307, 308])(
    "sends an upload to its new address at %i, and the next one at once",
    async (status) => {
      const front = await redirecting({ status, to: ({ url }) => (url === uploadPath ? elsewhere : null) });
      const client = fixture.connect({ baseUrl: front.url });
      let ends = 0;
      const beforeLastBytes = async () => {
        ends += 1;
      };
      for (const sizeBytes of [undefined, 60_000_000]) {
        const options = sizeBytes === undefined ? {} : { sizeBytes };
        expect(await client.upload(await fixture.newUpload({ ...options, beforeLastBytes }))).not.toBe("");
      }
      expect(ends).toBe(2);
      expect(front.passed.filter((line) => line.startsWith("POST /api"))).toEqual(Array(2).fill(`POST ${elsewhere}`));
    },
  );

  it("leaves a redirect that comes after the last bytes to another attempt", async () => {
    const front = await redirecting({
      status: 307,
      to: ({ url }) => (url === uploadPath ? elsewhere : null),
      afterBody: true,
    });
    const client = fixture.connect({ baseUrl: front.url });
    const request = await fixture.newUpload();
    expect(await failureOf(client.upload(request))).toMatchObject({ kind: "not-biggo", retryable: true });
    expect(await client.upload(request)).not.toBe("");
  });

  it("never follows to another origin, and stops after a few", async () => {
    const away = await redirecting({ status: 302, to: ({ url }) => `${fixture.sandbox.url}${url}` });
    expect(await failureOf(fixture.connect({ baseUrl: away.url }).videos.listOwn(1))).toMatchObject({
      kind: "not-biggo",
    });
    let hops = 0;
    const loop = await redirecting({ status: 308, to: () => `/auth/v1/token?hop=${++hops}` });
    expect(await failureOf(fixture.connect({ baseUrl: loop.url }).videos.listOwn(1))).toMatchObject({
      kind: "not-biggo",
    });
    expect(hops).toBe(4);
  });
});

describe("redirectOf", () => {
  const url = "https://api.biggo.com/api/v1/video/";
  it.each([
    [301, "/api/v1/video", "https://api.biggo.com/api/v1/video"],
    [308, "https://api.biggo.com/x", "https://api.biggo.com/x"],
    [302, "http://api.biggo.com/api/v1/video", null],
    [302, "//login.airport.example/", null],
    [302, "https://api.biggo.com.example/", null],
    [303, "/api/v1/video", null],
    [200, "/api/v1/video", null],
    [307, undefined, null],
    [307, "http://[", null],
  ])("reads %i to %s", (status, location, expected) => {
    expect(redirectOf(url, { status, headers: { location } })).toBe(expected);
  });
});
