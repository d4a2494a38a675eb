/** Parameters with which storage services and CDNs sign an address. */
const signatureName =
  /^(x-(amz|goog|oss|cos)-.*|.*signature|sig|sign|token|hdnts|hdnea|policy|key-pair-id|googleaccessid|awsaccesskeyid|ossaccesskeyid|auth_?key|wssecret|hmac|md5)$/i;
/** Parameters that say when a signature ends, where there is one. */
const validityName = /^(expires?|exp|e|t|ts|st|se|sp|sv|sr|timestamp|wstime|nonce)$/i;
/** A signature within the path, as some CDNs write it. */
const signatureSegment = /(^|~)(exp|hmac|acl|st)=/i;

/**
 * What identifies a picture in its address: the path and the parameters without host and signature. Addresses may be
 * signed anew in each listing and come from another host each time; the practice server's port changes at each start.
 * Returns the text itself when it is no address.
 */
export function pictureIdentity(url: string): string {
  if (!URL.canParse(url, "https://host")) return url;
  const { pathname, searchParams } = new URL(url, "https://host");
  const path = pathname
    .split("/")
    .filter((segment) => !signatureSegment.test(decodeSafely(segment)))
    .join("/");
  const parameters = [...searchParams].sort(([a], [b]) => (a < b ? -1 : 1));
  const isSigned = parameters.some(([name]) => signatureName.test(name));
  const kept = parameters.filter(([name]) => !isSigned || !(signatureName.test(name) || validityName.test(name)));
  return kept.length === 0 ? path : `${path}?${new URLSearchParams(kept)}`;
}

function decodeSafely(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
