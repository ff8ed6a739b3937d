"""The JavaScript and the typography of the reading pieces, laid where the build finds them."""

from dreamdot_app.ui.script import script

STORY = script("story.css")
READING_TEXT = script("reading_text.jsx")
READER = script("reader.jsx")
PARTS = (
    script("place.js"),
    script("place_keeper.js"),
    script("reader.css"),
    script("reader_bar.jsx"),
    script("reader_glyphs.jsx"),
    script("story_html.js"),
    script("text_settings.jsx"),
)
