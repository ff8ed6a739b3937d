"""How much interest a work has now, as one figure that never has to be brought up to date.

Every sale and every reader weighs half as much after each week. Instead of decaying all figures as
time goes by, each new event is weighed by when it happens (forward decay: Cormode et al., ICDE
2009): an event at time t counts ``weight * 2 ** (t / half-life)``. The order of works is the same
at any moment, so an index holds it. Kept as a natural logarithm, for the sum grows without end.
"""

import math
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import Mapped

_HALF_LIFE_S = 7 * 86_400
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
# Beyond this difference of logarithms the smaller part is lost in the larger one's rounding, and
# PostgreSQL would refuse exp() for underflow.
_NEGLIGIBLE = 700.0

PUBLISHED = 1.0
BOUGHT = 3.0
ADDED_FREE = 1.0
BEGUN = 0.5


def of_event(weight: float, at: datetime) -> float:
    """The logarithm that one event of this weight adds at a time."""
    return math.log(weight) + math.log(2) * (at - _BEGINNING).total_seconds() / _HALF_LIFE_S


def raised(popularity: float, by: float) -> float:
    """A work's figure with an event's (`of_event`) added."""
    distance = min(abs(popularity - by), _NEGLIGIBLE)
    return max(popularity, by) + math.log1p(math.exp(-distance))


def raised_column(column: Mapped[float], by: float) -> ColumnElement[float]:
    """`raised` for an UPDATE, where the column's own value counts."""
    distance = func.least(func.abs(column - by), _NEGLIGIBLE)
    return func.greatest(column, by) + func.ln(1 + func.exp(-distance))
