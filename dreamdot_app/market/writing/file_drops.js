// Files dropped where nothing takes them: the browser would open them in place of the page.

const WORDS = {
  picture: "Drop a picture on the text or on the cover.",
  other: "Only pictures can be dropped here. Copy the text of a document and paste it.",
};

const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");

/** What to say of files of which only pictures can be taken, or "". */
export const refusedFiles = (files) =>
  [...files].every((file) => file.type.startsWith("image/")) ? "" : WORDS.other;

/** Until `signal` ends; `tell` gets words. The text and the cover have had their turn by then. */
export function watchDrops(tell, signal) {
  const over = (event) => carriesFiles(event) && event.preventDefault();
  const drop = (event) => {
    if (!carriesFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    tell(refusedFiles(event.dataTransfer.files) || WORDS.picture);
  };
  window.addEventListener("dragover", over, { signal });
  window.addEventListener("drop", drop, { signal });
}
