// The chain of an account, computed anew from its entries. The canonical form is that of
// wallet/ledger/sql/1_chain.sql; nothing here is drawn, so that a test can run it alone.
const LINK_BYTES = 88;
const PAGE = 2000;

const hexOf = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** What a chain begins with: the account itself. */
export async function genesis(owner, { bucket, colour, currency }) {
  return sha256(new TextEncoder().encode(`dreamdot ledger 1|${owner}|${bucket}|${colour}|${currency}`));
}

/** The hash of an entry, behind the hash of the one before it. */
export async function linkOf(previous, account, { transfer, seq, amount, balance_after, micros }) {
  const form = new Uint8Array(LINK_BYTES);
  form.set(previous, 0);
  form.set(bytesOf(transfer.replaceAll("-", "")), 32);
  const numbers = new DataView(form.buffer, 48);
  [account, seq, amount, balance_after, micros].forEach((number, place) => numbers.setBigInt64(place * 8, BigInt(number)));
  return sha256(form);
}

/** What is wrong with an entry that follows what was computed so far; empty when nothing is. */
function fault(entry, computed, { seq, balance }) {
  if (entry.seq !== seq) return `entry ${seq} is missing`;
  if (balance + entry.amount !== entry.balance_after) return `the balance after entry ${seq} is not the sum before it`;
  return entry.hash === computed ? "" : `entry ${seq} is not what was written`;
}

/**
 * Walk an account's chain as far as the server says that it goes. `load(account, after, limit)`
 * gives entries. The answer: how many were counted, the head and balance that they come to,
 * whether these are what the server states, and the first entry that is wrong (with its transfer).
 */
export async function walk(owner, account, load, onStep = () => {}) {
  let head = await genesis(owner, account);
  let [counted, balance] = [0, 0];
  const came = (rest) => ({ account, counted, balance, head: hexOf(head), holds: false, why: "", transfer: "", ...rest });
  while (counted < account.entries) {
    const entries = await load(account.id, counted, Math.min(PAGE, account.entries - counted));
    if (!entries.length) return came({ why: `entry ${counted + 1} is missing` });
    for (const entry of entries) {
      const next = await linkOf(head, account.id, entry);
      const why = fault(entry, hexOf(next), { seq: counted + 1, balance });
      if (why) return came({ why, transfer: entry.transfer });
      [head, counted, balance] = [next, counted + 1, entry.balance_after];
    }
    onStep(counted);
  }
  if (hexOf(head) !== account.head) return came({ why: "the last hash is not the one that is stated" });
  if (balance !== account.balance_minor) return came({ why: "the balance is not the one that is stated" });
  return came({ holds: true });
}
