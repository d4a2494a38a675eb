import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseRange } from "../../shared/byte-range.ts";
import { createBigGoClient } from "../biggo/index.ts";
import type { PictureDecoder } from "../pictures/picture-decoder.ts";
import { pictureTypeOf } from "../pictures/picture-type.ts";
import { createKeptPictures } from "./kept-pictures.ts";
import { filmTypeOf } from "./media-content.ts";
import { bytesOf } from "./page-response.test-harness.ts";
import { createRemoteFilms } from "./remote-films.ts";
import { createRemoteMedia } from "./remote-media.ts";

const film = await readFile(join(import.meta.dirname, "../../assets/sample.mp4"));
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let server: Server;
let origin: string;
let folder: string;
let requested: string[];
let respond: (request: IncomingMessage, response: ServerResponse) => void;
const client = createBigGoClient({ credentials: { clientId: "", clientSecret: "" } });
const { signal } = new AbortController();

beforeEach(async () => {
  requested = [];
  server = createServer((request, response) => {
    requested.push(request.url ?? "");
    respond(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await mkdtemp(join(tmpdir(), "media-test-"));
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

/** A decoder that changes nothing: where pictures come from is the subject. */
const decode: PictureDecoder["decode"] = async (bytes) =>
  pictureTypeOf(bytes) === null ? { kind: "refused" } : { kind: "picture", bytes };

function open() {
  const remote = createRemoteMedia({ openMedia: () => client.openMedia, apiOrigin: () => origin });
  return {
    films: createRemoteFilms(remote),
    pictures: createKeptPictures({ folder: () => folder, open: remote, decode }),
  };
}

/** Serves bytes, or a range of them, with this content type. */
const serving =
  (bytes: Buffer, type: string | null): typeof respond =>
  (request, response) => {
    const range = parseRange(request.headers.range ?? null, bytes.length);
    if (type !== null) response.setHeader("content-type", type);
    if (range === null || range === "unsatisfiable") return response.writeHead(200).end(bytes);
    const { start, end } = range;
    response.setHeader("content-range", `bytes ${start}-${end}/${bytes.length}`);
    response.writeHead(206).end(bytes.subarray(start, end + 1));
  };

describe("films as binary/octet-stream", () => {
  it.each(["binary/octet-stream", "application/octet-stream", "text/plain", "video/quicktime", null])(
    "plays what is a film, whatever its type is said to be: %s",
    async (type) => {
      respond = serving(film, type);
      const { films } = open();
      const whole = await films.serve("v", `${origin}/v`, null, signal);
      expect(whole?.headers["content-type"]).toBe("video/mp4");
      expect(await bytesOf(whole)).toEqual(film);
      const part = await films.serve("v", `${origin}/v`, "bytes=0-", signal);
      expect([part?.status, part?.headers["content-type"]]).toEqual([206, "video/mp4"]);
      expect(await bytesOf(part)).toEqual(film);
    },
  );

  it("knows the type of a later part, which it asks for once", async () => {
    respond = serving(film, "binary/octet-stream");
    const { films } = open();
    for (const from of [5000, 6000]) {
      const part = await films.serve("v", `${origin}/v`, `bytes=${from}-`, signal);
      expect(part?.headers["content-type"]).toBe("video/mp4");
      expect(await bytesOf(part)).toEqual(film.subarray(from));
    }
    expect(requested).toHaveLength(3);
  });

  it.each([
    ["a page", Buffer.from("<html>Sign in</html>"), "text/html"],
    ["a picture", png, "binary/octet-stream"],
    ["nothing", Buffer.alloc(0), "application/octet-stream"],
    ["a playlist called a film", Buffer.from("#EXTM3U\n#EXTINF:2,\nhttp://127.0.0.1/\n"), "video/mp4"],
    ["a playlist of another kind", Buffer.from('<?xml version="1.0"?><MPD/>'), "video/vnd.mpeg.dash.mpd"],
  ])("shows nothing for %s", async (_name, bytes, type) => {
    respond = serving(bytes, type);
    const { films } = open();
    expect(await films.serve("v", `${origin}/v`, null, signal)).toBeNull();
    if (!type.startsWith("video/")) expect(await films.serve("v", `${origin}/v`, "bytes=5-", signal)).toBeNull();
  });

  it("ends the request when the player stops reading", async () => {
    const closed = new Promise<void>((resolve) => {
      respond = (_request, response) => {
        response.on("close", resolve).setHeader("content-type", "video/mp4").writeHead(200);
        response.write(film);
      };
    });
    const response = await open().films.serve("v", `${origin}/v`, null, signal);
    (response?.body as Readable | undefined)?.destroy();
    await closed;
  });

  it("ends the request when the player stops while it waits for more", async () => {
    const closed = new Promise<void>((resolve) => {
      respond = (_request, response) => {
        response.on("close", resolve).setHeader("content-type", "video/mp4").writeHead(200);
        response.write(film);
      };
    });
    const response = await open().films.serve("v", `${origin}/v`, null, signal);
    const body = response?.body as Readable;
    for (let length = 0; length < film.length; ) length += ((await once(body, "data"))[0] as Buffer).length;
    body.destroy();
    await closed;
  });

  it("fails when the connection ends before the film does", async () => {
    respond = (_request, response) => {
      response.setHeader("content-type", "video/mp4").writeHead(200, { "content-length": film.length * 2 });
      response.write(film, () => response.destroy());
    };
    const response = await open().films.serve("v", `${origin}/v`, null, signal);
    await expect(bytesOf(response)).rejects.toThrow();
  });
});

describe("covers behind a 302 or as //host/…", () => {
  const redirecting: typeof respond = (request, response) => {
    if (request.url === "/cover") return response.writeHead(302, { location: "/moved" }).end();
    if (request.url === "/moved") return response.writeHead(307, { location: `${origin}/there` }).end();
    if (request.url === "/away") return response.writeHead(302, { location: "http://127.0.0.2:9/" }).end();
    if (request.url === "/loop") return response.writeHead(301, { location: "/loop" }).end();
    serving(png, "application/octet-stream")(request, response);
  };
  const serve = (url: string) => open().pictures.serve({ ownerId: "v", url, version: "" }, signal);

  it("follows redirects, and takes BigGo's protocol where none is given", async () => {
    respond = redirecting;
    for (const url of [`${origin}/cover`, origin.replace("http:", "")]) {
      expect((await serve(url))?.headers["content-type"]).toBe("image/png");
    }
  });

  it.each(["/away", "/loop"])("never leaves the allowed addresses, nor follows for ever: %s", async (path) => {
    respond = redirecting;
    expect(await serve(`${origin}${path}`)).toBeNull();
    expect(requested.length).toBeLessThanOrEqual(6);
  });

  it("fetches nothing from an address that is not allowed", async () => {
    respond = redirecting;
    for (const url of [origin.replace("127.0.0.1", "localhost"), "file:///etc/hosts", "http://[", ""]) {
      const picture = await serve(url);
      if (url !== "") expect(picture).toBeNull();
    }
    expect(requested.length).toBeLessThanOrEqual(1);
  });
});

describe("addresses signed anew each listing", () => {
  const picture = (url: string, ownerId = "v", version = "") => ({ ownerId, url, version });

  it("caches by video and picture, not by address", async () => {
    respond = serving(png, "image/png");
    const { pictures } = open();
    for (const signature of ["a", "b", "c"]) {
      const url = `${origin}/covers/v.jpg?Expires=${signature}&Signature=${signature}`;
      expect(await bytesOf(await pictures.serve(picture(url), signal))).toEqual(png);
    }
    expect(requested).toHaveLength(1);
    // Also when the address has expired or cannot be reached by now.
    respond = (_request, response) => response.writeHead(403).end();
    expect(await pictures.serve(picture("https://127.0.0.1:9/covers/v.jpg?Signature=d"), signal)).not.toBeNull();
  });

  it("keeps the pictures of other videos, versions and addresses apart", async () => {
    respond = serving(png, "image/png");
    const { pictures } = open();
    const url = `${origin}/covers/v.jpg`;
    await pictures.serve(picture(url), signal);
    await pictures.serve(picture(url, "other"), signal);
    await pictures.serve(picture(url, "v", "2"), signal);
    await pictures.serve(picture(`${origin}/covers/w.jpg`), signal);
    expect(requested).toHaveLength(4);
  });
});

describe("a server that drips a byte a second", () => {
  const dripping =
    (status: number): typeof respond =>
    (_request, response) => {
      response.writeHead(status, { "content-type": "image/png", location: "/next" });
      const timer = setInterval(() => response.write("x"), 50);
      response.on("close", () => clearInterval(timer));
    };

  it.each([200, 206])("keeps no picture waiting: %i", async (status) => {
    respond = dripping(status);
    const openMedia = createRemoteMedia({ openMedia: () => client.openMedia, apiOrigin: () => origin });
    const pictures = createKeptPictures({ folder: () => folder, open: openMedia, decode, totalMs: 500 });
    await expect(pictures.serve({ ownerId: "v", url: origin, version: "" }, signal)).rejects.toThrow(/timeout/i);
  });

  it.each([302, 404, 500])(
    "is not listened to where there is no picture: %i",
    async (status) => {
      respond = dripping(status);
      const { pictures } = open();
      expect(await pictures.serve({ ownerId: "v", url: origin, version: "" }, signal)).toBeNull();
    },
    3000,
  );
});

describe("media types by content", () => {
  it("recognises pictures and films", () => {
    const avif = Buffer.from("\0\0\0\x20ftypavif\0\0\0\0", "latin1");
    expect(pictureTypeOf(avif)).toBe("image/avif");
    expect(filmTypeOf(avif)).toBeNull();
    expect(pictureTypeOf(Buffer.from("RIFF\0\0\0\0WEBPVP8 "))).toBe("image/webp");
    expect(pictureTypeOf(Buffer.from("RIFF\0\0\0\0AVI LIST"))).toBeNull();
    expect(pictureTypeOf(Buffer.from("BM"))).toBeNull();
    expect(pictureTypeOf(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBeNull();
    expect(filmTypeOf(Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 1]))).toBe("video/webm");
    expect(filmTypeOf(Buffer.from("\0\0\0\x08wide\0\0\0\0mdat", "latin1"))).toBe("video/mp4");
    expect(filmTypeOf(Buffer.alloc(0))).toBeNull();
  });
});
