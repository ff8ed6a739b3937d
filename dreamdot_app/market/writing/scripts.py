"""The JavaScript of the writing pieces, laid where the build finds it.

All of it lies in one folder, so that the modules import each other by name; what they need from
the design system is laid out by the modules imported here.
"""

import reflex as rx

from dreamdot_app.market.reading import scripts as reading
from dreamdot_app.ui import form_pieces

NEEDED = (form_pieces.NEEDED, reading.STORY)

# Shared by the pieces.
REQUESTS = rx.asset("requests.js", shared=True)
UPLOAD = rx.asset("upload.js", shared=True)
ICONS = rx.asset("icons.jsx", shared=True)
ONCE_TRUE = rx.asset("once_true.js", shared=True)

# The editor; only rich_editor.jsx is loaded with the page.
RICH_EDITOR = rx.asset("rich_editor.jsx", shared=True)
EDITOR_PARTS = (
    rx.asset("editor.jsx", shared=True),
    rx.asset("editor.css", shared=True),
    rx.asset("editor_mirror.js", shared=True),
    rx.asset("editor_schema.js", shared=True),
    rx.asset("editor_toolbar.jsx", shared=True),
    rx.asset("block_menu.jsx", shared=True),
    rx.asset("link_dialog.jsx", shared=True),
    rx.asset("paste.js", shared=True),
    rx.asset("paste_cleaning.js", shared=True),
    rx.asset("paste_lists.js", shared=True),
    rx.asset("picture_uploads.js", shared=True),
    rx.asset("picture_view.jsx", shared=True),
)

# The keeper of drafts and the fields around the text.
DRAFT_KEEPER = rx.asset("draft_keeper.jsx", shared=True)
PUBLISH_BUTTON = rx.asset("publish_button.jsx", shared=True)
DRAFT_FORM = rx.asset("draft_form.jsx", shared=True)
COVER_PICKER = rx.asset("cover_picker.jsx", shared=True)
GROWING_FIELD = rx.asset("growing_field.jsx", shared=True)
KEEPER_PARTS = (
    rx.asset("draft_fields.js", shared=True),
    rx.asset("draft_form.js", shared=True),
    rx.asset("draft_keeping.js", shared=True),
    rx.asset("draft_notices.jsx", shared=True),
    rx.asset("draft_store.js", shared=True),
    rx.asset("draft_sync.js", shared=True),
)
