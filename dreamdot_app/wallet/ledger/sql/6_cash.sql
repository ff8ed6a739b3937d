-- Who acts, as the transaction says (`db.transaction`).
create function ledger_actor() returns uuid language sql stable as $$
  select nullif(current_setting('app.actor', true), '')::uuid
$$;

-- What was asked for under a key: the same parts again are the same transfer.
create function ledger_content(variadic p_parts text[]) returns bytea
language sql immutable parallel safe as $$
  select sha256(convert_to(array_to_string(p_parts, '|', '-'), 'UTF8'))
$$;

create function ledger_needs_amount(p_amount bigint) returns void language plpgsql as $$
begin
  if p_amount is null or p_amount <= 0 then
    raise exception 'an amount is above zero, not %', p_amount using errcode = 'LD005';
  end if;
end $$;

create function ledger_missing(p_what text, p_key text) returns void language plpgsql as $$
begin
  raise exception 'there is no % %', p_what, p_key using errcode = 'LD009';
end $$;

-- The four accounts of a person are there afterwards.
create function ledger_ensure_accounts(p_owner uuid, p_currency text) returns void
language plpgsql as $$
begin
  if not exists (select from ledger_account
                  where owner = p_owner and bucket = 'promo' and currency = p_currency) then
    perform ledger_open_accounts(p_owner, p_currency);
  end if;
end $$;

-- Lock all accounts of these people in a currency, and others besides, in ascending id.
create function ledger_lock(p_owners uuid[], p_currency text, p_others bigint[] default '{}')
returns void language plpgsql as $$
declare
  v_ids bigint[] := p_others || array(
    select id from ledger_account where owner = any (p_owners) and currency = p_currency);
begin
  perform from ledger_account where id = any (v_ids) order by id for no key update;
end $$;

-- What a person has, and owes: to be read after `ledger_lock`, in a statement of its own.
create function ledger_held(
  p_owner uuid, p_currency text, out promo bigint, out deposited bigint, out pending bigint,
  out earned bigint, out debt bigint)
language sql stable as $$
  select coalesce(sum(balance) filter (where bucket = 'promo'), 0),
         coalesce(sum(balance) filter (where bucket = 'deposited'), 0),
         coalesce(sum(balance) filter (where bucket = 'pending'), 0),
         coalesce(sum(balance) filter (where bucket = 'earned'), 0),
         coalesce(-sum(balance) filter (where bucket = 'debt'), 0)
    from ledger_account where owner = p_owner and currency = p_currency
$$;

-- What a transfer brought into a bucket of somebody.
create function ledger_leg(p_transfer uuid, p_owner uuid, p_bucket text) returns bigint
language sql stable as $$
  select coalesce(sum(e.amount), 0)::bigint
    from ledger_entry e join ledger_account a on a.id = e.account_id
   where e.transfer_id = p_transfer and a.owner = p_owner and a.bucket = p_bucket
$$;

-- Cash comes to a person from a bucket of the platform: their debt is repaid first, what is left
-- goes into p_bucket. Where it comes from is no part of what was asked for: of a payout that is
-- returned it depends on how far the payout got.
create function ledger_cash_in(
  p_id uuid, p_key text, p_kind text, p_currency text, p_owner uuid, p_amount bigint,
  p_reference uuid, p_memo text, p_from text, p_bucket text, p_at timestamptz,
  out transfer_id uuid, out happened_before boolean, out to_debt bigint, out to_bucket bigint)
language plpgsql as $$
begin
  perform ledger_needs_amount(p_amount);
  happened_before := not ledger_begin(
    p_id, p_key, p_kind, p_currency, ledger_actor(), null, p_owner, p_reference, p_memo,
    ledger_content(p_kind, p_currency, p_owner::text, p_amount::text, p_reference::text, p_bucket),
    p_at);
  if happened_before then
    select t.id into strict transfer_id from ledger_transfer t where t.key = p_key;
    to_debt := ledger_leg(transfer_id, p_owner, 'debt');
    to_bucket := p_amount - to_debt;
    return;
  end if;
  transfer_id := p_id;
  perform ledger_ensure_accounts(p_owner, p_currency);
  perform ledger_lock(array[p_owner], p_currency);
  select least(debt, p_amount) into to_debt from ledger_held(p_owner, p_currency);
  to_bucket := p_amount - to_debt;
  perform ledger_move(p_id, p_currency, p_at, array[null, p_owner, p_owner],
                      array[p_from, 'debt', p_bucket], array[-p_amount, to_debt, to_bucket]);
end $$;

-- The transfer that a returning one refers to.
create function ledger_earlier(p_key text, p_kind text) returns ledger_transfer
language plpgsql as $$
declare
  t ledger_transfer;
begin
  select * into t from ledger_transfer where key = p_key and kind = p_kind;
  if not found then
    perform ledger_missing(p_kind, p_key);
  end if;
  return t;
end $$;

-- Give a card refund that failed back to whose deposit it was: once, under a key of its own.
create function ledger_return_deposit(
  p_id uuid, p_key text, p_at timestamptz, out transfer_id uuid, out happened_before boolean,
  out to_debt bigint, out to_bucket bigint)
language plpgsql as $$
declare
  t ledger_transfer := ledger_earlier(p_key, 'card_refund');
begin
  select c.* into transfer_id, happened_before, to_debt, to_bucket from ledger_cash_in(
    p_id, p_key || ':returned', 'card_refund_returned', t.currency, t.payer,
    -ledger_leg(t.id, t.payer, 'deposited'), t.reference, t.memo, 'stripe_in', 'deposited',
    p_at) as c;
end $$;

-- Take from what is maturing of a person, from what matures last first, and write down whose sale
-- it was. The caller holds the rows (of all, or of p_sale alone) locked.
create function ledger_take_maturing(
  p_transfer uuid, p_owner uuid, p_currency text, p_sale uuid, p_amount bigint) returns void
language plpgsql as $$
declare
  m record;
  v_left bigint := p_amount;
  v_part bigint;
begin
  for m in select sale_id, remaining from ledger_maturity
            where owner = p_owner and currency = p_currency and remaining > 0
              and (p_sale is null or sale_id = p_sale)
            order by due_at desc, sale_id desc loop
    exit when v_left = 0;
    v_part := least(m.remaining, v_left);
    update ledger_maturity set remaining = remaining - v_part where sale_id = m.sale_id;
    insert into ledger_maturity_cut (transfer_id, sale_id, amount)
    values (p_transfer, m.sale_id, v_part);
    v_left := v_left - v_part;
  end loop;
  if v_left <> 0 then
    raise exception 'less is maturing than is pending, by %', v_left using errcode = 'LD005';
  end if;
end $$;

-- A payment that was charged back leaves: deposited, pending, earned, then a debt.
-- Sales to the same person stand in line behind the advisory lock (as in `ledger_sale`), so what is
-- pending is what the rows that are locked here have yet to let mature. They are locked before the
-- accounts, as maturing does.
create function ledger_charge_back(
  p_id uuid, p_key text, p_currency text, p_owner uuid, p_amount bigint, p_reference uuid,
  p_memo text, p_at timestamptz, out transfer_id uuid, out happened_before boolean,
  out from_deposited bigint, out from_pending bigint, out from_earned bigint, out to_debt bigint)
language plpgsql as $$
declare
  h record;
begin
  perform ledger_needs_amount(p_amount);
  happened_before := not ledger_begin(
    p_id, p_key, 'chargeback', p_currency, ledger_actor(), p_owner, null, p_reference, p_memo,
    ledger_content('chargeback', p_currency, p_owner::text, p_amount::text, p_reference::text),
    p_at);
  if happened_before then
    select t.id into strict transfer_id from ledger_transfer t where t.key = p_key;
    from_deposited := -ledger_leg(transfer_id, p_owner, 'deposited');
    from_pending := -ledger_leg(transfer_id, p_owner, 'pending');
    from_earned := -ledger_leg(transfer_id, p_owner, 'earned');
    to_debt := -ledger_leg(transfer_id, p_owner, 'debt');
    return;
  end if;
  transfer_id := p_id;
  perform pg_advisory_xact_lock(uuid_hash_extended(p_owner, 1));
  perform from ledger_maturity where owner = p_owner and currency = p_currency and remaining > 0
    order by due_at, sale_id for update;
  perform ledger_ensure_accounts(p_owner, p_currency);
  perform ledger_lock(array[p_owner], p_currency);
  select * into h from ledger_held(p_owner, p_currency);
  from_deposited := least(h.deposited, p_amount);
  from_pending := least(h.pending, p_amount - from_deposited);
  from_earned := least(h.earned, p_amount - from_deposited - from_pending);
  to_debt := p_amount - from_deposited - from_pending - from_earned;
  perform ledger_take_maturing(p_id, p_owner, p_currency, null, from_pending);
  perform ledger_move(
    p_id, p_currency, p_at, array[p_owner, p_owner, p_owner, p_owner, null],
    array['deposited', 'pending', 'earned', 'debt', 'stripe_in'],
    array[-from_deposited, -from_pending, -from_earned, -to_debt, p_amount]);
end $$;

-- A dispute was won: what was charged back comes again, once.
create function ledger_reinstate(
  p_id uuid, p_key text, p_at timestamptz, out transfer_id uuid, out happened_before boolean,
  out to_debt bigint, out to_bucket bigint)
language plpgsql as $$
declare
  t ledger_transfer := ledger_earlier(p_key, 'chargeback');
begin
  select c.* into transfer_id, happened_before, to_debt, to_bucket from ledger_cash_in(
    p_id, p_key || ':reinstated', 'reinstatement', t.currency, t.payer,
    -(select sum(e.amount) from ledger_entry e join ledger_account a on a.id = e.account_id
       where e.transfer_id = t.id and a.owner = t.payer)::bigint,
    t.reference, t.memo, 'stripe_in', 'deposited', p_at) as c;
end $$;
