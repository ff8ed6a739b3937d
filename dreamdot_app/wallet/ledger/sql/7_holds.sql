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
