// The fields of a form as plain values, put back into it, and compared by what they say.
//
// Fields that hold HTML (data-html) belong to the editor: it writes them on the event `draft:flush`
// (sent to the form) and reads them again on `draft:restored` (sent to the field).

const NO_FIELDS = new Set(["file", "submit", "button", "reset", "fieldset", "output"]);

// Fields whose real name would collide (radios in two forms) carry it in data-name.
export const nameOf = (element) => element.dataset.name || element.name;

export const fieldsOf = (form) =>
  [...form.elements].filter((element) => nameOf(element) && !NO_FIELDS.has(element.type));

const valueSetter = (element) =>
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), "value")?.set;

/** {name: value}: text; true or false for a checkbox; a list where several fields share a name. */
export function readFields(form) {
  const groups = new Map();
  for (const element of fieldsOf(form)) {
    if (element.disabled || (element.type === "radio" && !element.checked)) continue;
    const name = nameOf(element);
    groups.set(name, [...(groups.get(name) ?? []), element]);
  }
  return Object.fromEntries([...groups].map(([name, elements]) => [name, valueOf(elements)]));
}

function valueOf(elements) {
  const [first] = elements;
  if (first.multiple) return [...first.selectedOptions].map((option) => option.value);
  if (elements.length === 1) return first.type === "checkbox" ? first.checked : first.value;
  return elements
    .filter((element) => element.type !== "checkbox" || element.checked)
    .map((element) => element.value);
}

/** Puts values back and tells everybody who listens. Names that the form lacks are passed over. */
export function writeFields(form, fields) {
  for (const element of fieldsOf(form)) {
    if (!(nameOf(element) in fields)) continue;
    const value = fields[nameOf(element)];
    if (element.type === "checkbox" || element.type === "radio") setChecked(element, value);
    else if (element.multiple) setSelected(element, value);
    else setValue(element, Array.isArray(value) ? (value[0] ?? "") : String(value ?? ""));
  }
}

function setChecked(element, value) {
  const checked =
    typeof value === "boolean" ? value : [value].flat().map(String).includes(element.value);
  if (element.checked !== checked) element.click(); // a click is what frameworks listen to
}

function setSelected(element, value) {
  const chosen = [value].flat().map(String);
  for (const option of element.options) option.selected = chosen.includes(option.value);
  element.dispatchEvent(new Event("change", { bubbles: true }));
}

function setValue(element, value) {
  if (element.value === value) return;
  valueSetter(element).call(element, value); // past React's own tracking of the value
  if ("html" in element.dataset) element.dispatchEvent(new CustomEvent("draft:restored"));
  element.dispatchEvent(new Event("input", { bubbles: true }));
  element.dispatchEvent(new Event("change", { bubbles: true }));
}

export const sameValue = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The first values, replaced where the second have the same field. */
export const over = (fields, others) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, others[name] ?? value]));

/** A short mark of what fields say: equal for a text and for the same text as the server writes it. */
export function markOf(form, fields) {
  const html = new Set(
    fieldsOf(form)
      .filter((element) => "html" in element.dataset)
      .map(nameOf),
  );
  const said = Object.keys(fields)
    .sort()
    .map((name) => [name, html.has(name) ? saidBy(fields[name]) : plain(fields[name])]);
  return fingerprint(JSON.stringify(said));
}

const plain = (value) =>
  typeof value === "string" ? value.normalize("NFC").replace(/\s+/g, " ").trim() : value;

const MARKS = new Set(["STRONG", "EM", "S"]);

/** HTML as blocks and marked text, whatever the nesting, the attributes' order and the escapes. */
function saidBy(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  dropEmptyParagraphs(body);
  const said = [];
  let run = null;
  const close = () => {
    if (run && plain(run.text)) said.push([plain(run.text), run.marks]);
    run = null;
  };
  const walk = (node, marks) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        if (run && run.marks !== marks) close();
        run ??= { text: "", marks };
        run.text += child.data;
      } else if (MARKS.has(child.tagName)) {
        walk(child, [...new Set([...marks.split(" "), child.tagName])].sort().join(" "));
      } else if (child.tagName === "A") {
        walk(child, `${marks} ${child.getAttribute("href")}`);
      } else if (child.nodeType === Node.ELEMENT_NODE) {
        close();
        said.push([child.tagName, child.getAttribute("src"), child.getAttribute("alt")]);
        walk(child, "");
        close();
      }
    }
  };
  walk(body, "");
  close();
  return said;
}

const isEmpty = (paragraph) =>
  !paragraph.textContent.trim() && !paragraph.querySelector("img,hr");

/** Empty paragraphs go, but for one between two others: a scene ends there (passage.py). */
function dropEmptyParagraphs(body) {
  for (const paragraph of [...body.querySelectorAll("p")].filter(isEmpty)) {
    const { parentElement, previousElementSibling: before, nextElementSibling: after } = paragraph;
    const partsScenes = before?.tagName === "P" && after?.tagName === "P" && !isEmpty(after);
    if (parentElement !== body || !partsScenes) paragraph.remove();
  }
}

/** 53 bits of a text (cyrb53, public domain, bryc): enough to know one's own words again. */
function fingerprint(text) {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
