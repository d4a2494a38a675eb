import type { AppErrorValue } from "../../shared/errors.ts";
import type { Translate } from "../messages/translator.ts";

const fields = { title: "editor.title", description: "editor.description", access: "access.label" } as const;

/** Why BigGo refused the details; names the field if BigGo returned it. */
export function refusalText({ code, details: { name } }: AppErrorValue, t: Translate): string {
  const isField = (value: string | undefined): value is keyof typeof fields => value !== undefined && value in fields;
  if (!isField(name) || (code !== "invalid-field" && code !== "missing-field")) return t(`errors.${code}.what`);
  return t(code === "invalid-field" ? "status.fieldRefused" : "status.fieldMissing", { field: t(fields[name]) });
}
