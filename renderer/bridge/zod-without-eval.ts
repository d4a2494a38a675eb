import { z } from "zod";

// The page's policy forbids eval, which zod otherwise tries as it builds its schemas. Imported before any of them.
z.config({ jitless: true });
