/**
 * The file was uploaded, but its details could not be saved. The video exists with the id `videoId`: save the details
 * with `VideoResource.update`; do not upload the file again. `cause` is the BigGoError of the failed call.
 */
export class DetailsNotSavedError extends Error {
  /** The id of the uploaded video. */
  readonly videoId: string;

  constructor(videoId: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`The video ${videoId} was uploaded, but its details were not saved: ${reason}`, { cause });
    this.name = "DetailsNotSavedError";
    this.videoId = videoId;
  }
}
