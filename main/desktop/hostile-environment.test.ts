import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates } from "node:tls";
import { generate } from "selfsigned";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refuseSwitches, refuseVariables, trustExtraCertificates } from "./hostile-environment.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "environment-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("refuseVariables", () => {
  it("removes what weakens TLS and keeps what a network needs", () => {
    const kept = { NODE_EXTRA_CA_CERTS: "/ca.pem", HTTPS_PROXY: "http://proxy:8080", SSL_CERT_FILE: "/roots.pem" };
    const environment = { ...kept, NODE_TLS_REJECT_UNAUTHORIZED: "0", SSLKEYLOGFILE: "/tmp/keys" };
    expect(refuseVariables(environment)).toEqual({ tlsWasOff: true });
    expect(environment).toEqual(kept);
  });

  it.each([{}, { NODE_TLS_REJECT_UNAUTHORIZED: "1" }])("finds nothing to say of %j", (environment) => {
    expect(refuseVariables(environment)).toEqual({ tlsWasOff: false });
  });
});

describe("refuseSwitches: remote debugging is refused in the package", () => {
  const commandLineOf = (...names: string[]) => {
    const switches = new Set(names);
    return {
      left: switches,
      hasSwitch: (name: string) => switches.has(name),
      removeSwitch: switches.delete.bind(switches),
    };
  };

  it.each(["remote-debugging-port", "remote-debugging-pipe", "ignore-certificate-errors", "disable-web-security"])(
    "removes --%s",
    (name) => {
      const commandLine = commandLineOf(name, "user-data-dir", "proxy-server", "no-sandbox");
      expect(refuseSwitches(commandLine, false)).toEqual([name]);
      expect([...commandLine.left]).toEqual(["user-data-dir", "proxy-server", "no-sandbox"]);
    },
  );

  it("keeps them where main can be debugged", () => {
    expect(refuseSwitches(commandLineOf("remote-debugging-port"), true)).toEqual([]);
  });
});

describe("trustExtraCertificates", () => {
  it("adds the certificates of NODE_EXTRA_CA_CERTS to those that are trusted", async () => {
    const { cert } = await generate([{ name: "commonName", value: "A company" }]);
    const path = join(folder, "company.pem");
    writeFileSync(path, `A company's certificate\n${cert}\n`);
    expect(await trustExtraCertificates(path)).toBe(1);
    expect(getCACertificates("default").map((each) => each.trim())).toContain(cert.trim());
  });

  it("does not wait for a pipe, and survives a file that is missing or something else", async () => {
    const pipe = join(folder, "pipe.pem");
    execFileSync("mkfifo", [pipe]);
    const other = join(folder, "other.pem");
    writeFileSync(other, "-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n");
    for (const path of [undefined, "", pipe, other, folder, "/dev/zero", join(folder, "missing.pem")]) {
      expect(await trustExtraCertificates(path)).toBe(0);
    }
  });
});
