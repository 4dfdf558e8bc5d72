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
CREATE FUNCTION public.record_batch_event() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  insert into batch_event (batch_id, status, stage, claim, worker, code)
  values (new.id, new.status, new.stage, new.claim, new.claimed_by, new.error_code);
  perform pg_notify('batch', new.status);
  return null;
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
    CONSTRAINT batch_check CHECK (((status = 'PROCESSING'::text) = (lease_until IS NOT NULL))),
    CONSTRAINT batch_origin_check CHECK ((origin = ANY (ARRAY['NEW'::text, 'QUEUE'::text]))),
    CONSTRAINT batch_status_check CHECK ((status = ANY (ARRAY['NEW'::text, 'QUEUE'::text, 'PROCESSING'::text, 'DONE'::text, 'EMPTY'::text, 'ERROR'::text])))
);
CREATE TABLE public.batch_event (
    id bigint NOT NULL,
    batch_id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    status text NOT NULL,
    stage text NOT NULL,
    claim integer NOT NULL,
    worker text,
    code text
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
CREATE TABLE public.folder_conflict (
    batch_id bigint NOT NULL,
    base text NOT NULL,
    found_at timestamp with time zone DEFAULT now() NOT NULL
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
    header jsonb
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
    reason text NOT NULL
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
INSERT INTO identity.source_file VALUES (2, 4, 'note.txt');
INSERT INTO public.batch OVERRIDING SYSTEM VALUE VALUES (2, 'ST-000002', 'B-297S7N4XB4PSQGT3', '/srv/inbox', 'QUEUE', 'DONE', 'finished', NULL, NULL, true, false, '2026-11-25 23:04:36.842005+00', 1, 1, 'vm:13187', NULL, '2026-11-25 23:04:32.954+00', NULL, '2026-11-25 23:04:36.842005+00', '2026-11-25 23:04:37.295298+00', '2026-11-25 23:04:37.970969+00', 3, 1, 1, 28098, '{"look": 0.039, "store": 0.001, "import": 0.328, "claimed": 0}', 1, 1, 0);
INSERT INTO public.batch OVERRIDING SYSTEM VALUE VALUES (1, 'ST-000001', 'B-WTKZ1G648DYH00XA', '/srv/inbox', 'QUEUE', 'DONE', 'finished', NULL, NULL, false, false, '2026-11-25 23:04:36.842005+00', 1, 1, 'vm:13187', NULL, '2026-11-25 23:04:32.658+00', NULL, '2026-11-25 23:04:36.842005+00', '2026-11-25 23:04:37.295028+00', '2026-11-25 23:04:38.150563+00', 3, 1, 0, 28098, '{"look": 0.028, "store": 0, "import": 0.552, "claimed": 0}', 1, 1, 0);
INSERT INTO public.batch_event OVERRIDING SYSTEM VALUE VALUES (1, 1, '2026-11-25 23:04:37.140347+00', 'QUEUE', 'waiting', 0, NULL, NULL);
INSERT INTO public.batch_event OVERRIDING SYSTEM VALUE VALUES (2, 2, '2026-11-25 23:04:37.141668+00', 'QUEUE', 'waiting', 0, NULL, NULL);
INSERT INTO public.batch_event OVERRIDING SYSTEM VALUE VALUES (3, 1, '2026-11-25 23:04:37.302429+00', 'PROCESSING', 'claimed', 1, 'vm:13187', NULL);
INSERT INTO public.batch_event OVERRIDING SYSTEM VALUE VALUES (4, 2, '2026-11-25 23:04:37.302894+00', 'PROCESSING', 'claimed', 1, 'vm:13187', NULL);
INSERT INTO public.batch_event OVERRIDING SYSTEM VALUE VALUES (5, 2, '2026-11-25 23:04:37.971416+00', 'DONE', 'finished', 1, 'vm:13187', NULL);
INSERT INTO public.batch_event OVERRIDING SYSTEM VALUE VALUES (6, 1, '2026-11-25 23:04:38.151998+00', 'DONE', 'finished', 1, 'vm:13187', NULL);
INSERT INTO public.image OVERRIDING SYSTEM VALUE VALUES (1, 2, 1, '2.25.118540616038331942570915322901349546810', '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', 3, 64, 64, NULL, 3, 9366, NULL);
INSERT INTO public.image OVERRIDING SYSTEM VALUE VALUES (2, 2, 1, '2.25.56380564243738268860825986445595507829', '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', 1, 64, 64, NULL, 1, 9366, NULL);
INSERT INTO public.image OVERRIDING SYSTEM VALUE VALUES (3, 2, 1, '2.25.72832950491732592841588351213956938444', '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', 2, 64, 64, NULL, 2, 9366, NULL);
INSERT INTO public.image OVERRIDING SYSTEM VALUE VALUES (4, 1, 2, '2.25.214527710334553424348833542218517112062', '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', 3, 64, 64, NULL, 3, 9366, NULL);
INSERT INTO public.image OVERRIDING SYSTEM VALUE VALUES (5, 1, 2, '2.25.259138191500514430946071822065232596224', '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', 2, 64, 64, NULL, 2, 9366, NULL);
INSERT INTO public.image OVERRIDING SYSTEM VALUE VALUES (6, 1, 2, '2.25.4545748740270237439091611777160230915', '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', 1, 64, 64, NULL, 1, 9366, NULL);
INSERT INTO public.migration VALUES (1, '0001_catalogue', '2026-11-25 23:04:35.774492+00');
INSERT INTO public.series OVERRIDING SYSTEM VALUE VALUES (1, 1, '2.25.248691176288989161135549976361237713891', 1, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.series OVERRIDING SYSTEM VALUE VALUES (2, 2, '2.25.174462261181532667806322269876495109929', 1, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.skipped_file VALUES (2, 4, 'NOT_DICOM', 'it is not a DICOM file');
INSERT INTO public.study OVERRIDING SYSTEM VALUE VALUES (1, '2.25.223970038661491099599667234571945206833', 'P-Q12PMTWHMBC5A8A0', NULL, NULL, NULL);
INSERT INTO public.study OVERRIDING SYSTEM VALUE VALUES (2, '2.25.167714565871573795990631001933705673118', 'P-SBM406Y2FGV0G9TX', NULL, NULL, NULL);
SELECT pg_catalog.setval('public.batch_event_id_seq', 6, true);
SELECT pg_catalog.setval('public.batch_id_seq', 2, true);
SELECT pg_catalog.setval('public.image_id_seq', 6, true);
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
ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_code_key UNIQUE (code);
ALTER TABLE ONLY public.batch_event
    ADD CONSTRAINT batch_event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.folder_conflict
    ADD CONSTRAINT folder_conflict_pkey PRIMARY KEY (batch_id, base);
ALTER TABLE ONLY public.image
    ADD CONSTRAINT image_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.image
    ADD CONSTRAINT image_sop_instance_uid_key UNIQUE (sop_instance_uid);
ALTER TABLE ONLY public.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (number);
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
CREATE INDEX batch_event_batch ON public.batch_event USING btree (batch_id, id);
CREATE INDEX batch_faulty ON public.batch USING btree (id) WHERE ((status = 'ERROR'::text) OR has_error OR (changed_at IS NOT NULL));
CREATE INDEX batch_finished ON public.batch USING btree (finished_at) WHERE (finished_at IS NOT NULL);
CREATE INDEX batch_open ON public.batch USING btree (status, base, found_at) WHERE (status = ANY (ARRAY['NEW'::text, 'QUEUE'::text, 'PROCESSING'::text]));
CREATE INDEX image_batch ON public.image USING btree (batch_id, id);
CREATE INDEX image_series ON public.image USING btree (series_id, id);
CREATE TRIGGER batch_inserted AFTER INSERT ON public.batch FOR EACH ROW EXECUTE FUNCTION public.record_batch_event();
CREATE TRIGGER batch_moved AFTER UPDATE OF status ON public.batch FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION public.record_batch_event();
ALTER TABLE ONLY identity.source_file
    ADD CONSTRAINT source_file_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.batch_event
    ADD CONSTRAINT batch_event_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.folder_conflict
    ADD CONSTRAINT folder_conflict_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.image
    ADD CONSTRAINT image_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.image
    ADD CONSTRAINT image_series_id_fkey FOREIGN KEY (series_id) REFERENCES public.series(id);
ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_study_id_fkey FOREIGN KEY (study_id) REFERENCES public.study(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.skipped_file
    ADD CONSTRAINT skipped_file_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(id) ON DELETE CASCADE;
