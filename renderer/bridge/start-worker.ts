interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
}

/**
 * Creates a function that starts workers. The page's Trusted Types policy rejects plain strings as script URLs; this is
 * the only policy that allows any, and it allows `allowedUrls` only, which are built with the page. Throws `TypeError`
 * for any other URL.
 */
export function createWorkerStarter(allowedUrls: readonly string[]): (url: string) => Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const rules = {
    createScriptURL(url: string) {
      if (allowedUrls.includes(url)) return url;
      throw new TypeError("No worker of this page");
    },
  };
  const policy = trustedTypes?.createPolicy("own-workers", rules) ?? rules;
  return (url) => new Worker(policy.createScriptURL(url), { type: "module" });
}
