import type { ErrorCode } from "../../shared/errors.ts";

/** Texts of one error code: what happened, and what to do next. */
export interface ErrorText {
  readonly what: string;
  readonly next: string;
}

/** English: a text for every error code. */
export const enErrors = {
  "wrong-key": { what: "This key isn’t valid.", next: "Copy the Client ID and Client secret again, in full." },
  "key-revoked": { what: "This key was revoked.", next: "Create a new key on BigGo and connect with it." },
  "no-permission": {
    what: "This key isn’t allowed to upload videos.",
    next: "Allow video uploads for the key on BigGo, then connect again.",
  },
  "signed-out": { what: "You’re signed out.", next: "Connect to BigGo. The queue is kept." },
  "keyring-locked": {
    what: "Waiting for the system keyring to be unlocked.",
    next: "Unlock it in your system’s dialog to connect.",
  },
  "keyring-unavailable": {
    what: "The system keyring couldn’t be opened.",
    next: "Try again and unlock it, or connect with your key.",
  },
  "no-network": { what: "Can’t reach BigGo.", next: "Check your internet connection, then try again." },
  "not-biggo": {
    what: "The response didn’t come from BigGo.",
    next: "This network may require you to sign in. Open a page in your browser, then try again.",
  },
  tls: {
    what: "The connection to BigGo isn’t secure, so nothing is sent over it.",
    next: "Check this computer’s date, and whether any software inspects its traffic.",
  },
  "proxy-sign-in": {
    what: "Your network’s proxy requires a sign-in.",
    next: "Sign in to the proxy to continue.",
  },
  "proxy-method": {
    what: "Your network’s proxy accepts only sign-ins that this app doesn’t support (NTLM, Negotiate, or Digest).",
    next: "Ask your administrator to allow Basic sign-in, or use a local proxy that signs in, such as Px or Cntlm.",
  },
  "proxy-unsupported": {
    what: "Your network’s proxy uses SOCKS4, which isn’t supported.",
    next: "Choose a SOCKS5 or HTTP proxy in your system’s network settings.",
  },
  timeout: { what: "BigGo took too long to respond.", next: "Try again in a moment." },
  "rate-limited": { what: "Too many requests.", next: "BigGo asked for a pause. The app continues automatically." },
  "sent-in-vain": {
    what: "BigGo didn’t keep the file, although all of it was sent several times.",
    next: "Try again later.",
  },
  "server-error": { what: "BigGo is having a problem.", next: "Try again in a few minutes." },
  "not-convertible": {
    what: "BigGo couldn’t convert this video.",
    next: "Export it again, for example as MP4 with H.264, and add the new file.",
  },
  "already-there": { what: "This video is already on BigGo.", next: "Open the existing video." },
  "not-yours": { what: "This video belongs to another account.", next: "Connect with the account that owns it." },
  "video-gone": { what: "This video is no longer on BigGo.", next: "It may have been deleted elsewhere." },
  "invalid-field": { what: "BigGo didn’t accept a field.", next: "Change the title or description and save again." },
  "user-gone": { what: "This account is no longer on BigGo.", next: "Connect with another account." },
  "product-gone": { what: "A product is no longer on BigGo.", next: "Remove it from the video and save again." },
  "product-unidentified": {
    what: "A product on this video isn’t identified.",
    next: "Remove it from the list to save the others.",
  },
  "product-unknown": { what: "This product isn’t on BigGo.", next: "Search for it by name." },
  "store-unknown": { what: "This store isn’t on BigGo.", next: "Search for the product by name." },
  "too-many-products": { what: "A video can have up to 10 products.", next: "Remove one and save again." },
  "missing-field": { what: "A required field is missing.", next: "Add a title and save again." },
  "edited-elsewhere": {
    what: "This field was also changed elsewhere.",
    next: "Open the video and choose which version to keep.",
  },
  forbidden: { what: "BigGo doesn’t allow this.", next: "Check the key’s permissions on BigGo." },
  "too-large": { what: "The file is larger than BigGo allows.", next: "Export a smaller one and add it." },
  "unsupported-type": { what: "BigGo doesn’t support this file type.", next: "Export it as MP4 and add the new file." },
  refused: { what: "BigGo rejected the request.", next: "Copy the report if you want to ask BigGo why." },
  "file-missing": { what: "The file is missing.", next: "Put it back and add it again." },
  "file-unreadable": { what: "The file can’t be read.", next: "Check its permissions, then try again." },
  "file-empty": { what: "The file is empty.", next: "Export it again." },
  "file-changed": { what: "The file has changed since you added it.", next: "Use the new file, or remove the upload." },
  "file-not-regular": { what: "This isn’t a regular file.", next: "Add the original file instead." },
  "file-not-video": { what: "This isn’t a video.", next: "Add an MP4, MOV, WebM, or MKV file." },
  "file-name-unusable": { what: "This file name can’t be used.", next: "Rename the file and add it again." },
  "file-unfinished": {
    what: "This recording isn’t finished.",
    next: "End it in the program that records it. If it was interrupted, repair it or record it again.",
  },
  "file-hidden": {
    what: "This is a hidden file.",
    next: "Add the video itself, or rename this file so that its name doesn’t start with a dot.",
  },
  "file-without-path": {
    what: "This file isn’t saved on this computer.",
    next: "Save it first, then add it from its folder.",
  },
  "folder-is-document": {
    what: "This folder belongs to another program.",
    next: "Export the videos from that program, then add them.",
  },
  "folder-unreadable": { what: "This folder can’t be opened.", next: "Check its permissions, then add it again." },
  "folder-without-videos": {
    what: "There are no videos in this folder.",
    next: "Add another folder, or the files themselves.",
  },
  "file-stopped-app": {
    what: "The app stopped twice while reading this file.",
    next: "Add it again to try once more, or export it again.",
  },
  "file-unwritable": { what: "The file couldn’t be saved.", next: "Choose another location, then try again." },
  "video-taken": {
    what: "This video belongs to another upload.",
    next: "Choose another one, or upload the file again.",
  },
  "disk-full": {
    what: "This computer’s disk is full or read-only.",
    next: "Free up some space, or allow writing. The queue resumes automatically.",
  },
  "disk-failing": {
    what: "This computer’s disk reported an error.",
    next: "Check that its drive is connected and has space. The app tries again automatically.",
  },
  "database-newer": {
    what: "This data was used by a newer version of the app.",
    next: "Update the app. Nothing changes until then.",
  },
  "database-locked": {
    what: "Another program has locked the app’s data.",
    next: "Close anything that may be using it, such as a backup. The app continues automatically.",
  },
  "database-damaged": {
    what: "The app’s data is damaged.",
    next: "Restart the app. Readable data is recovered, and nothing is deleted.",
  },
  "sleep-failed": {
    what: "This computer couldn’t be put to sleep.",
    next: "You can put it to sleep yourself.",
  },
  "practice-failed": { what: "Practice mode didn’t start.", next: "Try again, or copy the report." },
  "not-found": { what: "This item no longer exists.", next: "The list has been updated." },
  "invalid-input": { what: "This entry isn’t valid.", next: "Check what you entered." },
  "not-allowed": { what: "This isn’t allowed here.", next: "Copy the report if you need help." },
  "too-many-calls": { what: "Too much was asked of the app at once.", next: "Wait a moment, then try again." },
  cancelled: { what: "Canceled.", next: "Nothing was changed." },
  internal: { what: "Something went wrong in the app.", next: "Try again, or copy the report." },
} satisfies Record<ErrorCode, ErrorText>;
