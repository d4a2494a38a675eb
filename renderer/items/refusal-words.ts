import type { AppErrorValue } from "../../shared/errors.ts";
import type { Translate } from "../messages/translator.ts";

const fields = { title: "editor.title", description: "editor.description", access: "access.label" } as const;

/** What BigGo said no to, by name where it told. */
export function refusalText({ code, details: { name } }: AppErrorValue, t: Translate): string {
  const isField = (value: string | undefined): value is keyof typeof fields => value !== undefined && value in fields;
  if (!isField(name) || (code !== "invalid-field" && code !== "missing-field")) return t(`errors.${code}.what`);
  return t(code === "invalid-field" ? "status.fieldRefused" : "status.fieldMissing", { field: t(fields[name]) });
}
