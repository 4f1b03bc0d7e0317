CREATE TABLE access (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    matter TEXT,
    act TEXT NOT NULL,
    why TEXT,
    by_user TEXT NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT pk_access PRIMARY KEY (office, id)
)
 STRICT
;;
CREATE INDEX ix_access_office_matter ON access (office, matter)
;;
CREATE TABLE account (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    login TEXT,
    name TEXT,
    role TEXT,
    accusations INTEGER NOT NULL,
    active INTEGER NOT NULL,
    CONSTRAINT pk_account PRIMARY KEY (office, id)
)
 STRICT
;;
CREATE INDEX ix_account_office_login ON account (office, login)
;;
CREATE TABLE batch (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    file TEXT NOT NULL,
    rows INTEGER NOT NULL,
    by_user TEXT NOT NULL,
    at TEXT NOT NULL,
    undone_at TEXT,
    CONSTRAINT pk_batch PRIMARY KEY (office, id)
)
 STRICT
;;
CREATE TABLE blob (
    office TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL,
    CONSTRAINT pk_blob PRIMARY KEY (office, sha256)
)
 STRICT
;;
CREATE TABLE column_mapping (
    office TEXT NOT NULL,
    head TEXT NOT NULL,
    body TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    CONSTRAINT pk_column_mapping PRIMARY KEY (office, head)
)
 STRICT
;;
CREATE TABLE counter (
    office TEXT NOT NULL,
    series TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    CONSTRAINT pk_counter PRIMARY KEY (office, series, year)
)
 STRICT
;;
CREATE TABLE draft (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    user TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    CONSTRAINT pk_draft PRIMARY KEY (office, id)
)
 STRICT
;;
CREATE TABLE elsewhere (
    office TEXT NOT NULL,
    peer TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    number INTEGER NOT NULL,
    held INTEGER NOT NULL,
    lacking INTEGER NOT NULL,
    pieces TEXT NOT NULL,
    to_tell INTEGER NOT NULL,
    CONSTRAINT pk_elsewhere PRIMARY KEY (office, peer, sha256)
)
 STRICT
;;
CREATE TABLE installation (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    code TEXT NOT NULL,
    parent_code TEXT,
    station TEXT NOT NULL,
    training INTEGER NOT NULL,
    stream TEXT NOT NULL,
    sign_key BLOB NOT NULL,
    age_key TEXT NOT NULL,
    made_at TEXT NOT NULL,
    next_bundle INTEGER NOT NULL,
    CONSTRAINT pk_installation PRIMARY KEY (office, id)
)
 STRICT
;;
CREATE TABLE journal (
    office TEXT NOT NULL,
    stream TEXT NOT NULL,
    seq INTEGER NOT NULL,
    entity TEXT,
    owner TEXT,
    entity_id TEXT,
    matter TEXT,
    op TEXT,
    actor TEXT,
    hlc TEXT,
    wall TEXT,
    salt BLOB,
    line TEXT,
    digest BLOB NOT NULL,
    head BLOB NOT NULL,
    bundle TEXT,
    CONSTRAINT pk_journal PRIMARY KEY (office, stream, seq)
)
 STRICT
;;
CREATE INDEX ix_journal_matter ON journal (owner, matter)
;;
CREATE TABLE leader (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT,
    post TEXT,
    phone TEXT,
    sound TEXT NOT NULL,
    retired_on TEXT,
    CONSTRAINT pk_leader PRIMARY KEY (office, id)
)
 STRICT
;;
CREATE TABLE listing (
    doc INTEGER NOT NULL,
    office TEXT NOT NULL,
    matter TEXT NOT NULL,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    parties TEXT NOT NULL,
    name_key TEXT NOT NULL,
    category TEXT,
    channel TEXT,
    village TEXT,
    place TEXT NOT NULL,
    people INTEGER,
    amount_fen INTEGER,
    risk TEXT,
    urgent INTEGER,
    unit TEXT,
    officer TEXT,
    state TEXT NOT NULL,
    rung TEXT NOT NULL,
    open INTEGER NOT NULL,
    received_on TEXT NOT NULL,
    found_on TEXT,
    accepted_on TEXT,
    closed_on TEXT,
    registered_on TEXT NOT NULL,
    next_rule TEXT,
    next_due_on TEXT,
    next_action TEXT,
    notice_due_on TEXT,
    notice_met_on TEXT,
    batch TEXT,
    last_seq INTEGER NOT NULL,
    custodian TEXT NOT NULL,
    "indexed" INTEGER NOT NULL,
    CONSTRAINT pk_listing PRIMARY KEY (doc)
)
 STRICT
;;
CREATE INDEX ix_listing_closed ON listing (closed_on) WHERE state <> 'voided'
;;
CREATE INDEX ix_listing_due ON listing (next_due_on, custodian) WHERE open = 1
;;
CREATE INDEX ix_listing_last_seq ON listing (last_seq, office)
;;
CREATE INDEX ix_listing_live ON listing (doc, kind, open, state, rung) WHERE state <> 'voided'
;;
CREATE INDEX ix_listing_name_key ON listing (name_key) WHERE state <> 'voided'
;;
CREATE INDEX ix_listing_number ON listing (number) WHERE state <> 'voided'
;;
CREATE UNIQUE INDEX ix_listing_office_matter ON listing (office, matter)
;;
CREATE INDEX ix_listing_village ON listing (village)
;;
CREATE TABLE matter (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    number TEXT,
    kind TEXT,
    channel TEXT,
    received_on TEXT,
    found_on TEXT,
    urgent INTEGER,
    is_first INTEGER,
    title TEXT,
    category TEXT,
    content_class TEXT,
    village TEXT,
    place TEXT,
    statement TEXT,
    request TEXT,
    people INTEGER,
    amount_fen INTEGER,
    risk TEXT,
    external_no TEXT,
    source_office TEXT,
    source_due_on TEXT,
    responsible_unit TEXT,
    responsible_officer TEXT,
    lead_leader TEXT,
    measures TEXT,
    resolve_by TEXT,
    accepted_on TEXT,
    closed_on TEXT,
    outcome TEXT,
    agreement_no TEXT,
    followed_up INTEGER,
    satisfaction TEXT,
    remark TEXT,
    state TEXT,
    rung TEXT,
    lineage TEXT,
    earlier TEXT,
    progress TEXT,
    simple INTEGER,
    route TEXT,
    registered_on TEXT NOT NULL,
    registered_by TEXT NOT NULL,
    rule_set TEXT NOT NULL,
    custodian TEXT NOT NULL,
    custody INTEGER NOT NULL,
    restricted INTEGER NOT NULL,
    batch TEXT,
    CONSTRAINT pk_matter PRIMARY KEY (office, id),
    CONSTRAINT ck_matter_received_on_day CHECK (received_on IS NULL OR length(received_on) = 10),
    CONSTRAINT ck_matter_found_on_day CHECK (found_on IS NULL OR length(found_on) = 10),
    CONSTRAINT ck_matter_accepted_on_day CHECK (accepted_on IS NULL OR length(accepted_on) = 10),
    CONSTRAINT ck_matter_closed_on_day CHECK (closed_on IS NULL OR length(closed_on) = 10),
    CONSTRAINT ck_matter_registered_on_day CHECK (registered_on IS NULL OR length(registered_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_matter_earlier ON matter (office, earlier) WHERE earlier IS NOT NULL
;;
CREATE INDEX ix_matter_office_batch ON matter (office, batch)
;;
CREATE INDEX ix_matter_office_number ON matter (office, number)
;;
CREATE TABLE mediator (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT,
    committee TEXT,
    phone TEXT,
    sound TEXT NOT NULL,
    retired_on TEXT,
    CONSTRAINT pk_mediator PRIMARY KEY (office, id)
)
 STRICT
;;
CREATE TABLE peer (
    office TEXT NOT NULL,
    installation TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    code TEXT NOT NULL,
    station TEXT NOT NULL,
    sign_key TEXT NOT NULL,
    age_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    card TEXT NOT NULL,
    trusted_at TEXT NOT NULL,
    compared INTEGER NOT NULL,
    revoked_at TEXT,
    CONSTRAINT pk_peer PRIMARY KEY (office, installation)
)
 STRICT
;;
CREATE TABLE receipted (
    office TEXT NOT NULL,
    peer TEXT NOT NULL,
    stream TEXT NOT NULL,
    seq INTEGER NOT NULL,
    head BLOB NOT NULL,
    at TEXT NOT NULL,
    installation TEXT NOT NULL,
    CONSTRAINT pk_receipted PRIMARY KEY (office, peer, stream)
)
 STRICT
;;
CREATE TABLE receipts_in (
    office TEXT NOT NULL,
    peer TEXT NOT NULL,
    installation TEXT NOT NULL,
    stream TEXT NOT NULL,
    number INTEGER NOT NULL,
    head BLOB NOT NULL,
    line TEXT NOT NULL,
    at TEXT NOT NULL,
    current INTEGER NOT NULL,
    CONSTRAINT pk_receipts_in PRIMARY KEY (office, peer, installation, stream)
)
 STRICT
;;
CREATE TABLE receipts_out (
    office TEXT NOT NULL,
    peer TEXT NOT NULL,
    stream TEXT NOT NULL,
    opening TEXT NOT NULL,
    number INTEGER NOT NULL,
    head BLOB NOT NULL,
    CONSTRAINT pk_receipts_out PRIMARY KEY (office, peer)
)
 STRICT
;;
CREATE TABLE received (
    office TEXT NOT NULL,
    installation TEXT NOT NULL,
    bundle TEXT NOT NULL,
    from_office TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    stream TEXT NOT NULL,
    lo INTEGER NOT NULL,
    hi INTEGER NOT NULL,
    head BLOB NOT NULL,
    matters INTEGER NOT NULL,
    new INTEGER NOT NULL,
    known INTEGER NOT NULL,
    quarantined INTEGER NOT NULL,
    status TEXT NOT NULL,
    code TEXT,
    sentence TEXT,
    file TEXT NOT NULL,
    size INTEGER NOT NULL,
    at TEXT NOT NULL,
    answered INTEGER,
    content BLOB,
    CONSTRAINT pk_received PRIMARY KEY (office, installation, bundle)
)
 STRICT
;;
CREATE INDEX ix_received_stream ON received (office, from_office, stream, lo)
;;
CREATE TABLE sent (
    office TEXT NOT NULL,
    bundle TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    to_office TEXT NOT NULL,
    stream TEXT NOT NULL,
    lo INTEGER NOT NULL,
    hi INTEGER NOT NULL,
    matters INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    file TEXT NOT NULL,
    made_at TEXT NOT NULL,
    receipted_at TEXT,
    refused TEXT,
    CONSTRAINT pk_sent PRIMARY KEY (office, bundle)
)
 STRICT
;;
CREATE INDEX ix_sent_to ON sent (office, to_office)
;;
CREATE TABLE setting (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    value TEXT,
    CONSTRAINT pk_setting PRIMARY KEY (office, id)
)
 STRICT
;;
CREATE TABLE staged (
    office TEXT NOT NULL,
    from_office TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    pieces TEXT NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT pk_staged PRIMARY KEY (office, from_office, sha256)
)
 STRICT
;;
CREATE TABLE stored (
    office TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT pk_stored PRIMARY KEY (office, sha256)
)
 STRICT
;;
CREATE TABLE stream (
    office TEXT NOT NULL,
    stream TEXT NOT NULL,
    installation TEXT NOT NULL,
    opening TEXT NOT NULL,
    seq INTEGER NOT NULL,
    head BLOB NOT NULL,
    own INTEGER NOT NULL,
    frozen INTEGER NOT NULL,
    CONSTRAINT pk_stream PRIMARY KEY (office, stream)
)
 STRICT
;;
CREATE TABLE unfolded (
    office TEXT NOT NULL,
    stream TEXT NOT NULL,
    seq INTEGER NOT NULL,
    reason TEXT NOT NULL,
    decided TEXT,
    CONSTRAINT pk_unfolded PRIMARY KEY (office, stream, seq)
)
 STRICT
;;
CREATE TABLE unit (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT,
    head TEXT,
    phone TEXT,
    sound TEXT NOT NULL,
    retired_on TEXT,
    CONSTRAINT pk_unit PRIMARY KEY (office, id)
)
 STRICT
;;
CREATE TABLE vault_key (
    office TEXT NOT NULL,
    "key" BLOB NOT NULL,
    made_at TEXT NOT NULL,
    CONSTRAINT pk_vault_key PRIMARY KEY (office)
)
 STRICT
;;
CREATE TABLE village (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    code TEXT,
    name TEXT,
    parent TEXT,
    head TEXT,
    phone TEXT,
    sound TEXT NOT NULL,
    retired_on TEXT,
    CONSTRAINT pk_village PRIMARY KEY (office, id)
)
 STRICT
;;
CREATE INDEX ix_village_office_name ON village (office, name)
;;
CREATE TABLE attachment (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    matter TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    kind TEXT,
    name TEXT,
    media TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    made_on TEXT,
    given_by TEXT,
    proves TEXT,
    same_as_original INTEGER,
    added_on TEXT,
    added_by TEXT,
    by_office TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_attachment PRIMARY KEY (office, id),
    CONSTRAINT fk_attachment_matter FOREIGN KEY(office, matter) REFERENCES matter (office, id),
    CONSTRAINT ck_attachment_made_on_day CHECK (made_on IS NULL OR length(made_on) = 10),
    CONSTRAINT ck_attachment_added_on_day CHECK (added_on IS NULL OR length(added_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_attachment_by_office ON attachment (by_office)
;;
CREATE INDEX ix_attachment_office_matter ON attachment (office, matter)
;;
CREATE INDEX ix_attachment_sha256 ON attachment (sha256)
;;
CREATE TABLE paper (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    matter TEXT NOT NULL,
    kind TEXT,
    number TEXT,
    issued_on TEXT,
    issued_by TEXT NOT NULL,
    pages INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    CONSTRAINT pk_paper PRIMARY KEY (office, id),
    CONSTRAINT fk_paper_matter FOREIGN KEY(office, matter) REFERENCES matter (office, id)
)
 STRICT
;;
CREATE INDEX ix_paper_office_matter ON paper (office, matter)
;;
CREATE TABLE party (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    matter TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    role TEXT,
    name TEXT,
    sex TEXT,
    id_no TEXT,
    credit_code TEXT,
    phone TEXT,
    address TEXT,
    doubt TEXT,
    CONSTRAINT pk_party PRIMARY KEY (office, id),
    CONSTRAINT fk_party_matter FOREIGN KEY(office, matter) REFERENCES matter (office, id)
)
 STRICT
;;
CREATE INDEX ix_party_office_id_no ON party (office, id_no)
;;
CREATE INDEX ix_party_office_matter ON party (office, matter)
;;
CREATE TABLE step (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    matter TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    action TEXT,
    done_on TEXT,
    rung TEXT,
    state TEXT,
    handler TEXT,
    what TEXT,
    until_on TEXT,
    details TEXT NOT NULL,
    by_office TEXT NOT NULL,
    by_user TEXT NOT NULL,
    CONSTRAINT pk_step PRIMARY KEY (office, id),
    CONSTRAINT fk_step_matter FOREIGN KEY(office, matter) REFERENCES matter (office, id),
    CONSTRAINT ck_step_done_on_day CHECK (done_on IS NULL OR length(done_on) = 10),
    CONSTRAINT ck_step_until_on_day CHECK (until_on IS NULL OR length(until_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_step_office_matter ON step (office, matter)
;;
CREATE TABLE transfer (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    matter TEXT NOT NULL,
    kind TEXT,
    number TEXT,
    from_office TEXT NOT NULL,
    to_office TEXT NOT NULL,
    to_name TEXT,
    offered_on TEXT,
    offered_by TEXT,
    what TEXT,
    due_on TEXT,
    at_custody INTEGER NOT NULL,
    answer TEXT,
    answered_on TEXT,
    answered_by TEXT,
    answer_reason TEXT,
    proposed_unit TEXT,
    seen TEXT NOT NULL,
    CONSTRAINT pk_transfer PRIMARY KEY (office, id),
    CONSTRAINT fk_transfer_matter FOREIGN KEY(office, matter) REFERENCES matter (office, id),
    CONSTRAINT ck_transfer_offered_on_day CHECK (offered_on IS NULL OR length(offered_on) = 10),
    CONSTRAINT ck_transfer_due_on_day CHECK (due_on IS NULL OR length(due_on) = 10),
    CONSTRAINT ck_transfer_answered_on_day CHECK (answered_on IS NULL OR length(answered_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_transfer_office_matter ON transfer (office, matter)
;;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
       WHEN NOT ((old.line IS NULL OR (new.line IS NULL AND new.salt IS NULL))
         AND new.office = old.office AND new.stream = old.stream AND new.seq = old.seq
         AND new.digest = old.digest AND new.head = old.head)
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
;;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
;;
CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
       WHEN EXISTS (SELECT 1 FROM journal WHERE office = new.office AND stream = new.stream AND seq = new.seq)
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
;;
CREATE VIRTUAL TABLE search_name USING fts5(
       words, content='', contentless_delete=1, detail=full, prefix='5', tokenize='ascii')
;;
CREATE VIRTUAL TABLE search_text USING fts5(
       words, content='', contentless_delete=1, detail=full, prefix='5', tokenize='ascii')
;;
INSERT INTO search_name(search_name, rank) VALUES ('hashsize', 16777216)
;;
INSERT INTO search_text(search_text, rank) VALUES ('hashsize', 16777216)
