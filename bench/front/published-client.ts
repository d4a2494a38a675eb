/** Uploads a file with the published client `biggo-api`; prints how long the call took, ms. */
import { api, auth } from "biggo-api";

const { url, clientId, clientSecret, path } = JSON.parse(process.argv[2] ?? "{}") as Record<string, string>;
const client = auth.getJWTClient({ client_id: clientId ?? "", client_secret: clientSecret ?? "" });
// It accepts no other host, but its fetch function can be replaced.
const open = client as unknown as { fetch: (target: string, init: unknown) => Promise<unknown> };
const original = open.fetch;
open.fetch = (target, init) => original(target.replace("https://api.biggo.com", url ?? ""), init);

const startMs = performance.now();
const film = { file: path ?? "", title: "t", description: "d", access: "private", products: [] };
await api.video({ client }).upload(film as never);
console.log(performance.now() - startMs);
