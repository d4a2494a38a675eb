import { siteOfRegion } from "../../shared/model/account.ts";
import { cleanPasted } from "../../shared/pasted-text.ts";

/** What a text identifies: a user by id, or one of the user's videos. */
export type UserText = { kind: "user"; userid: string } | { kind: "video"; videoId: string };

const idPattern = /^[A-Za-z0-9_-]{1,200}$/;
/** A user's id, or the name after the @, which may contain dots. */
const namePattern = /^@?[A-Za-z0-9_.-]{1,200}$/;
const biggoDomains = Object.values(siteOfRegion);

function biggoUrl(text: string): URL | null {
  const full = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (!text.includes("/") || !URL.canParse(full)) return null;
  const url = new URL(full);
  const isBiggo = biggoDomains.some((domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`));
  return isBiggo ? url : null;
}

const userNamed = (name: string): UserText => ({ kind: "user", userid: name.replace(/^@/, "") });

/**
 * Parses a user's id, or a link to a user's or a video's page on one of BigGo's sites. BigGo does not document these
 * links: the id is the path segment after `user`, `profile` or `video`, or follows an @. Null for anything else.
 */
export function parseUserText(text: string): UserText | null {
  const pasted = cleanPasted(text);
  if (namePattern.test(pasted) && !biggoDomains.some((domain) => domain === pasted)) return userNamed(pasted);
  const url = biggoUrl(pasted);
  if (url === null) return null;
  const segments = url.pathname.split("/").filter(Boolean);
  const after = (...names: string[]) =>
    segments[segments.findLastIndex((segment) => names.includes(segment)) + 1] ?? "";
  const isNamed = (pattern: RegExp, ...names: string[]) =>
    segments.some((segment) => names.includes(segment)) && pattern.test(after(...names));
  const userid = url.searchParams.get("userid");
  if (userid !== null && idPattern.test(userid)) return { kind: "user", userid };
  if (isNamed(idPattern, "video", "videos")) return { kind: "video", videoId: after("video", "videos") };
  if (isNamed(namePattern, "user", "users", "profile")) return userNamed(after("user", "users", "profile"));
  const named = segments.find((segment) => segment.startsWith("@") && namePattern.test(segment));
  if (named !== undefined) return userNamed(named);
  return null;
}
