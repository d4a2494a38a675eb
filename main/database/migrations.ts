/**
 * Every shape the database ever had, in order. A released entry is never edited: a change is a new entry. Each runs in
 * a transaction of its own; `PRAGMA user_version` says how many have run.
 */
export const migrations: readonly string[] = [
  // No table is WITHOUT ROWID: of a damaged file, rows are read one by one by their rowid (salvage.ts).
  `
  CREATE TABLE upload (
    id TEXT PRIMARY KEY,
    position REAL NOT NULL,             -- any number: a row goes between two others
    added_at_ms INTEGER NOT NULL,
    finished_at_ms INTEGER,
    file TEXT NOT NULL,                 -- FileIdentity as JSON
    fingerprint TEXT NOT NULL,
    length_seconds REAL,
    aspect_ratio REAL,
    state TEXT NOT NULL,                -- UploadState as JSON
    attempts INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    attempt TEXT,                       -- the last attempt (start, boundary) as JSON
    uncertain_before INTEGER NOT NULL,
    proven_there INTEGER NOT NULL,
    looks INTEGER NOT NULL,
    details TEXT NOT NULL,              -- Details as JSON
    details_revision INTEGER NOT NULL,
    saved_revision INTEGER NOT NULL,
    save_error TEXT                     -- AppErrorValue as JSON
  ) STRICT;

  -- What was sent from this computer: a repeat is found here before a byte is sent.
  CREATE TABLE ledger (
    fingerprint TEXT PRIMARY KEY,
    video_id TEXT NOT NULL,
    sent_at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX ledger_by_video ON ledger (video_id);

  -- BigGo's videos as last seen.
  CREATE TABLE video (
    video_id TEXT PRIMARY KEY,
    created_at_ms INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,        -- order of first sight, free of any clock
    seen_in_sync INTEGER NOT NULL,
    video TEXT NOT NULL                 -- Video as JSON
  ) STRICT;

  -- BigGo takes a title and never returns it: this is the only copy that can be read.
  CREATE TABLE video_title (
    video_id TEXT PRIMARY KEY,
    title TEXT NOT NULL
  ) STRICT;

  -- Changes typed here that BigGo has not confirmed.
  CREATE TABLE video_edit (
    video_id TEXT PRIMARY KEY,
    patch TEXT NOT NULL,                -- DetailsPatch as JSON
    revision INTEGER NOT NULL,
    error TEXT                          -- AppErrorValue as JSON
  ) STRICT;

  CREATE TABLE deletion (
    id TEXT PRIMARY KEY,
    video_ids TEXT NOT NULL,            -- JSON array
    until_ms INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE fact (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- An edit knows what it was measured by, what somebody else made of it, and which fields wait for the person.
  ALTER TABLE video_edit DROP COLUMN revision;
  ALTER TABLE video_edit ADD COLUMN base TEXT;    -- KnownDetails as JSON
  ALTER TABLE video_edit ADD COLUMN attempted TEXT; -- DetailsPatch as JSON: sent, and not confirmed
  ALTER TABLE video_edit ADD COLUMN theirs TEXT;  -- KnownDetails as JSON
  ALTER TABLE video_edit ADD COLUMN held TEXT;    -- names of fields, JSON array

  -- The products of a video with their ids, which BigGo tells of single videos only.
  CREATE TABLE video_products (
    video_id TEXT PRIMARY KEY,
    seen_at_ms INTEGER NOT NULL,
    products TEXT NOT NULL              -- TaggedProduct[] as JSON
  ) STRICT;

  -- The frame last chosen here as a video's cover, which BigGo never returns.
  CREATE TABLE video_cover (
    video_id TEXT PRIMARY KEY,
    time_ms INTEGER NOT NULL,
    saved_at_ms INTEGER NOT NULL
  ) STRICT;

  -- Where a product's picture is: the page names products, never addresses.
  CREATE TABLE product_image (
    key TEXT PRIMARY KEY,               -- nindex-oid
    url TEXT NOT NULL
  ) STRICT;

  CREATE TABLE recent_product (
    key TEXT PRIMARY KEY,               -- nindex-oid
    used_at_ms INTEGER NOT NULL,
    product TEXT NOT NULL               -- TaggedProduct as JSON
  ) STRICT;

  CREATE TABLE product_set (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    products TEXT NOT NULL              -- TaggedProduct[] as JSON
  ) STRICT;

  CREATE TABLE template (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    template TEXT NOT NULL              -- Template as JSON
  ) STRICT;

  -- What was last chosen for the files of a folder.
  CREATE TABLE folder_default (
    folder TEXT PRIMARY KEY,
    choices TEXT NOT NULL               -- AddChoices as JSON
  ) STRICT;

  -- A product swapped on many videos: durable, so that a run goes on after a restart.
  CREATE TABLE replacement (
    id TEXT PRIMARY KEY,
    made_at_ms INTEGER NOT NULL,
    replacement TEXT NOT NULL           -- Replacement as JSON
  ) STRICT;
  `,
  `
  -- Which videos a sync saw is known while it runs, and of no use after it.
  ALTER TABLE video DROP COLUMN seen_in_sync;

  -- Why BigGo refused a field is kept for each field: held is an object, names of fields to AppErrorValue.
  UPDATE video_edit SET held = CASE WHEN error IS NULL THEN '{}' ELSE (
    SELECT json_group_object(field.value, json(video_edit.error))
    FROM json_each(coalesce(video_edit.held, '["title", "description", "access", "products", "coverTimeMs"]')) AS field
  ) END;
  ALTER TABLE video_edit DROP COLUMN error;

  -- A change of many videos, and where each of them stands: durable, so that it goes on after a restart.
  DROP TABLE replacement;
  CREATE TABLE bulk_job (
    id TEXT PRIMARY KEY,
    made_at_ms INTEGER NOT NULL,
    starts_at_ms INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    action TEXT NOT NULL                -- BulkAction as JSON
  ) STRICT;
  CREATE TABLE bulk_item (
    job_id TEXT NOT NULL,
    place INTEGER NOT NULL,
    video_id TEXT NOT NULL,
    state TEXT NOT NULL,
    patch TEXT,                         -- DetailsPatch as JSON: what is sent
    before TEXT,                        -- DetailsPatch as JSON: what was there, for the undo
    error TEXT,                         -- AppErrorValue as JSON
    PRIMARY KEY (job_id, place)
  ) STRICT;

  -- Folders whose new videos are added by themselves, and the states of files in them that are done with.
  CREATE TABLE watched_folder (
    id TEXT PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    choices TEXT NOT NULL               -- AddChoices as JSON
  ) STRICT;
  CREATE TABLE watched_file (
    folder_id TEXT NOT NULL,
    stamp TEXT NOT NULL,                -- of the file or of its place in the folder (file-stamp.ts)
    PRIMARY KEY (folder_id, stamp)
  ) STRICT;

  -- What BigGo counted for a video at the end of a day, where it was not what it had counted before; and the days asked.
  CREATE TABLE video_figures (
    video_id TEXT NOT NULL,
    day TEXT NOT NULL,                  -- 2026-11-25, in the computer's own time zone
    views INTEGER NOT NULL,
    likes INTEGER NOT NULL,
    comments INTEGER NOT NULL,
    PRIMARY KEY (video_id, day)
  ) STRICT;
  CREATE INDEX video_figures_by_day ON video_figures (day);
  CREATE TABLE figures_day (
    day TEXT PRIMARY KEY
  ) STRICT;

  -- A view of the library kept under a name.
  CREATE TABLE saved_view (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    view TEXT NOT NULL                  -- SavedView as JSON
  ) STRICT;

  -- What can be searched for in a video, folded (search-index.ts), and the index over it.
  CREATE TABLE video_text (
    id INTEGER PRIMARY KEY,
    video_id TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL
  ) STRICT;
  CREATE VIRTUAL TABLE video_fts USING fts5 (text, content = 'video_text', content_rowid = 'id', tokenize = 'trigram');
  CREATE TRIGGER video_text_added AFTER INSERT ON video_text BEGIN
    INSERT INTO video_fts (rowid, text) VALUES (new.id, new.text);
  END;
  CREATE TRIGGER video_text_removed AFTER DELETE ON video_text BEGIN
    INSERT INTO video_fts (video_fts, rowid, text) VALUES ('delete', old.id, old.text);
  END;
  CREATE TRIGGER video_text_changed AFTER UPDATE ON video_text BEGIN
    INSERT INTO video_fts (video_fts, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO video_fts (rowid, text) VALUES (new.id, new.text);
  END;
  `,
  `
  -- The phase alreadyThere is called duplicate. A state that is no JSON is left for the reader to report.
  UPDATE upload SET state = json_set(state, '$.phase', 'duplicate')
  WHERE json_valid(state) AND json_extract(state, '$.phase') = 'alreadyThere';
  `,
];
