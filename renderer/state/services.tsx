import { createContext, type ReactNode, useContext } from "react";
import { useStore } from "zustand";
import type { Details } from "../../shared/model/video.ts";
import type { Client } from "../bridge/client.ts";
import type { MediaUrls } from "../bridge/media-urls.ts";
import type { LibraryState, LibraryStore } from "./library-store.ts";
import type { ProgressStore } from "./progress-store.ts";
import type { ReviewStore } from "./review-store.ts";
import type { ToastStore } from "./toast-store.ts";
import type { UploadsState, UploadsStore } from "./uploads-store.ts";
import type { ViewState, ViewStore } from "./view-store.ts";

/** The draft of a form that is gone: another form of the item takes over what it could not store. */
export interface UnsavedDraft {
  handOver(): Partial<Pick<Details, "title" | "description" | "access" | "stayPrivate">>;
}

/** Everything a component may reach besides its props. */
export interface Services {
  readonly client: Client;
  readonly media: MediaUrls;
  readonly library: LibraryStore;
  readonly uploads: UploadsStore;
  readonly progress: ProgressStore;
  readonly view: ViewStore;
  readonly toasts: ToastStore;
  readonly reviews: ReviewStore;
  /** By item: what a form that is gone could not store yet. */
  readonly unsavedDrafts: Map<string, UnsavedDraft>;
  /** Takes both snapshots again. */
  readonly refresh: () => void;
}

const ServicesContext = createContext<Services | null>(null);

/** Hands the services to everything below. */
export function ServicesProvider({ services, children }: { services: Services; children: ReactNode }) {
  return <ServicesContext value={services}>{children}</ServicesContext>;
}

/** The services of this window. */
export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error("useServices outside of ServicesProvider");
  return services;
}

/** Part of the library's copy. */
export function useLibrary<T>(select: (state: LibraryState) => T): T {
  return useStore(useServices().library, select);
}

/** Part of the queue's copy. */
export function useUploads<T>(select: (state: UploadsState) => T): T {
  return useStore(useServices().uploads, select);
}

/** Part of the view. */
export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(useServices().view, select);
}
