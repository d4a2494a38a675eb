import {
  ArrowDown,
  ArrowUp,
  CircleX,
  Copy,
  Ellipsis,
  ExternalLink,
  Pause,
  Pencil,
  Play,
  RotateCw,
  X,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Upload } from "../../../shared/model/upload.ts";
import { isCancellable, isMovable, isPausable, isRemovable } from "../../items/upload-status.ts";
import { isGuess, videoIdOf } from "../../state/uploads-store.ts";
import { IconButton } from "../../ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import type { UploadActions } from "./use-upload-actions.ts";

const size = 16;

interface RowMenuProps {
  upload: Upload;
  actions: UploadActions;
  moveBy: (step: -1 | 1) => void;
}

/** A row's actions other than its primary one. */
export function RowMenu({ upload, actions, moveBy }: RowMenuProps) {
  const { t } = useTranslation();
  const { phase } = upload.state;
  const retry = { failed: "retry", cancelled: "retry", waiting: "tryNow", needsFile: "checkAgain" } as const;
  const retryName = phase in retry ? retry[phase as keyof typeof retry] : null;
  return (
    <Menu
      trigger={
        <IconButton label={t("queue.moreActions")}>
          <Ellipsis size={size} aria-hidden="true" />
        </IconButton>
      }
    >
      {!isGuess(upload) && (
        <MenuItem icon={<Pencil size={size} />} onSelect={actions.edit}>
          {t("queue.actions.edit")}
        </MenuItem>
      )}
      {isPausable(upload) && (
        <MenuItem icon={<Pause size={size} />} onSelect={actions.pause}>
          {t("queue.actions.pause")}
        </MenuItem>
      )}
      {phase === "paused" && (
        <MenuItem icon={<Play size={size} />} onSelect={actions.resume}>
          {t("queue.actions.resume")}
        </MenuItem>
      )}
      {isMovable(upload) && (
        <>
          <MenuItem icon={<ArrowUp size={size} />} onSelect={() => moveBy(-1)}>
            {t("queue.actions.moveUp")}
          </MenuItem>
          <MenuItem icon={<ArrowDown size={size} />} onSelect={() => moveBy(1)}>
            {t("queue.actions.moveDown")}
          </MenuItem>
        </>
      )}
      {retryName !== null && (
        <MenuItem icon={<RotateCw size={size} />} onSelect={actions.retry}>
          {t(`queue.actions.${retryName}`)}
        </MenuItem>
      )}
      {videoIdOf(upload) !== null && (
        <MenuItem icon={<ExternalLink size={size} />} onSelect={actions.openOnBiggo}>
          {t("queue.actions.openOnBiggo")}
        </MenuItem>
      )}
      <MenuItem icon={<Copy size={size} />} onSelect={actions.copyDetails}>
        {t("common.copyDetails")}
      </MenuItem>
      {(isCancellable(upload) || isRemovable(upload)) && <MenuSeparator />}
      {isCancellable(upload) && (
        <MenuItem icon={<CircleX size={size} />} danger onSelect={actions.cancel}>
          {t("queue.actions.cancel")}
        </MenuItem>
      )}
      {isRemovable(upload) && (
        <MenuItem icon={<X size={size} />} onSelect={actions.remove}>
          {t("queue.actions.remove")}
        </MenuItem>
      )}
    </Menu>
  );
}
