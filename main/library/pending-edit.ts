import type { AppErrorValue } from "../../shared/errors.ts";
import { sameProducts } from "../../shared/model/product.ts";
import type { DetailsPatch, KnownDetails } from "../../shared/model/video.ts";

/** What of a published video can be changed, and is sent by its own name. */
export const editFields = ["title", "description", "access", "products", "coverTimeMs"] as const;
export type EditField = (typeof editFields)[number];

/** Changes of a published video that BigGo has not confirmed. */
export interface PendingEdit {
  readonly patch: DetailsPatch;
  /** What BigGo had of the changed fields when they were changed here; without what it never tells, such as a title. */
  readonly base: KnownDetails;
  /** What was last sent and not confirmed: BigGo may have taken it, and then it is nobody else's change. */
  readonly attempted: DetailsPatch;
  /** What BigGo has now of fields that somebody else changed meanwhile: the person chooses. */
  readonly theirs: KnownDetails;
  /** Fields that BigGo refused, and why: they are not sent until the person says something. */
  readonly held: Readonly<Partial<Record<EditField, AppErrorValue>>>;
}

const unchanged: PendingEdit = { patch: {}, base: {}, attempted: {}, theirs: {}, held: {} };

/** What the person is told first of what was refused. */
export function refusalOf({ held }: PendingEdit): AppErrorValue | null {
  const errors = editFields.flatMap((field) => held[field] ?? []);
  // Products that are gone can be mended where the words are shown; other words say what to do.
  return errors.find(({ code }) => code === "product-gone") ?? errors[0] ?? null;
}

/** The fields a change has. */
export function fieldsOf(patch: object): EditField[] {
  return editFields.filter((field) => field in patch);
}

/** The change without those fields. */
export function without<T extends object>(patch: T, fields: readonly EditField[]): T {
  const left = Object.entries(patch).filter(([name]) => !fields.includes(name as EditField));
  return Object.fromEntries(left) as T;
}

/** Only those fields of the change. */
export function only<T extends DetailsPatch | KnownDetails>(patch: T, fields: readonly EditField[]): T {
  return without(
    patch,
    editFields.filter((field) => !fields.includes(field)),
  );
}

function isSame(field: EditField, a: DetailsPatch | KnownDetails, b: DetailsPatch | KnownDetails): boolean {
  if (field === "products") {
    return a.products !== undefined && b.products !== undefined && sameProducts(a.products, b.products);
  }
  return (a as DetailsPatch)[field] === (b as DetailsPatch)[field];
}

/** Whether a text is another's work: blanks at its ends and the kind of its line breaks may well be BigGo's own doing. */
function isUntouched(field: EditField, base: KnownDetails, current: KnownDetails): boolean {
  if (field !== "description") return isSame(field, base, current);
  const bare = ({ description }: KnownDetails) => description?.replaceAll("\r\n", "\n").trim();
  return bare(base) === bare(current);
}

/**
 * Another change laid over what is pending; `seen` is what the changed fields were when they were changed. A field that
 * somebody else changed as well stays with the person, who has not chosen yet.
 */
export function withChange(
  edit: PendingEdit | undefined,
  { stayPrivate: _, ...patch }: DetailsPatch,
  seen: KnownDetails,
): PendingEdit {
  const before = edit ?? unchanged;
  const changed = fieldsOf(patch);
  // Whoever changes a field again has seen what was the matter with it.
  const held = without(before.held, changed);
  return {
    patch: { ...before.patch, ...patch },
    // What a field was at its first change is what a later one is measured by.
    base: { ...only(seen, changed), ...before.base },
    attempted: before.attempted,
    theirs: before.theirs,
    held,
  };
}

/** What may be sent now. */
export function dueOf({ patch, held, theirs }: PendingEdit): DetailsPatch {
  return without(patch, [...fieldsOf(held), ...fieldsOf(theirs)]);
}

/**
 * What is left after BigGo was seen to have `confirmed`: a field that was changed again meanwhile stays. Null: nothing.
 */
export function afterConfirmed(edit: PendingEdit, confirmed: DetailsPatch): PendingEdit | null {
  const done = fieldsOf(confirmed).filter((field) => isSame(field, edit.patch, confirmed));
  const patch = without(edit.patch, done);
  if (fieldsOf(patch).length === 0) return null;
  const known = without(confirmed, ["title", "coverTimeMs"]) as KnownDetails;
  const attempted = without(edit.attempted, fieldsOf(confirmed));
  return { ...edit, patch, base: { ...without(edit.base, done), ...without(known, done) }, attempted };
}

/** These fields are about to be sent. */
export function whileSent(edit: PendingEdit, sent: DetailsPatch): PendingEdit {
  return { ...edit, attempted: { ...edit.attempted, ...sent } };
}

/** BigGo refused these fields as they were sent: they wait for the person. What was changed meanwhile goes on. */
export function afterRefused(
  edit: PendingEdit,
  fields: readonly EditField[],
  sent: DetailsPatch,
  error: AppErrorValue,
): PendingEdit {
  const still = fields.filter((field) => field in edit.patch && isSame(field, edit.patch, sent));
  const attempted = without(edit.attempted, fields);
  if (still.length === 0) return { ...edit, attempted };
  const refused = Object.fromEntries(still.map((field) => [field, error]));
  return { ...edit, attempted, held: { ...edit.held, ...refused } };
}

/**
 * Compares what is to be sent with what BigGo has: fields it has already as wanted, and fields somebody else changed.
 */
export function compare(
  { base, attempted }: PendingEdit,
  due: DetailsPatch,
  current: KnownDetails,
): { there: EditField[]; clashing: EditField[] } {
  const told = fieldsOf(due).filter((field) => field in current);
  const there = told.filter((field) => isSame(field, due, current));
  const isOwn = (field: EditField) => field in attempted && isSame(field, attempted, current);
  const clashing = told.filter(
    (field) => field in base && !there.includes(field) && !isOwn(field) && !isUntouched(field, base, current),
  );
  return { there, clashing };
}

/** Somebody else changed these fields: both values stand until the person has chosen. */
export function afterClash(edit: PendingEdit, fields: readonly EditField[], current: KnownDetails): PendingEdit {
  return { ...edit, theirs: { ...edit.theirs, ...only(current, fields) } };
}

/** The person keeps what was typed here, over what BigGo has now. */
export function keepMine(edit: PendingEdit): PendingEdit {
  return { ...edit, base: { ...edit.base, ...edit.theirs }, theirs: {} };
}

/** The person takes what BigGo has. Null: nothing else is pending. */
export function takeTheirs(edit: PendingEdit): PendingEdit | null {
  const fields = fieldsOf(edit.theirs);
  const patch = without(edit.patch, fields);
  return fieldsOf(patch).length === 0 ? null : { ...edit, patch, base: without(edit.base, fields), theirs: {} };
}

/** The person wants what was refused to be tried again. */
export function released(edit: PendingEdit): PendingEdit {
  return { ...edit, held: {} };
}
