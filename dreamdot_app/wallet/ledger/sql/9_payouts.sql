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
