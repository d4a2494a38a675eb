interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
}

/**
 * Starts a worker of our own. The page's policy lets no script start from a plain text: this is the one place that
 * vouches for an address, and it vouches for what was built with the page alone.
 */
export function createWorkerStarter(own: readonly string[]): (url: string) => Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const rules = {
    createScriptURL(url: string) {
      if (own.includes(url)) return url;
      throw new TypeError("No worker of this page");
    },
  };
  const policy = trustedTypes?.createPolicy("own-workers", rules) ?? rules;
  return (url) => new Worker(policy.createScriptURL(url), { type: "module" });
}
