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

-- What a sale (or a capture of a hold) that was done before came to, read from its entries. What is
-- taken in it is the buyer's alone: theirs, or held of theirs.
create function ledger_sale_done(
  p_key text, p_buyer uuid, out transfer_id uuid, out from_promo bigint,
  out from_deposited bigint, out from_earned bigint, out fee_promo bigint, out fee_cash bigint,
  out to_promo bigint, out to_debt bigint, out to_pending bigint, out matures_at timestamptz)
language sql stable as $$
  select t.id,
         coalesce(-sum(e.amount) filter (where e.amount < 0 and a.colour = 'P'), 0),
         coalesce(-sum(e.amount) filter (where e.amount < 0 and a.bucket ~ '(^|\.)deposited$'), 0),
         coalesce(-sum(e.amount) filter (where e.amount < 0 and a.bucket ~ '(^|\.)earned$'), 0),
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

-- Let what a sale brought mature: from pending to earned, once; what its seller came to owe
-- meanwhile is repaid first. False: there is nothing to do.
create function ledger_mature(p_id uuid, p_sale uuid, p_at timestamptz) returns boolean
language plpgsql as $$
declare
  m ledger_maturity;
  v_debt bigint;
begin
  select * into m from ledger_maturity
   where sale_id = p_sale and remaining > 0 and due_at <= p_at for update;
  if not found or not ledger_begin(
    p_id, 'mature:' || p_sale, 'maturity', m.currency, null, null, null, p_sale, '',
    ledger_content('maturity', p_sale::text), p_at) then
    return false;
  end if;
  perform ledger_lock(array[m.owner], m.currency);
  select least(debt, m.remaining) into v_debt from ledger_held(m.owner, m.currency);
  perform ledger_move(
    p_id, m.currency, p_at, array[m.owner, m.owner, m.owner], array['pending', 'earned', 'debt'],
    array[-m.remaining, m.remaining - v_debt, v_debt]);
  update ledger_maturity set remaining = 0, matured_at = p_at where sale_id = p_sale;
  return true;
end $$;

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

-- A hold is what it was made as; it is captured and released until nothing of it is left.
create trigger ledger_hold_stays before delete or truncate on ledger_hold
  for each statement execute function ledger_refuse();
create trigger ledger_hold_is_same
  before update of id, key, payer, currency, promo, deposited, earned, expires_at
  on ledger_hold for each statement execute function ledger_refuse();
create trigger ledger_hold_only_goes_on before update on ledger_hold
  for each row when (old.state <> 'open' or new.captured < old.captured
                     or new.released < old.released)
  execute function ledger_refuse();
revoke delete, truncate on ledger_hold from public, current_user;

create function ledger_hold_is_closed(p_key text) returns void language plpgsql as $$
begin
  raise exception 'the hold % is closed', p_key using errcode = 'LD007';
end $$;

-- Set a part of somebody's money apart, as a sale would take it: promo, deposited, earned, each into
-- an account of the hold.
create function ledger_hold_funds(
  p_id uuid, p_key text, p_currency text, p_payer uuid, p_amount bigint, p_expires_at timestamptz,
  p_reference uuid, p_memo text, p_at timestamptz, out transfer_id uuid,
  out happened_before boolean, out from_promo bigint, out from_deposited bigint,
  out from_earned bigint, out expires_at timestamptz)
language plpgsql as $$
declare
  h record;
begin
  perform ledger_needs_amount(p_amount);
  if p_expires_at <= p_at then
    raise exception 'a hold ends after it begins' using errcode = 'LD005';
  end if;
  happened_before := not ledger_begin(
    p_id, p_key, 'hold', p_currency, ledger_actor(), p_payer, null, p_reference, p_memo,
    ledger_content('hold', p_currency, p_payer::text, p_amount::text, p_reference::text), p_at);
  if happened_before then
    select o.id, o.promo, o.deposited, o.earned, o.expires_at
      into strict transfer_id, from_promo, from_deposited, from_earned, expires_at
      from ledger_hold o where o.key = p_key;
    return;
  end if;
  transfer_id := p_id;
  expires_at := p_expires_at;
  perform ledger_lock(array[p_payer], p_currency);
  select * into h from ledger_held(p_payer, p_currency);
  if h.debt > 0 then
    perform ledger_refuse_debtor(h.debt);
  end if;
  from_promo := least(h.promo, p_amount);
  from_deposited := least(h.deposited, p_amount - from_promo);
  from_earned := least(h.earned, p_amount - from_promo - from_deposited);
  if from_promo + from_deposited + from_earned < p_amount then
    perform ledger_lacks(p_amount, from_promo + from_deposited + from_earned);
  end if;
  insert into ledger_hold (id, key, payer, currency, promo, deposited, earned, expires_at)
  values (p_id, p_key, p_payer, p_currency, from_promo, from_deposited, from_earned, p_expires_at);
  perform ledger_move(
    p_id, p_currency, p_at, array[p_payer, p_payer, p_payer, null, null, null],
    array['promo', 'deposited', 'earned', 'hold.' || p_key || '.promo',
          'hold.' || p_key || '.deposited', 'hold.' || p_key || '.earned'],
    array[-from_promo, -from_deposited, -from_earned, from_promo, from_deposited, from_earned]);
end $$;

-- The accounts of a hold, and what is in them (null where there never was anything).
create function ledger_of_hold(
  p_key text, p_currency text, out ids bigint[], out promo bigint, out deposited bigint,
  out earned bigint)
language sql stable as $$
  select coalesce(array_agg(id), '{}'),
         coalesce(sum(balance) filter (where bucket = 'hold.' || p_key || '.promo'), 0),
         coalesce(sum(balance) filter (where bucket = 'hold.' || p_key || '.deposited'), 0),
         coalesce(sum(balance) filter (where bucket = 'hold.' || p_key || '.earned'), 0)
    from ledger_account
   where owner is null and currency = p_currency
     and bucket in ('hold.' || p_key || '.promo', 'hold.' || p_key || '.deposited',
                    'hold.' || p_key || '.earned')
$$;

-- Pay a seller out of a hold, whole or in parts: a sale whose price was set apart before. It takes
-- promo, deposited, earned in this order, of what is left.
--   LD001 less is left   LD007 the hold is closed, or its time is over   LD009 there is none
create function ledger_capture(
  p_id uuid, p_key text, p_hold_key text, p_seller uuid, p_amount bigint, p_fee_bp int,
  p_reference uuid, p_memo text, p_at timestamptz, p_mature interval, p_first_mature interval,
  p_welcome bigint, p_welcome_id uuid,
  out transfer_id uuid, out happened_before boolean, out from_promo bigint,
  out from_deposited bigint, out from_earned bigint, out fee_promo bigint, out fee_cash bigint,
  out to_promo bigint, out to_debt bigint, out to_pending bigint, out matures_at timestamptz)
language plpgsql as $$
declare
  h ledger_hold;
  o record; s record;
  v_cash bigint; v_first timestamptz;
begin
  perform ledger_needs_amount(p_amount);
  select * into h from ledger_hold where key = p_hold_key for update;
  if not found then
    perform ledger_missing('hold', p_hold_key);
  end if;
  if h.payer = p_seller then
    raise exception 'a capture has two people' using errcode = 'LD005';
  end if;
  happened_before := not ledger_begin(
    p_id, p_key, 'capture', h.currency, ledger_actor(), h.payer, p_seller, p_reference, p_memo,
    ledger_content('capture', p_hold_key, p_seller::text, p_amount::text, p_reference::text), p_at);
  if happened_before then
    select done.* from ledger_sale_done(p_key, h.payer) as done
      into transfer_id, from_promo, from_deposited, from_earned, fee_promo, fee_cash, to_promo,
           to_debt, to_pending, matures_at;
    return;
  end if;
  if h.state <> 'open' or p_at >= h.expires_at then
    perform ledger_hold_is_closed(p_hold_key);
  end if;
  transfer_id := p_id;
  perform pg_advisory_xact_lock(uuid_hash_extended(p_seller, 1));
  if not exists (select from ledger_account
                  where owner = p_seller and bucket = 'promo' and currency = h.currency) then
    perform ledger_welcome(p_welcome_id, p_seller, h.currency, p_welcome, p_at);
  end if;
  select * into o from ledger_of_hold(p_hold_key, h.currency);
  perform ledger_lock(array[p_seller], h.currency, o.ids);
  if p_amount > o.promo + o.deposited + o.earned then
    perform ledger_lacks(p_amount, o.promo + o.deposited + o.earned);
  end if;
  select * into s from ledger_held(p_seller, h.currency);

  from_promo := least(o.promo, p_amount);
  from_deposited := least(o.deposited, p_amount - from_promo);
  from_earned := p_amount - from_promo - from_deposited;
  v_cash := from_deposited + from_earned;
  fee_promo := from_promo * p_fee_bp / 10000;
  fee_cash := v_cash * p_fee_bp / 10000;
  to_promo := from_promo - fee_promo;
  to_debt := least(s.debt, v_cash - fee_cash);
  to_pending := v_cash - fee_cash - to_debt;
  if to_pending > 0 then
    select e.created_at into v_first
      from ledger_account a join ledger_entry e on e.account_id = a.id and e.seq = 1
     where a.owner = p_seller and a.bucket = 'pending' and a.currency = h.currency;
    matures_at := greatest(p_at + p_mature, p_first_mature + coalesce(v_first, p_at));
    insert into ledger_maturity (sale_id, owner, currency, amount, remaining, due_at)
    values (p_id, p_seller, h.currency, to_pending, to_pending, matures_at);
  end if;
  update ledger_hold
     set captured = captured + p_amount,
         state = case when captured + released + p_amount < promo + deposited + earned then 'open'
                      else 'captured' end
   where id = h.id;
  perform ledger_move(
    p_id, h.currency, p_at,
    array[null, null, null, p_seller, p_seller, p_seller, null, null],
    array['hold.' || p_hold_key || '.promo', 'hold.' || p_hold_key || '.deposited',
          'hold.' || p_hold_key || '.earned', 'promo', 'debt', 'pending', 'fees_p', 'fees_c'],
    array[-from_promo, -from_deposited, -from_earned, to_promo, to_debt, to_pending, fee_promo,
          fee_cash]);
end $$;

-- Give what is left of a hold back to whose it was, each bucket its own, less what of the cash
-- repays a debt that came meanwhile. Closes it as p_state. A hold of which nothing is left stays as
-- it is: no transfer then.
create function ledger_release(
  p_id uuid, p_key text, p_hold_key text, p_state text, p_at timestamptz, out transfer_id uuid,
  out happened_before boolean, out promo bigint, out deposited bigint, out earned bigint,
  out to_debt bigint)
language plpgsql as $$
declare
  h ledger_hold;
  o record;
  v_memo text; v_debt bigint; v_less bigint;
begin
  select * into h from ledger_hold where key = p_hold_key for update;
  if not found then
    perform ledger_missing('hold', p_hold_key);
  end if;
  promo := 0; deposited := 0; earned := 0; to_debt := 0;
  if h.state <> 'open' and not exists (select from ledger_transfer where key = p_key) then
    happened_before := true;
    return;
  end if;
  select memo into strict v_memo from ledger_transfer where id = h.id;
  happened_before := not ledger_begin(
    p_id, p_key, 'release', h.currency, ledger_actor(), null, h.payer, h.id, v_memo,
    ledger_content('release', p_hold_key), p_at);
  if happened_before then
    select t.id into strict transfer_id from ledger_transfer t where t.key = p_key;
    select coalesce(-sum(e.amount) filter (where a.bucket = 'hold.' || p_hold_key || '.promo'), 0),
           coalesce(-sum(e.amount) filter (where a.bucket = 'hold.' || p_hold_key || '.deposited'), 0),
           coalesce(-sum(e.amount) filter (where a.bucket = 'hold.' || p_hold_key || '.earned'), 0),
           coalesce(sum(e.amount) filter (where a.bucket = 'debt'), 0)
      into promo, deposited, earned, to_debt
      from ledger_entry e join ledger_account a on a.id = e.account_id
     where e.transfer_id = ledger_release.transfer_id;
    return;
  end if;
  transfer_id := p_id;
  select * into o from ledger_of_hold(p_hold_key, h.currency);
  perform ledger_lock(array[h.payer], h.currency, o.ids);
  select debt into v_debt from ledger_held(h.payer, h.currency);
  promo := o.promo; deposited := o.deposited; earned := o.earned;
  to_debt := least(v_debt, deposited + earned);
  v_less := least(to_debt, deposited);
  update ledger_hold
     set released = released + o.promo + o.deposited + o.earned, state = p_state where id = h.id;
  perform ledger_move(
    p_id, h.currency, p_at, array[null, null, null, h.payer, h.payer, h.payer, h.payer],
    array['hold.' || p_hold_key || '.promo', 'hold.' || p_hold_key || '.deposited',
          'hold.' || p_hold_key || '.earned', 'promo', 'deposited', 'earned', 'debt'],
    array[-promo, -deposited, -earned, promo, deposited - v_less, earned - (to_debt - v_less),
          to_debt]);
end $$;

create trigger ledger_refund_stays before update or delete or truncate on ledger_refund
  for each statement execute function ledger_refuse();
create trigger ledger_maturity_cut_stays before update or delete or truncate on ledger_maturity_cut
  for each statement execute function ledger_refuse();
revoke update, delete, truncate on ledger_refund, ledger_maturity_cut from public, current_user;

-- What of a sale has been given back once p_amount of its price has: reckoned from the beginning
-- each time, so that refunds in parts come to the same as one, to the cent. Shares are rounded down;
-- what the division leaves over is cash, and of the cash it is earnings.
create function ledger_given_back(
  p_promo bigint, p_deposited bigint, p_earned bigint, p_fee_promo bigint, p_fee_cash bigint,
  p_amount bigint, out promo bigint, out deposited bigint, out earned bigint,
  out fee_promo bigint, out fee_cash bigint)
language plpgsql immutable as $$
declare
  v_cash bigint;
begin
  promo := div(p_amount::numeric * p_promo, p_promo + p_deposited + p_earned);
  v_cash := p_amount - promo;
  deposited := coalesce(div(v_cash::numeric * p_deposited, nullif(p_deposited + p_earned, 0)), 0);
  earned := v_cash - deposited;
  fee_promo := coalesce(div(promo::numeric * p_fee_promo, nullif(p_promo, 0)), 0);
  fee_cash := coalesce(div(v_cash::numeric * p_fee_cash, nullif(p_deposited + p_earned, 0)), 0);
end $$;

-- What refunds of a sale have given back so far.
create function ledger_refunded(p_sale uuid) returns bigint language sql stable as $$
  select coalesce(sum(promo + deposited + earned), 0)::bigint from ledger_refund where sale_id = p_sale
$$;

-- Give back p_amount of the price of a sale (or a capture). The seller returns what it brought them
-- and the platform its fees; each colour and bucket of the buyer gets its own again, less what of
-- the cash repays a debt of theirs. Of the seller it takes promo, or what of this very sale is still
-- maturing, then earned, then a debt.
--   LD001 the seller's promo is short   LD008 less of the sale is left   LD009 there is no such sale
create function ledger_refund_sale(
  p_id uuid, p_key text, p_sale uuid, p_amount bigint, p_at timestamptz,
  out transfer_id uuid, out happened_before boolean, out promo bigint, out deposited bigint,
  out earned bigint, out fee_promo bigint, out fee_cash bigint, out from_pending bigint,
  out from_earned bigint, out from_debt bigint, out to_debt bigint)
language plpgsql as $$
declare
  t ledger_transfer;
  s record; b record; h record;
  v_done bigint; v_debt bigint; v_cash bigint; v_less bigint;
begin
  perform ledger_needs_amount(p_amount);
  select * into t from ledger_transfer where id = p_sale and kind in ('sale', 'capture');
  if not found then
    perform ledger_missing('sale', p_sale::text);
  end if;
  happened_before := not ledger_begin(
    p_id, p_key, 'refund', t.currency, ledger_actor(), t.payee, t.payer, p_sale, t.memo,
    ledger_content('refund', p_sale::text, p_amount::text), p_at);
  if happened_before then
    select r.transfer_id, r.promo, r.deposited, r.earned, r.fee_promo, r.fee_cash,
           r.from_pending, r.from_earned, r.from_debt, r.to_debt
      into strict transfer_id, promo, deposited, earned, fee_promo, fee_cash, from_pending,
           from_earned, from_debt, to_debt
      from ledger_refund r join ledger_transfer o on o.id = r.transfer_id where o.key = p_key;
    return;
  end if;
  transfer_id := p_id;

  -- Refunds of one seller's sales, and sales to them, stand in one line.
  perform pg_advisory_xact_lock(uuid_hash_extended(t.payee, 1));
  select * into s from ledger_sale_done(t.key, t.payer);
  v_done := ledger_refunded(p_sale);
  v_less := s.from_promo + s.from_deposited + s.from_earned - v_done;
  if p_amount > v_less then
    raise exception 'of the sale % less is left', p_sale using errcode = 'LD008',
      detail = json_build_object('asked', p_amount, 'left', v_less)::text;
  end if;
  select * into b from ledger_given_back(
    s.from_promo, s.from_deposited, s.from_earned, s.fee_promo, s.fee_cash, v_done);
  select g.promo - b.promo, g.deposited - b.deposited, g.earned - b.earned,
         g.fee_promo - b.fee_promo, g.fee_cash - b.fee_cash
    into promo, deposited, earned, fee_promo, fee_cash
    from ledger_given_back(s.from_promo, s.from_deposited, s.from_earned, s.fee_promo, s.fee_cash,
                           v_done + p_amount) as g;

  perform from ledger_maturity where sale_id = p_sale for update;
  perform ledger_lock(array[t.payer, t.payee], t.currency);
  select * into h from ledger_held(t.payee, t.currency);
  if promo - fee_promo > h.promo then
    perform ledger_lacks(promo - fee_promo, h.promo);
  end if;
  v_cash := deposited + earned - fee_cash;
  from_pending := least(v_cash, coalesce(
    (select remaining from ledger_maturity where sale_id = p_sale), 0));
  from_earned := least(v_cash - from_pending, h.earned);
  from_debt := v_cash - from_pending - from_earned;
  select debt into v_debt from ledger_held(t.payer, t.currency);
  to_debt := least(v_debt, deposited + earned);
  v_less := least(to_debt, deposited);

  perform ledger_take_maturing(p_id, t.payee, t.currency, p_sale, from_pending);
  insert into ledger_refund (transfer_id, sale_id, promo, deposited, earned, fee_promo, fee_cash,
                             from_pending, from_earned, from_debt, to_debt)
  values (p_id, p_sale, promo, deposited, earned, fee_promo, fee_cash, from_pending, from_earned,
          from_debt, to_debt);
  perform ledger_move(
    p_id, t.currency, p_at,
    array[t.payee, t.payee, t.payee, t.payee, null, null, t.payer, t.payer, t.payer, t.payer],
    array['promo', 'pending', 'earned', 'debt', 'fees_p', 'fees_c',
          'promo', 'deposited', 'earned', 'debt'],
    array[-(promo - fee_promo), -from_pending, -from_earned, -from_debt, -fee_promo, -fee_cash,
          promo, deposited - v_less, earned - (to_debt - v_less), to_debt]);
end $$;

-- Of what became of a payout, one thing at a time.
create function ledger_payout(p_key text) returns ledger_transfer language plpgsql as $$
declare
  t ledger_transfer := ledger_earlier(p_key, 'payout');
begin
  perform pg_advisory_xact_lock(uuid_hash_extended(t.id, 2));
  return t;
end $$;

create function ledger_has_happened(p_key text) returns boolean language sql stable as $$
  select exists (select from ledger_transfer where key = p_key)
$$;

-- A payout has left for good: from clearing out of what lies at Stripe. Once; never after it came
-- back (LD010).
create function ledger_settle_payout(
  p_id uuid, p_key text, p_at timestamptz, out transfer_id uuid, out happened_before boolean)
language plpgsql as $$
declare
  t ledger_transfer := ledger_payout(p_key);
  v_amount bigint := -ledger_leg(t.id, t.payer, 'earned');
begin
  if ledger_has_happened(p_key || ':returned') and not ledger_has_happened(p_key || ':settled') then
    raise exception 'the payout % was returned', p_key using errcode = 'LD010';
  end if;
  select c.* into transfer_id, happened_before from ledger_post(
    p_id, p_key || ':settled', 'payout_settled', t.currency, ledger_actor(), t.payer, null,
    t.reference, t.memo, array[null, null]::uuid[], array['payout_clearing', 'stripe_in'],
    array[-v_amount, v_amount], p_at) as c;
end $$;

-- A payout came back, from clearing or (after it had settled) from outside: to earned, once.
create function ledger_return_payout(
  p_id uuid, p_key text, p_at timestamptz, out transfer_id uuid, out happened_before boolean,
  out to_debt bigint, out to_bucket bigint)
language plpgsql as $$
declare
  t ledger_transfer := ledger_payout(p_key);
begin
  select c.* into transfer_id, happened_before, to_debt, to_bucket from ledger_cash_in(
    p_id, p_key || ':returned', 'payout_returned', t.currency, t.payer,
    -ledger_leg(t.id, t.payer, 'earned'), t.reference, t.memo,
    case when ledger_has_happened(p_key || ':settled') then 'stripe_in' else 'payout_clearing' end,
    'earned', p_at) as c;
end $$;
