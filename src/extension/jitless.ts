import { z } from "zod";

/** Imported before any schema: Chrome forbids extensions the generated code that zod would make. */
z.config({ jitless: true });
