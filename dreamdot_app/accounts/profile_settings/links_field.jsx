// Links elsewhere: written, put in another order by buttons, taken away.
import { useContext, useEffect, useRef, useState } from "react";
import { TextField } from "$/public/external/dreamdot_app/ui/form_pieces/fields.jsx";
import { FormContext } from "$/public/external/dreamdot_app/ui/form_pieces/form_context.js";
import { Glyph } from "$/public/external/dreamdot_app/ui/icon/glyph.jsx";

let nextKey = 1;
const rowsOf = (links) => links.map(([label, url]) => ({ key: nextKey++, label, url }));

export function LinksField({ links = [], most, labelLength, urlLength }) {
  const { saved } = useContext(FormContext);
  const list = useRef(null);
  const touched = useRef(false);
  const [rows, setRows] = useState(() => rowsOf(links));
  const [told, setTold] = useState("");
  const wanted = useRef(null); // what gets the focus once the rows are drawn

  useEffect(() => {
    touched.current = false;
  }, [saved]);
  useEffect(() => {
    if (!touched.current) setRows(rowsOf(links));
  }, [JSON.stringify(links)]);
  useEffect(() => {
    // Whoever compares what the form holds hears of it, as of typing.
    if (touched.current) list.current.dispatchEvent(new Event("input", { bubbles: true }));
    if (wanted.current) list.current.querySelector(wanted.current)?.focus();
    wanted.current = null;
  }, [rows]);

  const change = (next, focus, words = "") => {
    touched.current = true;
    wanted.current = focus;
    setRows(next);
    setTold(words);
  };
  const add = () => {
    const key = nextKey++;
    change([...rows, { key, label: "", url: "" }], `[data-row="${key}"] input`);
  };
  const remove = (index) => {
    const left = rows.filter((_, at) => at !== index);
    const near = left[Math.min(index, left.length - 1)];
    change(left, near ? `[data-row="${near.key}"] [data-remove]` : "[data-add]", "Removed.");
  };
  const move = (index, by) => {
    const next = [...rows];
    const [row] = next.splice(index, 1);
    next.splice(index + by, 0, row);
    const end = index + by === 0 ? "[data-down]" : index + by === next.length - 1 ? "[data-up]" : by < 0 ? "[data-up]" : "[data-down]";
    change(next, `[data-row="${row.key}"] ${end}`, `Moved to place ${index + by + 1}.`);
  };

  return (
    <fieldset ref={list} className="min-w-0" onInput={(event) => event.isTrusted && (touched.current = true)}>
      <legend className="dd-label">Links</legend>
      <div className="space-y-4">
        {rows.map((row, index) => (
          <Row
            key={row.key}
            row={row}
            index={index}
            count={rows.length}
            labelLength={labelLength}
            urlLength={urlLength}
            onMove={(by) => move(index, by)}
            onRemove={() => remove(index)}
          />
        ))}
      </div>
      {rows.length === 0 && <input type="hidden" name="links" value="" readOnly />}
      {rows.length < most ? (
        <button type="button" data-add className={`btn btn-sm ${rows.length ? "mt-4" : ""}`} onClick={add}>
          <Glyph name="plus" size={16} />
          Add a link
        </button>
      ) : (
        <p className="dd-help">{most} links are as many as fit.</p>
      )}
      <span role="status" className="sr-only">
        {told}
      </span>
    </fieldset>
  );
}

function Row({ row, index, count, labelLength, urlLength, onMove, onRemove }) {
  const tool = (name, label, attribute, isOff, press) => (
    <button
      type="button"
      className="btn btn-ghost btn-square btn-sm text-muted disabled:opacity-35"
      aria-label={`Link ${index + 1}: ${label}`}
      title={label[0].toUpperCase() + label.slice(1)}
      disabled={isOff}
      onClick={press}
      {...{ [attribute]: "" }}
    >
      <Glyph name={name} size={18} />
    </button>
  );
  return (
    <div
      role="group"
      aria-label={`Link ${index + 1}`}
      data-row={row.key}
      className="grid gap-x-3 gap-y-2 sm:grid-cols-[10rem_minmax(0,1fr)_auto] sm:items-start"
    >
      <TextField name={`links.${index}.label`} label="Name" hideLabel placeholder="My shop" value={row.label} maxLength={labelLength} autoComplete="off" />
      <TextField name={`links.${index}.url`} label="Address" hideLabel placeholder="https://" value={row.url} maxLength={urlLength} autoComplete="off" inputMode="url" spellCheck={false} />
      <div className="flex justify-end gap-1 sm:pt-1">
        {tool("chevron-up", "move up", "data-up", index === 0, () => onMove(-1))}
        {tool("chevron-down", "move down", "data-down", index === count - 1, () => onMove(1))}
        {tool("trash-2", "remove", "data-remove", false, onRemove)}
      </div>
    </div>
  );
}
