import type { CallInput } from "../../shared/ipc/contract.ts";
import { type AddChoices, detailsToAdd } from "../../shared/model/template.ts";
import type { TemplateStore } from "../templates/template-store.ts";
import type { Accepted, DetailsOf, Intake } from "../upload/intake/intake.ts";

/** Adds reviewed files with the details that the user's choices give them. */
export interface FileAdding {
  /** The initial details of files that are added with these choices. */
  detailsFor(choices: AddChoices): DetailsOf;
  /**
   * Adds the chosen items, dismisses the rest of the review unless items turned out to be duplicates, and remembers the
   * choices for the files' folders.
   */
  accept(input: CallInput<"files.accept">): Promise<Accepted>;
}

interface FileAddingDeps {
  intake: Intake;
  templates: TemplateStore;
  /** Epoch ms. */
  now: () => number;
}

/** Creates it over the queue's intake and the templates. */
export function createFileAdding({ intake, templates, now }: FileAddingDeps): FileAdding {
  const detailsFor = (choices: AddChoices): DetailsOf => {
    const template = choices.templateId === null ? null : templates.get(choices.templateId);
    const atMs = now();
    return (fileName, n) => detailsToAdd(choices, template, { fileName, atMs, n });
  };
  return {
    detailsFor,
    async accept({ reviewId, itemIds, choices, first }) {
      const folders = intake.foldersOf(reviewId, itemIds);
      const accepted = await intake.accept(reviewId, itemIds, detailsFor(choices), first);
      if (accepted.duplicates.length === 0) intake.dismiss(reviewId);
      templates.rememberChoices(folders, choices);
      return accepted;
    },
  };
}
