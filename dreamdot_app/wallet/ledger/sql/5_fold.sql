-- Which transactions of others have written entries, or are about to, and have not ended. By their
-- locks, not by a snapshot: a snapshot knows of no transaction that began after the newest one that
-- has ended. Whoever writes entries locks the table (in this weakest mode that writes) before the
-- entries get their ids, and lets go of it when what he wrote is in sight of all.
create function ledger_writers() returns text[] language sql as $$
  select coalesce(array_agg(virtualtransaction), '{}') from pg_locks
   where locktype = 'relation' and relation = 'ledger_entry'::regclass
     and database = (select oid from pg_database where datname = current_database())
     and mode = 'RowExclusiveLock' and granted and pid is distinct from pg_backend_pid()
$$;

-- Where folding may go up to: every entry that has an id now, and who may still hold some of these
-- back. Once all of them have ended, all those entries are in sight of the statements that follow;
-- in a transaction with one snapshot for all of its statements they would not be.
create function ledger_mark(out top bigint, out writers text[]) language plpgsql as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'folding needs a transaction that is read committed';
  end if;
  select coalesce(max(last_value), 0) into top from pg_sequences
   where schemaname = current_schema() and sequencename = 'ledger_entry_id_seq';
  writers := ledger_writers();
end $$;

create function ledger_mark_is_clear(p_writers text[]) returns boolean language sql as $$
  select not p_writers && ledger_writers()
$$;

-- Fold: add up the entries of the platform's accounts up to a clear mark, at most so many for each
-- account, move the rows and continue their chains. Returns how many entries were folded.
create function ledger_fold_entries(p_top bigint, p_most int, p_at timestamptz) returns bigint
language plpgsql as $$
declare
  a ledger_account;
  f record;
  v_hash bytea;
  v_total bigint := 0;
begin
  for a in select * from ledger_account where is_folded order by id for no key update loop
    select count(*) as entries, sum(e.amount)::bigint as amount, max(e.id) as through_id,
           sha256(string_agg(
             ledger_fold_item(e.id, e.transfer_id, e.amount, ledger_micros(e.created_at)),
             ''::bytea order by e.id)) as digest
      into f
      from (select * from ledger_entry
             where account_id = a.id and seq is null and id > a.folded_through and id <= p_top
             order by id limit p_most) as e;
    continue when f.entries = 0;
    v_hash := ledger_fold_link(a.head, a.id, a.seq + 1, f.through_id, f.entries, f.amount,
                               a.balance + f.amount, f.digest);
    insert into ledger_fold (account_id, seq, through_id, entries, amount, balance_after, digest,
                             previous, hash, created_at)
    values (a.id, a.seq + 1, f.through_id, f.entries, f.amount, a.balance + f.amount, f.digest,
            a.head, v_hash, p_at);
    update ledger_account
       set balance = a.balance + f.amount, seq = a.seq + 1, head = v_hash,
           folded_through = f.through_id
     where id = a.id;
    v_total := v_total + f.entries;
  end loop;
  return v_total;
end $$;
