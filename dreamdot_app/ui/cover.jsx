// A picture that keeps its own shape. Until it is there, its BlurHash stands in.
import { useLayoutEffect, useEffect, useRef, useState } from "react";
import { decode } from "$/public/external/dreamdot_app/ui/cover/blurhash.js";

const SIDE = 24;
const useEarly = typeof window === "undefined" ? useEffect : useLayoutEffect;

function blurred(hash) {
  const bytes = decode(hash, SIDE, SIDE);
  if (!bytes) return undefined;
  const canvas = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
  canvas.getContext("2d").putImageData(new ImageData(bytes, SIDE, SIDE), 0, 0);
  return `url(${canvas.toDataURL()})`;
}

export function Picture({ src, srcset, sizes, width, height, blurhash, alt = "", eager, className = "" }) {
  const image = useRef(null);
  const [behind, setBehind] = useState(undefined);
  useEarly(() => {
    if (blurhash && !image.current?.complete) setBehind(blurred(blurhash));
  }, [blurhash, src]);
  return (
    <img
      ref={image}
      src={src || undefined}
      srcSet={srcset || undefined}
      sizes={srcset ? sizes : undefined}
      width={width || undefined}
      height={height || undefined}
      alt={alt}
      loading={eager ? "eager" : "lazy"}
      decoding="async"
      className={className}
      style={behind && { backgroundImage: behind, backgroundSize: "cover" }}
      onLoad={() => setBehind(undefined)}
    />
  );
}
