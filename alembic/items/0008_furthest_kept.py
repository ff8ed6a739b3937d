"""The table itself keeps how far somebody has ever read.

Processes of a version that does not know the column may still run while newer ones start.
"""

from alembic import op

revision = "0008"
down_revision = "0007"

_UP = """
create function reading_place_furthest() returns trigger language plpgsql as $$
begin
  new.furthest_permille := greatest(new.furthest_permille, new.permille);
  return new;
end $$;

create trigger reading_place_furthest before insert or update on reading_place
  for each row execute function reading_place_furthest();
"""


def upgrade() -> None:
    op.execute(_UP)


def downgrade() -> None:
    op.execute("drop trigger reading_place_furthest on reading_place")
    op.execute("drop function reading_place_furthest")
