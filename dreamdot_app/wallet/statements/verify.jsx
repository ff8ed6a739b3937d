// "Verify my statement": fetches the entries of one's own accounts and walks their chains here.
import { useRef, useState } from "react";
import { Amount } from "$/public/external/dreamdot_app/ui/money/money.jsx";
import { Glyph } from "$/public/external/dreamdot_app/ui/icon/glyph.jsx";
import { walk } from "$/public/external/dreamdot_app/wallet/statements/verifying/chain.js";

const CHAINS = "/api/payment/chains";
const SENTENCES = {
  running: (counted) => `Checking. ${counted.toLocaleString("en")} entries so far.`,
  holds: (counted) => `All ${counted.toLocaleString("en")} entries fit together, and every balance is what the ledger says.`,
  broken: () => "Something does not fit. Keep this page and write to us.",
  failed: () => "The entries could not be fetched. Try again in a moment.",
};

async function ask(address) {
  const answer = await fetch(address, { credentials: "same-origin", headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

const load = async (account, after, limit) => (await ask(`${CHAINS}/${account}?after=${after}&limit=${limit}`)).links;

function Chain({ result, names }) {
  const { account, counted, balance, head, holds, why, transfer } = result;
  return (
    <li className="border-t border-hair py-4">
      <p className="flex items-center justify-between gap-4">
        <span className="flex items-center gap-2 font-medium">
          <Glyph name={holds ? "check" : "circle-alert"} size={18} className={holds ? "text-success" : "text-error"} />
          {names[account.bucket] ?? account.bucket}
        </span>
        <span className="tabular-nums">
          <Amount minor={balance} />
        </span>
      </p>
      <p className="mt-1 text-sm text-muted">
        {counted.toLocaleString("en")} {counted === 1 ? "entry" : "entries"}
        {holds ? ". The last hash is the one that the ledger states:" : ` fit, but ${why}${transfer ? ` (transfer ${transfer})` : ""}. The hash up to there:`}
      </p>
      <p className="mt-1 font-mono text-xs break-all text-muted">{head}</p>
    </li>
  );
}

export function Verify({ names = {} }) {
  const [state, setState] = useState({ step: "idle", counted: 0, results: [] });
  const running = useRef(false);

  const check = async () => {
    if (running.current) return;
    running.current = true;
    let before = 0;
    const results = [];
    setState({ step: "running", counted: 0, results });
    try {
      const { owner, accounts } = await ask(CHAINS);
      for (const account of accounts) {
        const tell = (counted) => setState({ step: "running", counted: before + counted, results: [...results] });
        const result = await walk(owner, account, load, tell);
        results.push(result);
        before += result.counted;
      }
      setState({ step: results.every(({ holds }) => holds) ? "holds" : "broken", counted: before, results });
    } catch {
      setState({ step: "failed", counted: before, results });
    } finally {
      running.current = false;
    }
  };

  const isRunning = state.step === "running";
  const tone = { holds: "text-success", broken: "text-error", failed: "text-error" }[state.step] ?? "text-muted";
  return (
    <div>
      <button type="button" className="btn" onClick={check} aria-busy={isRunning} disabled={isRunning}>
        {isRunning && <span className="dd-ring" aria-hidden="true" />}
        {state.step === "idle" ? "Verify my statement" : "Verify again"}
      </button>
      <p role="status" className={`mt-4 min-h-6 ${tone}`}>
        {SENTENCES[state.step]?.(state.counted)}
      </p>
      <ul className="mt-2">
        {state.results.map((result) => (
          <Chain key={result.account.id} result={result} names={names} />
        ))}
      </ul>
    </div>
  );
}
