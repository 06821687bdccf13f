using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ReviewDesk : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_tasks_unit_id_role_state_assignee_id_created_at_id",
                table: "tasks");

            migrationBuilder.AddColumn<bool>(
                name: "of_several",
                table: "tasks",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "answers",
                table: "supplement_requests",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "cause",
                table: "agency_waits",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "Agency");

            migrationBuilder.AddColumn<DateOnly>(
                name: "held_on",
                table: "agency_waits",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "place",
                table: "agency_waits",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "task_looks",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    task_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_task_looks", x => new { x.account_id, x.task_id });
                });

            migrationBuilder.CreateTable(
                name: "work_mails",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    address_sealed = table.Column<byte[]>(type: "BLOB", maxLength: 500, nullable: false),
                    language = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_work_mails", x => x.account_id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_tasks_inbox",
                table: "tasks",
                columns: new[] { "unit_id", "role", "state", "assignee_id", "created_at", "id", "of_several" });

            migrationBuilder.CreateIndex(
                name: "IX_rounds_state_opened_at_id",
                table: "rounds",
                columns: new[] { "state", "opened_at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "task_looks");

            migrationBuilder.DropTable(
                name: "work_mails");

            migrationBuilder.DropIndex(
                name: "IX_tasks_inbox",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "IX_rounds_state_opened_at_id",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "of_several",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "answers",
                table: "supplement_requests");

            migrationBuilder.DropColumn(
                name: "cause",
                table: "agency_waits");

            migrationBuilder.DropColumn(
                name: "held_on",
                table: "agency_waits");

            migrationBuilder.DropColumn(
                name: "place",
                table: "agency_waits");

            migrationBuilder.CreateIndex(
                name: "IX_tasks_unit_id_role_state_assignee_id_created_at_id",
                table: "tasks",
                columns: new[] { "unit_id", "role", "state", "assignee_id", "created_at", "id" });
        }
    }
}
