import type { TemplateStore } from "../templates/template-store.ts";
import type { Handlers } from "./answer-call.ts";

export interface TemplateHandlerDeps {
  /** Throws AppError `signed-out` when no account is open. */
  templates: () => TemplateStore;
  /** For changes: throws AppError `database-newer` as well, where everything is only shown. */
  writable: () => TemplateStore;
  hasWorkspace: () => boolean;
  /** The list of templates has changed. */
  onChanged: () => void;
}

type TemplateCalls = Extract<keyof Handlers, `templates.${string}`>;

/** Calls on templates. */
export function templateHandlers(deps: TemplateHandlerDeps): Pick<Handlers, TemplateCalls> {
  const { templates, writable, hasWorkspace, onChanged } = deps;
  return {
    "templates.list": () => (hasWorkspace() ? templates().list() : []),
    "templates.save": (template) => {
      const saved = writable().save(template);
      onChanged();
      return saved;
    },
    "templates.remove": ({ id }) => {
      writable().remove(id);
      onChanged();
    },
  };
}
