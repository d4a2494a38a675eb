/** The origin of our page. */
export const appOrigin = "app://uploader";

/**
 * Whether a URL has our own origin. Node gives URLs of unregistered schemes no origin, so scheme and host are compared.
 */
export function isAppUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}` === appOrigin;
}
