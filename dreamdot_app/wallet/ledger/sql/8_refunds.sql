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
