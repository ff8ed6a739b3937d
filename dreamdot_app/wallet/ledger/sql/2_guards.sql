-- What was written stays as it was: corrections are new transfers.
create function ledger_refuse() returns trigger language plpgsql as $$
begin
  raise exception '% of % is refused: the ledger is append-only', tg_op, tg_table_name
    using errcode = 'LD006';
end $$;

create trigger ledger_transfer_stays before update or delete or truncate on ledger_transfer
  for each statement execute function ledger_refuse();
create trigger ledger_entry_stays before update or delete or truncate on ledger_entry
  for each statement execute function ledger_refuse();
create trigger ledger_fold_stays before update or delete or truncate on ledger_fold
  for each statement execute function ledger_refuse();

-- An account is moved (balance, seq, head), and is otherwise what it was made as.
create trigger ledger_account_stays before delete or truncate on ledger_account
  for each statement execute function ledger_refuse();
create trigger ledger_account_is_same
  before update of id, owner, bucket, colour, currency, is_folded, floor, ceiling, created_at
  on ledger_account for each statement execute function ledger_refuse();

-- What a sale brought matures, and is otherwise what was written with the sale.
create trigger ledger_maturity_stays before delete or truncate on ledger_maturity
  for each statement execute function ledger_refuse();
create trigger ledger_maturity_is_same
  before update of sale_id, owner, currency, amount, due_at
  on ledger_maturity for each statement execute function ledger_refuse();
create trigger ledger_maturity_only_shrinks before update on ledger_maturity
  for each row when (new.remaining > old.remaining or old.matured_at is not null)
  execute function ledger_refuse();

revoke update, delete, truncate on ledger_transfer, ledger_entry, ledger_fold
  from public, current_user;
revoke delete, truncate on ledger_account from public, current_user;

-- An account is one of the kinds that are known, empty, at the beginning of its chain.
create function ledger_account_fits() returns trigger language plpgsql as $$
declare
  v_promo boolean := new.bucket in ('promo', 'promo_issued', 'fees_p')
                     or new.bucket like 'hold.%.promo';
  v_person boolean := new.bucket in ('promo', 'deposited', 'pending', 'earned', 'debt');
  v_hold boolean := new.bucket like 'hold.%';
begin
  if (new.colour <> case when v_promo then 'P' else 'C' end)
     or (new.owner is not null) <> v_person
     or new.is_folded <> (new.owner is null and not v_hold)
     or (new.floor is distinct from
         case when v_hold or v_person and new.bucket <> 'debt' then 0 end)
     or (new.ceiling is distinct from case when new.bucket = 'debt' then 0 end)
     or new.currency !~ '^[A-Z]{3}$' or new.balance <> 0 or new.seq <> 0
     or new.head <> ledger_genesis(new.owner, new.bucket, new.colour, new.currency) then
    raise exception 'this is no account: %', to_json(new) using errcode = 'LD005';
  end if;
  return new;
end $$;

create trigger ledger_account_fits before insert on ledger_account
  for each row execute function ledger_account_fits();

-- All legs of a transfer arrive in one statement, or none. In it every colour sums to zero,
-- every account has the transfer's currency, and what the columns refer to exists (no foreign
-- keys: they would lock the platform's rows, which every sale touches).
create function ledger_must_balance() returns trigger language plpgsql as $$
declare
  wrong record;
begin
  select e.transfer_id, count(*) as legs, count(a.id) as accounts, count(t.id) as transfers,
         min(e.leg) as lowest, max(e.leg) as highest,
         coalesce(sum(e.amount) filter (where a.colour = 'P'), 0) as promo,
         coalesce(sum(e.amount) filter (where a.colour = 'C'), 0) as cash,
         bool_and(a.currency = t.currency) as one_currency,
         bool_and(num_nulls(e.seq, e.balance_after, e.previous, e.hash)
                  = case when a.is_folded then 4 else 0 end) as chained,
         bool_or(e.amount = 0) as idle
    into wrong
    from added e
    left join lateral (select * from ledger_account where id = e.account_id limit 1) as a on true
    left join lateral (select * from ledger_transfer where id = e.transfer_id limit 1) as t on true
   group by e.transfer_id
  having count(*) <> count(a.id) or count(*) <> count(t.id)
      or min(e.leg) <> 1 or max(e.leg) <> count(*)
      or coalesce(sum(e.amount) filter (where a.colour = 'P'), 0) <> 0
      or coalesce(sum(e.amount) filter (where a.colour = 'C'), 0) <> 0
      or not bool_and(a.currency = t.currency)
      or not bool_and(num_nulls(e.seq, e.balance_after, e.previous, e.hash)
                      = case when a.is_folded then 4 else 0 end)
      or bool_or(e.amount = 0)
   limit 1;
  if found then
    if wrong.promo <> 0 or wrong.cash <> 0 then
      raise exception 'transfer % does not balance: promo %, cash %',
        wrong.transfer_id, wrong.promo, wrong.cash using errcode = 'LD003';
    end if;
    raise exception 'transfer % has legs that do not fit: %', wrong.transfer_id, to_json(wrong)
      using errcode = 'LD005';
  end if;
  return null;
end $$;

create trigger ledger_entry_balances after insert on ledger_entry
  referencing new table as added
  for each statement execute function ledger_must_balance();
