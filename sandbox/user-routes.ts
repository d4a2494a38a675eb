import type { FastifyInstance, FastifyRequest } from "fastify";
import { apiCode, BiggoFailure } from "./biggo-error.ts";
import { requirePermission, requireToken } from "./require-token.ts";
import type { SandboxContext } from "./sandbox-context.ts";
import { userShape } from "./user-shape.ts";
import { presentVideo } from "./video-view.ts";

const pageSize = 20;

function pageOf(request: FastifyRequest) {
  const query = request.query as Record<string, string | undefined>;
  const page = Number(query.p ?? 1);
  return { tab: query.tab ?? "user_video", offset: (Number.isInteger(page) && page > 0 ? page - 1 : 0) * pageSize };
}

function countsOf(userVideos: number) {
  return {
    subscribe_count: 0,
    user_video_count: userVideos,
    follower_count: 128,
    like_video_count: 0,
    follow_count: 12,
    all_like_count: 3406,
    show_subscribe_product: "0",
    show_subscribe_video: false,
  };
}

async function list(context: SandboxContext, request: FastifyRequest) {
  const { userid: requested } = request.params as { userid: string };
  const userid = requested === "self" ? request.userid : requested;
  const user = context.users.get(userid);
  if (!user) throw new BiggoFailure(apiCode.noSuchUser, "user does not exist", 404);
  const isOwner = userid === request.userid;
  const nowMs = context.now();
  const { tab, offset } = pageOf(request);
  const untilMs = nowMs - request.listingLagMs;
  const isLiked = tab === "like_video";
  // The signed-in user likes the neighbour's videos; other users like none.
  const liked = { userid: context.neighbour.userid, untilMs: isOwner ? untilMs : 0, publicOnly: true };
  const filter = isLiked ? liked : { userid, untilMs, publicOnly: !isOwner };
  const page = context.videos.page({ ...filter, offset, limit: pageSize });
  const shown = page.videos.map((video) => presentVideo(context, video, request.userid, "short"));
  return {
    result: true,
    user_video: { data: shown, size: page.total },
    is_owner: isOwner,
    user: userShape({ user, viewer: request.userid, baseUrl: context.baseUrl(), personalUrl: "string" }),
    ...countsOf(isLiked ? 0 : page.total),
    is_processing: isOwner ? context.videos.processing(userid, nowMs) : [],
  };
}

/** `POST video_auth/self` and a user's videos, 20 per page, newest first (source: BigGo). */
export function addUserRoutes(app: FastifyInstance, context: SandboxContext): void {
  const onRequest = requireToken(context);
  app.post("/api/v1/video_auth/self", { onRequest }, async () => {
    requirePermission(context);
    const { userid, at_userid } = context.self;
    return { result: true, userid, at_userid, region: context.region };
  });
  app.get("/api/v1/user/:userid/video", { onRequest }, (request) => list(context, request));
}
