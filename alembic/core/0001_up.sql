-- Core's tables as of revision 0001, the same in all five databases: events to be handed out, what was
-- consumed, jobs and schedules. Frozen: a later change is a later revision.

CREATE TABLE outbox_event (
    id UUID NOT NULL,
    name TEXT NOT NULL,
    payload JSONB NOT NULL,
    actor UUID DEFAULT (nullif(current_setting('app.actor'::text, true), ''::text))::uuid,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    fanned_out_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_outbox_event PRIMARY KEY (id)
);
CREATE INDEX ix_outbox_event_fresh ON outbox_event (id)
    WHERE fanned_out_at IS NULL;

CREATE TABLE outbox_delivery (
    event_id UUID NOT NULL,
    consumer TEXT NOT NULL,
    state TEXT DEFAULT 'waiting'::text NOT NULL,
    attempts INTEGER DEFAULT 0 NOT NULL,
    next_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    claim UUID,
    lease_until TIMESTAMP WITH TIME ZONE,
    last_error TEXT,
    CONSTRAINT pk_outbox_delivery PRIMARY KEY (event_id, consumer),
    CONSTRAINT ck_outbox_delivery_state CHECK (state in ('waiting', 'claimed', 'done', 'exhausted')),
    CONSTRAINT fk_outbox_delivery_event_id FOREIGN KEY (event_id)
        REFERENCES outbox_event (id) ON DELETE CASCADE
);
CREATE INDEX ix_outbox_delivery_claimed ON outbox_delivery (lease_until)
    WHERE state = 'claimed'::text;
CREATE INDEX ix_outbox_delivery_exhausted ON outbox_delivery (event_id, consumer)
    WHERE state = 'exhausted'::text;
CREATE INDEX ix_outbox_delivery_waiting ON outbox_delivery (consumer, next_at, event_id)
    WHERE state = 'waiting'::text;

CREATE TABLE consumed_event (
    event_id UUID NOT NULL,
    consumer TEXT NOT NULL,
    consumed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_consumed_event PRIMARY KEY (event_id, consumer)
);

CREATE TABLE job (
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    payload JSONB NOT NULL,
    dedupe TEXT,
    state TEXT DEFAULT 'waiting'::text NOT NULL,
    attempts INTEGER DEFAULT 0 NOT NULL,
    run_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    claim UUID,
    lease_until TIMESTAMP WITH TIME ZONE,
    last_error TEXT,
    actor UUID DEFAULT (nullif(current_setting('app.actor'::text, true), ''::text))::uuid,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_job PRIMARY KEY (id),
    CONSTRAINT ck_job_state CHECK (
        state in ('waiting', 'running', 'done', 'superseded', 'exhausted')
    )
);
CREATE INDEX ix_job_exhausted ON job (id)
    WHERE state = 'exhausted'::text;
CREATE INDEX ix_job_finished_at ON job (finished_at)
    WHERE finished_at IS NOT NULL;
CREATE INDEX ix_job_running ON job (kind, dedupe)
    WHERE state = 'running'::text;
CREATE UNIQUE INDEX uq_job_waiting_dedupe ON job (kind, dedupe)
    WHERE state = 'waiting'::text AND dedupe IS NOT NULL;
CREATE INDEX ix_job_waiting ON job (run_at, id)
    WHERE state = 'waiting'::text;

CREATE TABLE schedule (
    name TEXT NOT NULL,
    next_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_schedule PRIMARY KEY (name)
);
