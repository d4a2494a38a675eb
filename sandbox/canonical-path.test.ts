import { describe, expect, it } from "vitest";
import { canonicalPath, noPath } from "./canonical-path.ts";

describe("canonicalPath", () => {
  it.each([
    ["/%5fcontrol/state", "/_control/state"],
    ["/%5Fcontrol/state?a=%2e%2e/", "/_control/state?a=%2e%2e/"],
    ["//_control//state", "/_control/state"],
    ["/api/../_control/state", "/_control/state"],
    ["/api/%2e%2e/_control/state", "/_control/state"],
    ["/\\_control\\state", "/_control/state"],
    ["/../../etc/passwd", "/etc/passwd"],
    ["/_control%2fstate", "/_control%2Fstate"],
    ["/api/v1/spa/search/AC%2FDC/product?p=2", "/api/v1/spa/search/AC%2FDC/product?p=2"],
    ["/api/v1/spa/search/%e9%96%8b%E7%AE%B1/product", "/api/v1/spa/search/%E9%96%8B%E7%AE%B1/product"],
    ["/api/v1/video/", "/api/v1/video/"],
    ["/", "/"],
  ])("%s is %s", (target, path) => expect(canonicalPath(target)).toBe(path));

  it.each(["", "*", "http://127.0.0.1/_control/state", "127.0.0.1:80", "/%zz", "/%ff", "?a"])(
    "%s leads nowhere",
    (target) => expect(canonicalPath(target)).toBe(noPath),
  );
});
