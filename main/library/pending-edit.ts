import type { AppErrorValue } from "../../shared/errors.ts";
import { sameProducts } from "../../shared/model/product.ts";
import type { DetailsPatch, KnownDetails } from "../../shared/model/video.ts";

/** The editable fields of a published video, each sent under its own name. */
export const editFields = ["title", "description", "access", "products", "coverTimeMs"] as const;
export type EditField = (typeof editFields)[number];

/** Changes of a published video that BigGo has not confirmed. */
export interface PendingEdit {
  readonly patch: DetailsPatch;
  /** BigGo's values of the changed fields when they were first changed; fields it never returns (title) are absent. */
  readonly base: KnownDetails;
  /** What was last sent and is unconfirmed: if BigGo has this value, it is our own change and not a conflict. */
  readonly attempted: DetailsPatch;
  /** BigGo's current values of fields that were also changed elsewhere, until the user resolves the conflict. */
  readonly theirs: KnownDetails;
  /** Fields BigGo refused, with the reason; they are not sent again until the user changes or retries them. */
  readonly held: Readonly<Partial<Record<EditField, AppErrorValue>>>;
}

const unchanged: PendingEdit = { patch: {}, base: {}, attempted: {}, theirs: {}, held: {} };

/** The refusal to show first; null when nothing was refused. */
export function refusalOf({ held }: PendingEdit): AppErrorValue | null {
  const errors = editFields.flatMap((field) => held[field] ?? []);
  // A product that is gone comes first because the user can fix it right where the message is shown.
  return errors.find(({ code }) => code === "product-gone") ?? errors[0] ?? null;
}

/** The fields a change contains. */
export function fieldsOf(patch: object): EditField[] {
  return editFields.filter((field) => field in patch);
}

/** A copy of the change without these fields. */
export function omit<T extends object>(patch: T, fields: readonly EditField[]): T {
  const kept = Object.entries(patch).filter(([name]) => !fields.includes(name as EditField));
  return Object.fromEntries(kept) as T;
}

/** A copy of the change with only these fields. */
export function pick<T extends DetailsPatch | KnownDetails>(patch: T, fields: readonly EditField[]): T {
  return omit(
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

/** Whether a field is unchanged on BigGo. BigGo may trim a description or convert its line breaks: neither counts. */
function isUnchanged(field: EditField, base: KnownDetails, current: KnownDetails): boolean {
  if (field !== "description") return isSame(field, base, current);
  const normalized = ({ description }: KnownDetails) => description?.replaceAll("\r\n", "\n").trim();
  return normalized(base) === normalized(current);
}

/**
 * Adds a change to the pending edit; `seen` holds BigGo's values of the changed fields at the time of the change. A
 * field in conflict stays in conflict until the user resolves it.
 */
export function withChange(
  edit: PendingEdit | undefined,
  { stayPrivate: _, ...patch }: DetailsPatch,
  seen: KnownDetails,
): PendingEdit {
  const before = edit ?? unchanged;
  const changed = fieldsOf(patch);
  // Changing a refused field again clears its refusal.
  const held = omit(before.held, changed);
  return {
    patch: { ...before.patch, ...patch },
    // Conflicts are detected against the value at the first change, so later changes keep the first base.
    base: { ...pick(seen, changed), ...before.base },
    attempted: before.attempted,
    theirs: before.theirs,
    held,
  };
}

/** The fields that can be sent now: neither refused nor in conflict. */
export function dueOf({ patch, held, theirs }: PendingEdit): DetailsPatch {
  return omit(patch, [...fieldsOf(held), ...fieldsOf(theirs)]);
}

/**
 * What remains after BigGo confirmed these values; a field that was changed again meanwhile stays pending. Null when
 * nothing remains.
 */
export function afterConfirmed(edit: PendingEdit, confirmed: DetailsPatch): PendingEdit | null {
  const settled = fieldsOf(confirmed).filter((field) => isSame(field, edit.patch, confirmed));
  const patch = omit(edit.patch, settled);
  if (fieldsOf(patch).length === 0) return null;
  const known = omit(confirmed, ["title", "coverTimeMs"]) as KnownDetails;
  const attempted = omit(edit.attempted, fieldsOf(confirmed));
  return { ...edit, patch, base: { ...omit(edit.base, settled), ...omit(known, settled) }, attempted };
}

/** What remains after newer values of these fields were saved in another way. Null when nothing remains. */
export function afterSuperseded(edit: PendingEdit, fields: readonly EditField[]): PendingEdit | null {
  const { patch, base, attempted, theirs, held } = edit;
  if (fieldsOf(omit(patch, fields)).length === 0) return null;
  const rest = <T extends object>(part: T) => omit(part, fields);
  return { patch: rest(patch), base: rest(base), attempted: rest(attempted), theirs: rest(theirs), held: rest(held) };
}

/** Records that these values are about to be sent. */
export function withAttempt(edit: PendingEdit, sent: DetailsPatch): PendingEdit {
  return { ...edit, attempted: { ...edit.attempted, ...sent } };
}

/** Holds the fields BigGo refused until the user acts. A field that was changed meanwhile is sent again. */
export function afterRefused(
  edit: PendingEdit,
  fields: readonly EditField[],
  sent: DetailsPatch,
  error: AppErrorValue,
): PendingEdit {
  const unmodified = fields.filter((field) => field in edit.patch && isSame(field, edit.patch, sent));
  const attempted = omit(edit.attempted, fields);
  if (unmodified.length === 0) return { ...edit, attempted };
  const refused = Object.fromEntries(unmodified.map((field) => [field, error]));
  return { ...edit, attempted, held: { ...edit.held, ...refused } };
}

/**
 * Compares the values to send with BigGo's current ones: `applied` are the fields BigGo already has, `conflicting`
 * those changed elsewhere.
 */
export function compare(
  { base, attempted }: PendingEdit,
  due: DetailsPatch,
  current: KnownDetails,
): { applied: EditField[]; conflicting: EditField[] } {
  const comparable = fieldsOf(due).filter((field) => field in current);
  const applied = comparable.filter((field) => isSame(field, due, current));
  const isOwn = (field: EditField) => field in attempted && isSame(field, attempted, current);
  const conflicting = comparable.filter(
    (field) => field in base && !applied.includes(field) && !isOwn(field) && !isUnchanged(field, base, current),
  );
  return { applied, conflicting };
}

/** Marks these fields as changed elsewhere; both values are kept until the user resolves the conflict. */
export function afterConflict(edit: PendingEdit, fields: readonly EditField[], current: KnownDetails): PendingEdit {
  return { ...edit, theirs: { ...edit.theirs, ...pick(current, fields) } };
}

/** Resolves the conflict in favour of the local values; they will overwrite BigGo's. */
export function keepMine(edit: PendingEdit): PendingEdit {
  return { ...edit, base: { ...edit.base, ...edit.theirs }, theirs: {} };
}

/** Resolves the conflict in favour of BigGo's values. Null when nothing else is pending. */
export function takeTheirs(edit: PendingEdit): PendingEdit | null {
  const fields = fieldsOf(edit.theirs);
  const patch = omit(edit.patch, fields);
  return fieldsOf(patch).length === 0 ? null : { ...edit, patch, base: omit(edit.base, fields), theirs: {} };
}

/** Clears all refusals, so that the refused fields are sent again. */
export function withoutRefusals(edit: PendingEdit): PendingEdit {
  return { ...edit, held: {} };
}
