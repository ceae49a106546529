import GRDB

/// The tables of the log. A migration is never edited after it has shipped; a new one is added.
enum Schema {
    /// Written to `PRAGMA application_id`: "GLAN".
    static let applicationID: Int = 0x474C_414E
    /// Written to `PRAGMA user_version`; a file with a higher one is from a newer Greenlane.
    static let version = 3

    static func migrator() -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 log, projections, outbox") { db in
            try db.execute(sql: log)
            try db.execute(sql: projections)
            try db.execute(sql: outbox)
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: "PRAGMA user_version = 1")
        }
        migrator.registerMigration("2 proofs, papers, trace, refusals") { db in
            try db.execute(sql: proofs)
            try db.execute(sql: traces)
            try db.execute(sql: "PRAGMA user_version = 2")
        }
        migrator.registerMigration("3 access") { db in
            try db.execute(sql: access)
            try db.execute(sql: "PRAGMA user_version = 3")
        }
        return migrator
    }

    /// Organisations, accounts and what lets them in, made from their events. `personal` holds the
    /// values that name people or could unlock an account: it may be erased.
    private static let access = """
        CREATE TABLE access (
            stream INTEGER PRIMARY KEY REFERENCES stream(id),
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            version INTEGER NOT NULL,
            body TEXT NOT NULL,
            personal TEXT,
            UNIQUE (kind, id)
        ) STRICT;
        """

    /// `entry` is the canonical JSON that the leaf hashes: stream, version, type, both times, actor
    /// and data are all inside it; the columns beside it only find it. `sealed` holds the values
    /// and salts of the personal fields that `entry` only commits to: it may be erased.
    private static let log = """
        CREATE TABLE stream (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE event (
            position INTEGER PRIMARY KEY CHECK (position > 0),
            stream INTEGER NOT NULL REFERENCES stream(id),
            version INTEGER NOT NULL CHECK (version > 0),
            type TEXT NOT NULL,
            entry TEXT NOT NULL,
            leaf BLOB NOT NULL CHECK (length(leaf) = 32),
            sealed TEXT,
            UNIQUE (stream, version)
        ) STRICT;
        CREATE TABLE tree (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            size INTEGER NOT NULL,
            frontier BLOB NOT NULL
        ) STRICT;
        CREATE TABLE definition (
            digest TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            body BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let projections = """
        CREATE TABLE shipment (
            stream INTEGER PRIMARY KEY REFERENCES stream(id),
            id TEXT NOT NULL UNIQUE,
            importer TEXT NOT NULL,
            reference TEXT NOT NULL,
            request TEXT NOT NULL,
            version INTEGER NOT NULL,
            milestone TEXT NOT NULL,
            state TEXT NOT NULL,
            due INTEGER,
            overdue INTEGER NOT NULL DEFAULT 0,
            final INTEGER NOT NULL DEFAULT 0,
            updated INTEGER NOT NULL,
            UNIQUE (importer, reference)
        ) STRICT;
        CREATE INDEX shipment_due ON shipment (due) WHERE due IS NOT NULL;
        CREATE TABLE ledger (
            stream INTEGER PRIMARY KEY REFERENCES stream(id),
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            holder TEXT NOT NULL,
            code TEXT NOT NULL,
            status TEXT NOT NULL,
            version INTEGER NOT NULL,
            body TEXT NOT NULL,
            UNIQUE (kind, id)
        ) STRICT;
        CREATE INDEX ledger_holder ON ledger (holder, code);
        CREATE TABLE idempotency (
            key TEXT PRIMARY KEY,
            command TEXT NOT NULL,
            position INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let outbox = """
        CREATE TABLE subscription (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            url TEXT NOT NULL,
            format TEXT NOT NULL,
            active INTEGER NOT NULL,
            since INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE outbox (
            subscription INTEGER NOT NULL REFERENCES subscription(id),
            position INTEGER NOT NULL REFERENCES event(position),
            stream INTEGER NOT NULL,
            status INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0,
            due INTEGER NOT NULL,
            PRIMARY KEY (subscription, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX outbox_pending ON outbox (due) WHERE status = 0;
        CREATE TABLE attempt (
            subscription INTEGER NOT NULL,
            position INTEGER NOT NULL,
            number INTEGER NOT NULL,
            at INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            status INTEGER,
            PRIMARY KEY (subscription, position, number)
        ) STRICT, WITHOUT ROWID;
        """

    /// `tile` holds the hashes of the tree, 256 to a row (C2SP tlog-tiles): level 0 once a row is
    /// full, the levels above also while they grow. `checkpoint` holds every tree head that was
    /// signed, as a signed note; `token` what a time-stamping authority said of one.
    private static let proofs = """
        CREATE TABLE tile (
            level INTEGER NOT NULL CHECK (level >= 0),
            idx INTEGER NOT NULL CHECK (idx >= 0),
            hashes BLOB NOT NULL,
            PRIMARY KEY (level, idx)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE checkpoint (
            size INTEGER PRIMARY KEY CHECK (size > 0),
            at INTEGER NOT NULL,
            note TEXT NOT NULL
        ) STRICT;
        CREATE TABLE token (
            size INTEGER NOT NULL REFERENCES checkpoint(size),
            at INTEGER NOT NULL,
            request BLOB NOT NULL,
            reply BLOB NOT NULL,
            PRIMARY KEY (size, at)
        ) STRICT, WITHOUT ROWID;
        """

    /// `paper` holds the contents of attached documents under their digests. `trace` finds events
    /// by what they are about; `refusal_tally` counts what was refused on a day and by whom, so
    /// that repeats do not fill the log.
    private static let traces = """
        CREATE TABLE paper (
            digest TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            body BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE trace (
            topic TEXT NOT NULL,
            key TEXT NOT NULL,
            position INTEGER NOT NULL,
            PRIMARY KEY (topic, key, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE refusal_tally (
            day TEXT NOT NULL,
            actor TEXT NOT NULL,
            target TEXT NOT NULL,
            command TEXT NOT NULL,
            code TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (day, actor, target, command, code)
        ) STRICT, WITHOUT ROWID;
        """
}
