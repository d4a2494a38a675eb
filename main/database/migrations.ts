/**
 * The schema migrations, in order. A released entry never changes; every schema change is a new entry. Each runs in its
 * own transaction; `PRAGMA user_version` counts those that have run.
 */
export const migrations: readonly string[] = [
  // No table is WITHOUT ROWID: salvage.ts reads the rows of a damaged file by rowid.
  `
  CREATE TABLE upload (
    id TEXT PRIMARY KEY,
    position REAL NOT NULL,             -- any real: a moved row gets a value between its neighbours
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

  -- Files uploaded from this computer, to detect duplicates before sending a byte.
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
    first_seen INTEGER NOT NULL,        -- order of first sighting, independent of any clock
    seen_in_sync INTEGER NOT NULL,
    video TEXT NOT NULL                 -- Video as JSON
  ) STRICT;

  -- BigGo accepts a title and never returns it: this is the only readable copy.
  CREATE TABLE video_title (
    video_id TEXT PRIMARY KEY,
    title TEXT NOT NULL
  ) STRICT;

  -- Local changes that BigGo has not confirmed.
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
  -- An edit stores its base values, conflicting values set elsewhere, and the fields held back until the user acts.
  ALTER TABLE video_edit DROP COLUMN revision;
  ALTER TABLE video_edit ADD COLUMN base TEXT;    -- KnownDetails as JSON
  ALTER TABLE video_edit ADD COLUMN attempted TEXT; -- DetailsPatch as JSON: sent and unconfirmed
  ALTER TABLE video_edit ADD COLUMN theirs TEXT;  -- KnownDetails as JSON
  ALTER TABLE video_edit ADD COLUMN held TEXT;    -- field names, JSON array

  -- The products of a video with their ids, which BigGo returns for single videos only.
  CREATE TABLE video_products (
    video_id TEXT PRIMARY KEY,
    seen_at_ms INTEGER NOT NULL,
    products TEXT NOT NULL              -- TaggedProduct[] as JSON
  ) STRICT;

  -- The frame last chosen in this app as a video's cover, which BigGo never returns.
  CREATE TABLE video_cover (
    video_id TEXT PRIMARY KEY,
    time_ms INTEGER NOT NULL,
    saved_at_ms INTEGER NOT NULL
  ) STRICT;

  -- The URL of a product's picture: the renderer requests pictures by product key, never by URL.
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

  -- The last choices for the files of a folder.
  CREATE TABLE folder_default (
    folder TEXT PRIMARY KEY,
    choices TEXT NOT NULL               -- AddChoices as JSON
  ) STRICT;

  -- A product replaced on many videos: stored so that a run continues after a restart.
  CREATE TABLE replacement (
    id TEXT PRIMARY KEY,
    made_at_ms INTEGER NOT NULL,
    replacement TEXT NOT NULL           -- Replacement as JSON
  ) STRICT;
  `,
  `
  -- The set of videos a sync saw is only needed in memory while it runs.
  ALTER TABLE video DROP COLUMN seen_in_sync;

  -- Refusals are stored per field: held becomes an object of field names to AppErrorValue.
  UPDATE video_edit SET held = CASE WHEN error IS NULL THEN '{}' ELSE (
    SELECT json_group_object(field.value, json(video_edit.error))
    FROM json_each(coalesce(video_edit.held, '["title", "description", "access", "products", "coverTimeMs"]')) AS field
  ) END;
  ALTER TABLE video_edit DROP COLUMN error;

  -- A bulk job and the state of each of its videos: stored so that it continues after a restart.
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
    patch TEXT,                         -- DetailsPatch as JSON: the values to send
    before TEXT,                        -- DetailsPatch as JSON: the previous values, for the undo
    error TEXT,                         -- AppErrorValue as JSON
    PRIMARY KEY (job_id, place)
  ) STRICT;

  -- Folders whose new videos are added automatically, and the stamps of files already handled.
  CREATE TABLE watched_folder (
    id TEXT PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    choices TEXT NOT NULL               -- AddChoices as JSON
  ) STRICT;
  CREATE TABLE watched_file (
    folder_id TEXT NOT NULL,
    stamp TEXT NOT NULL,                -- by inode or by path in the folder (file-stamp.ts)
    PRIMARY KEY (folder_id, stamp)
  ) STRICT;

  -- A video's figures at the end of a day, stored only when they changed; and the days that were recorded.
  CREATE TABLE video_figures (
    video_id TEXT NOT NULL,
    day TEXT NOT NULL,                  -- 2026-11-25, in the local time zone
    views INTEGER NOT NULL,
    likes INTEGER NOT NULL,
    comments INTEGER NOT NULL,
    PRIMARY KEY (video_id, day)
  ) STRICT;
  CREATE INDEX video_figures_by_day ON video_figures (day);
  CREATE TABLE figures_day (
    day TEXT PRIMARY KEY
  ) STRICT;

  -- A named view of the library.
  CREATE TABLE saved_view (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    view TEXT NOT NULL                  -- SavedView as JSON
  ) STRICT;

  -- The searchable text of a video, case-folded (search-index.ts), and the full-text index over it.
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
  -- Renames the phase alreadyThere to duplicate. A state that is not valid JSON is left for the reader to report.
  UPDATE upload SET state = json_set(state, '$.phase', 'duplicate')
  WHERE json_valid(state) AND json_extract(state, '$.phase') = 'alreadyThere';
  `,
  `
  ALTER TABLE upload ADD COLUMN media TEXT;   -- MediaFacts as JSON
  `,
  `
  -- Different contents can have one fingerprint: their SHA-256 decides, as hex digits; null where it is not known.
  ALTER TABLE upload ADD COLUMN content_hash TEXT;
  ALTER TABLE ledger RENAME TO ledger_by_fingerprint;
  DROP INDEX ledger_by_video;
  CREATE TABLE ledger (
    fingerprint TEXT NOT NULL,
    video_id TEXT NOT NULL,
    content_hash TEXT,
    sent_at_ms INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, video_id)
  ) STRICT;
  CREATE INDEX ledger_by_video ON ledger (video_id);
  INSERT INTO ledger (fingerprint, video_id, sent_at_ms)
  SELECT fingerprint, video_id, sent_at_ms FROM ledger_by_fingerprint;
  DROP TABLE ledger_by_fingerprint;
  `,
  `
  -- What is held in memory of every video (video-summary.ts), so that a start reads it from an index alone. Null when the
  -- stored video is not valid JSON.
  ALTER TABLE video ADD COLUMN summary TEXT AS (
    CASE WHEN json_valid(video) THEN json_extract(
      video, '$.complete', '$.lengthSeconds', '$.aspectRatio', '$.productCount', '$.viewCount', '$.likeCount',
      '$.commentCount'
    ) END
  );
  CREATE INDEX video_summary ON video (created_at_ms DESC, video_id, first_seen, summary);
  `,
  `
  -- A searchable text is marked in the transaction that changes what it is made of, and the mark goes with the new text:
  -- one that the app's end came between is made at the next start (search-index.ts). The texts of before are made again.
  -- Without OR IGNORE, which gives way to the conflict clause of the statement that fires a trigger.
  CREATE TABLE video_text_outdated (
    video_id TEXT PRIMARY KEY
  ) STRICT;
  DROP TRIGGER video_text_removed;
  DELETE FROM video_text;
  INSERT INTO video_fts (video_fts) VALUES ('delete-all');
  CREATE TRIGGER video_text_removed AFTER DELETE ON video_text BEGIN
    INSERT INTO video_fts (video_fts, rowid, text) VALUES ('delete', old.id, old.text);
  END;
  CREATE TRIGGER video_changed AFTER UPDATE OF video ON video
  WHEN CASE WHEN json_valid(old.video) AND json_valid(new.video)
    THEN json_extract(old.video, '$.description') IS NOT json_extract(new.video, '$.description') ELSE 1 END
  BEGIN
    INSERT INTO video_text_outdated SELECT new.video_id
    WHERE new.video_id NOT IN (SELECT video_id FROM video_text_outdated);
  END;
  CREATE TRIGGER video_removed AFTER DELETE ON video BEGIN
    INSERT INTO video_text_outdated SELECT old.video_id
    WHERE old.video_id NOT IN (SELECT video_id FROM video_text_outdated);
  END;
  CREATE TRIGGER video_title_set AFTER INSERT ON video_title BEGIN
    INSERT INTO video_text_outdated SELECT new.video_id
    WHERE new.video_id NOT IN (SELECT video_id FROM video_text_outdated);
  END;
  CREATE TRIGGER video_edit_set AFTER INSERT ON video_edit
  WHEN CASE WHEN json_valid(new.patch)
    THEN coalesce(json_extract(new.patch, '$.title'), json_extract(new.patch, '$.description')) IS NOT NULL ELSE 1 END
  BEGIN
    INSERT INTO video_text_outdated SELECT new.video_id
    WHERE new.video_id NOT IN (SELECT video_id FROM video_text_outdated);
  END;
  CREATE TRIGGER video_edit_removed AFTER DELETE ON video_edit
  WHEN CASE WHEN json_valid(old.patch)
    THEN coalesce(json_extract(old.patch, '$.title'), json_extract(old.patch, '$.description')) IS NOT NULL ELSE 1 END
  BEGIN
    INSERT INTO video_text_outdated SELECT old.video_id
    WHERE old.video_id NOT IN (SELECT video_id FROM video_text_outdated);
  END;
  `,
];
