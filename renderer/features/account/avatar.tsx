const pairs = [
  ["--amber-9", "--red-9"],
  ["--indigo-8", "--plum-9"],
  ["--jade-8", "--cyan-9"],
  ["--plum-8", "--red-9"],
] as const;

/** A disc with colours derived from the account's id: BigGo's API has no avatar image. */
export function Avatar({ id, className = "" }: { id: string; className?: string }) {
  let sum = 0;
  for (const char of id) sum += char.codePointAt(0) ?? 0;
  const [from, to] = pairs[sum % pairs.length] ?? pairs[0];
  return (
    <span
      aria-hidden="true"
      className={`inline-block shrink-0 rounded-full ${className}`}
      style={{ background: `linear-gradient(135deg, var(${from}), var(${to}))` }}
    />
  );
}
