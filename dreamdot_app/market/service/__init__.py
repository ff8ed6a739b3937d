"""What can be done with works. Each verb owns its transaction; all take keywords only."""

from dreamdot_app.market.service.drafts import (
    delete_draft,
    open_draft,
    preview,
    start_draft,
)
from dreamdot_app.market.service.importing import (
    DrawnPage,
    ImportedPlace,
    ImportedPurchase,
    ImportedWork,
    import_places,
    import_purchases,
    import_works,
)
from dreamdot_app.market.service.library import library, reading_now
from dreamdot_app.market.service.lists import by_creator, near, newest, popular, search
from dreamdot_app.market.service.metadata import metadata, reading_metadata
from dreamdot_app.market.service.pinning import count_of, pinned, published_titles
from dreamdot_app.market.service.publishing import publish, unpublish
from dreamdot_app.market.service.purchases import purchase
from dreamdot_app.market.service.reading import read, save_place, work
from dreamdot_app.market.service.saving import save_draft
from dreamdot_app.market.service.studio import figures, studio

__all__ = [
    "DrawnPage",
    "ImportedPlace",
    "ImportedPurchase",
    "ImportedWork",
    "by_creator",
    "count_of",
    "delete_draft",
    "figures",
    "import_places",
    "import_purchases",
    "import_works",
    "library",
    "metadata",
    "near",
    "newest",
    "open_draft",
    "pinned",
    "popular",
    "preview",
    "publish",
    "published_titles",
    "purchase",
    "read",
    "reading_metadata",
    "reading_now",
    "save_draft",
    "save_place",
    "search",
    "start_draft",
    "studio",
    "unpublish",
    "work",
]
