/** Busy indicator, hidden from screen readers: the text beside it says what is in progress. */
export function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent opacity-80"
    />
  );
}
