import { BlockList, isIP } from "node:net";

/** Networks that are not the internet: this computer, its neighbours, and what a cloud keeps to itself (RFC 6890). */
const ownNetworks = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const) {
  ownNetworks.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of [
  ["::", 96],
  ["64:ff9b::", 32],
  ["2002::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  ownNetworks.addSubnet(network, prefix, "ipv6");
}

/** Names that only this computer or its network knows (RFC 6761, 6762, 8375, ICANN's `.internal`). */
const ownName = /^[^.]+$|\.(?:localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/;

/** Whether a URL's hostname is one of the internet by its form: no name or address of this computer or its network. */
export function isPublicHost(hostname: string): boolean {
  const host = hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
  const version = isIP(host);
  if (version === 0) return host !== "" && !ownName.test(host);
  return !ownNetworks.check(host, version === 6 ? "ipv6" : "ipv4");
}
