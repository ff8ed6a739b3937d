"""Mistakes in the ledger's SQL that must not go unnoticed: what is right, and what is wrong."""

MUTANTS = {
    "promo is paid out as cash": (
        "  to_pending := v_cash - fee_cash - to_debt;",
        "  to_pending := v_cash - fee_cash - to_debt + to_promo; to_promo := 0;",
    ),
    "the remainder is lost": (
        "  to_promo := from_promo - fee_promo;",
        "  to_promo := from_promo * (10000 - p_fee_bp) / 10000;",
    ),
    "the remainder goes to the platform": (
        "  fee_promo := from_promo * p_fee_bp / 10000;",
        "  fee_promo := ceil(from_promo * p_fee_bp / 10000.0);",
    ),
    "the key is ignored": (
        "  values (p_id, p_key, p_kind,",
        "  values (p_id, p_key || gen_random_uuid(), p_kind,",
    ),
    "the content is ignored": (
        "  if v_content is distinct from p_content then",
        "  if false then",
    ),
    "money added pays before initial credit": (
        "  from_promo := least(b_promo.balance, p_price);",
        "  from_promo := least(b_promo.balance, greatest(0, p_price"
        " - coalesce(b_deposited.balance, 0)));",
    ),
    "cash is there at once": (
        "p_at + p_mature, p_first_mature +",
        "p_at - p_mature, - p_first_mature +",
    ),
    "a balance is not moved": (
        "         set balance = p_balances[i], seq",
        "         set balance = balance + p_amounts[i] - (p_amounts[i] > 50)::int, seq",
    ),
    "the chain forgets": (
        "      v_hashes[i] := ledger_link(p_heads[i], p_transfer,",
        "      v_hashes[i] := ledger_link(sha256(''), p_transfer,",
    ),
    "a fold leaves an entry out": (
        "id > a.folded_through and id <= p_top",
        "id > a.folded_through + 1 and id <= p_top",
    ),
    "a refund goes to the wrong bucket": (
        "          promo, deposited - v_less, earned - (to_debt - v_less), to_debt]);",
        "          promo, deposited - v_less + earned - (to_debt - v_less), 0, to_debt]);",
    ),
    "a refund takes the proportion from the wrong side": (
        "  deposited := coalesce(div(v_cash::numeric * p_deposited,",
        "  deposited := coalesce(div(v_cash::numeric * p_earned,",
    ),
    "the platform keeps its fee of what is refunded": (
        "  fee_cash := coalesce(div(v_cash::numeric * p_fee_cash,",
        "  fee_cash := coalesce(div(0::numeric * p_fee_cash,",
    ),
    "a refund forgets the one before it": (
        "  select coalesce(sum(promo + deposited + earned), 0)::bigint",
        "  select coalesce(sum(0), 0)::bigint",
    ),
    "what is refunded still matures": (
        "  perform ledger_take_maturing(p_id, t.payee,",
        "  perform ledger_take_maturing(p_id, t.payer,",
    ),
    "a chargeback takes earnings before what is maturing": (
        "  from_pending := least(h.pending, p_amount - from_deposited);",
        "  from_pending := least(h.pending, greatest(0, p_amount - from_deposited - h.earned));",
    ),
    "a chargeback takes from what matures first": (
        "order by due_at desc, sale_id desc loop",
        "order by due_at, sale_id loop",
    ),
    "a dispute is won twice": (
        "p_key || ':reinstated'",
        "p_key || p_id || ':reinstated'",
    ),
    "a payout comes back twice": (
        "    p_id, p_key || ':returned', 'payout_returned'",
        "    p_id, p_key || p_id || ':returned', 'payout_returned'",
    ),
    "a payout settles after it came back": (
        "  if ledger_has_happened(p_key || ':returned') and not",
        "  if false and not",
    ),
    "a payout that had settled comes back out of clearing": (
        "case when ledger_has_happened(p_key || ':settled') then",
        "case when false then",
    ),
    "money that comes in repays no debt": (
        "  select least(debt, p_amount) into to_debt",
        "  select least(0, p_amount) into to_debt",
    ),
    "what matures repays no debt": (
        "  select least(debt, m.remaining) into v_debt",
        "  select least(0, m.remaining) into v_debt",
    ),
    "who owes may hold": (
        "  if h.debt > 0 then",
        "  if h.debt < 0 then",
    ),
    "a capture forgets the fee": (
        "  fee_cash := v_cash * p_fee_bp / 10000;\n  to_promo := from_promo - fee_promo;\n"
        "  to_debt := least(s.debt,",
        "  fee_cash := 0;\n  to_promo := from_promo - fee_promo;\n  to_debt := least(s.debt,",
    ),
    "what is released goes to the wrong bucket": (
        "    array[-promo, -deposited, -earned, promo, deposited - v_less,"
        " earned - (to_debt - v_less),",
        "    array[-promo, -deposited, -earned, promo, 0,"
        " deposited - v_less + earned - (to_debt - v_less),",
    ),
    "a hold that is captured in part is closed": (
        "then 'open'\n",
        "then 'captured'\n",
    ),
}
