ALTER TABLE matter ADD COLUMN causes TEXT
;;
CREATE TABLE agent_act (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    mandate TEXT NOT NULL,
    kind TEXT,
    on_day TEXT,
    what TEXT,
    told INTEGER NOT NULL,
    about_office TEXT,
    about TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    restricted INTEGER NOT NULL,
    CONSTRAINT pk_agent_act PRIMARY KEY (office, id),
    CONSTRAINT ck_agent_act_on_day_day CHECK (on_day IS NULL OR length(on_day) = 10)
)
 STRICT
;;
CREATE INDEX ix_agent_act_about ON agent_act (about_office, about)
;;
CREATE INDEX ix_agent_act_office_mandate ON agent_act (office, mandate)
;;
CREATE TABLE award (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    number TEXT,
    mediator TEXT,
    committee TEXT,
    helpers TEXT,
    graded_on TEXT,
    grader TEXT,
    settled INTEGER,
    agreed INTEGER,
    complete INTEGER,
    performed INTEGER,
    visited INTEGER,
    recorded INTEGER,
    signed INTEGER,
    lawful INTEGER,
    hard INTEGER,
    grade TEXT,
    grade_note TEXT,
    fen INTEGER,
    paid_list TEXT,
    cancelled_on TEXT,
    cancel_reason TEXT,
    cancel_note TEXT,
    canceller TEXT,
    back_list TEXT,
    about_office TEXT,
    about TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    restricted INTEGER NOT NULL,
    CONSTRAINT pk_award PRIMARY KEY (office, id),
    CONSTRAINT ck_award_graded_on_day CHECK (graded_on IS NULL OR length(graded_on) = 10),
    CONSTRAINT ck_award_cancelled_on_day CHECK (cancelled_on IS NULL OR length(cancelled_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_award_about ON award (about_office, about)
;;
CREATE INDEX ix_award_office_graded_on ON award (office, graded_on)
;;
CREATE INDEX ix_award_office_paid_list ON award (office, paid_list)
;;
CREATE TABLE award_list (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    number TEXT,
    title TEXT,
    from_on TEXT,
    to_on TEXT,
    maker TEXT,
    approver TEXT,
    approved_on TEXT,
    note TEXT,
    cases INTEGER,
    fen INTEGER,
    back_fen INTEGER,
    body TEXT NOT NULL,
    sha256 TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_award_list PRIMARY KEY (office, id),
    CONSTRAINT ck_award_list_from_on_day CHECK (from_on IS NULL OR length(from_on) = 10),
    CONSTRAINT ck_award_list_to_on_day CHECK (to_on IS NULL OR length(to_on) = 10),
    CONSTRAINT ck_award_list_approved_on_day CHECK (approved_on IS NULL OR length(approved_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_award_list_office_from_on ON award_list (office, from_on)
;;
CREATE TABLE branch (
    office TEXT NOT NULL,
    stream TEXT NOT NULL,
    trunk TEXT NOT NULL,
    fork INTEGER NOT NULL,
    CONSTRAINT pk_branch PRIMARY KEY (office, stream)
)
 STRICT
;;
CREATE TABLE charge (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    number TEXT,
    source TEXT,
    batch TEXT,
    batch_no INTEGER,
    opened_on TEXT,
    due_on TEXT,
    leader TEXT,
    post TEXT,
    level TEXT,
    lead_unit TEXT,
    support_units TEXT,
    township_head TEXT,
    village_head TEXT,
    police_liaison TEXT,
    officer TEXT,
    phone TEXT,
    crux TEXT,
    verified INTEGER,
    reasonable TEXT,
    "plan" TEXT,
    resolved_on TEXT,
    resolve_way TEXT,
    proofs TEXT,
    result TEXT,
    resolved_by TEXT,
    unit_opinion TEXT,
    leader_opinion TEXT,
    office_opinion TEXT,
    approver TEXT,
    struck_on TEXT,
    backflow_on TEXT,
    backflow_why TEXT,
    earlier TEXT,
    about_office TEXT,
    about TEXT,
    to_office TEXT,
    to_name TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    restricted INTEGER NOT NULL,
    CONSTRAINT pk_charge PRIMARY KEY (office, id),
    CONSTRAINT ck_charge_opened_on_day CHECK (opened_on IS NULL OR length(opened_on) = 10),
    CONSTRAINT ck_charge_due_on_day CHECK (due_on IS NULL OR length(due_on) = 10),
    CONSTRAINT ck_charge_resolved_on_day CHECK (resolved_on IS NULL OR length(resolved_on) = 10),
    CONSTRAINT ck_charge_struck_on_day CHECK (struck_on IS NULL OR length(struck_on) = 10),
    CONSTRAINT ck_charge_backflow_on_day CHECK (backflow_on IS NULL OR length(backflow_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_charge_about ON charge (about_office, about)
;;
CREATE INDEX ix_charge_office_batch_no ON charge (office, batch_no)
;;
CREATE INDEX ix_charge_office_opened_on ON charge (office, opened_on)
;;
CREATE TABLE charge_progress (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    charge_office TEXT NOT NULL,
    charge TEXT NOT NULL,
    kind TEXT,
    on_day TEXT,
    who TEXT,
    what TEXT,
    asked TEXT,
    about_office TEXT,
    about TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    restricted INTEGER NOT NULL,
    CONSTRAINT pk_charge_progress PRIMARY KEY (office, id),
    CONSTRAINT ck_charge_progress_on_day_day CHECK (on_day IS NULL OR length(on_day) = 10)
)
 STRICT
;;
CREATE INDEX ix_charge_progress_about ON charge_progress (about_office, about)
;;
CREATE INDEX ix_charge_progress_office_charge ON charge_progress (office, charge)
;;
CREATE TABLE coded_held (
    office TEXT NOT NULL,
    peer TEXT NOT NULL,
    installation TEXT NOT NULL,
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    current INTEGER NOT NULL,
    CONSTRAINT pk_coded_held PRIMARY KEY (office, peer, installation, stream)
)
 STRICT
;;
CREATE TABLE coded_in (
    office TEXT NOT NULL,
    installation TEXT NOT NULL,
    entity TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT,
    CONSTRAINT pk_coded_in PRIMARY KEY (office, installation, entity, id)
)
 STRICT
;;
CREATE TABLE coded_out (
    office TEXT NOT NULL,
    stream TEXT NOT NULL,
    entity TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT,
    CONSTRAINT pk_coded_out PRIMARY KEY (office, stream, entity, id)
)
 STRICT
;;
CREATE TABLE duty_item (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    letter TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    what TEXT,
    figure TEXT,
    target INTEGER,
    done TEXT,
    evidence TEXT,
    to_office TEXT,
    to_name TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_duty_item PRIMARY KEY (office, id)
)
 STRICT
;;
CREATE INDEX ix_duty_item_office_letter ON duty_item (office, letter)
;;
CREATE TABLE duty_letter (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    year INTEGER,
    title TEXT,
    signed_on TEXT,
    giver TEXT,
    taker TEXT,
    to_office TEXT,
    to_name TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_duty_letter PRIMARY KEY (office, id),
    CONSTRAINT ck_duty_letter_signed_on_day CHECK (signed_on IS NULL OR length(signed_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_duty_letter_office_year ON duty_letter (office, year)
;;
CREATE TABLE duty_review (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    opened_on TEXT,
    ground TEXT,
    unit TEXT,
    found TEXT,
    stated_on TEXT,
    statement TEXT,
    outcome TEXT,
    decided_on TEXT,
    decided_by TEXT,
    about_office TEXT,
    about TEXT,
    to_office TEXT,
    to_name TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    restricted INTEGER NOT NULL,
    CONSTRAINT pk_duty_review PRIMARY KEY (office, id),
    CONSTRAINT ck_duty_review_opened_on_day CHECK (opened_on IS NULL OR length(opened_on) = 10),
    CONSTRAINT ck_duty_review_stated_on_day CHECK (stated_on IS NULL OR length(stated_on) = 10),
    CONSTRAINT ck_duty_review_decided_on_day CHECK (decided_on IS NULL OR length(decided_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_duty_review_about ON duty_review (about_office, about)
;;
CREATE INDEX ix_duty_review_office_opened_on ON duty_review (office, opened_on)
;;
CREATE TABLE enclosure (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    of_entity TEXT NOT NULL,
    of_id TEXT NOT NULL,
    name TEXT,
    media TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    added_on TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_enclosure PRIMARY KEY (office, id),
    CONSTRAINT ck_enclosure_added_on_day CHECK (added_on IS NULL OR length(added_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_enclosure_office_of_id ON enclosure (office, of_id)
;;
CREATE INDEX ix_enclosure_office_sha256 ON enclosure (office, sha256)
;;
CREATE TABLE ending (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    on_day TEXT,
    checker TEXT,
    solved TEXT,
    explained TEXT,
    helped TEXT,
    law_organ TEXT,
    law_on TEXT,
    about_office TEXT,
    about TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    restricted INTEGER NOT NULL,
    CONSTRAINT pk_ending PRIMARY KEY (office, id),
    CONSTRAINT ck_ending_on_day_day CHECK (on_day IS NULL OR length(on_day) = 10),
    CONSTRAINT ck_ending_law_on_day CHECK (law_on IS NULL OR length(law_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_ending_about ON ending (about_office, about)
;;
CREATE INDEX ix_ending_office_on_day ON ending (office, on_day)
;;
CREATE TABLE fact (
    office TEXT NOT NULL,
    matter TEXT NOT NULL,
    coded INTEGER NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    channel TEXT,
    category TEXT,
    content_class TEXT,
    village TEXT,
    unit TEXT,
    custodian TEXT NOT NULL,
    state TEXT NOT NULL,
    rung TEXT NOT NULL,
    risk TEXT,
    urgent INTEGER NOT NULL,
    simple INTEGER NOT NULL,
    referred INTEGER NOT NULL,
    litigation INTEGER NOT NULL,
    route TEXT,
    lineage TEXT,
    is_first INTEGER,
    earlier TEXT,
    people INTEGER,
    amount_fen INTEGER,
    received_on TEXT NOT NULL,
    found_on TEXT,
    registered_on TEXT NOT NULL,
    accepted_on TEXT,
    closed_on TEXT,
    notice_due_on TEXT,
    notice_met_on TEXT,
    limit_on TEXT,
    answered_on TEXT,
    extended INTEGER NOT NULL,
    result TEXT,
    mediation_source TEXT,
    mediated_on TEXT,
    agreed_on TEXT,
    agreement_form TEXT,
    performance TEXT,
    failed_on TEXT,
    confirmed TEXT,
    outcome TEXT,
    resolved_on TEXT,
    rating_due_on TEXT,
    rated_on TEXT,
    rated_office TEXT,
    rated_unit TEXT,
    visit_due_on TEXT,
    visit_met_on TEXT,
    visited_on TEXT,
    review_asked_on TEXT,
    review_done_on TEXT,
    review_result TEXT,
    final_asked_on TEXT,
    final_done_on TEXT,
    final_result TEXT,
    reopened_on TEXT,
    has_causes INTEGER NOT NULL,
    has_plan INTEGER NOT NULL,
    has_duty INTEGER NOT NULL,
    CONSTRAINT pk_fact PRIMARY KEY (office, matter)
)
 STRICT
;;
CREATE INDEX ix_fact_earlier ON fact (office, earlier)
;;
CREATE INDEX ix_fact_received_on ON fact (received_on)
;;
CREATE TABLE fork_ruling (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    stream TEXT NOT NULL,
    fork INTEGER NOT NULL,
    head TEXT NOT NULL,
    branch TEXT NOT NULL,
    ruled_on TEXT,
    ruled_by TEXT,
    reason TEXT,
    to_office TEXT,
    to_name TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_fork_ruling PRIMARY KEY (office, id),
    CONSTRAINT ck_fork_ruling_ruled_on_day CHECK (ruled_on IS NULL OR length(ruled_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_fork_ruling_office_to_office ON fork_ruling (office, to_office)
;;
CREATE TABLE handover (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    number TEXT,
    from_name TEXT,
    to_name TEXT,
    on_day TEXT,
    witness TEXT,
    why TEXT,
    from_signed_on TEXT,
    to_signed_on TEXT,
    items TEXT NOT NULL,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_handover PRIMARY KEY (office, id),
    CONSTRAINT ck_handover_on_day_day CHECK (on_day IS NULL OR length(on_day) = 10),
    CONSTRAINT ck_handover_from_signed_on_day CHECK (from_signed_on IS NULL OR length(from_signed_on) = 10),
    CONSTRAINT ck_handover_to_signed_on_day CHECK (to_signed_on IS NULL OR length(to_signed_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_handover_office_on_day ON handover (office, on_day)
;;
CREATE INDEX ix_listing_sums ON listing (people, amount_fen) WHERE state <> 'voided'
;;
CREATE TABLE mandate (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    number TEXT,
    principal TEXT,
    agent TEXT,
    agent_post TEXT,
    agent_unit TEXT,
    agent_phone TEXT,
    level TEXT,
    what TEXT,
    powers TEXT,
    signed_on TEXT,
    until_on TEXT,
    ended_on TEXT,
    result TEXT,
    satisfaction TEXT,
    about_office TEXT,
    about TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    restricted INTEGER NOT NULL,
    CONSTRAINT pk_mandate PRIMARY KEY (office, id),
    CONSTRAINT ck_mandate_signed_on_day CHECK (signed_on IS NULL OR length(signed_on) = 10),
    CONSTRAINT ck_mandate_until_on_day CHECK (until_on IS NULL OR length(until_on) = 10),
    CONSTRAINT ck_mandate_ended_on_day CHECK (ended_on IS NULL OR length(ended_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_mandate_about ON mandate (about_office, about)
;;
CREATE INDEX ix_mandate_office_agent ON mandate (office, agent)
;;
CREATE INDEX ix_mandate_office_signed_on ON mandate (office, signed_on)
;;
CREATE INDEX ix_matter_restricted ON matter (office, id) WHERE restricted
;;
CREATE TABLE meeting (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT,
    title TEXT,
    held_on TEXT,
    place TEXT,
    chair TEXT,
    present TEXT,
    absent TEXT,
    sitting_in TEXT,
    recorder TEXT,
    agenda TEXT,
    opinion TEXT,
    sent_to TEXT,
    minutes_on TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_meeting PRIMARY KEY (office, id),
    CONSTRAINT ck_meeting_held_on_day CHECK (held_on IS NULL OR length(held_on) = 10),
    CONSTRAINT ck_meeting_minutes_on_day CHECK (minutes_on IS NULL OR length(minutes_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_meeting_office_held_on ON meeting (office, held_on)
;;
CREATE TABLE opinion_check (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    learned_on TEXT,
    question TEXT,
    unit TEXT,
    officer TEXT,
    due_on TEXT,
    verified_on TEXT,
    finding TEXT,
    answered_on TEXT,
    answer TEXT,
    about_office TEXT,
    about TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    restricted INTEGER NOT NULL,
    CONSTRAINT pk_opinion_check PRIMARY KEY (office, id),
    CONSTRAINT ck_opinion_check_learned_on_day CHECK (learned_on IS NULL OR length(learned_on) = 10),
    CONSTRAINT ck_opinion_check_due_on_day CHECK (due_on IS NULL OR length(due_on) = 10),
    CONSTRAINT ck_opinion_check_verified_on_day CHECK (verified_on IS NULL OR length(verified_on) = 10),
    CONSTRAINT ck_opinion_check_answered_on_day CHECK (answered_on IS NULL OR length(answered_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_opinion_check_about ON opinion_check (about_office, about)
;;
CREATE INDEX ix_opinion_check_office_due_on ON opinion_check (office, due_on)
;;
CREATE TABLE origin (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    joined INTEGER NOT NULL,
    on_day TEXT,
    about_office TEXT,
    about TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    restricted INTEGER NOT NULL,
    CONSTRAINT pk_origin PRIMARY KEY (office, id),
    CONSTRAINT ck_origin_on_day_day CHECK (on_day IS NULL OR length(on_day) = 10)
)
 STRICT
;;
CREATE INDEX ix_origin_about ON origin (about_office, about)
;;
CREATE INDEX ix_origin_office_source_id ON origin (office, source_id)
;;
CREATE TABLE publicity (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    on_day TEXT,
    title TEXT,
    form TEXT,
    place TEXT,
    unit TEXT,
    reached INTEGER,
    copies INTEGER,
    what TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_publicity PRIMARY KEY (office, id),
    CONSTRAINT ck_publicity_on_day_day CHECK (on_day IS NULL OR length(on_day) = 10)
)
 STRICT
;;
CREATE INDEX ix_publicity_office_on_day ON publicity (office, on_day)
;;
CREATE TABLE reception (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    roster TEXT,
    outing TEXT,
    number TEXT,
    ordinal INTEGER NOT NULL,
    on_day TEXT,
    arrived TEXT,
    leader TEXT,
    post TEXT,
    level TEXT,
    mode TEXT,
    place TEXT,
    companions TEXT,
    visitor TEXT,
    people INTEGER,
    representatives TEXT,
    is_first INTEGER,
    subject TEXT,
    request TEXT,
    opinion TEXT,
    first_unit TEXT,
    first_officer TEXT,
    handed_on TEXT,
    handed_to TEXT,
    signed_by TEXT,
    outcome TEXT,
    satisfaction TEXT,
    recorder TEXT,
    about_office TEXT,
    about TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    restricted INTEGER NOT NULL,
    CONSTRAINT pk_reception PRIMARY KEY (office, id),
    CONSTRAINT ck_reception_on_day_day CHECK (on_day IS NULL OR length(on_day) = 10),
    CONSTRAINT ck_reception_handed_on_day CHECK (handed_on IS NULL OR length(handed_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_reception_about ON reception (about_office, about)
;;
CREATE INDEX ix_reception_office_on_day ON reception (office, on_day)
;;
CREATE INDEX ix_reception_office_roster ON reception (office, roster)
;;
CREATE TABLE relief (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    number TEXT,
    applicant TEXT,
    kind TEXT,
    asked_on TEXT,
    household INTEGER,
    income_fen INTEGER,
    hardship_kind TEXT,
    asked_fen INTEGER,
    hardship TEXT,
    proofs TEXT,
    "before" TEXT,
    village_opinion TEXT,
    township_opinion TEXT,
    office_opinion TEXT,
    finance_opinion TEXT,
    approved INTEGER,
    approved_on TEXT,
    approver TEXT,
    granted_fen INTEGER,
    approval_note TEXT,
    paid_on TEXT,
    paid_how TEXT,
    about_office TEXT,
    about TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    restricted INTEGER NOT NULL,
    CONSTRAINT pk_relief PRIMARY KEY (office, id),
    CONSTRAINT ck_relief_asked_on_day CHECK (asked_on IS NULL OR length(asked_on) = 10),
    CONSTRAINT ck_relief_approved_on_day CHECK (approved_on IS NULL OR length(approved_on) = 10),
    CONSTRAINT ck_relief_paid_on_day CHECK (paid_on IS NULL OR length(paid_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_relief_about ON relief (about_office, about)
;;
CREATE INDEX ix_relief_office_asked_on ON relief (office, asked_on)
;;
CREATE TABLE roster_day (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    on_day TEXT,
    leader TEXT,
    post TEXT,
    level TEXT,
    mode TEXT,
    place TEXT,
    from_time TEXT,
    to_time TEXT,
    units TEXT,
    published_on TEXT,
    held INTEGER,
    not_held TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_roster_day PRIMARY KEY (office, id),
    CONSTRAINT ck_roster_day_on_day_day CHECK (on_day IS NULL OR length(on_day) = 10),
    CONSTRAINT ck_roster_day_published_on_day CHECK (published_on IS NULL OR length(published_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_roster_day_office_on_day ON roster_day (office, on_day)
;;
CREATE TABLE round (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT,
    kind TEXT,
    from_on TEXT,
    due_on TEXT,
    topic TEXT,
    places TEXT NOT NULL,
    ordered_by TEXT,
    closed_on TEXT,
    to_office TEXT,
    to_name TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_round PRIMARY KEY (office, id),
    CONSTRAINT ck_round_from_on_day CHECK (from_on IS NULL OR length(from_on) = 10),
    CONSTRAINT ck_round_due_on_day CHECK (due_on IS NULL OR length(due_on) = 10),
    CONSTRAINT ck_round_closed_on_day CHECK (closed_on IS NULL OR length(closed_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_round_office_from_on ON round (office, from_on)
;;
CREATE TABLE round_return (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    round TEXT NOT NULL,
    place TEXT,
    went_on TEXT,
    went TEXT,
    groups TEXT NOT NULL,
    households INTEGER,
    zero INTEGER NOT NULL,
    what TEXT,
    returned_on TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_round_return PRIMARY KEY (office, id),
    CONSTRAINT ck_round_return_went_on_day CHECK (went_on IS NULL OR length(went_on) = 10),
    CONSTRAINT ck_round_return_returned_on_day CHECK (returned_on IS NULL OR length(returned_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_round_return_office_returned_on ON round_return (office, returned_on)
;;
CREATE INDEX ix_round_return_office_round ON round_return (office, round)
;;
CREATE TABLE say_session (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    held_on TEXT,
    village TEXT,
    place TEXT,
    host TEXT,
    cadres TEXT,
    people INTEGER,
    what TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_say_session PRIMARY KEY (office, id),
    CONSTRAINT ck_say_session_held_on_day CHECK (held_on IS NULL OR length(held_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_say_session_office_held_on ON say_session (office, held_on)
;;
CREATE TABLE score_line (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    scoring TEXT NOT NULL,
    unit TEXT NOT NULL,
    body TEXT NOT NULL,
    to_office TEXT,
    to_name TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_score_line PRIMARY KEY (office, id)
)
 STRICT
;;
CREATE INDEX ix_score_line_office_scoring ON score_line (office, scoring)
;;
CREATE TABLE score_mark (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    scoring TEXT NOT NULL,
    unit TEXT NOT NULL,
    item TEXT NOT NULL,
    hundredths INTEGER NOT NULL,
    evidence TEXT,
    to_office TEXT,
    to_name TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_score_mark PRIMARY KEY (office, id)
)
 STRICT
;;
CREATE INDEX ix_score_mark_office_scoring ON score_mark (office, scoring)
;;
CREATE TABLE score_objection (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    scoring_office TEXT NOT NULL,
    scoring TEXT NOT NULL,
    unit TEXT NOT NULL,
    unit_name TEXT,
    item TEXT NOT NULL,
    raised_on TEXT,
    what TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_score_objection PRIMARY KEY (office, id),
    CONSTRAINT ck_score_objection_raised_on_day CHECK (raised_on IS NULL OR length(raised_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_score_objection_office_scoring ON score_objection (office, scoring)
;;
CREATE TABLE score_ruling (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    scoring TEXT NOT NULL,
    objection TEXT,
    unit TEXT NOT NULL,
    unit_name TEXT,
    item TEXT NOT NULL,
    hundredths INTEGER,
    ruled_on TEXT,
    upheld INTEGER NOT NULL,
    "before" TEXT,
    "after" TEXT,
    why TEXT,
    to_office TEXT,
    to_name TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_score_ruling PRIMARY KEY (office, id),
    CONSTRAINT ck_score_ruling_ruled_on_day CHECK (ruled_on IS NULL OR length(ruled_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_score_ruling_office_scoring ON score_ruling (office, scoring)
;;
CREATE TABLE score_sheet (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT,
    valid_from TEXT,
    body TEXT NOT NULL,
    to_office TEXT,
    to_name TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_score_sheet PRIMARY KEY (office, id),
    CONSTRAINT ck_score_sheet_valid_from_day CHECK (valid_from IS NULL OR length(valid_from) = 10)
)
 STRICT
;;
CREATE INDEX ix_score_sheet_office_valid_from ON score_sheet (office, valid_from)
;;
CREATE TABLE scoring (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT,
    title TEXT,
    sheet TEXT,
    from_on TEXT,
    to_on TEXT,
    state TEXT,
    objections_until TEXT,
    frozen_on TEXT,
    body TEXT NOT NULL,
    sha256 TEXT,
    to_office TEXT,
    to_name TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_scoring PRIMARY KEY (office, id),
    CONSTRAINT ck_scoring_from_on_day CHECK (from_on IS NULL OR length(from_on) = 10),
    CONSTRAINT ck_scoring_to_on_day CHECK (to_on IS NULL OR length(to_on) = 10),
    CONSTRAINT ck_scoring_objections_until_day CHECK (objections_until IS NULL OR length(objections_until) = 10),
    CONSTRAINT ck_scoring_frozen_on_day CHECK (frozen_on IS NULL OR length(frozen_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_scoring_office_from_on ON scoring (office, from_on)
;;
CREATE TABLE shown (
    office TEXT NOT NULL,
    peer TEXT NOT NULL,
    entity TEXT NOT NULL,
    owner TEXT NOT NULL,
    id TEXT NOT NULL,
    stream TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_shown PRIMARY KEY (office, peer, entity, owner, id)
)
 STRICT
;;
CREATE TABLE supervision (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    number TEXT,
    level TEXT,
    reason TEXT,
    issued_on TEXT,
    due_on TEXT,
    facts TEXT,
    demand TEXT,
    signer TEXT,
    earlier TEXT,
    closed_on TEXT,
    closed_why TEXT,
    about_office TEXT,
    about TEXT,
    to_office TEXT,
    to_name TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    restricted INTEGER NOT NULL,
    CONSTRAINT pk_supervision PRIMARY KEY (office, id),
    CONSTRAINT ck_supervision_issued_on_day CHECK (issued_on IS NULL OR length(issued_on) = 10),
    CONSTRAINT ck_supervision_due_on_day CHECK (due_on IS NULL OR length(due_on) = 10),
    CONSTRAINT ck_supervision_closed_on_day CHECK (closed_on IS NULL OR length(closed_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_supervision_about ON supervision (about_office, about)
;;
CREATE INDEX ix_supervision_office_issued_on ON supervision (office, issued_on)
;;
CREATE INDEX ix_supervision_office_to_office ON supervision (office, to_office)
;;
CREATE TABLE supervision_answer (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    supervision_office TEXT NOT NULL,
    supervision TEXT NOT NULL,
    unit TEXT,
    answered_on TEXT,
    received_on TEXT,
    adopted TEXT,
    what TEXT,
    signer TEXT,
    on_paper INTEGER NOT NULL,
    about_office TEXT,
    about TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    restricted INTEGER NOT NULL,
    CONSTRAINT pk_supervision_answer PRIMARY KEY (office, id),
    CONSTRAINT ck_supervision_answer_answered_on_day CHECK (answered_on IS NULL OR length(answered_on) = 10),
    CONSTRAINT ck_supervision_answer_received_on_day CHECK (received_on IS NULL OR length(received_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_supervision_answer_about ON supervision_answer (about_office, about)
;;
CREATE INDEX ix_supervision_answer_office_supervision ON supervision_answer (office, supervision)
;;
CREATE TABLE task (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    source TEXT NOT NULL,
    source_id TEXT,
    source_name TEXT,
    given_on TEXT,
    leader TEXT,
    what TEXT,
    officer TEXT,
    due_on TEXT,
    done_on TEXT,
    result TEXT,
    about_office TEXT,
    about TEXT,
    to_office TEXT,
    to_name TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    restricted INTEGER NOT NULL,
    CONSTRAINT pk_task PRIMARY KEY (office, id),
    CONSTRAINT ck_task_given_on_day CHECK (given_on IS NULL OR length(given_on) = 10),
    CONSTRAINT ck_task_due_on_day CHECK (due_on IS NULL OR length(due_on) = 10),
    CONSTRAINT ck_task_done_on_day CHECK (done_on IS NULL OR length(done_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_task_about ON task (about_office, about)
;;
CREATE INDEX ix_task_office_due_on ON task (office, due_on)
;;
CREATE INDEX ix_task_office_source_id ON task (office, source_id)
;;
CREATE TABLE task_answer (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    task_office TEXT NOT NULL,
    task TEXT NOT NULL,
    unit TEXT,
    answered_on TEXT,
    what TEXT,
    done_on TEXT,
    about_office TEXT,
    about TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    restricted INTEGER NOT NULL,
    CONSTRAINT pk_task_answer PRIMARY KEY (office, id),
    CONSTRAINT ck_task_answer_answered_on_day CHECK (answered_on IS NULL OR length(answered_on) = 10),
    CONSTRAINT ck_task_answer_done_on_day CHECK (done_on IS NULL OR length(done_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_task_answer_about ON task_answer (about_office, about)
;;
CREATE INDEX ix_task_answer_office_task ON task_answer (office, task)
;;
CREATE TABLE topic (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    session TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    sphere TEXT,
    what TEXT,
    way TEXT,
    unit TEXT,
    officer TEXT,
    due_on TEXT,
    done_on TEXT,
    result TEXT,
    told_on TEXT,
    about_office TEXT,
    about TEXT,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    restricted INTEGER NOT NULL,
    CONSTRAINT pk_topic PRIMARY KEY (office, id),
    CONSTRAINT ck_topic_due_on_day CHECK (due_on IS NULL OR length(due_on) = 10),
    CONSTRAINT ck_topic_done_on_day CHECK (done_on IS NULL OR length(done_on) = 10),
    CONSTRAINT ck_topic_told_on_day CHECK (told_on IS NULL OR length(told_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_topic_about ON topic (about_office, about)
;;
CREATE INDEX ix_topic_office_session ON topic (office, session)
;;
CREATE TABLE visit_plan (
    office TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT,
    from_on TEXT,
    to_on TEXT,
    share INTEGER,
    due_on TEXT,
    visitor TEXT,
    seed INTEGER NOT NULL,
    matters TEXT NOT NULL,
    drawn_on TEXT,
    drawn_from INTEGER,
    unreachable TEXT NOT NULL,
    by_user TEXT NOT NULL,
    voided INTEGER NOT NULL,
    void_reason TEXT,
    CONSTRAINT pk_visit_plan PRIMARY KEY (office, id),
    CONSTRAINT ck_visit_plan_from_on_day CHECK (from_on IS NULL OR length(from_on) = 10),
    CONSTRAINT ck_visit_plan_to_on_day CHECK (to_on IS NULL OR length(to_on) = 10),
    CONSTRAINT ck_visit_plan_due_on_day CHECK (due_on IS NULL OR length(due_on) = 10),
    CONSTRAINT ck_visit_plan_drawn_on_day CHECK (drawn_on IS NULL OR length(drawn_on) = 10)
)
 STRICT
;;
CREATE INDEX ix_visit_plan_office_due_on ON visit_plan (office, due_on)
;;
DROP TRIGGER journal_no_update
;;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
       WHEN NOT (new.office = old.office AND new.seq = old.seq AND new.digest = old.digest AND new.head = old.head
         AND ((new.stream = old.stream AND (old.line IS NULL OR (new.line IS NULL AND new.salt IS NULL)))
           OR (new.line IS old.line AND new.salt IS old.salt AND new.entity IS old.entity AND new.owner IS old.owner
             AND new.entity_id IS old.entity_id AND new.matter IS old.matter AND new.op IS old.op AND new.actor IS old.actor
             AND new.hlc IS old.hlc AND new.wall IS old.wall AND new.bundle IS old.bundle AND EXISTS (SELECT 1 FROM branch
             WHERE office = old.office AND stream = new.stream AND trunk = old.stream AND fork <= old.seq))))
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
