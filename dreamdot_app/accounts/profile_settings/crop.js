// A part of a picture, as a file of its own. What the camera wrote beside the pixels is not in it.

const QUALITY = 0.92;

function loaded(address) {
  const picture = new Image();
  picture.src = address;
  return picture.decode().then(() => picture);
}

/** The part (in the picture's own pixels) as WebP, or as PNG where a browser cannot make that; at most
    `width` × `height`, and never larger than the part is. Rejects what cannot be read. */
export async function cropped(address, part, width, height) {
  const picture = await loaded(address);
  const scale = Math.min(1, width / part.width);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(part.width * scale));
  canvas.height = Math.max(1, Math.round((canvas.width * height) / width));
  const brush = canvas.getContext("2d");
  brush.imageSmoothingQuality = "high";
  brush.drawImage(picture, part.x, part.y, part.width, part.height, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("empty"))), "image/webp", QUALITY);
  });
}
