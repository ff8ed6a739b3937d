"""The JavaScript and the typography of the reading pieces, laid where the build finds them."""

import reflex as rx

STORY = rx.asset("story.css", shared=True)
READING_TEXT = rx.asset("reading_text.jsx", shared=True)
READER = rx.asset("reader.jsx", shared=True)
PARTS = (
    rx.asset("place.js", shared=True),
    rx.asset("place_keeper.js", shared=True),
    rx.asset("reader.css", shared=True),
    rx.asset("reader_bar.jsx", shared=True),
    rx.asset("reader_glyphs.jsx", shared=True),
    rx.asset("story_html.js", shared=True),
    rx.asset("text_settings.jsx", shared=True),
)
