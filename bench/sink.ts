import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A BigGo that takes any body, throws it away and answers at once: what is measured is the client alone. Of each upload
 * it writes a line: the bytes that were announced, those that came, and the `File-Size` header.
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
