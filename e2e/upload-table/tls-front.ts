import { request } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { generate } from "selfsigned";

const dayMs = 86_400_000;

/** A certificate authority of this test, trusted by this process from now on. */
export async function trustOwnAuthority() {
  const now = Date.now();
  const authority = await generate([{ name: "commonName", value: "Test authority" }], {
    notBeforeDate: new Date(now - 900 * dayMs),
    notAfterDate: new Date(now + 900 * dayMs),
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  setDefaultCACertificates([...getCACertificates("default"), authority.cert]);
  return { key: authority.private, cert: authority.cert };
}

type Authority = Awaited<ReturnType<typeof trustOwnAuthority>>;

/** A certificate for a host, signed by the authority or, without one, self-signed. */
async function certificateFor(host: string, authority: Authority | null, lastsUntil: number) {
  const made = await generate([{ name: "commonName", value: host }], {
    notBeforeDate: new Date(lastsUntil - 300 * dayMs),
    notAfterDate: new Date(lastsUntil),
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: host }] }],
    ...(authority === null ? {} : { ca: authority }),
  });
  return { key: made.private, cert: made.cert };
}

/** What is wrong with each certificate of the table; nothing with `good`. */
export async function makeCertificates(authority: Authority) {
  const [now, later] = [Date.now(), Date.now() + 30 * dayMs];
  return {
    good: await certificateFor("localhost", authority, later),
    expired: await certificateFor("localhost", authority, now - dayMs),
    "wrong host": await certificateFor("biggo.example", authority, later),
    "self-signed": await certificateFor("localhost", null, later),
  };
}

/** A real TLS server in front of another server; counts the forwarded requests. */
export async function openTlsFront(target: string, certificate: { key: string; cert: string }) {
  let requests = 0;
  const server: Server = createServer(certificate, (incoming, outgoing) => {
    requests += 1;
    const { method, url } = incoming;
    // As a gateway does: the server behind it knows its own name only.
    const headers = { ...incoming.headers, host: new URL(target).host };
    const onward = request(new URL(url ?? "/", target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    show: (next: { key: string; cert: string }) => server.setSecureContext(next),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
