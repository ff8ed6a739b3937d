// One picture to the server; fetch cannot tell how far it is, an XMLHttpRequest can.
import { UNREACHABLE, backendUrl, whose, wordsFor } from "$/public/external/dreamdot_app/ui/browser/backend.js";

/** {picture} as the server answers, or {words} that say why not; `onPart` gets a share from 0 to 1. */
export function upload(address, file, onPart) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", backendUrl(address));
    request.withCredentials = true;
    for (const [name, value] of Object.entries(whose())) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && onPart(event.loaded / event.total);
    request.onerror = () => resolve({ words: UNREACHABLE });
    request.onload = () => {
      const body = request.response ?? {};
      if (request.status < 300) return resolve({ picture: body });
      const words = Object.values(body.errors ?? {})[0] ?? body.error;
      resolve({ words: words ?? wordsFor(request.status, request.getResponseHeader("x-request-id")) });
    };
    const form = new FormData();
    form.append("picture", file);
    request.send(form);
  });
}
