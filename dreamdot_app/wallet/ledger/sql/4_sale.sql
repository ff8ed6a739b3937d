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
