using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Ladders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "does",
                table: "reminders",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "Remind");

            migrationBuilder.AddColumn<int>(
                name: "minute",
                table: "reminders",
                type: "INTEGER",
                nullable: false,
                defaultValue: 510);

            migrationBuilder.AddColumn<string>(
                name: "to",
                table: "reminders",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "Assignee");

            migrationBuilder.CreateTable(
                name: "agency_waits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    round_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    agency = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    paper = table.Column<Guid>(type: "TEXT", nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    asked_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    answer = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    answer_paper = table.Column<Guid>(type: "TEXT", nullable: true),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agency_waits", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reminder_lines",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account = table.Column<Guid>(type: "TEXT", nullable: false),
                    @case = table.Column<Guid>(name: "case", type: "TEXT", nullable: true),
                    occasion = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    idempotency_key = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    texts = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reminder_lines", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_agency_waits_case_id",
                table: "agency_waits",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_reminder_lines_account",
                table: "reminder_lines",
                column: "account");

            migrationBuilder.CreateIndex(
                name: "IX_reminder_lines_idempotency_key",
                table: "reminder_lines",
                column: "idempotency_key",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agency_waits");

            migrationBuilder.DropTable(
                name: "reminder_lines");

            migrationBuilder.DropColumn(
                name: "does",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "minute",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "to",
                table: "reminders");
        }
    }
}
