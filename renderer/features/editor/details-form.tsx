import { type ComponentProps, type CompositionEvent, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { descriptionMaxLength, titleMaxLength } from "../../../shared/model/video.ts";
import { AccessCards } from "../../items/access-cards.tsx";
import { CheckboxLine } from "../../ui/checkbox.tsx";
import { fieldStyle } from "../../ui/text-field.tsx";
import { useLimitedText } from "../../ui/use-limited-text.ts";
import type { DetailsDraft, DraftState, TextField } from "./details-draft.ts";

/** The props that connect a field of the form to the draft. */
function useDraftField(field: TextField, { draft, state }: TextFieldProps, maxLength: number) {
  const limited = useLimitedText(state[field], maxLength, (text) => draft.type(field, text));
  return {
    ...limited,
    onFocus: () => draft.focus(field),
    onBlur: () => draft.focus(null),
    onCompositionStart() {
      limited.onCompositionStart();
      draft.compose(true);
    },
    onCompositionEnd(event: CompositionEvent<HTMLInputElement | HTMLTextAreaElement>) {
      limited.onCompositionEnd(event);
      draft.compose(false);
    },
  } satisfies ComponentProps<"input"> & ComponentProps<"textarea">;
}

function Counter({ count, max }: { count: number; max: number }) {
  const { t, i18n } = useTranslation();
  const near = count > max * 0.9;
  return (
    <span aria-hidden="true" className={`text-xs tabular-nums ${near ? "text-wait-ink" : "text-quiet"}`}>
      {t("editor.counter", { length: count.toLocaleString(i18n.language), max: max.toLocaleString(i18n.language) })}
    </span>
  );
}

/** Option to keep an upload private until it is complete; not shown for private videos. */
function StayPrivateBox({ draft, state: { access, stayPrivate } }: { draft: DetailsDraft; state: DraftState }) {
  const { t } = useTranslation();
  if (access === "private") return null;
  return (
    <CheckboxLine
      className="mt-2"
      label={t("editor.stayPrivate")}
      checked={stayPrivate}
      onChange={(on) => draft.choose({ stayPrivate: on })}
      note={stayPrivate ? t("editor.stayPrivateHint", { access: t(`access.${access}`) }) : undefined}
    />
  );
}

interface TextFieldProps {
  draft: DetailsDraft;
  state: DraftState;
}

function TitleField({
  draft,
  state,
  focusTitle,
  titleUnknown,
}: TextFieldProps & Pick<DetailsFormProps, "focusTitle" | "titleUnknown">) {
  const { t } = useTranslation();
  const id = useId();
  const titleField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!focusTitle) return;
    titleField.current?.focus();
    titleField.current?.select();
  }, [focusTitle]);
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-xs text-quiet">
        {t("editor.title")}
      </label>
      <div className="relative">
        <input
          id={id}
          ref={titleField}
          type="text"
          autoComplete="off"
          {...(titleUnknown ? { placeholder: t("editor.titleUnknown") } : {})}
          {...useDraftField("title", { draft, state }, titleMaxLength)}
          className={`${fieldStyle} h-[34px] pr-20 pl-2.5 text-base`}
        />
        <span className="absolute top-2 right-2.5">
          <Counter count={state.title.length} max={titleMaxLength} />
        </span>
      </div>
    </div>
  );
}

function DescriptionField({ draft, state }: TextFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div>
      <div className="mb-1 flex items-baseline justify-between">
        <label htmlFor={id} className="text-xs text-quiet">
          {t("editor.description")}
        </label>
        <Counter count={state.description.length} max={descriptionMaxLength} />
      </div>
      <textarea
        id={id}
        rows={5}
        {...useDraftField("description", { draft, state }, descriptionMaxLength)}
        className={`${fieldStyle} block max-h-[40vh] min-h-[84px] resize-none px-2.5 py-1.5 [field-sizing:content]`}
      />
    </div>
  );
}

interface DetailsFormProps {
  draft: DetailsDraft;
  state: DraftState;
  focusTitle: boolean;
  /** The title exists on BigGo, which returns no titles, and was not typed here. */
  titleUnknown: boolean;
  /** The upload is not complete, so it can stay private until then. */
  canStayPrivate: boolean;
}

/** Form for title, description and access. It has no save button: changes are saved automatically. */
export function DetailsForm({ draft, state, focusTitle, titleUnknown, canStayPrivate }: DetailsFormProps) {
  const { t } = useTranslation();
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => event.preventDefault()}>
      <TitleField draft={draft} state={state} focusTitle={focusTitle} titleUnknown={titleUnknown} />
      <DescriptionField draft={draft} state={state} />
      <div>
        <div aria-hidden="true" className="mb-1 text-xs text-quiet">
          {t("access.label")}
        </div>
        <AccessCards value={state.access} onChange={(access) => draft.choose({ access })} />
        {canStayPrivate && <StayPrivateBox draft={draft} state={state} />}
      </div>
    </form>
  );
}
