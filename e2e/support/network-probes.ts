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

/** Ways of a page to reach the network: each is the body of an async function with the port's `host`. */
export const requestProbes: Record<string, string> = {
  fetch: "await fetch(`http://${host}/`, { mode: 'no-cors' });",
  XMLHttpRequest: "const x = new XMLHttpRequest(); x.open('GET', `http://${host}/`); x.send();",
  WebSocket: "new WebSocket(`ws://${host}/`);",
  EventSource: "new EventSource(`http://${host}/`);",
  image: "new Image().src = `http://${host}/`;",
  beacon: "navigator.sendBeacon(`http://${host}/`, 'secret');",
  "keep-alive fetch":
    "await fetch(`http://${host}/`, { keepalive: true, method: 'POST', body: 'x', mode: 'no-cors' });",
  "style sheet": element("link", "{ rel: 'stylesheet', href: `http://${host}/` }"),
  "module preload": element("link", "{ rel: 'modulepreload', href: `http://${host}/` }"),
  prefetch: element("link", "{ rel: 'prefetch', href: `http://${host}/` }"),
  frame: element("iframe", "{ src: `http://${host}/` }"),
  video: element("video", "{ src: `http://${host}/a.mp4`, preload: 'auto' }"),
  font: "await new FontFace('f', `url(http://${host}/f.woff2)`).load();",
  "style image": "document.body.style.backgroundImage = `url(http://${host}/)`;",
  form: "const f = document.createElement('form'); f.action = `http://${host}/`; document.body.append(f); f.submit();",
  navigation: "location.href = `http://${host}/`;",
};

/** Ways that make no request which a guard sees. */
export const socketProbes: Record<string, string> = {
  "WebRTC, STUN over UDP": rtc("{ urls: `stun:${host}` }"),
  "WebRTC, TURN over UDP": rtc("{ urls: `turn:${host}?transport=udp`, username: 'u', credential: 'c' }"),
  "WebRTC, TURN over TCP": rtc("{ urls: `turn:${host}?transport=tcp`, username: 'u', credential: 'c' }"),
  "WebRTC, TURN over TLS": rtc("{ urls: `turns:${host}?transport=tcp`, username: 'u', credential: 'c' }"),
  WebTransport: "await new WebTransport(`https://${host}/`).ready;",
  preconnect: element("link", "{ rel: 'preconnect', href: `http://${host}/` }"),
};
