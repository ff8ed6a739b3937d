// A picture on its way as it stands in the text: preview, progress, and what to do when it failed.

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/** The element of an upload; its `show` gets {share} or {error}. */
export function drawUpload(upload) {
  const bar = make("progress", { className: "progress progress-primary", max: 100, value: 0 });
  bar.setAttribute("aria-label", `Uploading ${upload.file.name}`);
  const text = make("p", { className: "dd-upload-text" });
  const retry = make("button", {
    type: "button",
    className: "btn btn-sm",
    textContent: "Retry",
    onclick: () => upload.send(),
  });
  const remove = make("button", {
    type: "button",
    className: "btn btn-ghost btn-sm",
    textContent: "Remove",
    onclick: () => upload.drop(),
  });
  const row = make("div", { className: "dd-upload-row" }, text, retry, remove);
  const image = make("img", { src: upload.preview, alt: "" });
  const element = make(
    "figure",
    { className: "dd-upload", contentEditable: "false" },
    image,
    bar,
    row,
  );
  element.show = ({ share, error }) => {
    const failed = error !== undefined;
    element.toggleAttribute("data-failed", failed);
    text.setAttribute("role", failed ? "alert" : "status");
    bar.hidden = failed;
    retry.hidden = !failed;
    if (failed) element.dataset.failed = "true";
    else bar.value = Math.round(share * 100);
    text.textContent = failed ? error : share < 1 ? "Uploading…" : "Almost there…";
  };
  return element;
}
