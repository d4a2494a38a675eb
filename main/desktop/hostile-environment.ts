import { readRegularFile } from "../foundation/regular-file.ts";

const tlsVariable = "NODE_TLS_REJECT_UNAUTHORIZED";

/** Variables that weaken TLS: the second makes Chromium write down the keys of its connections. */
const refusedVariables = [tlsVariable, "SSLKEYLOGFILE"] as const;

/** Switches with which another program reads and drives the page, or with which the page's own protection ends. */
const refusedSwitches = [
  "remote-debugging-port",
  "remote-debugging-pipe",
  "remote-debugging-address",
  "remote-allow-origins",
  "ignore-certificate-errors",
  "ignore-certificate-errors-spki-list",
  "disable-web-security",
  "auto-open-devtools-for-tabs",
  "ssl-key-log-file",
  "log-net-log",
  "net-log-capture-mode",
  "js-flags",
  "load-extension",
] as const;

/**
 * Removes the variables that weaken TLS, for this process and those that it starts. Call before the
 * first connection. Returns whether the check of certificates was switched off.
 */
export function refuseVariables(environment: NodeJS.ProcessEnv): { tlsWasOff: boolean } {
  const tlsWasOff = environment[tlsVariable] === "0";
  for (const name of refusedVariables) delete environment[name];
  return { tlsWasOff };
}

/** The subset of Electron's command line in use. */
interface Switches {
  hasSwitch(name: string): boolean;
  removeSwitch(name: string): void;
}

/**
 * Removes the switches that open the page to others. `isDebuggable`: main itself can be debugged, which a fuse rules out
 * in every package that is distributed; then they are kept, for development and tests. Call before Electron is ready.
 * Returns the names of those that were removed.
 */
export function refuseSwitches(commandLine: Switches, isDebuggable: boolean): string[] {
  if (isDebuggable) return [];
  const given = refusedSwitches.filter((name) => commandLine.hasSwitch(name));
  for (const name of given) commandLine.removeSwitch(name);
  return given;
}

/** No file of root certificates is larger, bytes. */
const maxCertificateBytes = 4 * 1024 * 1024;
const certificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Trusts the certificates of `NODE_EXTRA_CA_CERTS` as Node does: with the fuse that rules out `NODE_OPTIONS`, Electron
 * ignores this variable as well, and a company's network may need it. Returns how many there are; 0 when the file cannot
 * be read or is malformed. Never rejects.
 */
export async function trustExtraCertificates(path: string | undefined): Promise<number> {
  if (path === undefined || path === "") return 0;
  try {
    const text = (await readRegularFile(path, { maxBytes: maxCertificateBytes, timeoutMs: 2000 })).toString("latin1");
    const extra = text.match(certificate) ?? [];
    // Loaded here: few computers need it, and it costs every start.
    const { getCACertificates, setDefaultCACertificates } = await import("node:tls");
    if (extra.length > 0) setDefaultCACertificates([...new Set([...getCACertificates("default"), ...extra])]);
    return extra.length;
  } catch {
    return 0;
  }
}
