/** A word that was used here instead of the field's own, and what to write. */
export type HomemadeWord = { pattern: RegExp; write: string };

/** Matched line by line, ignoring case, in code, tests and documents. */
export const homemadeWords: readonly HomemadeWord[] = [
  { pattern: /\bdoors?\b|doorway/i, write: "bridge, contract, channel" },
  { pattern: /callOff|\bcall(s|ed|ing)? off\b/i, write: "cancel" },
  { pattern: /\b(most|longest)[A-Z]\w*/, write: "max…" },
  { pattern: /\blooksMs\b|\blookFor\w+|\blook(s|ed|ing)? (for|again)\b/i, write: "reconcile; search; check again" },
  { pattern: /confirm-?door/i, write: "commit barrier" },
  { pattern: /\bgoOn\b|\bgo(es|ing)? on\b/i, write: "resume, continue" },
  { pattern: /\btakeUp\b|\btak(e|es|en|ing) up\b/i, write: "resume, take over" },
  { pattern: /soonerOrLater/i, write: "deferUntilWritable" },
  { pattern: /\brestQueue\b/i, write: "backOff" },
  { pattern: /\bletGo\b/i, write: "releaseConnection" },
  { pattern: /\bunhear\b|\bhears?\b|\bheard\b/i, write: "subscribe, unsubscribe, receive" },
  { pattern: /\btold\b|\btells?\b|\btelling\b|\buntold\b/i, write: "report, publish, return, describe; last…" },
  { pattern: /\blanes?\b/i, write: "concurrency" },
  { pattern: /\bpatience/i, write: "timeout" },
  { pattern: /\bstory\b|uploadStory|tellUpload/i, write: "status, describeUpload" },
  { pattern: /\bwish(es|ed)?\b/i, write: "publish intent; want" },
  { pattern: /mayBeTakenFor|\brivals?\b|rivalsOf/i, write: "isAmbiguousWith, ambiguousRows" },
  { pattern: /provenThere|alreadyThere/, write: "confirmedDuplicate, duplicate" },
  { pattern: /\bmeasured by\b/i, write: "diffed against" },
  { pattern: /\bprepareStage\b|\bstage\(/i, write: "fixture, setup" },
  { pattern: /\bmakes? no sense\b/i, write: "is invalid, is malformed" },
  { pattern: /\bthe person\b|\bwhoever\b|\bnobody\b|\bsomebody\b/i, write: "the user, the caller; or the passive" },
  { pattern: /\bknows? of\b|\blives\b/i, write: "tracks, persists, is stored" },
];

/** Lines that keep such a word, with the reason. */
export const exceptions: readonly { file: RegExp; line: RegExp; why: string }[] = [
  {
    file: /./,
    line: /\bmost(Viewed|Liked|Commented)\b/,
    why: "sort orders of the library, stored in saved views: superlatives, not bounds",
  },
  {
    file: /^main\/(database\/migrations|upload\/queue\/upload-store|app\/older-profile\.test)\.ts$/,
    line: /alreadyThere|provenThere/,
    why: "names as version 0.1.0 stored them",
  },
];
