using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Meetings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "listed_tasks",
                columns: table => new
                {
                    task_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    meeting_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listed_tasks", x => x.task_id);
                });

            migrationBuilder.CreateTable(
                name: "meeting_items",
                columns: table => new
                {
                    meeting_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    task_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    round_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    why = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    outcome = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    cents = table.Column<long>(type: "bigint", nullable: true),
                    reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    present = table.Column<int>(type: "int", nullable: true),
                    votes_for = table.Column<int>(type: "int", nullable: true),
                    votes_against = table.Column<int>(type: "int", nullable: true),
                    withdrew = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    decision_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    added_at = table.Column<long>(type: "bigint", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_meeting_items", x => new { x.meeting_id, x.task_id });
                });

            migrationBuilder.CreateTable(
                name: "meeting_lists",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    unit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    decider = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    step = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    services = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    planned_on = table.Column<DateOnly>(type: "date", nullable: false),
                    cut_off_at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    round = table.Column<int>(type: "int", nullable: false),
                    opened_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    opened_at = table.Column<long>(type: "bigint", nullable: false),
                    frozen_at = table.Column<long>(type: "bigint", nullable: true),
                    sheet = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    sheet_hash = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    entry = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    entry_digest = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    earlier_entry = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    entered_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    entered_person = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    entered_at = table.Column<long>(type: "bigint", nullable: true),
                    minutes_number = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    held_on = table.Column<DateOnly>(type: "date", nullable: true),
                    scan = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    checked_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    checked_at = table.Column<long>(type: "bigint", nullable: true),
                    note = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_meeting_lists", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "meeting_rules",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    unit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    attendance = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false),
                    agreement = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false),
                    source = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    set_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_meeting_rules", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_listed_tasks_meeting_id",
                table: "listed_tasks",
                column: "meeting_id");

            migrationBuilder.CreateIndex(
                name: "IX_meeting_items_case_id",
                table: "meeting_items",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_meeting_lists_number",
                table: "meeting_lists",
                column: "number",
                unique: true,
                filter: "[number] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_meeting_lists_state_cut_off_at",
                table: "meeting_lists",
                columns: new[] { "state", "cut_off_at" });

            migrationBuilder.CreateIndex(
                name: "IX_meeting_lists_unit_id_planned_on",
                table: "meeting_lists",
                columns: new[] { "unit_id", "planned_on" });

            migrationBuilder.CreateIndex(
                name: "IX_meeting_rules_unit_id_from",
                table: "meeting_rules",
                columns: new[] { "unit_id", "from" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "listed_tasks");

            migrationBuilder.DropTable(
                name: "meeting_items");

            migrationBuilder.DropTable(
                name: "meeting_lists");

            migrationBuilder.DropTable(
                name: "meeting_rules");
        }
    }
}
