import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A minimal BigGo server that discards every body and responds immediately, so that only the client is measured. For
 * each upload it prints a line with the announced bytes, the received bytes and the `File-Size` header.
 */
const server = createServer((request, response) => {
  const token = request.url?.startsWith("/auth/") === true;
  let received = 0;
  request.on("data", (chunk: Buffer) => {
    received += chunk.length;
  });
  request.on("end", () => {
    const { "content-length": announced, "file-size": fileSize } = request.headers;
    if (request.method === "POST" && !token && fileSize !== undefined) console.log(announced, received, fileSize);
    const body = token
      ? { access_token: "t", token_type: "bearer", expires_in: 3600 }
      : { result: true, video_id: "v" };
    response.setHeader("content-type", "application/json").end(JSON.stringify(body));
  });
});
server.requestTimeout = 0;
server.listen(0, "127.0.0.1", () => {
  console.log((server.address() as AddressInfo).port);
});
process.stdin.on("end", () => process.exit(0)).resume();
