/** The languages of BigGo's sites, and the other widespread ones in which spreadsheets read names of months. */
const languages = ["en", "id", "ms", "vi", "th", "hi", "tl", "de", "fr", "es", "pt", "it", "nl"];

const withoutDots = (name: string) => name.normalize("NFKC").toLowerCase().replaceAll(".", "");

function collect(): Map<string, number> {
  const names = new Map<string, number>([["sept", 9]]);
  for (const language of languages) {
    for (const style of ["short", "long"] as const) {
      const format = new Intl.DateTimeFormat(language, { month: style, timeZone: "UTC" });
      for (let month = 1; month <= 12; month += 1)
        names.set(withoutDots(format.format(Date.UTC(2026, month - 1))), month);
    }
  }
  return names;
}

interface Names {
  months: ReadonlyMap<string, number>;
  any: RegExp;
}

function compile(): Names {
  const months = collect();
  // Longest first: `tháng 11` begins with `tháng 1`. Every letter may be followed by a dot, as in the Thai `ม.ค.`.
  const alternatives = [...months.keys()].sort((a, b) => b.length - a.length).map((name) => [...name].join("\\.?"));
  return { months, any: new RegExp(`(?<!\\p{L})(?:${alternatives.join("|")})\\.?(?![\\p{L}\\p{M}])`, "gu") };
}

/** Compiled with the first spreadsheet: asking Intl for so many languages would take a part of each start. */
let compiled: Names | null = null;

/** Replaces the names of months by their numbers, set off by spaces. The text must be in lower case (NFKC). */
export function withMonthNumbers(text: string): string {
  compiled ??= compile();
  const { months, any } = compiled;
  return text.replace(any, (name) => ` ${months.get(withoutDots(name)) ?? name} `);
}
