"""Pictures of people, for accounts, which shows them and knows only their ids.

Importing this tells accounts where they are.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import PictureShown
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.ids import UserId
from dreamdot_app.media import repository, service
from dreamdot_app.media.contract import Picture


class PicturesOfPeople:
    """What accounts asks of pictures."""

    async def shown(self, wanted: Sequence[UUID]) -> Mapping[UUID, PictureShown]:
        """The pictures of these ids; unknown ones are absent."""
        found = await service.pictures(wanted)
        return {UUID(str(one)): _shown(picture) for one, picture in found.items()}

    async def of_owner(self, owner_id: UserId, wanted: Collection[UUID]) -> Collection[UUID]:
        """Which of these this person uploaded. A picture has a row when all its files are there."""
        async with reading(Database.ITEMS) as session:
            rows = await repository.pictures(session, wanted)
        return {row.id for row in rows if row.owner_id == owner_id}


def _shown(picture: Picture) -> PictureShown:
    smallest = picture.srcset.partition(" ")[0]
    return PictureShown(small=smallest, large=picture.url, srcset=picture.srcset)


accounts.show_pictures_with(PicturesOfPeople())
