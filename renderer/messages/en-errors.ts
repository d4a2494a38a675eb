import type { ErrorCode } from "../../shared/errors.ts";

/** What happened and what to do about it, for every code. */
export interface ErrorText {
  readonly what: string;
  readonly next: string;
}

/** What the window says of each failure, in English. */
export const enErrors = {
  "wrong-key": { what: "BigGo does not know this key.", next: "Copy Client ID and Client secret again, both whole." },
  "key-revoked": { what: "This key was revoked.", next: "Make a new key at BigGo and connect with it." },
  "no-permission": {
    what: "This key may not upload videos.",
    next: "Allow video upload for the key at BigGo, then connect again.",
  },
  "signed-out": { what: "You are signed out.", next: "Connect to BigGo. The queue is kept." },
  "keyring-unavailable": {
    what: "The keyring of this computer does not answer.",
    next: "Unlock it and try again, or connect for this session only.",
  },
  "no-network": { what: "BigGo cannot be reached.", next: "Check the network of this computer, then try again." },
  "not-biggo": {
    what: "Something other than BigGo answered.",
    next: "A sign-in page of this network may be in the way. Open it in a browser, then try again.",
  },
  tls: {
    what: "The connection to BigGo is not secure, so nothing was sent.",
    next: "Check the date of this computer and whether something inspects its traffic.",
  },
  timeout: { what: "BigGo took too long to answer.", next: "Try again in a moment." },
  "rate-limited": { what: "Too many requests.", next: "BigGo asked for a pause. Work goes on after it." },
  "server-error": { what: "BigGo has a problem of its own.", next: "Try again in a few minutes." },
  "not-convertible": {
    what: "BigGo could not convert this video.",
    next: "Export it again, as MP4 with H.264 for example, and add the new file.",
  },
  "already-there": { what: "This video is already on BigGo.", next: "Open the one that is there." },
  "not-yours": { what: "This video belongs to another account.", next: "Connect with the account that owns it." },
  "video-gone": { what: "This video is no longer on BigGo.", next: "It may have been deleted somewhere else." },
  "invalid-field": { what: "BigGo did not accept a field.", next: "Change title or description and save again." },
  "user-gone": { what: "This account is no longer on BigGo.", next: "Connect with another account." },
  "product-gone": { what: "A product is no longer on BigGo.", next: "Take it off the video and save again." },
  "product-unidentified": {
    what: "A product of this video is not identified.",
    next: "Take it off the list to save the others.",
  },
  "product-unknown": { what: "BigGo does not know this product.", next: "Search for it by its name." },
  "store-unknown": { what: "BigGo does not know this shop.", next: "Search for the product by its name." },
  "too-many-products": { what: "A video takes ten products.", next: "Take one off and save again." },
  "missing-field": { what: "BigGo misses a field.", next: "Give the video a title and save again." },
  "edited-elsewhere": {
    what: "Somebody changed the same elsewhere.",
    next: "Open the video and choose whose text stands.",
  },
  forbidden: { what: "BigGo does not allow this.", next: "Check what the key may do at BigGo." },
  "too-large": { what: "The file is larger than BigGo takes.", next: "Export a smaller one and add it." },
  "unsupported-type": { what: "BigGo does not take this kind of file.", next: "Export it as MP4 and add it." },
  refused: { what: "BigGo refused this.", next: "Copy the details if you want to ask BigGo why." },
  "file-missing": { what: "The file is not there.", next: "Put it back and add it again." },
  "file-unreadable": { what: "The file cannot be read.", next: "Check its permissions, then try again." },
  "file-empty": { what: "The file is empty.", next: "Export it again." },
  "file-changed": { what: "The file is not the one you added.", next: "Use the new file, or remove the row." },
  "file-not-regular": { what: "This is not a file with content of its own.", next: "Add the file it stands for." },
  "file-not-video": { what: "This is not a video.", next: "Add an MP4, MOV, WebM or MKV file." },
  "file-name-unusable": { what: "The file name cannot be used.", next: "Rename the file and add it again." },
  "file-unwritable": { what: "The file cannot be written.", next: "Choose another place, then try again." },
  "video-taken": { what: "This video came from another upload.", next: "Choose another one, or send the file again." },
  "disk-full": { what: "The disk of this computer is full.", next: "Free some space. The queue goes on by itself." },
  "database-newer": {
    what: "A newer version of the app has used this data.",
    next: "Update the app. Nothing is changed until then.",
  },
  "database-locked": {
    what: "Another program has locked the data of the app.",
    next: "Close what may be using it, a backup for example. Work goes on by itself.",
  },
  "database-damaged": {
    what: "The data of the app is damaged.",
    next: "Start the app again. What can be read is saved, and nothing is deleted.",
  },
  "sleep-failed": {
    what: "This computer could not be put to sleep.",
    next: "You can put it to sleep by hand.",
  },
  "practice-failed": { what: "Practice mode did not start.", next: "Try again, or copy the details." },
  "not-found": { what: "That is no longer here.", next: "The list has been brought up to date." },
  "invalid-input": { what: "That could not be used.", next: "Check what you entered." },
  "not-allowed": { what: "That is not allowed here.", next: "Copy the details if you want to report it." },
  cancelled: { what: "Cancelled.", next: "Nothing was changed." },
  internal: { what: "Something went wrong in the app.", next: "Try again, or copy the details." },
} satisfies Record<ErrorCode, ErrorText>;
