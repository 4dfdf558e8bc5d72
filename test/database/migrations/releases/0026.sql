SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE SCHEMA identity;
CREATE FUNCTION public.forget_acknowledgement() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  new.acknowledged_at := null;
  return new;
end $$;
CREATE FUNCTION public.forget_acknowledgement_of_conflict() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  update batch set acknowledged_at = null where id = new.batch_id and acknowledged_at is not null;
  return null;
end $$;
CREATE FUNCTION public.record_batch_event() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  insert into batch_event (batch_id, status, stage, claim, worker, code)
  values (new.id, new.status, new.stage, new.claim, new.claimed_by, new.error_code);
  perform pg_notify('batch', new.status);
  return null;
end $$;
CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise exception 'rows of the audit trail are never changed';
end $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE identity.accession (
    pseudonym text NOT NULL,
    issuer text,
    accession_number text NOT NULL
);
CREATE TABLE identity.patient (
    pseudonym text NOT NULL,
    issuer text,
    patient_id text,
    patient_name text,
    birth_date text
);
CREATE TABLE identity.source_file (
    batch_id bigint NOT NULL,
    file_number integer NOT NULL,
    path text NOT NULL
);
CREATE TABLE identity.study (
    pseudonym text NOT NULL,
    study_instance_uid text NOT NULL
);
CREATE TABLE identity.uid (
    pseudonym text NOT NULL,
    uid text NOT NULL
);
CREATE TABLE public.account_use (
    kind text NOT NULL,
    name text NOT NULL,
    used_at timestamp with time zone NOT NULL,
    CONSTRAINT account_use_kind_check CHECK ((kind = ANY (ARRAY['user'::text, 'token'::text])))
);
CREATE TABLE public.batch (
    id bigint NOT NULL,
    uid text NOT NULL,
    code text NOT NULL,
    base text NOT NULL,
    origin text NOT NULL,
    status text NOT NULL,
    stage text DEFAULT 'waiting'::text NOT NULL,
    error_code text,
    error_reason text,
    has_error boolean DEFAULT false NOT NULL,
    settled boolean DEFAULT false NOT NULL,
    not_before timestamp with time zone DEFAULT now() NOT NULL,
    claim integer DEFAULT 0 NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    claimed_by text,
    lease_until timestamp with time zone,
    folder_modified_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone,
    found_at timestamp with time zone DEFAULT now() NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    images integer DEFAULT 0 NOT NULL,
    series integer DEFAULT 0 NOT NULL,
    skipped integer DEFAULT 0 NOT NULL,
    bytes bigint DEFAULT 0 NOT NULL,
    seconds jsonb DEFAULT '{}'::jsonb NOT NULL,
    study_dates integer DEFAULT 0 NOT NULL,
    patients integer DEFAULT 0 NOT NULL,
    instance_gaps integer DEFAULT 0 NOT NULL,
    held_back integer DEFAULT 0 NOT NULL,
    source_bytes bigint,
    state_bytes bigint,
    admitted boolean DEFAULT false NOT NULL,
    passed_over_at timestamp with time zone,
    key_fingerprint text,
    source_gone boolean DEFAULT false NOT NULL,
    may_shrink boolean DEFAULT false NOT NULL,
    new_key boolean DEFAULT false NOT NULL,
    folder_survey text,
    look_again boolean DEFAULT false NOT NULL,
    repairs jsonb DEFAULT '{}'::jsonb NOT NULL,
    project_version integer,
    claim_version integer,
    judged_claim integer,
    charged_claims integer[] DEFAULT '{}'::integer[] NOT NULL,
    claimed_at timestamp with time zone,
    inbox text,
    modalities text[] DEFAULT '{}'::text[] NOT NULL,
    pseudonyms text[] DEFAULT '{}'::text[] NOT NULL,
    review_due timestamp with time zone,
    reviewing boolean DEFAULT false NOT NULL,
    acknowledged_at timestamp with time zone,
    changed_to timestamp with time zone,
    CONSTRAINT batch_check CHECK (((status = 'PROCESSING'::text) = (lease_until IS NOT NULL))),
    CONSTRAINT batch_origin_check CHECK ((origin = ANY (ARRAY['NEW'::text, 'QUEUE'::text]))),
    CONSTRAINT batch_stage CHECK ((stage = ANY (ARRAY['waiting'::text, 'claimed'::text, 'look'::text, 'import'::text, 'store'::text, 'place'::text, 'deliver'::text, 'dispose'::text, 'finish'::text, 'finished'::text]))),
    CONSTRAINT batch_status_check CHECK ((status = ANY (ARRAY['NEW'::text, 'QUEUE'::text, 'PROCESSING'::text, 'DELIVERING'::text, 'DONE'::text, 'EMPTY'::text, 'REVIEW'::text, 'ERROR'::text])))
);
CREATE TABLE public.batch_event (
    id bigint NOT NULL,
    batch_id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    status text NOT NULL,
    stage text NOT NULL,
    claim integer NOT NULL,
    worker text,
    code text,
    note text
);
ALTER TABLE public.batch_event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.batch_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.batch ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.batch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.batch_log (
    id bigint NOT NULL,
    batch_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    level text NOT NULL,
    event text NOT NULL,
    fields jsonb NOT NULL,
    worker text NOT NULL
);
ALTER TABLE public.batch_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.batch_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.delivery (
    id bigint NOT NULL,
    batch_id bigint NOT NULL,
    target text NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    claim integer NOT NULL,
    claimed_by text,
    lease_until timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    interrupted integer DEFAULT 0 NOT NULL,
    queued_at timestamp with time zone DEFAULT now() NOT NULL,
    next_attempt timestamp with time zone DEFAULT now() NOT NULL,
    error_code text,
    error_reason text,
    images integer NOT NULL,
    bytes bigint NOT NULL,
    confirmed integer DEFAULT 0 NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT delivery_check CHECK (((state = 'sending'::text) = (lease_until IS NOT NULL))),
    CONSTRAINT delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'paused'::text, 'confirmed'::text, 'refused'::text, 'closed'::text])))
);
ALTER TABLE public.delivery ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.folder_conflict (
    batch_id bigint NOT NULL,
    base text NOT NULL,
    found_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public.gate_finding (
    batch_id bigint NOT NULL,
    file_number integer NOT NULL,
    findings text NOT NULL
);
CREATE TABLE public.image (
    id bigint NOT NULL,
    batch_id bigint NOT NULL,
    series_id bigint NOT NULL,
    sop_instance_uid text NOT NULL,
    sop_class_uid text,
    transfer_syntax_uid text NOT NULL,
    instance_number integer,
    image_rows integer,
    image_columns integer,
    frames integer,
    file_number integer NOT NULL,
    bytes bigint NOT NULL,
    header jsonb,
    sha256 text,
    verdict text DEFAULT 'pass'::text NOT NULL,
    rule_group text,
    rule text,
    rectangles text[]
);
CREATE TABLE public.image_before (
    batch_id bigint NOT NULL,
    sop_instance_uid text NOT NULL,
    original_study text NOT NULL
);
ALTER TABLE public.image ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.image_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.migration (
    number integer NOT NULL,
    name text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public.project (
    name text NOT NULL,
    version integer NOT NULL,
    refused_worker text,
    refused_settings text[],
    refused_at timestamp with time zone
);
CREATE TABLE public.project_version (
    project text NOT NULL,
    version integer NOT NULL,
    fingerprint text NOT NULL,
    settings jsonb NOT NULL,
    accepted_at timestamp with time zone DEFAULT now() NOT NULL,
    accepted_by text NOT NULL
);
CREATE TABLE public.receipt (
    batch_id bigint NOT NULL,
    target text NOT NULL,
    object text NOT NULL,
    bytes bigint NOT NULL,
    sha256 text NOT NULL,
    note text,
    delivered_at timestamp with time zone DEFAULT now() NOT NULL,
    state text DEFAULT 'confirmed'::text NOT NULL,
    seen_at timestamp with time zone,
    kind text DEFAULT 'image'::text NOT NULL,
    code text,
    CONSTRAINT receipt_kind_check CHECK ((kind = ANY (ARRAY['image'::text, 'manifest'::text, 'archive'::text]))),
    CONSTRAINT receipt_state_check CHECK ((state = ANY (ARRAY['confirmed'::text, 'same'::text, 'other'::text, 'missing'::text, 'replace'::text, 'refused'::text])))
);
CREATE TABLE public.reconciliation (
    target text NOT NULL,
    after_image bigint,
    found jsonb DEFAULT '{}'::jsonb NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone
);
CREATE TABLE public.review_decision (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    what text NOT NULL,
    decision bigint,
    by_name text NOT NULL,
    from_address text,
    scope text,
    boxes jsonb DEFAULT '[]'::jsonb NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    images integer NOT NULL,
    batch text,
    CONSTRAINT review_decision_check CHECK (((what = ANY (ARRAY['release'::text, 'redact'::text, 'reject'::text])) = (decision IS NULL))),
    CONSTRAINT review_decision_scope_check CHECK ((scope = ANY (ARRAY['image'::text, 'series'::text, 'alike'::text]))),
    CONSTRAINT review_decision_what_check CHECK ((what = ANY (ARRAY['release'::text, 'redact'::text, 'reject'::text, 'confirm'::text, 'undo'::text, 'carried-out'::text, 'not-possible'::text])))
);
ALTER TABLE public.review_decision ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.review_decision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.review_decision_image (
    decision bigint NOT NULL,
    batch text NOT NULL,
    file_number integer NOT NULL,
    sha256 text NOT NULL
);
CREATE TABLE public.review_image (
    batch_id bigint NOT NULL,
    file_number integer NOT NULL,
    sha256 text NOT NULL,
    bytes bigint NOT NULL,
    modality text NOT NULL,
    device text NOT NULL,
    layout text NOT NULL,
    reason text NOT NULL,
    boxes jsonb NOT NULL,
    frames integer NOT NULL,
    image_rows integer NOT NULL,
    image_columns integer NOT NULL,
    series text NOT NULL,
    since timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    decision bigint,
    CONSTRAINT review_image_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'proposed'::text, 'decided'::text, 'started'::text, 'done'::text])))
);
CREATE TABLE public.saved_filter (
    account text NOT NULL,
    name text NOT NULL,
    query text NOT NULL,
    saved_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public.series (
    id bigint NOT NULL,
    study_id bigint NOT NULL,
    series_instance_uid text NOT NULL,
    series_number integer,
    modality text,
    body_part text,
    description text,
    manufacturer text,
    model text
);
ALTER TABLE public.series ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.series_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.skipped_file (
    batch_id bigint NOT NULL,
    file_number integer NOT NULL,
    code text NOT NULL,
    reason text NOT NULL,
    rule_group text,
    rule text,
    other_batch_id bigint,
    other_file integer
);
CREATE TABLE public.study (
    id bigint NOT NULL,
    study_instance_uid text NOT NULL,
    patient text,
    accession text,
    study_date date,
    description text
);
ALTER TABLE public.study ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.study_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.suspect_file (
    batch_id bigint NOT NULL,
    file_number integer NOT NULL,
    alone boolean DEFAULT false NOT NULL,
    crashes_alone integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.target (
    name text NOT NULL,
    state text DEFAULT 'closed'::text NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    allowed integer DEFAULT 4 NOT NULL,
    next_attempt timestamp with time zone DEFAULT now() NOT NULL,
    down_since timestamp with time zone,
    attempts bigint DEFAULT 0 NOT NULL,
    delivered bigint DEFAULT 0 NOT NULL,
    failed jsonb DEFAULT '{}'::jsonb NOT NULL,
    succeeded_at timestamp with time zone,
    failed_at timestamp with time zone,
    error_code text,
    error_reason text,
    added_at timestamp with time zone DEFAULT now() NOT NULL,
    removed_at timestamp with time zone,
    CONSTRAINT target_state_check CHECK ((state = ANY (ARRAY['closed'::text, 'open'::text, 'half-open'::text])))
);
INSERT INTO identity.accession VALUES ('APWT1T74EEFN1KZ6', NULL, 'FAKE-ACC-0001');
INSERT INTO identity.accession VALUES ('A41H4TTFQERSAEGQ', NULL, 'FAKE-ACC-0002');
INSERT INTO identity.patient VALUES ('P-SBM406Y2FGV0G9TX', NULL, 'FAKE-0001', 'FAKE^PATIENT-0001', '19000101');
INSERT INTO identity.patient VALUES ('P-Q12PMTWHMBC5A8A0', NULL, 'FAKE-0002', 'FAKE^PATIENT-0002', '19000101');
INSERT INTO identity.source_file VALUES (2, 4, 'note.txt');
INSERT INTO identity.study VALUES ('2.25.167714565871573795990631001933705673118', '2.25.9900000000100000001');
INSERT INTO identity.study VALUES ('2.25.223970038661491099599667234571945206833', '2.25.9900000000200000001');
INSERT INTO identity.uid VALUES ('2.25.167714565871573795990631001933705673118', '2.25.9900000000100000001');
INSERT INTO identity.uid VALUES ('2.25.17338548809665191703459978448039072003', '2.25.9900000000140000001');
INSERT INTO identity.uid VALUES ('2.25.174462261181532667806322269876495109929', '2.25.9900000000110000001');
INSERT INTO identity.uid VALUES ('2.25.214527710334553424348833542218517112062', '2.25.9900000000120000003');
INSERT INTO identity.uid VALUES ('2.25.259138191500514430946071822065232596224', '2.25.9900000000120000002');
INSERT INTO identity.uid VALUES ('2.25.4545748740270237439091611777160230915', '2.25.9900000000120000001');
INSERT INTO identity.uid VALUES ('2.25.118540616038331942570915322901349546810', '2.25.9900000000220000003');
INSERT INTO identity.uid VALUES ('2.25.223970038661491099599667234571945206833', '2.25.9900000000200000001');
INSERT INTO identity.uid VALUES ('2.25.248691176288989161135549976361237713891', '2.25.9900000000210000001');
INSERT INTO identity.uid VALUES ('2.25.56380564243738268860825986445595507829', '2.25.9900000000220000001');
INSERT INTO identity.uid VALUES ('2.25.72832950491732592841588351213956938444', '2.25.9900000000220000002');
INSERT INTO identity.uid VALUES ('2.25.86711464816918320767488322386624810998', '2.25.9900000000240000001');
INSERT INTO public.batch OVERRIDING SYSTEM VALUE VALUES (2, 'ST-000002', 'B-297S7N4XB4PSQGT3', '/srv/inbox', 'QUEUE', 'DONE', 'finished', NULL, NULL, true, false, '2026-11-29 17:57:24.912541+00', 2, 1, 'vm:27695', NULL, '2026-11-29 17:57:20.683+00', NULL, '2026-11-29 17:57:24.912541+00', '2026-11-29 17:57:25.121881+00', '2026-11-29 17:57:33.186456+00', 3, 1, 1, 28974, '{"look": 0.163, "place": 0.556, "store": 0.345, "finish": 0.002, "import": 3.882, "claimed": 0.128, "deliver": 0.173}', 1, 1, 0, 0, 32203, 65536, false, NULL, '04eaa3a066f1f622', false, false, false, '4 32203 1886991224558', false, '{}', 1, 1, NULL, '{}', '2026-11-29 17:57:32.819075+00', '65024:2317048', '{CT}', '{P-Q12PMTWHMBC5A8A0}', NULL, false, NULL, NULL);
INSERT INTO public.batch OVERRIDING SYSTEM VALUE VALUES (1, 'ST-000001', 'B-WTKZ1G648DYH00XA', '/srv/inbox', 'QUEUE', 'DONE', 'finished', NULL, NULL, false, false, '2026-11-29 17:57:24.912541+00', 2, 1, 'vm:27695', NULL, '2026-11-29 17:57:20.399+00', NULL, '2026-11-29 17:57:24.912541+00', '2026-11-29 17:57:25.121344+00', '2026-11-29 17:57:30.379479+00', 3, 1, 0, 28970, '{"look": 0.191, "place": 0.285, "store": 0.176, "finish": 0.08, "import": 1.063, "claimed": 0.611, "deliver": 0.25}', 1, 1, 0, 0, 32194, 49152, false, NULL, '04eaa3a066f1f622', false, false, false, '3 32194 1647461974829', false, '{}', 1, 1, NULL, '{}', '2026-11-29 17:57:29.089634+00', '65024:2317048', '{CT}', '{P-SBM406Y2FGV0G9TX}', NULL, false, NULL, NULL);
INSERT INTO public.batch_event OVERRIDING SYSTEM VALUE VALUES (1, 1, '2026-11-29 17:57:25.05124+00', 'QUEUE', 'waiting', 0, NULL, NULL, NULL);
INSERT INTO public.batch_event OVERRIDING SYSTEM VALUE VALUES (2, 2, '2026-11-29 17:57:25.051896+00', 'QUEUE', 'waiting', 0, NULL, NULL, NULL);
INSERT INTO public.batch_event OVERRIDING SYSTEM VALUE VALUES (3, 1, '2026-11-29 17:57:25.123709+00', 'PROCESSING', 'claimed', 1, 'vm:27695', NULL, NULL);
INSERT INTO public.batch_event OVERRIDING SYSTEM VALUE VALUES (4, 2, '2026-11-29 17:57:25.132307+00', 'PROCESSING', 'claimed', 1, 'vm:27695', NULL, NULL);
INSERT INTO public.batch_event OVERRIDING SYSTEM VALUE VALUES (5, 1, '2026-11-29 17:57:28.010005+00', 'DELIVERING', 'deliver', 1, NULL, NULL, NULL);
INSERT INTO public.batch_event OVERRIDING SYSTEM VALUE VALUES (6, 1, '2026-11-29 17:57:29.094249+00', 'PROCESSING', 'deliver', 2, 'vm:27695', NULL, NULL);
INSERT INTO public.batch_event OVERRIDING SYSTEM VALUE VALUES (7, 1, '2026-11-29 17:57:30.389576+00', 'DONE', 'finished', 2, 'vm:27695', NULL, NULL);
INSERT INTO public.batch_event OVERRIDING SYSTEM VALUE VALUES (8, 2, '2026-11-29 17:57:31.707044+00', 'DELIVERING', 'deliver', 1, NULL, NULL, NULL);
INSERT INTO public.batch_event OVERRIDING SYSTEM VALUE VALUES (9, 2, '2026-11-29 17:57:32.819548+00', 'PROCESSING', 'deliver', 2, 'vm:27695', NULL, NULL);
INSERT INTO public.batch_event OVERRIDING SYSTEM VALUE VALUES (10, 2, '2026-11-29 17:57:33.186853+00', 'DONE', 'finished', 2, 'vm:27695', NULL, NULL);
INSERT INTO public.batch_log OVERRIDING SYSTEM VALUE VALUES (1, 1, '2026-11-29 17:57:28.056+00', 'info', 'batch.placed', '{"targets": 1}', 'vm:27695');
INSERT INTO public.batch_log OVERRIDING SYSTEM VALUE VALUES (2, 1, '2026-11-29 17:57:28.933+00', 'info', 'delivery.finished', '{"images": 3, "target": "file:///srv/target"}', 'vm:27695');
INSERT INTO public.batch_log OVERRIDING SYSTEM VALUE VALUES (3, 1, '2026-11-29 17:57:30.413+00', 'info', 'batch.finished', '{"held": 0, "bytes": 28970, "images": 3, "status": "DONE", "seconds": 1.247, "skipped": 0}', 'vm:27695');
INSERT INTO public.batch_log OVERRIDING SYSTEM VALUE VALUES (4, 2, '2026-11-29 17:57:31.736+00', 'info', 'batch.placed', '{"targets": 1}', 'vm:27695');
INSERT INTO public.batch_log OVERRIDING SYSTEM VALUE VALUES (5, 2, '2026-11-29 17:57:32.646+00', 'info', 'delivery.finished', '{"images": 3, "target": "file:///srv/target"}', 'vm:27695');
INSERT INTO public.batch_log OVERRIDING SYSTEM VALUE VALUES (6, 2, '2026-11-29 17:57:33.212+00', 'warn', 'batch.finished', '{"held": 0, "bytes": 28974, "images": 3, "status": "DONE", "seconds": 0.343, "skipped": 1}', 'vm:27695');
INSERT INTO public.delivery OVERRIDING SYSTEM VALUE VALUES (1, 1, 'file:///srv/target', 'confirmed', 1, 'vm:27695', NULL, 1, 0, '2026-11-29 17:57:27.840324+00', '2026-11-29 17:57:28.851866+00', NULL, NULL, 3, 28970, 3, '2026-11-29 17:57:28.851914+00');
INSERT INTO public.delivery OVERRIDING SYSTEM VALUE VALUES (3, 2, 'file:///srv/target', 'confirmed', 1, 'vm:27695', NULL, 1, 0, '2026-11-29 17:57:31.408078+00', '2026-11-29 17:57:32.519869+00', NULL, NULL, 3, 28974, 3, '2026-11-29 17:57:32.519899+00');
INSERT INTO public.image OVERRIDING SYSTEM VALUE VALUES (1, 1, 1, '2.25.214527710334553424348833542218517112062', '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', 3, 64, 64, NULL, 3, 9658, '{"00080005": {"vr": "CS", "Value": ["ISO_IR 192"]}, "00080008": {"vr": "CS", "Value": ["ORIGINAL", "PRIMARY", "AXIAL"]}, "00080016": {"vr": "UI", "Value": ["1.2.840.10008.5.1.4.1.1.2"]}, "00080018": {"vr": "UI", "Value": ["2.25.214527710334553424348833542218517112062"]}, "00080020": {"vr": "DA", "Value": ["20100809"]}, "00080021": {"vr": "DA", "Value": ["20100809"]}, "00080023": {"vr": "DA", "Value": ["20100809"]}, "00080030": {"vr": "TM", "Value": ["101500"]}, "00080033": {"vr": "TM", "Value": ["101600"]}, "00080050": {"vr": "SH", "Value": ["APWT1T74EEFN1KZ6"]}, "00080060": {"vr": "CS", "Value": ["CT"]}, "00080070": {"vr": "LO", "Value": ["Synthetic Devices"]}, "00080090": {"vr": "PN"}, "00100010": {"vr": "PN", "Value": [{"Alphabetic": "P-SBM406Y2FGV0G9TX^Anonymized"}]}, "00100020": {"vr": "LO", "Value": ["P-SBM406Y2FGV0G9TX"]}, "00100030": {"vr": "DA"}, "00100040": {"vr": "CS"}, "00120062": {"vr": "CS", "Value": ["YES"]}, "00120063": {"vr": "LO", "Value": ["dicom-intake 0.1.0, PS3.15 E.1-1 2026c"]}, "00120064": {"vr": "SQ", "Value": [{"00080100": {"vr": "SH", "Value": ["113100"]}, "00080102": {"vr": "SH", "Value": ["DCM"]}, "00080104": {"vr": "LO", "Value": ["Basic Application Confidentiality Profile"]}}, {"00080100": {"vr": "SH", "Value": ["113107"]}, "00080102": {"vr": "SH", "Value": ["DCM"]}, "00080104": {"vr": "LO", "Value": ["Retain Longitudinal Temporal Information Modified Dates Option"]}}]}, "00180015": {"vr": "CS", "Value": ["CHEST"]}, "00180050": {"vr": "DS", "Value": [5]}, "00180060": {"vr": "DS", "Value": [120]}, "0020000D": {"vr": "UI", "Value": ["2.25.167714565871573795990631001933705673118"]}, "0020000E": {"vr": "UI", "Value": ["2.25.174462261181532667806322269876495109929"]}, "00200010": {"vr": "SH", "Value": ["S72TX4AN4SDNK9K6"]}, "00200011": {"vr": "IS", "Value": [1]}, "00200012": {"vr": "IS", "Value": [1]}, "00200013": {"vr": "IS", "Value": [3]}, "00200032": {"vr": "DS", "Value": [-200, -200, 2.5]}, "00200037": {"vr": "DS", "Value": [1, 0, 0, 0, 1, 0]}, "00200052": {"vr": "UI", "Value": ["2.25.17338548809665191703459978448039072003"]}, "00201040": {"vr": "LO"}, "00280002": {"vr": "US", "Value": [1]}, "00280004": {"vr": "CS", "Value": ["MONOCHROME2"]}, "00280010": {"vr": "US", "Value": [64]}, "00280011": {"vr": "US", "Value": [64]}, "00280030": {"vr": "DS", "Value": [0.8, 0.8]}, "00280100": {"vr": "US", "Value": [16]}, "00280101": {"vr": "US", "Value": [16]}, "00280102": {"vr": "US", "Value": [15]}, "00280103": {"vr": "US", "Value": [1]}, "00280303": {"vr": "CS", "Value": ["MODIFIED"]}, "00281050": {"vr": "DS", "Value": [40]}, "00281051": {"vr": "DS", "Value": [400]}, "00281052": {"vr": "DS", "Value": [0]}, "00281053": {"vr": "DS", "Value": [1]}, "00281054": {"vr": "LO", "Value": ["HU"]}}', '9f1a386eafdc48824ed292bdb19614807038461d6d94666d150327f017a7034e', 'pass', NULL, NULL, NULL);
INSERT INTO public.image OVERRIDING SYSTEM VALUE VALUES (2, 1, 1, '2.25.259138191500514430946071822065232596224', '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', 2, 64, 64, NULL, 2, 9658, '{"00080005": {"vr": "CS", "Value": ["ISO_IR 192"]}, "00080008": {"vr": "CS", "Value": ["ORIGINAL", "PRIMARY", "AXIAL"]}, "00080016": {"vr": "UI", "Value": ["1.2.840.10008.5.1.4.1.1.2"]}, "00080018": {"vr": "UI", "Value": ["2.25.259138191500514430946071822065232596224"]}, "00080020": {"vr": "DA", "Value": ["20100809"]}, "00080021": {"vr": "DA", "Value": ["20100809"]}, "00080023": {"vr": "DA", "Value": ["20100809"]}, "00080030": {"vr": "TM", "Value": ["101500"]}, "00080033": {"vr": "TM", "Value": ["101600"]}, "00080050": {"vr": "SH", "Value": ["APWT1T74EEFN1KZ6"]}, "00080060": {"vr": "CS", "Value": ["CT"]}, "00080070": {"vr": "LO", "Value": ["Synthetic Devices"]}, "00080090": {"vr": "PN"}, "00100010": {"vr": "PN", "Value": [{"Alphabetic": "P-SBM406Y2FGV0G9TX^Anonymized"}]}, "00100020": {"vr": "LO", "Value": ["P-SBM406Y2FGV0G9TX"]}, "00100030": {"vr": "DA"}, "00100040": {"vr": "CS"}, "00120062": {"vr": "CS", "Value": ["YES"]}, "00120063": {"vr": "LO", "Value": ["dicom-intake 0.1.0, PS3.15 E.1-1 2026c"]}, "00120064": {"vr": "SQ", "Value": [{"00080100": {"vr": "SH", "Value": ["113100"]}, "00080102": {"vr": "SH", "Value": ["DCM"]}, "00080104": {"vr": "LO", "Value": ["Basic Application Confidentiality Profile"]}}, {"00080100": {"vr": "SH", "Value": ["113107"]}, "00080102": {"vr": "SH", "Value": ["DCM"]}, "00080104": {"vr": "LO", "Value": ["Retain Longitudinal Temporal Information Modified Dates Option"]}}]}, "00180015": {"vr": "CS", "Value": ["CHEST"]}, "00180050": {"vr": "DS", "Value": [5]}, "00180060": {"vr": "DS", "Value": [120]}, "0020000D": {"vr": "UI", "Value": ["2.25.167714565871573795990631001933705673118"]}, "0020000E": {"vr": "UI", "Value": ["2.25.174462261181532667806322269876495109929"]}, "00200010": {"vr": "SH", "Value": ["S72TX4AN4SDNK9K6"]}, "00200011": {"vr": "IS", "Value": [1]}, "00200012": {"vr": "IS", "Value": [1]}, "00200013": {"vr": "IS", "Value": [2]}, "00200032": {"vr": "DS", "Value": [-200, -200, -2.5]}, "00200037": {"vr": "DS", "Value": [1, 0, 0, 0, 1, 0]}, "00200052": {"vr": "UI", "Value": ["2.25.17338548809665191703459978448039072003"]}, "00201040": {"vr": "LO"}, "00280002": {"vr": "US", "Value": [1]}, "00280004": {"vr": "CS", "Value": ["MONOCHROME2"]}, "00280010": {"vr": "US", "Value": [64]}, "00280011": {"vr": "US", "Value": [64]}, "00280030": {"vr": "DS", "Value": [0.8, 0.8]}, "00280100": {"vr": "US", "Value": [16]}, "00280101": {"vr": "US", "Value": [16]}, "00280102": {"vr": "US", "Value": [15]}, "00280103": {"vr": "US", "Value": [1]}, "00280303": {"vr": "CS", "Value": ["MODIFIED"]}, "00281050": {"vr": "DS", "Value": [40]}, "00281051": {"vr": "DS", "Value": [400]}, "00281052": {"vr": "DS", "Value": [0]}, "00281053": {"vr": "DS", "Value": [1]}, "00281054": {"vr": "LO", "Value": ["HU"]}}', 'a28a99e6aa3a8e4cd21fe7c1e1bdf401a891a6b95f0334247e118c607089b3cf', 'pass', NULL, NULL, NULL);
INSERT INTO public.image OVERRIDING SYSTEM VALUE VALUES (3, 1, 1, '2.25.4545748740270237439091611777160230915', '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', 1, 64, 64, NULL, 1, 9654, '{"00080005": {"vr": "CS", "Value": ["ISO_IR 192"]}, "00080008": {"vr": "CS", "Value": ["ORIGINAL", "PRIMARY", "AXIAL"]}, "00080016": {"vr": "UI", "Value": ["1.2.840.10008.5.1.4.1.1.2"]}, "00080018": {"vr": "UI", "Value": ["2.25.4545748740270237439091611777160230915"]}, "00080020": {"vr": "DA", "Value": ["20100809"]}, "00080021": {"vr": "DA", "Value": ["20100809"]}, "00080023": {"vr": "DA", "Value": ["20100809"]}, "00080030": {"vr": "TM", "Value": ["101500"]}, "00080033": {"vr": "TM", "Value": ["101600"]}, "00080050": {"vr": "SH", "Value": ["APWT1T74EEFN1KZ6"]}, "00080060": {"vr": "CS", "Value": ["CT"]}, "00080070": {"vr": "LO", "Value": ["Synthetic Devices"]}, "00080090": {"vr": "PN"}, "00100010": {"vr": "PN", "Value": [{"Alphabetic": "P-SBM406Y2FGV0G9TX^Anonymized"}]}, "00100020": {"vr": "LO", "Value": ["P-SBM406Y2FGV0G9TX"]}, "00100030": {"vr": "DA"}, "00100040": {"vr": "CS"}, "00120062": {"vr": "CS", "Value": ["YES"]}, "00120063": {"vr": "LO", "Value": ["dicom-intake 0.1.0, PS3.15 E.1-1 2026c"]}, "00120064": {"vr": "SQ", "Value": [{"00080100": {"vr": "SH", "Value": ["113100"]}, "00080102": {"vr": "SH", "Value": ["DCM"]}, "00080104": {"vr": "LO", "Value": ["Basic Application Confidentiality Profile"]}}, {"00080100": {"vr": "SH", "Value": ["113107"]}, "00080102": {"vr": "SH", "Value": ["DCM"]}, "00080104": {"vr": "LO", "Value": ["Retain Longitudinal Temporal Information Modified Dates Option"]}}]}, "00180015": {"vr": "CS", "Value": ["CHEST"]}, "00180050": {"vr": "DS", "Value": [5]}, "00180060": {"vr": "DS", "Value": [120]}, "0020000D": {"vr": "UI", "Value": ["2.25.167714565871573795990631001933705673118"]}, "0020000E": {"vr": "UI", "Value": ["2.25.174462261181532667806322269876495109929"]}, "00200010": {"vr": "SH", "Value": ["S72TX4AN4SDNK9K6"]}, "00200011": {"vr": "IS", "Value": [1]}, "00200012": {"vr": "IS", "Value": [1]}, "00200013": {"vr": "IS", "Value": [1]}, "00200032": {"vr": "DS", "Value": [-200, -200, -7.5]}, "00200037": {"vr": "DS", "Value": [1, 0, 0, 0, 1, 0]}, "00200052": {"vr": "UI", "Value": ["2.25.17338548809665191703459978448039072003"]}, "00201040": {"vr": "LO"}, "00280002": {"vr": "US", "Value": [1]}, "00280004": {"vr": "CS", "Value": ["MONOCHROME2"]}, "00280010": {"vr": "US", "Value": [64]}, "00280011": {"vr": "US", "Value": [64]}, "00280030": {"vr": "DS", "Value": [0.8, 0.8]}, "00280100": {"vr": "US", "Value": [16]}, "00280101": {"vr": "US", "Value": [16]}, "00280102": {"vr": "US", "Value": [15]}, "00280103": {"vr": "US", "Value": [1]}, "00280303": {"vr": "CS", "Value": ["MODIFIED"]}, "00281050": {"vr": "DS", "Value": [40]}, "00281051": {"vr": "DS", "Value": [400]}, "00281052": {"vr": "DS", "Value": [0]}, "00281053": {"vr": "DS", "Value": [1]}, "00281054": {"vr": "LO", "Value": ["HU"]}}', 'b7b8b557c915e9ed9a4afc9d58025ea114824b9d768f1f96af5c03f9e1014cf2', 'pass', NULL, NULL, NULL);
INSERT INTO public.image OVERRIDING SYSTEM VALUE VALUES (4, 2, 2, '2.25.118540616038331942570915322901349546810', '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', 3, 64, 64, NULL, 3, 9658, '{"00080005": {"vr": "CS", "Value": ["ISO_IR 192"]}, "00080008": {"vr": "CS", "Value": ["ORIGINAL", "PRIMARY", "AXIAL"]}, "00080016": {"vr": "UI", "Value": ["1.2.840.10008.5.1.4.1.1.2"]}, "00080018": {"vr": "UI", "Value": ["2.25.118540616038331942570915322901349546810"]}, "00080020": {"vr": "DA", "Value": ["20130131"]}, "00080021": {"vr": "DA", "Value": ["20130131"]}, "00080023": {"vr": "DA", "Value": ["20130131"]}, "00080030": {"vr": "TM", "Value": ["101500"]}, "00080033": {"vr": "TM", "Value": ["101600"]}, "00080050": {"vr": "SH", "Value": ["A41H4TTFQERSAEGQ"]}, "00080060": {"vr": "CS", "Value": ["CT"]}, "00080070": {"vr": "LO", "Value": ["Synthetic Devices"]}, "00080090": {"vr": "PN"}, "00100010": {"vr": "PN", "Value": [{"Alphabetic": "P-Q12PMTWHMBC5A8A0^Anonymized"}]}, "00100020": {"vr": "LO", "Value": ["P-Q12PMTWHMBC5A8A0"]}, "00100030": {"vr": "DA"}, "00100040": {"vr": "CS"}, "00120062": {"vr": "CS", "Value": ["YES"]}, "00120063": {"vr": "LO", "Value": ["dicom-intake 0.1.0, PS3.15 E.1-1 2026c"]}, "00120064": {"vr": "SQ", "Value": [{"00080100": {"vr": "SH", "Value": ["113100"]}, "00080102": {"vr": "SH", "Value": ["DCM"]}, "00080104": {"vr": "LO", "Value": ["Basic Application Confidentiality Profile"]}}, {"00080100": {"vr": "SH", "Value": ["113107"]}, "00080102": {"vr": "SH", "Value": ["DCM"]}, "00080104": {"vr": "LO", "Value": ["Retain Longitudinal Temporal Information Modified Dates Option"]}}]}, "00180015": {"vr": "CS", "Value": ["CHEST"]}, "00180050": {"vr": "DS", "Value": [5]}, "00180060": {"vr": "DS", "Value": [120]}, "0020000D": {"vr": "UI", "Value": ["2.25.223970038661491099599667234571945206833"]}, "0020000E": {"vr": "UI", "Value": ["2.25.248691176288989161135549976361237713891"]}, "00200010": {"vr": "SH", "Value": ["SWN1VQ49DF52CDRZ"]}, "00200011": {"vr": "IS", "Value": [1]}, "00200012": {"vr": "IS", "Value": [1]}, "00200013": {"vr": "IS", "Value": [3]}, "00200032": {"vr": "DS", "Value": [-200, -200, 2.5]}, "00200037": {"vr": "DS", "Value": [1, 0, 0, 0, 1, 0]}, "00200052": {"vr": "UI", "Value": ["2.25.86711464816918320767488322386624810998"]}, "00201040": {"vr": "LO"}, "00280002": {"vr": "US", "Value": [1]}, "00280004": {"vr": "CS", "Value": ["MONOCHROME2"]}, "00280010": {"vr": "US", "Value": [64]}, "00280011": {"vr": "US", "Value": [64]}, "00280030": {"vr": "DS", "Value": [0.8, 0.8]}, "00280100": {"vr": "US", "Value": [16]}, "00280101": {"vr": "US", "Value": [16]}, "00280102": {"vr": "US", "Value": [15]}, "00280103": {"vr": "US", "Value": [1]}, "00280303": {"vr": "CS", "Value": ["MODIFIED"]}, "00281050": {"vr": "DS", "Value": [40]}, "00281051": {"vr": "DS", "Value": [400]}, "00281052": {"vr": "DS", "Value": [0]}, "00281053": {"vr": "DS", "Value": [1]}, "00281054": {"vr": "LO", "Value": ["HU"]}}', 'c49d3e31a989b787483e215f21d50f85449f99b80e609bf48be9c75f8e09e049', 'pass', NULL, NULL, NULL);
INSERT INTO public.image OVERRIDING SYSTEM VALUE VALUES (5, 2, 2, '2.25.56380564243738268860825986445595507829', '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', 1, 64, 64, NULL, 1, 9658, '{"00080005": {"vr": "CS", "Value": ["ISO_IR 192"]}, "00080008": {"vr": "CS", "Value": ["ORIGINAL", "PRIMARY", "AXIAL"]}, "00080016": {"vr": "UI", "Value": ["1.2.840.10008.5.1.4.1.1.2"]}, "00080018": {"vr": "UI", "Value": ["2.25.56380564243738268860825986445595507829"]}, "00080020": {"vr": "DA", "Value": ["20130131"]}, "00080021": {"vr": "DA", "Value": ["20130131"]}, "00080023": {"vr": "DA", "Value": ["20130131"]}, "00080030": {"vr": "TM", "Value": ["101500"]}, "00080033": {"vr": "TM", "Value": ["101600"]}, "00080050": {"vr": "SH", "Value": ["A41H4TTFQERSAEGQ"]}, "00080060": {"vr": "CS", "Value": ["CT"]}, "00080070": {"vr": "LO", "Value": ["Synthetic Devices"]}, "00080090": {"vr": "PN"}, "00100010": {"vr": "PN", "Value": [{"Alphabetic": "P-Q12PMTWHMBC5A8A0^Anonymized"}]}, "00100020": {"vr": "LO", "Value": ["P-Q12PMTWHMBC5A8A0"]}, "00100030": {"vr": "DA"}, "00100040": {"vr": "CS"}, "00120062": {"vr": "CS", "Value": ["YES"]}, "00120063": {"vr": "LO", "Value": ["dicom-intake 0.1.0, PS3.15 E.1-1 2026c"]}, "00120064": {"vr": "SQ", "Value": [{"00080100": {"vr": "SH", "Value": ["113100"]}, "00080102": {"vr": "SH", "Value": ["DCM"]}, "00080104": {"vr": "LO", "Value": ["Basic Application Confidentiality Profile"]}}, {"00080100": {"vr": "SH", "Value": ["113107"]}, "00080102": {"vr": "SH", "Value": ["DCM"]}, "00080104": {"vr": "LO", "Value": ["Retain Longitudinal Temporal Information Modified Dates Option"]}}]}, "00180015": {"vr": "CS", "Value": ["CHEST"]}, "00180050": {"vr": "DS", "Value": [5]}, "00180060": {"vr": "DS", "Value": [120]}, "0020000D": {"vr": "UI", "Value": ["2.25.223970038661491099599667234571945206833"]}, "0020000E": {"vr": "UI", "Value": ["2.25.248691176288989161135549976361237713891"]}, "00200010": {"vr": "SH", "Value": ["SWN1VQ49DF52CDRZ"]}, "00200011": {"vr": "IS", "Value": [1]}, "00200012": {"vr": "IS", "Value": [1]}, "00200013": {"vr": "IS", "Value": [1]}, "00200032": {"vr": "DS", "Value": [-200, -200, -7.5]}, "00200037": {"vr": "DS", "Value": [1, 0, 0, 0, 1, 0]}, "00200052": {"vr": "UI", "Value": ["2.25.86711464816918320767488322386624810998"]}, "00201040": {"vr": "LO"}, "00280002": {"vr": "US", "Value": [1]}, "00280004": {"vr": "CS", "Value": ["MONOCHROME2"]}, "00280010": {"vr": "US", "Value": [64]}, "00280011": {"vr": "US", "Value": [64]}, "00280030": {"vr": "DS", "Value": [0.8, 0.8]}, "00280100": {"vr": "US", "Value": [16]}, "00280101": {"vr": "US", "Value": [16]}, "00280102": {"vr": "US", "Value": [15]}, "00280103": {"vr": "US", "Value": [1]}, "00280303": {"vr": "CS", "Value": ["MODIFIED"]}, "00281050": {"vr": "DS", "Value": [40]}, "00281051": {"vr": "DS", "Value": [400]}, "00281052": {"vr": "DS", "Value": [0]}, "00281053": {"vr": "DS", "Value": [1]}, "00281054": {"vr": "LO", "Value": ["HU"]}}', '34d65d2cf6955785058d91bfd0ba76867bdae8fe28337deeec76e7d97b5b3f9d', 'pass', NULL, NULL, NULL);
INSERT INTO public.image OVERRIDING SYSTEM VALUE VALUES (6, 2, 2, '2.25.72832950491732592841588351213956938444', '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', 2, 64, 64, NULL, 2, 9658, '{"00080005": {"vr": "CS", "Value": ["ISO_IR 192"]}, "00080008": {"vr": "CS", "Value": ["ORIGINAL", "PRIMARY", "AXIAL"]}, "00080016": {"vr": "UI", "Value": ["1.2.840.10008.5.1.4.1.1.2"]}, "00080018": {"vr": "UI", "Value": ["2.25.72832950491732592841588351213956938444"]}, "00080020": {"vr": "DA", "Value": ["20130131"]}, "00080021": {"vr": "DA", "Value": ["20130131"]}, "00080023": {"vr": "DA", "Value": ["20130131"]}, "00080030": {"vr": "TM", "Value": ["101500"]}, "00080033": {"vr": "TM", "Value": ["101600"]}, "00080050": {"vr": "SH", "Value": ["A41H4TTFQERSAEGQ"]}, "00080060": {"vr": "CS", "Value": ["CT"]}, "00080070": {"vr": "LO", "Value": ["Synthetic Devices"]}, "00080090": {"vr": "PN"}, "00100010": {"vr": "PN", "Value": [{"Alphabetic": "P-Q12PMTWHMBC5A8A0^Anonymized"}]}, "00100020": {"vr": "LO", "Value": ["P-Q12PMTWHMBC5A8A0"]}, "00100030": {"vr": "DA"}, "00100040": {"vr": "CS"}, "00120062": {"vr": "CS", "Value": ["YES"]}, "00120063": {"vr": "LO", "Value": ["dicom-intake 0.1.0, PS3.15 E.1-1 2026c"]}, "00120064": {"vr": "SQ", "Value": [{"00080100": {"vr": "SH", "Value": ["113100"]}, "00080102": {"vr": "SH", "Value": ["DCM"]}, "00080104": {"vr": "LO", "Value": ["Basic Application Confidentiality Profile"]}}, {"00080100": {"vr": "SH", "Value": ["113107"]}, "00080102": {"vr": "SH", "Value": ["DCM"]}, "00080104": {"vr": "LO", "Value": ["Retain Longitudinal Temporal Information Modified Dates Option"]}}]}, "00180015": {"vr": "CS", "Value": ["CHEST"]}, "00180050": {"vr": "DS", "Value": [5]}, "00180060": {"vr": "DS", "Value": [120]}, "0020000D": {"vr": "UI", "Value": ["2.25.223970038661491099599667234571945206833"]}, "0020000E": {"vr": "UI", "Value": ["2.25.248691176288989161135549976361237713891"]}, "00200010": {"vr": "SH", "Value": ["SWN1VQ49DF52CDRZ"]}, "00200011": {"vr": "IS", "Value": [1]}, "00200012": {"vr": "IS", "Value": [1]}, "00200013": {"vr": "IS", "Value": [2]}, "00200032": {"vr": "DS", "Value": [-200, -200, -2.5]}, "00200037": {"vr": "DS", "Value": [1, 0, 0, 0, 1, 0]}, "00200052": {"vr": "UI", "Value": ["2.25.86711464816918320767488322386624810998"]}, "00201040": {"vr": "LO"}, "00280002": {"vr": "US", "Value": [1]}, "00280004": {"vr": "CS", "Value": ["MONOCHROME2"]}, "00280010": {"vr": "US", "Value": [64]}, "00280011": {"vr": "US", "Value": [64]}, "00280030": {"vr": "DS", "Value": [0.8, 0.8]}, "00280100": {"vr": "US", "Value": [16]}, "00280101": {"vr": "US", "Value": [16]}, "00280102": {"vr": "US", "Value": [15]}, "00280103": {"vr": "US", "Value": [1]}, "00280303": {"vr": "CS", "Value": ["MODIFIED"]}, "00281050": {"vr": "DS", "Value": [40]}, "00281051": {"vr": "DS", "Value": [400]}, "00281052": {"vr": "DS", "Value": [0]}, "00281053": {"vr": "DS", "Value": [1]}, "00281054": {"vr": "LO", "Value": ["HU"]}}', 'dcedfc95ae20179aa8980ddbb256ad838b24569cf4c29b93fd64be50c9167c6a', 'pass', NULL, NULL, NULL);
INSERT INTO public.migration VALUES (1, '0001_catalogue', '2026-11-29 17:57:23.488665+00');
INSERT INTO public.migration VALUES (2, '0002_delivery', '2026-11-29 17:57:23.82731+00');
INSERT INTO public.migration VALUES (3, '0003_screening', '2026-11-29 17:57:23.86204+00');
INSERT INTO public.migration VALUES (4, '0004_receipts', '2026-11-29 17:57:23.928296+00');
INSERT INTO public.migration VALUES (5, '0005_web', '2026-11-29 17:57:23.964913+00');
INSERT INTO public.migration VALUES (6, '0006_gate', '2026-11-29 17:57:24.034133+00');
INSERT INTO public.migration VALUES (7, '0007_admission', '2026-11-29 17:57:24.059843+00');
INSERT INTO public.migration VALUES (8, '0008_key_history', '2026-11-29 17:57:24.084065+00');
INSERT INTO public.migration VALUES (9, '0009_ledger', '2026-11-29 17:57:24.104687+00');
INSERT INTO public.migration VALUES (10, '0010_sources', '2026-11-29 17:57:24.123831+00');
INSERT INTO public.migration VALUES (11, '0011_surveys', '2026-11-29 17:57:24.15984+00');
INSERT INTO public.migration VALUES (12, '0012_repairs', '2026-11-29 17:57:24.189196+00');
INSERT INTO public.migration VALUES (13, '0013_duplicates', '2026-11-29 17:57:24.196336+00');
INSERT INTO public.migration VALUES (14, '0014_project', '2026-11-29 17:57:24.230105+00');
INSERT INTO public.migration VALUES (15, '0015_suspects', '2026-11-29 17:57:24.268244+00');
INSERT INTO public.migration VALUES (16, '0016_stages', '2026-11-29 17:57:24.285884+00');
INSERT INTO public.migration VALUES (17, '0020_uids', '2026-11-29 17:57:24.313645+00');
INSERT INTO public.migration VALUES (18, '0021_charged_claims', '2026-11-29 17:57:24.344242+00');
INSERT INTO public.migration VALUES (19, '0022_deliveries', '2026-11-29 17:57:24.371007+00');
INSERT INTO public.migration VALUES (20, '0023_lists', '2026-11-29 17:57:24.442122+00');
INSERT INTO public.migration VALUES (21, '0024_review', '2026-11-29 17:57:24.468509+00');
INSERT INTO public.migration VALUES (22, '0025_attention', '2026-11-29 17:57:24.552382+00');
INSERT INTO public.migration VALUES (23, '0026_pages', '2026-11-29 17:57:24.605801+00');
INSERT INTO public.project VALUES ('default', 1, NULL, NULL, NULL);
INSERT INTO public.project_version VALUES ('default', 1, '3e88796c8baa2eea', '{"GATE": "image", "PACK": "none", "AFTER": "keep", "RECIPE": "none", "DELIVER_TO": "sha256:55d9e4967bc52f17", "QUARANTINE": "none", "OUTPUT_BASE": "sha256:fc019b34e634f8b2", "RETAIN_UIDS": "false", "DEID_KEY_FILE": "04eaa3a066f1f622", "CLEAN_GRAPHICS": "false", "CLEAN_DESCRIPTORS": "false", "RETAIN_FULL_DATES": "false", "RETAIN_SAFE_PRIVATE": "false", "RETAIN_MODIFIED_DATES": "true", "RETAIN_DEVICE_IDENTITY": "false", "CLEAN_STRUCTURED_CONTENT": "false", "RETAIN_INSTITUTION_IDENTITY": "false", "RETAIN_PATIENT_CHARACTERISTICS": "false"}', '2026-11-29 17:57:24.679198+00', 'vm:27695');
INSERT INTO public.receipt VALUES (1, 'file:///srv/target', '2.25.4545748740270237439091611777160230915', 9654, 'b7b8b557c915e9ed9a4afc9d58025ea114824b9d768f1f96af5c03f9e1014cf2', NULL, '2026-11-29 17:57:28.745383+00', 'confirmed', NULL, 'image', NULL);
INSERT INTO public.receipt VALUES (1, 'file:///srv/target', '2.25.259138191500514430946071822065232596224', 9658, 'a28a99e6aa3a8e4cd21fe7c1e1bdf401a891a6b95f0334247e118c607089b3cf', NULL, '2026-11-29 17:57:28.745383+00', 'confirmed', NULL, 'image', NULL);
INSERT INTO public.receipt VALUES (1, 'file:///srv/target', '2.25.214527710334553424348833542218517112062', 9658, '9f1a386eafdc48824ed292bdb19614807038461d6d94666d150327f017a7034e', NULL, '2026-11-29 17:57:28.745383+00', 'confirmed', NULL, 'image', NULL);
INSERT INTO public.receipt VALUES (1, 'file:///srv/target', 'manifest.jsonl', 1304, '1c0a3dff8d1d5e5474eeca2abc18233a82e879b3c6c604f97527ad47dc8aed14', NULL, '2026-11-29 17:57:28.793297+00', 'confirmed', NULL, 'manifest', NULL);
INSERT INTO public.receipt VALUES (2, 'file:///srv/target', '2.25.56380564243738268860825986445595507829', 9658, '34d65d2cf6955785058d91bfd0ba76867bdae8fe28337deeec76e7d97b5b3f9d', NULL, '2026-11-29 17:57:32.379863+00', 'confirmed', NULL, 'image', NULL);
INSERT INTO public.receipt VALUES (2, 'file:///srv/target', '2.25.72832950491732592841588351213956938444', 9658, 'dcedfc95ae20179aa8980ddbb256ad838b24569cf4c29b93fd64be50c9167c6a', NULL, '2026-11-29 17:57:32.379863+00', 'confirmed', NULL, 'image', NULL);
INSERT INTO public.receipt VALUES (2, 'file:///srv/target', '2.25.118540616038331942570915322901349546810', 9658, 'c49d3e31a989b787483e215f21d50f85449f99b80e609bf48be9c75f8e09e049', NULL, '2026-11-29 17:57:32.379863+00', 'confirmed', NULL, 'image', NULL);
INSERT INTO public.receipt VALUES (2, 'file:///srv/target', 'manifest.jsonl', 1304, '1ceb9f8a62b8f096652a55c116a93b829d5e7499715acdbde495475db9efe5c7', NULL, '2026-11-29 17:57:32.473037+00', 'confirmed', NULL, 'manifest', NULL);
INSERT INTO public.series OVERRIDING SYSTEM VALUE VALUES (1, 1, '2.25.174462261181532667806322269876495109929', 1, 'CT', 'CHEST', NULL, 'Synthetic Devices', NULL);
INSERT INTO public.series OVERRIDING SYSTEM VALUE VALUES (2, 2, '2.25.248691176288989161135549976361237713891', 1, 'CT', 'CHEST', NULL, 'Synthetic Devices', NULL);
INSERT INTO public.skipped_file VALUES (2, 4, 'NOT_DICOM', 'it is not a DICOM file', NULL, NULL, NULL, NULL);
INSERT INTO public.study OVERRIDING SYSTEM VALUE VALUES (1, '2.25.167714565871573795990631001933705673118', 'P-SBM406Y2FGV0G9TX', 'APWT1T74EEFN1KZ6', '2010-08-09', NULL);
INSERT INTO public.study OVERRIDING SYSTEM VALUE VALUES (2, '2.25.223970038661491099599667234571945206833', 'P-Q12PMTWHMBC5A8A0', 'A41H4TTFQERSAEGQ', '2013-01-31', NULL);
INSERT INTO public.target VALUES ('file:///srv/target', 'closed', 0, 16, '2026-11-29 17:57:27.840324+00', NULL, 2, 2, '{}', '2026-11-29 17:57:32.568578+00', NULL, NULL, NULL, '2026-11-29 17:57:27.840324+00', NULL);
SELECT pg_catalog.setval('public.batch_event_id_seq', 10, true);
SELECT pg_catalog.setval('public.batch_id_seq', 2, true);
SELECT pg_catalog.setval('public.batch_log_id_seq', 6, true);
SELECT pg_catalog.setval('public.delivery_id_seq', 4, true);
SELECT pg_catalog.setval('public.image_id_seq', 6, true);
SELECT pg_catalog.setval('public.review_decision_id_seq', 1, false);
SELECT pg_catalog.setval('public.series_id_seq', 2, true);
SELECT pg_catalog.setval('public.study_id_seq', 2, true);
ALTER TABLE ONLY identity.accession
    ADD CONSTRAINT accession_pkey PRIMARY KEY (pseudonym);
ALTER TABLE ONLY identity.patient
    ADD CONSTRAINT patient_pkey PRIMARY KEY (pseudonym);
ALTER TABLE ONLY identity.source_file
    ADD CONSTRAINT source_file_pkey PRIMARY KEY (batch_id, file_number);
ALTER TABLE ONLY identity.study
    ADD CONSTRAINT study_pkey PRIMARY KEY (pseudonym);
ALTER TABLE ONLY identity.uid
    ADD CONSTRAINT uid_pkey PRIMARY KEY (pseudonym);
ALTER TABLE ONLY public.account_use
    ADD CONSTRAINT account_use_pkey PRIMARY KEY (kind, name);
ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_code_key UNIQUE (code);
ALTER TABLE ONLY public.batch_event
    ADD CONSTRAINT batch_event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.batch_log
    ADD CONSTRAINT batch_log_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_batch_id_target_key UNIQUE (batch_id, target);
ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.folder_conflict
    ADD CONSTRAINT folder_conflict_pkey PRIMARY KEY (batch_id, base);
ALTER TABLE ONLY public.gate_finding
    ADD CONSTRAINT gate_finding_pkey PRIMARY KEY (batch_id, file_number);
ALTER TABLE ONLY public.image_before
    ADD CONSTRAINT image_before_pkey PRIMARY KEY (batch_id, sop_instance_uid);
ALTER TABLE ONLY public.image
    ADD CONSTRAINT image_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.image
    ADD CONSTRAINT image_sop_instance_uid_key UNIQUE (sop_instance_uid);
ALTER TABLE ONLY public.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.project
    ADD CONSTRAINT project_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.project_version
    ADD CONSTRAINT project_version_pkey PRIMARY KEY (project, version);
ALTER TABLE ONLY public.receipt
    ADD CONSTRAINT receipt_pkey PRIMARY KEY (batch_id, target, object);
ALTER TABLE ONLY public.reconciliation
    ADD CONSTRAINT reconciliation_pkey PRIMARY KEY (target);
ALTER TABLE ONLY public.review_decision_image
    ADD CONSTRAINT review_decision_image_pkey PRIMARY KEY (decision, batch, file_number);
ALTER TABLE ONLY public.review_decision
    ADD CONSTRAINT review_decision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.review_image
    ADD CONSTRAINT review_image_pkey PRIMARY KEY (batch_id, file_number);
ALTER TABLE ONLY public.saved_filter
    ADD CONSTRAINT saved_filter_pkey PRIMARY KEY (account, name);
ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_study_id_series_instance_uid_key UNIQUE (study_id, series_instance_uid);
ALTER TABLE ONLY public.skipped_file
    ADD CONSTRAINT skipped_file_pkey PRIMARY KEY (batch_id, file_number);
ALTER TABLE ONLY public.study
    ADD CONSTRAINT study_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.study
    ADD CONSTRAINT study_study_instance_uid_key UNIQUE (study_instance_uid);
ALTER TABLE ONLY public.suspect_file
    ADD CONSTRAINT suspect_file_pkey PRIMARY KEY (batch_id, file_number);
ALTER TABLE ONLY public.target
    ADD CONSTRAINT target_pkey PRIMARY KEY (name);
CREATE INDEX batch_acknowledged ON public.batch USING btree (id) WHERE (acknowledged_at IS NOT NULL);
CREATE INDEX batch_attention ON public.batch USING btree (id) WHERE (((status = 'ERROR'::text) OR has_error OR (held_back > 0) OR (changed_at IS NOT NULL)) AND (acknowledged_at IS NULL));
CREATE INDEX batch_by_images ON public.batch USING btree (images, id);
CREATE INDEX batch_by_modality ON public.batch USING gin (modalities);
CREATE INDEX batch_by_size ON public.batch USING btree (bytes, id);
CREATE INDEX batch_by_status ON public.batch USING btree (status, id) INCLUDE (images, held_back, skipped);
CREATE INDEX batch_delivered ON public.batch USING btree (found_at, id) WHERE ((status = 'DELIVERING'::text) AND (stage = 'finish'::text));
CREATE INDEX batch_event_batch ON public.batch_event USING btree (batch_id, id);
CREATE INDEX batch_event_time ON public.batch_event USING brin (at);
CREATE INDEX batch_faulty ON public.batch USING btree (id) WHERE ((status = 'ERROR'::text) OR has_error OR (held_back > 0) OR (changed_at IS NOT NULL));
CREATE INDEX batch_finished ON public.batch USING btree (finished_at) INCLUDE (images, bytes, status) WHERE (finished_at IS NOT NULL);
CREATE INDEX batch_found ON public.batch USING btree (found_at);
CREATE INDEX batch_log_batch ON public.batch_log USING btree (batch_id, id);
CREATE INDEX batch_open ON public.batch USING btree (status, base, found_at) WHERE (status = ANY (ARRAY['NEW'::text, 'QUEUE'::text, 'PROCESSING'::text]));
CREATE INDEX batch_review_due ON public.batch USING btree (review_due) WHERE (status = 'REVIEW'::text);
CREATE INDEX batch_undelivered ON public.batch USING btree (bytes) WHERE (status = 'DELIVERING'::text);
CREATE INDEX delivery_backlog ON public.delivery USING btree (target) INCLUDE (bytes, queued_at) WHERE (state = ANY (ARRAY['waiting'::text, 'sending'::text]));
CREATE INDEX delivery_by_target ON public.delivery USING btree (target, batch_id) WHERE (state <> 'closed'::text);
CREATE INDEX delivery_sending ON public.delivery USING btree (target, lease_until) WHERE (state = 'sending'::text);
CREATE INDEX delivery_waiting ON public.delivery USING btree (target, queued_at, id) INCLUDE (next_attempt) WHERE (state = 'waiting'::text);
CREATE INDEX image_batch ON public.image USING btree (batch_id, id);
CREATE INDEX image_series ON public.image USING btree (series_id, id);
CREATE INDEX review_decision_about ON public.review_decision USING btree (decision) WHERE (decision IS NOT NULL);
CREATE INDEX review_decision_batch ON public.review_decision_image USING btree (batch, decision);
CREATE INDEX review_image_alike ON public.review_image USING btree (device, layout) WHERE (state <> 'done'::text);
CREATE INDEX review_image_decision ON public.review_image USING btree (decision) WHERE (decision IS NOT NULL);
CREATE INDEX review_image_open ON public.review_image USING btree (since, batch_id, file_number) WHERE (state <> 'done'::text);
CREATE INDEX review_image_series ON public.review_image USING btree (series) WHERE (state <> 'done'::text);
CREATE INDEX series_by_modality ON public.series USING btree (modality, id);
CREATE INDEX series_by_uid ON public.series USING btree (series_instance_uid);
CREATE INDEX skipped_file_held_back ON public.skipped_file USING btree (batch_id, ((- file_number))) INCLUDE (file_number, rule_group, rule) WHERE (code = 'HELD_BACK'::text);
CREATE INDEX skipped_file_other ON public.skipped_file USING btree (other_batch_id) WHERE (other_batch_id IS NOT NULL);
CREATE INDEX study_by_accession ON public.study USING btree (accession) WHERE (accession IS NOT NULL);
CREATE INDEX study_by_patient ON public.study USING btree (patient);
CREATE TRIGGER batch_inserted AFTER INSERT ON public.batch FOR EACH ROW EXECUTE FUNCTION public.record_batch_event();
CREATE TRIGGER batch_moved AFTER UPDATE OF status ON public.batch FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION public.record_batch_event();
CREATE TRIGGER batch_worsened BEFORE UPDATE OF status, has_error, skipped, held_back, changed_at ON public.batch FOR EACH ROW WHEN (((old.acknowledged_at IS NOT NULL) AND (new.acknowledged_at IS NOT NULL) AND (((new.status IS DISTINCT FROM old.status) AND (new.status = ANY (ARRAY['NEW'::text, 'QUEUE'::text, 'ERROR'::text]))) OR (new.has_error IS DISTINCT FROM old.has_error) OR (new.skipped IS DISTINCT FROM old.skipped) OR (new.held_back IS DISTINCT FROM old.held_back) OR (new.changed_at IS DISTINCT FROM old.changed_at)))) EXECUTE FUNCTION public.forget_acknowledgement();
CREATE TRIGGER folder_conflicted AFTER INSERT ON public.folder_conflict FOR EACH ROW EXECUTE FUNCTION public.forget_acknowledgement_of_conflict();
CREATE TRIGGER review_decision_image_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.review_decision_image FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER review_decision_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON public.review_decision FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
ALTER TABLE ONLY identity.source_file
    ADD CONSTRAINT source_file_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.batch_event
    ADD CONSTRAINT batch_event_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.batch_log
    ADD CONSTRAINT batch_log_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_target_fkey FOREIGN KEY (target) REFERENCES public.target(name);
ALTER TABLE ONLY public.folder_conflict
    ADD CONSTRAINT folder_conflict_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.gate_finding
    ADD CONSTRAINT gate_finding_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.image
    ADD CONSTRAINT image_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.image_before
    ADD CONSTRAINT image_before_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.image
    ADD CONSTRAINT image_series_id_fkey FOREIGN KEY (series_id) REFERENCES public.series(id);
ALTER TABLE ONLY public.project_version
    ADD CONSTRAINT project_version_project_fkey FOREIGN KEY (project) REFERENCES public.project(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.receipt
    ADD CONSTRAINT receipt_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.review_decision
    ADD CONSTRAINT review_decision_decision_fkey FOREIGN KEY (decision) REFERENCES public.review_decision(id);
ALTER TABLE ONLY public.review_decision_image
    ADD CONSTRAINT review_decision_image_decision_fkey FOREIGN KEY (decision) REFERENCES public.review_decision(id);
ALTER TABLE ONLY public.review_image
    ADD CONSTRAINT review_image_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_study_id_fkey FOREIGN KEY (study_id) REFERENCES public.study(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.skipped_file
    ADD CONSTRAINT skipped_file_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.skipped_file
    ADD CONSTRAINT skipped_file_other_batch_id_fkey FOREIGN KEY (other_batch_id) REFERENCES public.batch(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.suspect_file
    ADD CONSTRAINT suspect_file_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(id) ON DELETE CASCADE;
