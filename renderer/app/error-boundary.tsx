import { Component, type ReactNode } from "react";
import { copyText } from "../state/copy-text.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

interface BoundaryTexts {
  readonly heading: string;
  readonly text: string;
  readonly reload: string;
  readonly copy: string;
}

interface ErrorBoundaryProps {
  readonly texts: () => BoundaryTexts;
  readonly children: ReactNode;
}

/** Reloads the window without the place in its URL, which may be what it failed on. */
function reloadInitialView(): void {
  history.replaceState(null, "", location.pathname);
  location.reload();
}

/** Shows an error screen when rendering throws. Uploads run in main and are not affected. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const { heading, text, reload, copy } = this.props.texts();
    return (
      <main role="alert" className="flex h-full">
        <EmptyState
          icon={null}
          heading={heading}
          actions={
            <>
              <Button tone="accent" onClick={reloadInitialView}>
                {reload}
              </Button>
              <Button onClick={() => copyText(`${error.message}\n${error.stack ?? ""}`)}>{copy}</Button>
            </>
          }
        >
          {text}
        </EmptyState>
      </main>
    );
  }
}
