using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Petitions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "given_at",
                table: "tasks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "proposed_cents",
                table: "meeting_items",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "duty_periods",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    unit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    to = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    name_zh = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    name_en = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_duty_periods", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "duty_turns",
                columns: table => new
                {
                    unit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_duty_turns", x => new { x.unit_id, x.day, x.account_id });
                });

            migrationBuilder.CreateTable(
                name: "matter_accused",
                columns: table => new
                {
                    matter_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matter_accused", x => new { x.matter_id, x.account_id });
                });

            migrationBuilder.CreateTable(
                name: "matters",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    unit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    visit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    received_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    entered_at = table.Column<long>(type: "INTEGER", nullable: false),
                    first_contact = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    is_anonymous = table.Column<bool>(type: "INTEGER", nullable: false),
                    people = table.Column<int>(type: "INTEGER", nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    is_urgent = table.Column<bool>(type: "INTEGER", nullable: false),
                    words = table.Column<byte[]>(type: "BLOB", nullable: false),
                    petitioner_index = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    repeat_of = table.Column<Guid>(type: "TEXT", nullable: true),
                    closed_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matters", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "petition_documents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    matter_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ordinal = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    entry = table.Column<int>(type: "INTEGER", nullable: false),
                    number = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    unit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    issued_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    entered_at = table.Column<long>(type: "INTEGER", nullable: false),
                    entered_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    fields = table.Column<byte[]>(type: "BLOB", nullable: false),
                    body_zh = table.Column<byte[]>(type: "BLOB", nullable: true),
                    body_en = table.Column<byte[]>(type: "BLOB", nullable: true),
                    hash = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    template_version = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    scan_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    is_replaced = table.Column<bool>(type: "INTEGER", nullable: false),
                    delivered_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    method = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    delivered_to = table.Column<byte[]>(type: "BLOB", nullable: true),
                    delivered_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_petition_documents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "petition_entries",
                columns: table => new
                {
                    matter_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    days = table.Column<int>(type: "INTEGER", nullable: false),
                    words = table.Column<byte[]>(type: "BLOB", nullable: true),
                    by = table.Column<Guid>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_petition_entries", x => new { x.matter_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "petitions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    law_key = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    @class = table.Column<string>(name: "class", type: "TEXT", maxLength: 32, nullable: false),
                    branch = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    status = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    next_limit = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    next_due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    next_is_provisional = table.Column<bool>(type: "INTEGER", nullable: false),
                    dated_by = table.Column<long>(type: "INTEGER", nullable: false),
                    instance_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_petitions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "policy_answers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    unit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    title_zh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    title_en = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    text_zh = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    text_en = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    to = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    entered_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    entered_at = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_policy_answers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "register_days",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    unit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    matters = table.Column<int>(type: "INTEGER", nullable: false),
                    petitions = table.Column<int>(type: "INTEGER", nullable: false),
                    people = table.Column<int>(type: "INTEGER", nullable: false),
                    urgent = table.Column<int>(type: "INTEGER", nullable: false),
                    note = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    closed_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    head_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    head_at = table.Column<long>(type: "INTEGER", nullable: true),
                    leader_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    leader_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_days", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "register_tellings",
                columns: table => new
                {
                    kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    whom = table.Column<Guid>(type: "TEXT", nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_tellings", x => new { x.kind, x.whom, x.day });
                });

            migrationBuilder.CreateIndex(
                name: "decisions_recused",
                table: "decisions",
                columns: new[] { "account_id", "case_id" },
                filter: "verdict = 'Recuse'");

            migrationBuilder.CreateIndex(
                name: "IX_duty_periods_to",
                table: "duty_periods",
                column: "to");

            migrationBuilder.CreateIndex(
                name: "IX_matters_number",
                table: "matters",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_matters_petitioner_index_subject",
                table: "matters",
                columns: new[] { "petitioner_index", "subject" });

            migrationBuilder.CreateIndex(
                name: "IX_matters_unit_id_received_on",
                table: "matters",
                columns: new[] { "unit_id", "received_on" });

            migrationBuilder.CreateIndex(
                name: "IX_matters_visit_id",
                table: "matters",
                column: "visit_id");

            migrationBuilder.CreateIndex(
                name: "IX_petition_documents_matter_id_ordinal",
                table: "petition_documents",
                columns: new[] { "matter_id", "ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_petition_documents_number",
                table: "petition_documents",
                column: "number");

            migrationBuilder.CreateIndex(
                name: "IX_petitions_instance_id",
                table: "petitions",
                column: "instance_id");

            migrationBuilder.CreateIndex(
                name: "IX_petitions_next_due_on_id",
                table: "petitions",
                columns: new[] { "next_due_on", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_policy_answers_unit_id_from",
                table: "policy_answers",
                columns: new[] { "unit_id", "from" });

            migrationBuilder.CreateIndex(
                name: "IX_register_days_unit_id_day",
                table: "register_days",
                columns: new[] { "unit_id", "day" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "duty_periods");

            migrationBuilder.DropTable(
                name: "duty_turns");

            migrationBuilder.DropTable(
                name: "matter_accused");

            migrationBuilder.DropTable(
                name: "matters");

            migrationBuilder.DropTable(
                name: "petition_documents");

            migrationBuilder.DropTable(
                name: "petition_entries");

            migrationBuilder.DropTable(
                name: "petitions");

            migrationBuilder.DropTable(
                name: "policy_answers");

            migrationBuilder.DropTable(
                name: "register_days");

            migrationBuilder.DropTable(
                name: "register_tellings");

            migrationBuilder.DropIndex(
                name: "decisions_recused",
                table: "decisions");

            // SQLite drops a column by itself; written as an operation it would rebuild the table, and need the whole model for that.
            migrationBuilder.Sql("ALTER TABLE tasks DROP COLUMN given_at;");

            migrationBuilder.Sql("ALTER TABLE meeting_items DROP COLUMN proposed_cents;");
        }
    }
}
