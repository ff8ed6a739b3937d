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
