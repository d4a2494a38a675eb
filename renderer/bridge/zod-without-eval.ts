import { z } from "zod";

// The page's CSP forbids eval, which zod otherwise tries when it builds a schema. Must be imported before any schema.
z.config({ jitless: true });
