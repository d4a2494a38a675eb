/** The app's logo. */
export function AppMark({ className = "" }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={`flex shrink-0 items-center justify-center bg-[linear-gradient(150deg,var(--indigo-8),var(--indigo-9)_60%,var(--indigo-10))] text-white ${className}`}
    >
      <svg
        viewBox="0 0 16 16"
        className="size-[62%]"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        <path d="M8 12.5v-8M4.6 7.4 8 4l3.4 3.4" />
      </svg>
    </span>
  );
}
