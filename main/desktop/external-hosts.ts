/** The hosts whose pages may be opened in the browser. */
const externalHosts: ReadonlySet<string> = new Set([
  "account.biggo.com",
  "biggo.id",
  "vn.biggo.com",
  "biggo.co.th",
  "ph.biggo.com",
  "my.biggo.com",
  "biggo.co.in",
  "biggo.com",
  "biggo.com.tw",
  "biggo.hk",
  "biggo.jp",
  "biggo.sg",
]);

/** Whether a URL may be opened in the browser: https, on one of BigGo's hosts, without credentials or a port. */
export function isExternalAllowed(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, username, password } = new URL(url);
  const bare = hostname.replace(/^www\./, "");
  return protocol === "https:" && port === "" && username === "" && password === "" && externalHosts.has(bare);
}
