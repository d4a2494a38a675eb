import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A picture as a server sends it. */
export interface SentPicture {
  name: string;
  bytes: Buffer;
  type: string;
}

/** A server before the sandbox whose covers are chosen by the test. */
export interface PictureCloud {
  url: string;
  /** The covers, given out in the order in which they are first asked for; null: there are none (404). */
  show(pictures: readonly SentPicture[] | null): void;
  /** How many covers were asked for. */
  fetched(): number;
  /** The path under which a picture was given out, by its name; null when it was not. */
  pathOf(name: string): string | null;
  close(): void;
}

/** Starts it. Covers have names that end in `.png`, whatever they are. */
export async function openPictureCloud(target: string): Promise<PictureCloud> {
  let pictures: readonly SentPicture[] | null = null;
  let fetched = 0;
  const given = new Map<string, SentPicture>();

  const sendCover = (path: string, response: ServerResponse) => {
    if (pictures === null) return response.writeHead(404).end();
    fetched += 1;
    const picture = given.get(path) ?? pictures[given.size % pictures.length];
    if (picture === undefined) return response.writeHead(404).end();
    given.set(path, picture);
    return response.writeHead(200, { "content-type": picture.type }).end(picture.bytes);
  };
  const server = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { method, url = "", headers } = incoming;
    if (url.includes("/media/covers/")) return sendCover(url, outgoing);
    const onward = forward(
      `${target}${url}`,
      { method, headers: { ...headers, host: new URL(target).host } },
      async (answer) => {
        const text = Buffer.concat(await answer.toArray()).toString();
        const { port } = server.address() as AddressInfo;
        const { "content-length": _, ...rest } = answer.headers;
        const body = text.replaceAll(
          /"https?:\/\/[^"]*(\/media\/covers\/[^"?]*)"/g,
          `"http://127.0.0.1:${port}$1.png"`,
        );
        outgoing.writeHead(answer.statusCode ?? 500, rest).end(body);
      },
    );
    incoming.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    show: (next) => {
      pictures = next;
    },
    fetched: () => fetched,
    pathOf: (name) => [...given].find(([, picture]) => picture.name === name)?.[0] ?? null,
    close: () => void server.close(),
  };
}
