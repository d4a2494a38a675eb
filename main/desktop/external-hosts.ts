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

/**
 * The address to open in the browser, as it was parsed: another program may read the text in another way. Null when it may
 * not be opened: only https, on one of BigGo's hosts, without credentials or a port.
 */
export function externalAddress(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, port, username, password, href } = new URL(url);
  const bare = hostname.replace(/^www\./, "");
  const isAllowed = protocol === "https:" && port === "" && username === "" && password === "";
  return isAllowed && externalHosts.has(bare) ? href : null;
}
