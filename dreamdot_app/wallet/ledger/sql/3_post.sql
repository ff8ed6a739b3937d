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

-- Move accounts by legs: an owner (null: the platform), a bucket and an amount; legs of zero are left
-- out. Locks what moves in ascending id, whether or not the caller holds these locks already.
create function ledger_move(
  p_transfer uuid, p_currency text, p_at timestamptz, p_owners uuid[], p_buckets text[],
  p_amounts bigint[]) returns void
language plpgsql as $$
declare
  v_accounts bigint[] := '{}';
  v_amounts bigint[] := '{}';
  v_balances bigint[];
  v_seqs bigint[];
  v_heads bytea[];
  n int;
  i int;
  a record;
begin
  for i in 1 .. cardinality(p_amounts) loop
    if p_amounts[i] <> 0 then
      v_accounts := v_accounts || ledger_account_of(p_owners[i], p_buckets[i], p_currency);
      v_amounts := v_amounts || p_amounts[i];
    end if;
  end loop;
  n := cardinality(v_amounts);
  if (select count(distinct id) from unnest(v_accounts) as id) <> n then
    raise exception 'a transfer has one leg for each account' using errcode = 'LD005';
  end if;
  v_balances := array_fill(null::bigint, array[n]);
  v_seqs := array_fill(null::bigint, array[n]);
  v_heads := array_fill(null::bytea, array[n]);
  for a in select * from ledger_account where id = any (v_accounts) and not is_folded
            order by id for no key update loop
    i := array_position(v_accounts, a.id);
    if v_amounts[i] < 0 and a.balance + v_amounts[i] < a.floor then
      perform ledger_lacks(-v_amounts[i], a.balance - a.floor);
    end if;
    v_balances[i] := a.balance;
    v_seqs[i] := a.seq;
    v_heads[i] := a.head;
  end loop;
  perform ledger_settle(p_transfer, p_at, v_accounts, v_amounts, v_balances, v_seqs, v_heads);
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
  v_debt bigint;
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
  perform ledger_move(p_id, p_currency, p_at, p_owners, p_buckets, p_amounts);
  if p_kind in ('sale', 'hold', 'payout', 'card_refund') then
    select balance into v_debt from ledger_account
     where owner = p_payer and bucket = 'debt' and currency = p_currency and balance < 0;
    if found then
      perform ledger_refuse_debtor(-v_debt);
    end if;
  end if;
end $$;
