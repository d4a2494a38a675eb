import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A BigGo that takes any body, throws it away and answers at once: what is measured is the client alone. */
const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    const token = request.url?.startsWith("/auth/") === true;
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
