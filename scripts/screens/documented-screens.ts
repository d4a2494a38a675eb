/** The screenshots that docs/guide.md shows; all others stay in out/screens. */
export const documentedScreens: readonly string[] = [
  "first-run.light-en-1280.jpg",
  "library-grid.light-en-1280.jpg",
  "library-list.dark-zh-TW-1280.jpg",
  "review.light-en-1280.jpg",
  "queue.light-en-1280.jpg",
  "editor-published.light-en-1280.jpg",
  "editor-search.light-en-1280.jpg",
  "editor-conflict.light-en-1280.jpg",
  "bulk-text.light-en-1280.jpg",
  "table-import.light-en-1280.jpg",
  "insight.light-en-1280.jpg",
  "settings-watched.light-en-1280.jpg",
];
