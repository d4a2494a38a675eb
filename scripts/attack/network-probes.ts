import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** A port on loopback that counts what reaches it, over TCP and UDP. */
export interface Listener {
  port: number;
  /** Connections and datagrams since the last call. */
  take(): number;
  close(): void;
}

/** Opens it. */
export async function listen(): Promise<Listener> {
  let reached = 0;
  const tcp = createServer((socket) => {
    reached += 1;
    socket.on("error", () => {});
    socket.end("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\naccess-control-allow-origin: *\r\n\r\n");
  });
  tcp.listen(0, "127.0.0.1");
  await once(tcp, "listening");
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket("udp4", () => {
    reached += 1;
  });
  udp.bind(port, "127.0.0.1");
  await once(udp, "listening");
  return {
    port,
    take() {
      const taken = reached;
      reached = 0;
      return taken;
    },
    close() {
      tcp.close();
      udp.close();
    },
  };
}

const rtc = (iceServer: string) => `
  const peer = new RTCPeerConnection({ iceServers: [${iceServer}], iceTransportPolicy: "all" });
  peer.createDataChannel("c");
  await peer.setLocalDescription(await peer.createOffer());`;

const element = (name: string, fields: string) =>
  `document.body.append(Object.assign(document.createElement("${name}"), ${fields}));`;

/** Ways of a page to reach the network: each is the body of an async function; `HOST` is the port's address. */
export const requestProbes: Record<string, string> = {
  fetch: "await fetch(`http://HOST/`, { mode: 'no-cors' });",
  XMLHttpRequest: "const x = new XMLHttpRequest(); x.open('GET', `http://HOST/`); x.send();",
  WebSocket: "new WebSocket(`ws://HOST/`);",
  EventSource: "new EventSource(`http://HOST/`);",
  image: "new Image().src = `http://HOST/`;",
  beacon: "navigator.sendBeacon(`http://HOST/`, 'secret');",
  "keep-alive fetch": "await fetch(`http://HOST/`, { keepalive: true, method: 'POST', body: 'x', mode: 'no-cors' });",
  "style sheet": element("link", "{ rel: 'stylesheet', href: `http://HOST/` }"),
  "module preload": element("link", "{ rel: 'modulepreload', href: `http://HOST/` }"),
  prefetch: element("link", "{ rel: 'prefetch', href: `http://HOST/` }"),
  frame: element("iframe", "{ src: `http://HOST/` }"),
  video: element("video", "{ src: `http://HOST/a.mp4`, preload: 'auto' }"),
  font: "await new FontFace('f', `url(http://HOST/f.woff2)`).load();",
  "style image": "document.body.style.backgroundImage = `url(http://HOST/)`;",
  form: "const f = document.createElement('form'); f.action = `http://HOST/`; document.body.append(f); f.submit();",
  navigation: "location.href = `http://HOST/`;",
};

/** Ways that make no request which a guard sees. */
export const socketProbes: Record<string, string> = {
  "WebRTC, STUN over UDP": rtc("{ urls: `stun:HOST` }"),
  "WebRTC, TURN over UDP": rtc("{ urls: `turn:HOST?transport=udp`, username: 'u', credential: 'c' }"),
  "WebRTC, TURN over TCP": rtc("{ urls: `turn:HOST?transport=tcp`, username: 'u', credential: 'c' }"),
  "WebRTC, TURN over TLS": rtc("{ urls: `turns:HOST?transport=tcp`, username: 'u', credential: 'c' }"),
  WebTransport: "await new WebTransport(`https://HOST/`).ready;",
  preconnect: element("link", "{ rel: 'preconnect', href: `http://HOST/` }"),
};
