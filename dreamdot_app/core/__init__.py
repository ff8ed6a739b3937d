"""The ground under every slice: settings, databases, outbox, jobs, money, ids, errors, logs."""
