import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callWithoutToken, requestToken, signIn } from "./test-client.ts";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "./testing.ts";

let sandbox: SpawnedSandbox;
let client: Awaited<ReturnType<typeof signIn>>;
let seed = 100;

async function newClip(): Promise<string> {
  seed += 1;
  const path = join(sandbox.dir, `clip-${seed}.mp4`);
  await makeVideo(path, { seed });
  return path;
}

const fail = (code: number) => ({ result: false, error: { code, message: expect.any(String) } });

beforeAll(async () => {
  sandbox = await spawnSandbox({ args: ["--processing", "0", "--videos", "2"] });
  client = await signIn(sandbox);
});

afterAll(() => sandbox.stop());

describe("API error codes", () => {
  it("1: rejects an unsupported method", async () => {
    expect(await client.call("PUT", "video/seed00001")).toMatchObject({ status: 405, body: fail(1) });
    expect(await client.call("GET", "video/")).toMatchObject({ status: 405, body: fail(1) });
    expect(await callWithoutToken(sandbox, "GET", "/auth/v1/token")).toMatchObject({ status: 405, body: fail(1) });
  });

  it("2, 3 and 4: rejects a missing, an invalid and an expired token", async () => {
    const listing = "/api/v1/user/self/video/";
    const withToken = (token: string) =>
      callWithoutToken(sandbox, "GET", listing, { headers: { authorization: `Bearer ${token}` } });
    expect(await callWithoutToken(sandbox, "GET", listing)).toMatchObject({ status: 401, body: fail(2) });
    expect(await withToken("a.b.c")).toMatchObject({ status: 401, body: fail(3) });
    const { token } = await signIn(sandbox);
    await sandbox.control("POST", "expire-tokens");
    expect(await withToken(token)).toMatchObject({ status: 401, body: fail(4) });
    client = await signIn(sandbox);
  });

  it("1001: rejects a file that is not a video in the upload's own response", async () => {
    const path = join(sandbox.dir, "text.mp4");
    await writeFile(path, "not a video");
    expect(await client.upload(path)).toMatchObject({ status: 400, body: fail(1001) });
  });

  it("1002: rejects repeated content under either part name until the video is deleted", async () => {
    const clip = await newClip();
    const first = await client.upload(clip);
    expect(first.body).toMatchObject({ result: true, video_id: expect.any(String) });
    expect(await client.upload(clip, { name: "file" })).toMatchObject({ status: 400, body: fail(1002) });
    await client.call("DELETE", `video/${first.body.video_id}`);
    expect((await client.upload(clip, { name: "file" })).body.result).toBe(true);
  });

  it("1003: rejects changes to another user's video", async () => {
    const edit = { title: "t", description: "d", access: 0 };
    for (const method of ["POST", "PATCH"]) {
      expect(await client.call(method, "video/neighbour00001", { body: edit })).toMatchObject({ body: fail(1003) });
    }
    expect(await client.call("DELETE", "video/neighbour00001")).toMatchObject({ status: 403, body: fail(1003) });
    const listed = await client.call("GET", "user/sandbox-neighbour/video/?p=1");
    expect(listed.body).toMatchObject({ result: true, is_owner: false });
  });

  it("1004 and 1005: reports unknown, deleted and taken-down videos", async () => {
    expect(await client.call("GET", "video/nothing")).toMatchObject({ status: 404, body: fail(1004) });
    const { video_id: id } = (await client.upload(await newClip())).body;
    await sandbox.control("POST", `videos/${id}`, { removed: true });
    expect(await client.call("GET", `video/${id}`)).toMatchObject({ body: fail(1005) });
    await sandbox.control("POST", `videos/${id}`, { removed: false });
    expect((await client.call("DELETE", `video/${id}`)).body).toEqual({ result: true });
    expect(await client.call("DELETE", `video/${id}`)).toMatchObject({ body: fail(1004) });
  });

  it("1006, 1008, 1009 and 1010: changes nothing when an edit is rejected", async () => {
    const edit = (method: string, body: unknown) => client.call(method, "video/seed00001", { body });
    const before = (await client.call("GET", "video/seed00001")).body.video;
    const unknown = { nindex: "tw_ec_momoshop", oid: "0" };
    expect(await edit("PATCH", { title: 5 })).toMatchObject({ status: 400, body: fail(1006) });
    expect(await edit("PATCH", { product_list: [unknown] })).toMatchObject({ status: 400, body: fail(1008) });
    expect(await edit("PATCH", { product_list: Array(11).fill(unknown) })).toMatchObject({ body: fail(1009) });
    expect(await edit("PATCH", {})).toMatchObject({ status: 400, body: fail(1010) });
    expect(await edit("POST", { title: "t", description: "d" })).toMatchObject({ status: 400, body: fail(1010) });
    expect((await client.call("GET", "video/seed00001")).body.video).toEqual(before);
  });

  it("1006 and 1010: rejects a wrong File-Size and a missing file part, and keeps no data of them", async () => {
    const clip = await newClip();
    const mismatched = await client.upload(clip, { headers: { "file-size": "5" } });
    expect(mismatched).toMatchObject({ status: 400, body: fail(1006) });
    expect(await client.upload(clip, { name: "other" })).toMatchObject({ status: 400, body: fail(1010) });
    expect(await client.call("POST", "video/", { body: {} })).toMatchObject({ status: 400, body: fail(1010) });
    expect((await client.upload(clip)).body.result).toBe(true);
  });

  it("1007: rejects an unknown user", async () => {
    expect(await client.call("GET", "user/no-such-user/video/")).toMatchObject({ status: 404, body: fail(1007) });
  });

  it("2: rejects an account without upload permission", async () => {
    await sandbox.control("POST", "account", { permission: false });
    expect(await client.call("POST", "video_auth/self")).toMatchObject({ status: 403, body: fail(2) });
    await sandbox.control("POST", "account", { permission: true });
    expect((await client.call("POST", "video_auth/self")).body).toMatchObject({ result: true, region: "tw" });
  });
});

describe("token endpoint", () => {
  it("fails in the OAuth style or in BigGo's envelope", async () => {
    expect(await requestToken(sandbox, { secret: "no" })).toMatchObject({
      status: 401,
      body: { error: "invalid_client" },
    });
    expect(await requestToken(sandbox, { grant: "" })).toMatchObject({ status: 400, body: fail(1001) });
    expect(await requestToken(sandbox, { grant: "password" })).toMatchObject({ status: 400, body: fail(1002) });
    await sandbox.control("POST", "account", { revoked: true });
    expect(await requestToken(sandbox)).toMatchObject({ status: 401, body: fail(1004) });
    await sandbox.control("POST", "account", { revoked: false, secretValid: false });
    expect(await requestToken(sandbox)).toMatchObject({ body: { error: "invalid_client" } });
    await sandbox.control("POST", "account", { secretValid: true });
    const basic = btoa(`${sandbox.clientId}:${sandbox.clientSecret}`);
    const queryUrl = "/auth/v1/token?grant_type=client_credentials";
    const response = await callWithoutToken(sandbox, "POST", queryUrl, {
      headers: { authorization: `Basic ${basic}` },
    });
    expect(response.body).toMatchObject({ token_type: "bearer", expires_in: 3600 });
  });
});

describe("legacy options", () => {
  it("--upload-error-types and --errors-with-200 change the failure format", async () => {
    const legacy = await spawnSandbox({ args: ["--upload-error-types", "--errors-with-200"] });
    try {
      const other = await signIn(legacy);
      const clip = await newClip();
      await other.upload(clip);
      expect(await other.upload(clip)).toMatchObject({ status: 200, body: { result: false, error_type: 2 } });
      expect(await other.call("GET", "video/nothing")).toMatchObject({ status: 200, body: fail(1004) });
    } finally {
      await legacy.stop();
    }
  });
});
