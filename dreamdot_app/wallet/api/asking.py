"""Who asks for money: it is shown to its owner alone."""

from typing import Annotated

from fastapi import Depends

from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.routes import require_viewer

type_owner = Annotated[Viewer, Depends(require_viewer)]
