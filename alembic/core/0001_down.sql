-- Takes back 0001_up.sql.
DROP TABLE schedule, job, consumed_event, outbox_delivery, outbox_event;
