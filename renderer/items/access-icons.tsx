import { Globe, Link, Lock } from "lucide-react";
import type { ReactNode } from "react";
import type { Access } from "../../shared/model/video.ts";

/** The icon of each access level, shared by all access controls. */
export const accessIcons: Record<Access, ReactNode> = {
  public: <Globe size={16} aria-hidden="true" />,
  unlisted: <Link size={16} aria-hidden="true" />,
  private: <Lock size={16} aria-hidden="true" />,
};
