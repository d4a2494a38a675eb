import type { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";

declare module "fastify" {
  interface FastifyRequest {
    /** The signed-in user's id; empty where no token is required. */
    userid: string;
    /** The request body as a fault altered it; null when it is read straight from the socket. */
    bodyStream: Readable | null;
    /** How long listings hide a new video, ms. */
    listingLagMs: number;
  }
}

/** Gives every request the fields that routes read. */
export function addRequestFields(app: FastifyInstance): void {
  app.decorateRequest("userid", "");
  app.decorateRequest("bodyStream", null);
  app.decorateRequest("listingLagMs", 0);
}
