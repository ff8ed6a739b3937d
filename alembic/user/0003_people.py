"""Names, links, devices, factors, providers, choices and exports."""

import sqlalchemy as sa

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "ceremony",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("data", sa.JSON(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("tries", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ceremony")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_ceremony_token_hash")),
    )
    op.create_index(op.f("ix_ceremony_account_id"), "ceremony", ["account_id"], unique=False)
    op.create_index(op.f("ix_ceremony_expires_at"), "ceremony", ["expires_at"], unique=False)
    op.create_table(
        "authenticator",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_authenticator_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_authenticator")),
    )
    op.create_table(
        "data_export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("progress_percent", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "progress_percent between 0 and 100", name=op.f("ck_data_export_progress_is_percent")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_data_export_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_export")),
    )
    op.create_index(op.f("ix_data_export_account_id"), "data_export", ["account_id"], unique=False)
    op.create_index(op.f("ix_data_export_expires_at"), "data_export", ["expires_at"], unique=False)
    op.create_table(
        "former_username",
        sa.Column("username_key", sa.Text(), nullable=False),
        sa.Column("username_look", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_former_username_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("username_key", name=op.f("pk_former_username")),
    )
    op.create_index(
        op.f("ix_former_username_account_id"), "former_username", ["account_id"], unique=False
    )
    op.create_index(
        op.f("ix_former_username_kept_until"), "former_username", ["kept_until"], unique=False
    )
    op.create_index(
        op.f("ix_former_username_username_look"), "former_username", ["username_look"], unique=False
    )
    op.create_table(
        "identity",
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=254), server_default="", nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_identity_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("provider", "subject", name=op.f("pk_identity")),
        sa.UniqueConstraint("account_id", "provider", name=op.f("uq_identity_account_id_provider")),
    )
    op.create_index(op.f("ix_identity_account_id"), "identity", ["account_id"], unique=False)
    op.create_table(
        "known_device",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_known_device_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "token_hash", name=op.f("pk_known_device")),
    )
    op.create_index(
        op.f("ix_known_device_last_seen_at"), "known_device", ["last_seen_at"], unique=False
    )
    op.create_table(
        "mailed_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_mailed_link_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mailed_link_token_hash")),
    )
    op.create_index(op.f("ix_mailed_link_account_id"), "mailed_link", ["account_id"], unique=False)
    op.create_index(op.f("ix_mailed_link_expires_at"), "mailed_link", ["expires_at"], unique=False)
    op.create_table(
        "news_choice",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_news_choice_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "kind", "way", name=op.f("pk_news_choice")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("transports", sa.String(length=100), server_default="", nullable=False),
        sa.Column("is_backed_up", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_passkey_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_account_id"), "passkey", ["account_id"], unique=False)
    op.create_table(
        "preference",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("theme", sa.String(length=20), server_default="system", nullable=False),
        sa.Column("motion", sa.String(length=20), server_default="system", nullable=False),
        sa.Column("text_size", sa.String(length=20), server_default="normal", nullable=False),
        sa.Column("language", sa.String(length=20), server_default="en", nullable=False),
        sa.Column("time_zone", sa.String(length=60), server_default="", nullable=False),
        sa.Column("may_message", sa.String(length=20), server_default="everyone", nullable=False),
        sa.Column("may_mention", sa.String(length=20), server_default="everyone", nullable=False),
        sa.Column("sees_likes", sa.String(length=20), server_default="everyone", nullable=False),
        sa.Column("is_searchable", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_preference_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_preference")),
    )
    op.create_table(
        "profile_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_profile_link_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_link")),
        sa.UniqueConstraint(
            "account_id", "position", name=op.f("uq_profile_link_account_id_position")
        ),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_recovery_code_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(
        op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"], unique=False
    )
    op.create_table(
        "refresh_token",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["account_session.id"],
            name=op.f("fk_refresh_token_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_refresh_token")),
    )
    op.create_index(
        op.f("ix_refresh_token_expires_at"), "refresh_token", ["expires_at"], unique=False
    )
    op.create_index(
        op.f("ix_refresh_token_session_id"), "refresh_token", ["session_id"], unique=False
    )
    op.add_column(
        "account", sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "account", sa.Column("username_changed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "account", sa.Column("pronouns", sa.String(length=40), server_default="", nullable=False)
    )
    op.add_column(
        "account", sa.Column("location", sa.String(length=80), server_default="", nullable=False)
    )
    op.add_column(
        "account", sa.Column("role", sa.String(length=20), server_default="member", nullable=False)
    )
    op.add_column("account", sa.Column("banner_id", sa.Uuid(), nullable=True))
    op.add_column("account", sa.Column("pinned_work_id", sa.Uuid(), nullable=True))
    op.add_column(
        "account", sa.Column("deletion_asked_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("account", sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint(op.f("uq_account_email_key"), "account", type_="unique")
    op.create_index(
        op.f("ix_account_deletion_asked_at"), "account", ["deletion_asked_at"], unique=False
    )
    op.create_index(op.f("ix_account_email_key"), "account", ["email_key"], unique=False)
    op.create_index(
        "uq_account_confirmed_email",
        "account",
        ["email_key"],
        unique=True,
        postgresql_where=sa.text("email_confirmed_at is not null"),
    )
    op.add_column(
        "account_session",
        sa.Column("kind", sa.String(length=10), server_default="browser", nullable=False),
    )
    op.add_column(
        "account_session", sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "account_session",
        sa.Column("time_zone", sa.String(length=60), server_default="", nullable=False),
    )
    op.create_check_constraint(
        op.f("ck_account_role_is_known"),
        "account",
        "role in ('member', 'creator', 'moderator', 'administrator')",
    )
    op.create_check_constraint(
        op.f("ck_account_session_kind_is_known"), "account_session", "kind in ('browser', 'api')"
    )
    # Until now an address could be given once, so each is its account's own.
    op.execute("update account set email_confirmed_at = created_at")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_account_session_kind_is_known"), "account_session")
    op.drop_constraint(op.f("ck_account_role_is_known"), "account")
    op.drop_column("account_session", "time_zone")
    op.drop_column("account_session", "proven_at")
    op.drop_column("account_session", "kind")
    op.drop_index(
        "uq_account_confirmed_email",
        table_name="account",
        postgresql_where=sa.text("email_confirmed_at is not null"),
    )
    op.drop_index(op.f("ix_account_email_key"), table_name="account")
    op.drop_index(op.f("ix_account_deletion_asked_at"), table_name="account")
    op.create_unique_constraint(
        op.f("uq_account_email_key"), "account", ["email_key"], postgresql_nulls_not_distinct=False
    )
    op.drop_column("account", "deleted_at")
    op.drop_column("account", "deletion_asked_at")
    op.drop_column("account", "pinned_work_id")
    op.drop_column("account", "banner_id")
    op.drop_column("account", "role")
    op.drop_column("account", "location")
    op.drop_column("account", "pronouns")
    op.drop_column("account", "username_changed_at")
    op.drop_column("account", "email_confirmed_at")
    op.drop_index(op.f("ix_refresh_token_session_id"), table_name="refresh_token")
    op.drop_index(op.f("ix_refresh_token_expires_at"), table_name="refresh_token")
    op.drop_table("refresh_token")
    op.drop_index(op.f("ix_recovery_code_account_id"), table_name="recovery_code")
    op.drop_table("recovery_code")
    op.drop_table("profile_link")
    op.drop_table("preference")
    op.drop_index(op.f("ix_passkey_account_id"), table_name="passkey")
    op.drop_table("passkey")
    op.drop_table("news_choice")
    op.drop_index(op.f("ix_mailed_link_expires_at"), table_name="mailed_link")
    op.drop_index(op.f("ix_mailed_link_account_id"), table_name="mailed_link")
    op.drop_table("mailed_link")
    op.drop_index(op.f("ix_known_device_last_seen_at"), table_name="known_device")
    op.drop_table("known_device")
    op.drop_index(op.f("ix_identity_account_id"), table_name="identity")
    op.drop_table("identity")
    op.drop_index(op.f("ix_former_username_username_look"), table_name="former_username")
    op.drop_index(op.f("ix_former_username_kept_until"), table_name="former_username")
    op.drop_index(op.f("ix_former_username_account_id"), table_name="former_username")
    op.drop_table("former_username")
    op.drop_index(op.f("ix_data_export_expires_at"), table_name="data_export")
    op.drop_index(op.f("ix_data_export_account_id"), table_name="data_export")
    op.drop_table("data_export")
    op.drop_table("authenticator")
    op.drop_index(op.f("ix_ceremony_expires_at"), table_name="ceremony")
    op.drop_index(op.f("ix_ceremony_account_id"), table_name="ceremony")
    op.drop_table("ceremony")
