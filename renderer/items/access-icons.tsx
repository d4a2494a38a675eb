import { Globe, Link, Lock } from "lucide-react";
import type { ReactNode } from "react";
import type { Access } from "../../shared/model/video.ts";

/** One picture per access, the same wherever access is chosen. */
export const accessIcons: Record<Access, ReactNode> = {
  public: <Globe size={16} aria-hidden="true" />,
  unlisted: <Link size={16} aria-hidden="true" />,
  private: <Lock size={16} aria-hidden="true" />,
};
