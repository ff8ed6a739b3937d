-- The canonical form that is hashed. Changing a byte of it breaks every chain: never do.
--
-- A chain begins with the account itself:
--   head(0) = sha256(utf8("dreamdot ledger 1|" owner "|" bucket "|" colour "|" currency))
-- where owner is the lower-case canonical UUID, or empty for an account of the platform.
create function ledger_genesis(owner uuid, bucket text, colour text, currency text)
returns bytea language sql immutable parallel safe as $$
  select sha256(convert_to(
    'dreamdot ledger 1|' || coalesce(owner::text, '') || '|' || bucket || '|' || colour || '|'
    || currency, 'UTF8'))
$$;

-- Whole microseconds since 1970-01-01 00:00 UTC.
create function ledger_micros(at timestamptz)
returns bigint language sql stable parallel safe as $$
  select (extract(epoch from at) * 1000000)::bigint
$$;

-- Each entry of an account continues it, 88 bytes, integers signed and big-endian:
--   head(n) = sha256(head(n-1):32 transfer_id:16 account_id:8 seq:8 amount:8 balance_after:8
--                    created_at in microseconds since 1970 UTC:8)
create function ledger_link(
  previous bytea, transfer_id uuid, account_id bigint, seq bigint, amount bigint,
  balance_after bigint, micros bigint)
returns bytea language sql immutable parallel safe as $$
  select sha256(previous || uuid_send(transfer_id) || int8send(account_id) || int8send(seq)
    || int8send(amount) || int8send(balance_after) || int8send(micros))
$$;

-- An entry of a folded account, 40 bytes; a fold hashes its entries' bytes in the order of id.
create function ledger_fold_item(id bigint, transfer_id uuid, amount bigint, micros bigint)
returns bytea language sql immutable parallel safe as $$
  select int8send(id) || uuid_send(transfer_id) || int8send(amount) || int8send(micros)
$$;

-- Each fold of an account continues its chain, 112 bytes:
--   head(n) = sha256(head(n-1):32 account_id:8 seq:8 through_id:8 entries:8 amount:8
--                    balance_after:8 digest:32)
create function ledger_fold_link(
  previous bytea, account_id bigint, seq bigint, through_id bigint, entries bigint,
  amount bigint, balance_after bigint, digest bytea)
returns bytea language sql immutable parallel safe as $$
  select sha256(previous || int8send(account_id) || int8send(seq) || int8send(through_id)
    || int8send(entries) || int8send(amount) || int8send(balance_after) || digest)
$$;

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

-- Make the accounts of a person in a currency, together and in this order, so that their ids
-- ascend in it for everybody. Safe when called at the same time from anywhere.
create function ledger_open_accounts(p_owner uuid, p_currency text) returns void
language sql as $$
  insert into ledger_account (owner, bucket, colour, currency, is_folded, floor, head)
  select p_owner, b.bucket, b.colour, p_currency, false, 0,
         ledger_genesis(p_owner, b.bucket, b.colour, p_currency)
    from (values (1, 'promo', 'P'), (2, 'deposited', 'C'), (3, 'pending', 'C'),
                 (4, 'earned', 'C')) as b(place, bucket, colour)
   order by b.place
  on conflict (owner, bucket, currency) do nothing
$$;

-- Make one account that is neither of those four: a debt, a hold, one of the platform.
create function ledger_open_account(p_owner uuid, p_bucket text, p_currency text) returns void
language plpgsql as $$
declare
  v_colour text := case when p_bucket in ('promo', 'promo_issued', 'fees_p')
                          or p_bucket like 'hold.%.promo' then 'P' else 'C' end;
begin
  if p_owner is not null and p_bucket in ('promo', 'deposited', 'pending', 'earned') then
    perform ledger_open_accounts(p_owner, p_currency);
    return;
  end if;
  insert into ledger_account (owner, bucket, colour, currency, is_folded, floor, ceiling, head)
  values (p_owner, p_bucket, v_colour, p_currency,
          p_owner is null and p_bucket not like 'hold.%',
          case when p_bucket like 'hold.%' then 0 end,
          case when p_bucket = 'debt' then 0 end,
          ledger_genesis(p_owner, p_bucket, v_colour, p_currency))
  on conflict (owner, bucket, currency) do nothing;
end $$;

-- The gate of idempotency. Writes the transfer and returns true, or false when the key was used
-- for the same content before. Of several at once the others wait here for the first.
create function ledger_begin(
  p_id uuid, p_key text, p_kind text, p_currency text, p_actor uuid, p_payer uuid, p_payee uuid,
  p_reference uuid, p_memo text, p_content bytea, p_at timestamptz)
returns boolean language plpgsql as $$
declare
  v_content bytea;
begin
  insert into ledger_transfer
    (id, key, kind, currency, actor, payer, payee, reference, memo, content, created_at)
  values (p_id, p_key, p_kind, p_currency, p_actor, p_payer, p_payee, p_reference, p_memo,
          p_content, p_at)
  on conflict (key) do nothing;
  if found then
    return true;
  end if;
  select content into strict v_content from ledger_transfer where key = p_key;
  if v_content is distinct from p_content then
    raise exception 'the key % belongs to another transfer', p_key using errcode = 'LD002';
  end if;
  return false;
end $$;

-- Move accounts whose rows the caller holds locked, from the balances, seqs and heads that he read,
-- and write the entries. A leg without a seq belongs to a folded account: it is an entry alone, no
-- row is touched. Legs of zero are left out. Row by row, so that no plan can ever scan the table.
create function ledger_settle(
  p_transfer uuid, p_at timestamptz, p_accounts bigint[], p_amounts bigint[],
  p_balances bigint[], p_seqs bigint[], p_heads bytea[])
returns boolean language plpgsql as $$
declare
  v_micros bigint := ledger_micros(p_at);
  v_hashes bytea[] := p_heads;
begin
  for i in 1 .. cardinality(p_accounts) loop
    if p_seqs[i] is not null and p_amounts[i] <> 0 then
      p_seqs[i] := p_seqs[i] + 1;
      p_balances[i] := p_balances[i] + p_amounts[i];
      v_hashes[i] := ledger_link(p_heads[i], p_transfer, p_accounts[i], p_seqs[i], p_amounts[i],
                                 p_balances[i], v_micros);
      update ledger_account
         set balance = p_balances[i], seq = p_seqs[i], head = v_hashes[i]
       where id = p_accounts[i];
    end if;
  end loop;
  insert into ledger_entry
    (transfer_id, leg, account_id, amount, balance_after, seq, previous, hash, created_at)
  select p_transfer, row_number() over (), e.account_id, e.amount, e.balance_after, e.seq,
         e.previous, e.hash, p_at
    from unnest(p_accounts, p_amounts, p_balances, p_seqs, p_heads, v_hashes)
         as e(account_id, amount, balance_after, seq, previous, hash)
   where e.amount <> 0;
  return true;
end $$;

create function ledger_account_of(p_owner uuid, p_bucket text, p_currency text) returns bigint
language plpgsql as $$
declare
  v_id bigint;
begin
  for attempt in 1 .. 2 loop
    if p_owner is null then
      select id into v_id from ledger_account
       where owner is null and bucket = p_bucket and currency = p_currency;
    else
      select id into v_id from ledger_account
       where owner = p_owner and bucket = p_bucket and currency = p_currency;
    end if;
    exit when found;
    perform ledger_open_account(p_owner, p_bucket, p_currency);
  end loop;
  return v_id;
end $$;

create function ledger_lacks(p_needed bigint, p_available bigint) returns void
language plpgsql as $$
begin
  raise exception 'insufficient funds' using errcode = 'LD001',
    detail = json_build_object('needed', p_needed, 'available', p_available)::text;
end $$;

create function ledger_refuse_debtor(p_debt bigint) returns void language plpgsql as $$
begin
  raise exception 'blocked by debt' using errcode = 'LD004',
    detail = json_build_object('debt', p_debt)::text;
end $$;

-- Do one transfer: every leg is an owner (null: the platform), a bucket and an amount. Legs sum
-- to zero in each colour. happened_before: the same transfer was done earlier under this key,
-- and transfer_id is that one's.
--   LD001 a bucket would fall below its floor   LD002 the key belongs to another transfer
--   LD003 a colour does not sum to zero         LD004 the payer of a spending owes a debt
--   LD005 the legs do not fit
create function ledger_post(
  p_id uuid, p_key text, p_kind text, p_currency text, p_actor uuid, p_payer uuid, p_payee uuid,
  p_reference uuid, p_memo text, p_owners uuid[], p_buckets text[], p_amounts bigint[],
  p_at timestamptz, out transfer_id uuid, out happened_before boolean)
language plpgsql as $$
declare
  n int := cardinality(p_amounts);
  v_accounts bigint[] := '{}';
  v_balances bigint[] := array_fill(null::bigint, array[n]);
  v_seqs bigint[] := array_fill(null::bigint, array[n]);
  v_heads bytea[] := array_fill(null::bytea, array[n]);
  v_debt bigint;
  i int;
  a record;
begin
  if n < 2 or n is null or cardinality(p_owners) <> n or cardinality(p_buckets) <> n
     or 0 = any (p_amounts) then
    raise exception 'a transfer has at least two legs, none of them zero' using errcode = 'LD005';
  end if;
  happened_before := not ledger_begin(
    p_id, p_key, p_kind, p_currency, p_actor, p_payer, p_payee, p_reference, p_memo,
    sha256(convert_to(concat_ws('|', p_kind, p_currency, coalesce(p_reference::text, '-'),
      array_to_string(p_owners, ',', '-'), array_to_string(p_buckets, ','),
      array_to_string(p_amounts, ',')), 'UTF8')), p_at);
  if happened_before then
    select t.id into strict transfer_id from ledger_transfer t where t.key = p_key;
    return;
  end if;
  transfer_id := p_id;
  for i in 1 .. n loop
    v_accounts := v_accounts || ledger_account_of(p_owners[i], p_buckets[i], p_currency);
  end loop;
  if (select count(distinct id) from unnest(v_accounts) as id) <> n then
    raise exception 'a transfer has one leg for each account' using errcode = 'LD005';
  end if;
  for a in select * from ledger_account where id = any (v_accounts) and not is_folded
            order by id for no key update loop
    i := array_position(v_accounts, a.id);
    if p_amounts[i] < 0 and a.balance + p_amounts[i] < a.floor then
      perform ledger_lacks(-p_amounts[i], a.balance - a.floor);
    end if;
    v_balances[i] := a.balance;
    v_seqs[i] := a.seq;
    v_heads[i] := a.head;
  end loop;
  if p_kind in ('sale', 'hold', 'payout') then
    select balance into v_debt from ledger_account
     where owner = p_payer and bucket = 'debt' and currency = p_currency and balance < 0;
    if found then
      perform ledger_refuse_debtor(-v_debt);
    end if;
  end if;
  perform ledger_settle(p_id, p_at, v_accounts, p_amounts, v_balances, v_seqs, v_heads);
end $$;

-- Give a new wallet its initial credit, once for each person and currency, whatever it was then.
create function ledger_welcome(p_id uuid, p_owner uuid, p_currency text, p_amount bigint,
                               p_at timestamptz) returns boolean
language plpgsql as $$
declare
  v_key text := 'welcome:' || p_currency || ':' || p_owner;
begin
  perform ledger_open_accounts(p_owner, p_currency);
  if p_amount = 0 or exists (select from ledger_transfer where key = v_key) then
    return false;
  end if;
  return not happened_before from ledger_post(
    p_id, v_key, 'welcome', p_currency, null, null, p_owner, null, '', array[null, p_owner],
    array['promo_issued', 'promo'], array[-p_amount, p_amount], p_at);
end $$;

-- What a sale that was done before came to, read from its entries.
create function ledger_sale_done(
  p_key text, p_buyer uuid, out transfer_id uuid, out from_promo bigint,
  out from_deposited bigint, out from_earned bigint, out fee_promo bigint, out fee_cash bigint,
  out to_promo bigint, out to_debt bigint, out to_pending bigint, out matures_at timestamptz)
language sql stable as $$
  select t.id,
         coalesce(-sum(e.amount) filter (where a.owner = p_buyer and a.bucket = 'promo'), 0),
         coalesce(-sum(e.amount) filter (where a.bucket = 'deposited'), 0),
         coalesce(-sum(e.amount) filter (where a.bucket = 'earned'), 0),
         coalesce(sum(e.amount) filter (where a.bucket = 'fees_p'), 0),
         coalesce(sum(e.amount) filter (where a.bucket = 'fees_c'), 0),
         coalesce(sum(e.amount) filter (where a.owner <> p_buyer and a.bucket = 'promo'), 0),
         coalesce(sum(e.amount) filter (where a.bucket = 'debt'), 0),
         coalesce(sum(e.amount) filter (where a.bucket = 'pending'), 0),
         (select m.due_at from ledger_maturity m where m.sale_id = t.id)
    from ledger_transfer t
    join ledger_entry e on e.transfer_id = t.id
    join ledger_account a on a.id = e.account_id
   where t.key = p_key
   group by t.id
$$;

-- Sell: split the price over the buyer's buckets under their locks (promo, deposited, earned),
-- take the fee of each colour rounded down (what the division leaves over goes to the seller),
-- repay the seller's debt from the cash part and let the rest of it mature.
-- p_welcome and its two ids are for wallets that nobody has opened yet; made here, they have the
-- highest ids of all, so the order of locks is kept.
create function ledger_sale(
  p_id uuid, p_key text, p_currency text, p_actor uuid, p_buyer uuid, p_seller uuid,
  p_price bigint, p_fee_bp int, p_reference uuid, p_memo text, p_at timestamptz,
  p_mature interval, p_first_mature interval, p_welcome bigint, p_welcome_ids uuid[],
  out transfer_id uuid, out happened_before boolean, out from_promo bigint,
  out from_deposited bigint, out from_earned bigint, out fee_promo bigint, out fee_cash bigint,
  out to_promo bigint, out to_debt bigint, out to_pending bigint, out matures_at timestamptz)
language plpgsql as $$
declare
  a ledger_account;
  b_promo ledger_account; b_deposited ledger_account; b_earned ledger_account;
  s_promo ledger_account; s_pending ledger_account; s_debt ledger_account;
  v_fees_p bigint; v_fees_c bigint;
  v_debt bigint := 0; v_cash bigint; v_done boolean;
begin
  if p_price <= 0 or p_buyer = p_seller then
    raise exception 'a sale has a price and two people' using errcode = 'LD005';
  end if;
  happened_before := not ledger_begin(
    p_id, p_key, 'sale', p_currency, p_actor, p_buyer, p_seller, p_reference, p_memo,
    sha256(convert_to(concat_ws('|', 'sale', p_currency, coalesce(p_reference::text, '-'), p_buyer,
      p_seller, p_price), 'UTF8')), p_at);
  if happened_before then
    select done.* from ledger_sale_done(p_key, p_buyer) as done
      into transfer_id, from_promo, from_deposited, from_earned, fee_promo, fee_cash, to_promo,
           to_debt, to_pending, matures_at;
    return;
  end if;
  transfer_id := p_id;

  -- Those who pay the same seller wait here in a row, and then see the rows as they are: waiting
  -- at the rows themselves, each would follow every version that was made meanwhile.
  v_done := pg_advisory_xact_lock(uuid_hash_extended(p_seller, 1)) is null;
  for attempt in 1 .. 2 loop
    for a in select * from ledger_account
              where owner in (p_buyer, p_seller) and currency = p_currency
                and (bucket = 'promo' or balance <> 0 or owner = p_seller and bucket = 'pending')
                and not (owner = p_seller and bucket in ('deposited', 'earned'))
              order by id for no key update loop
      if a.bucket = 'debt' then
        if a.owner = p_buyer then v_debt := -a.balance; else s_debt := a; end if;
      elsif a.owner = p_buyer then
        case a.bucket
          when 'promo' then b_promo := a;
          when 'deposited' then b_deposited := a;
          when 'earned' then b_earned := a;
          else null;
        end case;
      elsif a.bucket = 'promo' then s_promo := a;
      elsif a.bucket = 'pending' then s_pending := a;
      end if;
    end loop;
    exit when b_promo.id is not null and s_promo.id is not null and s_pending.id is not null;
    -- In one order for everybody: two who buy from each other first would wait for each other.
    perform ledger_welcome(p_welcome_ids[1], least(p_buyer, p_seller), p_currency, p_welcome, p_at);
    perform ledger_welcome(p_welcome_ids[2], greatest(p_buyer, p_seller), p_currency, p_welcome, p_at);
  end loop;
  if v_debt > 0 then
    perform ledger_refuse_debtor(v_debt);
  end if;

  from_promo := least(b_promo.balance, p_price);
  from_deposited := least(coalesce(b_deposited.balance, 0), p_price - from_promo);
  from_earned := least(coalesce(b_earned.balance, 0), p_price - from_promo - from_deposited);
  v_cash := from_deposited + from_earned;
  if from_promo + v_cash < p_price then
    perform ledger_lacks(p_price, from_promo + v_cash);
  end if;
  fee_promo := from_promo * p_fee_bp / 10000;
  fee_cash := v_cash * p_fee_bp / 10000;
  to_promo := from_promo - fee_promo;
  to_debt := least(coalesce(-s_debt.balance, 0), v_cash - fee_cash);
  to_pending := v_cash - fee_cash - to_debt;
  if fee_promo > 0 then
    v_fees_p := ledger_account_of(null, 'fees_p', p_currency);
  end if;
  if fee_cash > 0 then
    v_fees_c := ledger_account_of(null, 'fees_c', p_currency);
  end if;
  if to_pending > 0 then
    matures_at := greatest(p_at + p_mature, p_first_mature + case when s_pending.seq = 0 then p_at
      else (select created_at from ledger_entry where account_id = s_pending.id and seq = 1) end);
    insert into ledger_maturity (sale_id, owner, currency, amount, remaining, due_at)
    values (p_id, p_seller, p_currency, to_pending, to_pending, matures_at);
  end if;
  v_done := ledger_settle(p_id, p_at,
    array[b_promo.id, b_deposited.id, b_earned.id, s_promo.id, s_debt.id, s_pending.id,
          v_fees_p, v_fees_c],
    array[-from_promo, -from_deposited, -from_earned, to_promo, to_debt, to_pending,
          fee_promo, fee_cash],
    array[b_promo.balance, b_deposited.balance, b_earned.balance, s_promo.balance,
          s_debt.balance, s_pending.balance, null, null],
    array[b_promo.seq, b_deposited.seq, b_earned.seq, s_promo.seq, s_debt.seq, s_pending.seq,
          null, null],
    array[b_promo.head, b_deposited.head, b_earned.head, s_promo.head, s_debt.head,
          s_pending.head, null, null]);
end $$;

-- Let what a sale brought mature: from pending to earned, once. False: there is nothing to do.
create function ledger_mature(p_id uuid, p_sale uuid, p_at timestamptz) returns boolean
language plpgsql as $$
declare
  m ledger_maturity;
begin
  select * into m from ledger_maturity
   where sale_id = p_sale and remaining > 0 and due_at <= p_at for update;
  if not found then
    return false;
  end if;
  perform ledger_post(
    p_id, 'mature:' || p_sale, 'maturity', m.currency, null, null, null, p_sale, '',
    array[m.owner, m.owner], array['pending', 'earned'], array[-m.remaining, m.remaining], p_at);
  update ledger_maturity set remaining = 0, matured_at = p_at where sale_id = p_sale;
  return true;
end $$;

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
