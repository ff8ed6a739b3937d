-- Where folding may go up to: every entry that has an id now, and the number of the next
-- transaction. Once all transactions below that number have ended, all those entries are in sight:
-- ledger_begin gives a transaction its number before ledger_settle gives its entries their ids.
create function ledger_mark(out top bigint, out horizon text) language plpgsql as $$
begin
  select coalesce(max(last_value), 0) into top from pg_sequences
   where schemaname = current_schema() and sequencename = 'ledger_entry_id_seq';
  horizon := pg_snapshot_xmax(pg_current_snapshot())::text;
end $$;

create function ledger_mark_is_clear(p_horizon text) returns boolean language sql as $$
  select not exists (
    select from pg_snapshot_xip(pg_current_snapshot()) as running
     where running < p_horizon::xid8)
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
