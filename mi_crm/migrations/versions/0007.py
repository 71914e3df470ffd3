"""Programs, trainings, volunteers, shifts and hours."""

import sqlalchemy as sa
from alembic import op

from mi_crm.store import columns

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Programs, trainings, volunteers, shifts and hours."""

    op.create_table(
        "credential_type",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_months", sa.BigInteger(), nullable=True),
        sa.Column("soon_days", sa.BigInteger(), nullable=False),
        sa.Column("grace_days", sa.BigInteger(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("soon_days >= 0 AND grace_days >= 0", name=op.f("ck_credential_type_days")),
        sa.CheckConstraint(
            "valid_months IS NULL OR valid_months > 0", name=op.f("ck_credential_type_valid_months")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential_type")),
        sa.UniqueConstraint("name", name=op.f("uq_credential_type_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "program",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column(
            "color",
            sa.Enum(
                "teal",
                "green",
                "violet",
                "ochre",
                "blue",
                "red",
                name="programcolor",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program")),
        sa.UniqueConstraint("name", name=op.f("uq_program_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "role",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("name", name=op.f("uq_role_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "shift_series",
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_series")),
        sqlite_strict=True,
    )
    op.create_table(
        "site",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("zip", sa.Text(), nullable=False),
        sa.Column("travel_minutes", sa.BigInteger(), nullable=False),
        sa.Column("arrival", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("travel_minutes >= 0", name=op.f("ck_site_travel_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("name", name=op.f("uq_site_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "skill",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "skill", "language", name="skillkind", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill")),
        sa.UniqueConstraint("name", name=op.f("uq_skill_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "role_credential",
        sa.Column("role_id", columns.Id(), nullable=False),
        sa.Column("credential_type_id", columns.Id(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["credential_type_id"], ["credential_type.id"], name=op.f("fk_role_credential_credential_type_id")
        ),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_role_credential_role_id")),
        sa.PrimaryKeyConstraint("role_id", "credential_type_id", name=op.f("pk_role_credential")),
        sqlite_strict=True,
    )
    op.create_table(
        "role_policy",
        sa.Column("role_id", columns.Id(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "overlap",
                "travel",
                "unavailable",
                "away",
                "status",
                "role",
                "skill",
                "language",
                "credential",
                "week_limit",
                "rest",
                "days_in_row",
                "full",
                "already_on_it",
                "declined",
                name="conflictkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "weight",
            sa.Enum("block", "warn", name="weight", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_role_policy_role_id")),
        sa.PrimaryKeyConstraint("role_id", "kind", name=op.f("pk_role_policy")),
        sqlite_strict=True,
    )
    op.create_table(
        "role_skill",
        sa.Column("role_id", columns.Id(), nullable=False),
        sa.Column("skill_id", columns.Id(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "learning",
                "able",
                "expert",
                name="skilllevel",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_role_skill_role_id")),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_role_skill_skill_id")),
        sa.PrimaryKeyConstraint("role_id", "skill_id", name=op.f("pk_role_skill")),
        sqlite_strict=True,
    )
    op.create_table(
        "series_exception",
        sa.Column("series_id", columns.Id(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["shift_series.id"], name=op.f("fk_series_exception_series_id")
        ),
        sa.PrimaryKeyConstraint("series_id", "day", name=op.f("pk_series_exception")),
        sqlite_strict=True,
    )
    op.create_table(
        "shift_template",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("site_id", columns.Id(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_shift_template_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_template")),
        sa.UniqueConstraint("name", name=op.f("uq_shift_template_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "site_requirement",
        sa.Column("site_id", columns.Id(), nullable=False),
        sa.Column("credential_type_id", columns.Id(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["credential_type_id"],
            ["credential_type.id"],
            name=op.f("fk_site_requirement_credential_type_id"),
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_site_requirement_site_id")),
        sa.PrimaryKeyConstraint("site_id", "credential_type_id", name=op.f("pk_site_requirement")),
        sqlite_strict=True,
    )
    op.create_table(
        "training",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("program_id", columns.Id(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "held",
                "canceled",
                name="trainingstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("site_id", columns.Id(), nullable=True),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("seats", sa.BigInteger(), nullable=True),
        sa.Column("free", sa.Boolean(), nullable=False),
        sa.Column("credit_minutes", sa.BigInteger(), nullable=False),
        sa.Column("told_donors", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("credit_minutes >= 0", name=op.f("ck_training_credit_minutes")),
        sa.CheckConstraint("seats IS NULL OR seats >= 0", name=op.f("ck_training_seats")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_training_program_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_training_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
        sa.UniqueConstraint("number", name=op.f("uq_training_number")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_first_day_number"), ["first_day", "number"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_training_program_id"), ["program_id"], unique=False)

    op.create_table(
        "volunteer",
        sa.Column("constituent_id", columns.Id(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "applicant",
                "active",
                "on_leave",
                "archived",
                name="volunteerstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column(
            "leaving_reason",
            sa.Enum(
                "moved",
                "quit",
                "not_accepted",
                "dismissed",
                "deceased",
                "other",
                name="leavingreason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.Column("week_minutes", sa.BigInteger(), nullable=True),
        sa.Column("days_in_row", sa.BigInteger(), nullable=True),
        sa.Column("rest_minutes", sa.BigInteger(), nullable=False),
        sa.Column("travel_minutes", sa.BigInteger(), nullable=True),
        sa.Column(
            "ask_by",
            sa.Enum(
                "phone",
                "email",
                "text",
                "in_person",
                name="askchannel",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("emergency_name", sa.Text(), nullable=False),
        sa.Column("emergency_phone", sa.Text(), nullable=False),
        sa.Column("emergency_relation", sa.Text(), nullable=False),
        sa.Column("interests", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'archived') = (leaving_reason IS NOT NULL)", name=op.f("ck_volunteer_leaving_reason")
        ),
        sa.CheckConstraint("days_in_row IS NULL OR days_in_row > 0", name=op.f("ck_volunteer_days_in_row")),
        sa.CheckConstraint(
            "week_minutes IS NULL OR week_minutes > 0", name=op.f("ck_volunteer_week_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["constituent_id"], ["constituent.id"], name=op.f("fk_volunteer_constituent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer")),
        sa.UniqueConstraint("constituent_id", name=op.f("uq_volunteer_constituent_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("volunteer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_volunteer_status"), ["status"], unique=False)

    op.create_table(
        "availability",
        sa.Column("volunteer_id", columns.Id(), nullable=False),
        sa.Column("weekday", sa.BigInteger(), nullable=False),
        sa.Column("from_minute", sa.BigInteger(), nullable=False),
        sa.Column("to_minute", sa.BigInteger(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.CheckConstraint(
            "0 <= from_minute AND from_minute < to_minute AND to_minute <= 1440",
            name=op.f("ck_availability_minutes"),
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_availability_weekday")),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_availability_volunteer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("availability", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_availability_volunteer_id_weekday_from_minute"),
            ["volunteer_id", "weekday", "from_minute"],
            unique=False,
        )

    op.create_table(
        "availability_exception",
        sa.Column("volunteer_id", columns.Id(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("from_minute", sa.BigInteger(), nullable=False),
        sa.Column("to_minute", sa.BigInteger(), nullable=False),
        sa.Column("free", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.CheckConstraint(
            "0 <= from_minute AND from_minute < to_minute AND to_minute <= 1440",
            name=op.f("ck_availability_exception_minutes"),
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_availability_exception_days")),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_availability_exception_volunteer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_exception")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("availability_exception", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_availability_exception_volunteer_id_first_day"),
            ["volunteer_id", "first_day"],
            unique=False,
        )

    op.create_table(
        "credential",
        sa.Column("volunteer_id", columns.Id(), nullable=False),
        sa.Column("credential_type_id", columns.Id(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "expires_on IS NULL OR issued_on IS NULL OR issued_on <= expires_on",
            name=op.f("ck_credential_days"),
        ),
        sa.ForeignKeyConstraint(
            ["credential_type_id"], ["credential_type.id"], name=op.f("fk_credential_credential_type_id")
        ),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name=op.f("fk_credential_volunteer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credential_expires_on"), ["expires_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_credential_volunteer_id_credential_type_id"),
            ["volunteer_id", "credential_type_id"],
            unique=False,
        )

    op.create_table(
        "enrollment",
        sa.Column("training_id", columns.Id(), nullable=False),
        sa.Column("constituent_id", columns.Id(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "registered",
                "waiting",
                "canceled",
                "completed",
                name="enrollmentstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("enrolled_at", columns.Moment(), nullable=False),
        sa.Column("license_kind", sa.Text(), nullable=False),
        sa.Column("license_number", sa.Text(), nullable=False),
        sa.Column("license_state", sa.Text(), nullable=False),
        sa.Column(
            "works_in",
            sa.Enum(
                "veterans",
                "school",
                "clinic",
                "low_income",
                "private",
                "other",
                name="worksin",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("workplace", sa.Text(), nullable=False),
        sa.Column("patients", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("patients IS NULL OR patients >= 0", name=op.f("ck_enrollment_patients")),
        sa.ForeignKeyConstraint(
            ["constituent_id"], ["constituent.id"], name=op.f("fk_enrollment_constituent_id")
        ),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_enrollment_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment")),
        sa.UniqueConstraint(
            "training_id", "constituent_id", name=op.f("uq_enrollment_training_id_constituent_id")
        ),
        sqlite_strict=True,
    )
    with op.batch_alter_table("enrollment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrollment_constituent_id"), ["constituent_id"], unique=False)

    op.create_table(
        "template_shift",
        sa.Column("template_id", columns.Id(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("role_id", columns.Id(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("from_minute", sa.BigInteger(), nullable=False),
        sa.Column("to_minute", sa.BigInteger(), nullable=False),
        sa.Column("least", sa.BigInteger(), nullable=False),
        sa.Column("best", sa.BigInteger(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.CheckConstraint(
            "0 <= from_minute AND from_minute < to_minute", name=op.f("ck_template_shift_minutes")
        ),
        sa.CheckConstraint(
            "0 <= least AND least <= best AND best > 0", name=op.f("ck_template_shift_counts")
        ),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_template_shift_role_id")),
        sa.ForeignKeyConstraint(
            ["template_id"], ["shift_template.id"], name=op.f("fk_template_shift_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_shift")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("template_shift", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_template_shift_template_id_day_from_minute"),
            ["template_id", "day", "from_minute"],
            unique=False,
        )

    op.create_table(
        "training_session",
        sa.Column("training_id", columns.Id(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", columns.Moment(), nullable=False),
        sa.Column("ends_at", columns.Moment(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("site_id", columns.Id(), nullable=True),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_training_session_starts_before_ends")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_training_session_site_id")),
        sa.ForeignKeyConstraint(
            ["training_id"], ["training.id"], name=op.f("fk_training_session_training_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_session_starts_at"), ["starts_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_training_session_training_id_starts_at"),
            ["training_id", "starts_at"],
            unique=False,
        )

    op.create_table(
        "volunteer_role",
        sa.Column("volunteer_id", columns.Id(), nullable=False),
        sa.Column("role_id", columns.Id(), nullable=False),
        sa.Column(
            "liking",
            sa.Enum("likes", "avoids", name="liking", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_volunteer_role_role_id")),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_volunteer_role_volunteer_id")
        ),
        sa.PrimaryKeyConstraint("volunteer_id", "role_id", name=op.f("pk_volunteer_role")),
        sqlite_strict=True,
    )
    op.create_table(
        "volunteer_skill",
        sa.Column("volunteer_id", columns.Id(), nullable=False),
        sa.Column("skill_id", columns.Id(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "learning",
                "able",
                "expert",
                name="skilllevel",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_volunteer_skill_skill_id")),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_volunteer_skill_volunteer_id")
        ),
        sa.PrimaryKeyConstraint("volunteer_id", "skill_id", name=op.f("pk_volunteer_skill")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("volunteer_skill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_volunteer_skill_skill_id"), ["skill_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("enrollment_id", columns.Id(), nullable=False),
        sa.Column("session_id", columns.Id(), nullable=False),
        sa.Column(
            "presence",
            sa.Enum(
                "present",
                "partly",
                "absent",
                "excused",
                name="presence",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_attendance_minutes")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_attendance_enrollment_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_attendance_session_id")
        ),
        sa.PrimaryKeyConstraint("enrollment_id", "session_id", name=op.f("pk_attendance")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_session_id"), ["session_id"], unique=False)

    op.create_table(
        "certificate",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("enrollment_id", columns.Id(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "completion",
                "attendance",
                name="certificatekind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("voided_at", columns.Moment(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.CheckConstraint("(voided_at IS NULL) = (void_reason = '')", name=op.f("ck_certificate_voided")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_certificate_enrollment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_certificate_year_serial")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(
            "uq_certificate_standing",
            ["enrollment_id"],
            unique=True,
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )

    op.create_table(
        "shift",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("program_id", columns.Id(), nullable=True),
        sa.Column("training_id", columns.Id(), nullable=True),
        sa.Column("session_id", columns.Id(), nullable=True),
        sa.Column("site_id", columns.Id(), nullable=True),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("starts_at", columns.Moment(), nullable=False),
        sa.Column("ends_at", columns.Moment(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("series_id", columns.Id(), nullable=True),
        sa.Column("series_day", sa.Date(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("canceled_at", columns.Moment(), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(canceled_at IS NULL) = (cancel_reason = '')", name=op.f("ck_shift_canceled")),
        sa.CheckConstraint("(series_id IS NULL) = (series_day IS NULL)", name=op.f("ck_shift_series")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_shift_starts_before_ends")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_shift_program_id")),
        sa.ForeignKeyConstraint(["series_id"], ["shift_series.id"], name=op.f("fk_shift_series_id")),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_shift_session_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_shift_site_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_shift_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
        sa.UniqueConstraint("number", name=op.f("uq_shift_number")),
        sa.UniqueConstraint("series_id", "series_day", name=op.f("uq_shift_series_id_series_day")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shift_session_id"), ["session_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_shift_starts_at_ends_at"), ["starts_at", "ends_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_shift_training_id_starts_at"), ["training_id", "starts_at"], unique=False
        )

    op.create_table(
        "training_gift",
        sa.Column("training_id", columns.Id(), nullable=False),
        sa.Column("gift_id", columns.Id(), nullable=False),
        sa.Column("amount", columns.Cents(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_training_gift_amount")),
        sa.ForeignKeyConstraint(["gift_id"], ["gift.id"], name=op.f("fk_training_gift_gift_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_training_gift_training_id")),
        sa.PrimaryKeyConstraint("training_id", "gift_id", name=op.f("pk_training_gift")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("training_gift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_gift_gift_id"), ["gift_id"], unique=False)

    op.create_table(
        "need",
        sa.Column("shift_id", columns.Id(), nullable=False),
        sa.Column("role_id", columns.Id(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("least", sa.BigInteger(), nullable=False),
        sa.Column("best", sa.BigInteger(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.CheckConstraint("0 <= least AND least <= best AND best > 0", name=op.f("ck_need_counts")),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_need_role_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_need_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("shift_id", "role_id", name=op.f("uq_need_shift_id_role_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_role_id"), ["role_id"], unique=False)

    op.create_table(
        "sheet",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sign_in", "call", name="sheetkind", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("shift_id", columns.Id(), nullable=True),
        sa.Column("training_id", columns.Id(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("printed_at", columns.Moment(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_sheet_shift_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_sheet_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
        sa.UniqueConstraint("number", name=op.f("uq_sheet_number")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sheet_shift_id"), ["shift_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sheet_training_id"), ["training_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("need_id", columns.Id(), nullable=False),
        sa.Column("shift_id", columns.Id(), nullable=False),
        sa.Column("volunteer_id", columns.Id(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "suggested",
                "waiting",
                "asked",
                "confirmed",
                "declined",
                "canceled",
                "attended",
                "no_show",
                "excused",
                name="assignmentstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("state_at", columns.Moment(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("invitation", sa.BigInteger(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_assignment_need_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_assignment_shift_id")),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name=op.f("fk_assignment_volunteer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("need_id", "volunteer_id", name=op.f("uq_assignment_need_id_volunteer_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_shift_id_state"), ["shift_id", "state"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_assignment_volunteer_id_state"), ["volunteer_id", "state"], unique=False
        )

    op.create_table(
        "need_skill",
        sa.Column("need_id", columns.Id(), nullable=False),
        sa.Column("skill_id", columns.Id(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "learning",
                "able",
                "expert",
                name="skilllevel",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_skill_need_id")),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_need_skill_skill_id")),
        sa.PrimaryKeyConstraint("need_id", "skill_id", name=op.f("pk_need_skill")),
        sqlite_strict=True,
    )
    op.create_table(
        "ask",
        sa.Column("assignment_id", columns.Id(), nullable=False),
        sa.Column("volunteer_id", columns.Id(), nullable=False),
        sa.Column("asked_at", columns.Moment(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "phone",
                "email",
                "text",
                "in_person",
                name="askchannel",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "answer",
            sa.Enum(
                "none",
                "yes",
                "no",
                "message",
                name="askanswer",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", columns.Moment(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_ask_assignment_id")),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name=op.f("fk_ask_volunteer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ask_assignment_id_asked_at"), ["assignment_id", "asked_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ask_volunteer_id_asked_at"), ["volunteer_id", "asked_at"], unique=False
        )

    op.create_table(
        "hours",
        sa.Column("volunteer_id", columns.Id(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "shift",
                "preparation",
                "administration",
                "travel",
                "meeting",
                "other",
                name="hourscategory",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("assignment_id", columns.Id(), nullable=True),
        sa.Column("role_id", columns.Id(), nullable=True),
        sa.Column("program_id", columns.Id(), nullable=True),
        sa.Column("training_id", columns.Id(), nullable=True),
        sa.Column("site_id", columns.Id(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "entered",
                "approved",
                "declined",
                name="hoursstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("entered_at", columns.Moment(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("decided_at", columns.Moment(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'entered') = (decided_at IS NULL)", name=op.f("ck_hours_decided")),
        sa.CheckConstraint("minutes > 0 AND minutes <= 1440", name=op.f("ck_hours_minutes")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_hours_assignment_id")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_hours_program_id")),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_hours_role_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_hours_site_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_hours_training_id")),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name=op.f("fk_hours_volunteer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("hours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hours_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_hours_day_state_minutes"), ["day", "state", "minutes"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_hours_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_hours_volunteer_id_day"), ["volunteer_id", "day"], unique=False)

    op.create_table(
        "sheet_row",
        sa.Column("sheet_id", columns.Id(), nullable=False),
        sa.Column("row", sa.BigInteger(), nullable=False),
        sa.Column("assignment_id", columns.Id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_sheet_row_assignment_id")
        ),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_sheet_row_sheet_id")),
        sa.PrimaryKeyConstraint("sheet_id", "row", name=op.f("pk_sheet_row")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("sheet_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sheet_row_assignment_id"), ["assignment_id"], unique=False)

    with op.batch_alter_table("fund", schema=None) as batch_op:
        batch_op.add_column(sa.Column("program_id", columns.Id(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_fund_program_id"), "program", ["program_id"], ["id"])
