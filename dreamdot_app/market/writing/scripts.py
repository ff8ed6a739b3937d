"""The JavaScript of the writing pieces, laid where the build finds it.

All of it lies in one folder, so that the modules import each other by name; what they need from
the design system is laid out by the modules imported here.
"""

from dreamdot_app.market.reading import scripts as reading
from dreamdot_app.ui import browser, form_pieces
from dreamdot_app.ui.script import script

NEEDED = (form_pieces.NEEDED, browser.LINKS, reading.STORY)

# Shared by the pieces.
REQUESTS = script("requests.js")
UPLOAD = script("upload.js")
UPLOAD_TURNS = script("upload_turns.js")
DESK_MESSAGE = script("desk_message.jsx")
ICONS = script("icons.jsx")
ONCE_TRUE = script("once_true.js")

# The editor; only rich_editor.jsx is loaded with the page.
RICH_EDITOR = script("rich_editor.jsx")
EDITOR_PARTS = (
    script("editor.jsx"),
    script("editor.css"),
    script("editor_mirror.js"),
    script("editor_schema.js"),
    script("editor_toolbar.jsx"),
    script("block_menu.jsx"),
    script("link_dialog.jsx"),
    script("paste.js"),
    script("paste_cleaning.js"),
    script("paste_lists.js"),
    script("pasted_styles.js"),
    script("picture_uploads.js"),
    script("picture_view.jsx"),
    script("one_upload.js"),
    script("upload_widget.js"),
)

# The keeper of drafts and the fields around the text.
DRAFT_KEEPER = script("draft_keeper.jsx")
PUBLISH_BUTTON = script("publish_button.jsx")
DRAFT_FORM = script("draft_form.jsx")
COVER_PICKER = script("cover_picker.jsx")
GROWING_FIELD = script("growing_field.jsx")
KEEPER_PARTS = (
    script("cover_upload.js"),
    script("desk_words.js"),
    script("draft_answers.js"),
    script("draft_copies.js"),
    script("draft_fields.js"),
    script("draft_form.js"),
    script("draft_keeping.js"),
    script("draft_links.js"),
    script("draft_notices.jsx"),
    script("draft_store.js"),
    script("draft_sync.js"),
    script("file_drops.js"),
    script("refused_fields.js"),
    script("typing_place.js"),
)
