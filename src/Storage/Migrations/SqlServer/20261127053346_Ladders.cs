using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.SqlServer
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
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Remind");

            migrationBuilder.AddColumn<int>(
                name: "minute",
                table: "reminders",
                type: "int",
                nullable: false,
                defaultValue: 510);

            migrationBuilder.AddColumn<string>(
                name: "to",
                table: "reminders",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Assignee");

            migrationBuilder.CreateTable(
                name: "agency_waits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    round_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    agency = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    paper = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    asked_at = table.Column<long>(type: "bigint", nullable: false),
                    asked_by_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_by_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    answer = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    answer_paper = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agency_waits", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reminder_lines",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    @case = table.Column<Guid>(name: "case", type: "uniqueidentifier", nullable: true),
                    occasion = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    idempotency_key = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false),
                    texts = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
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
