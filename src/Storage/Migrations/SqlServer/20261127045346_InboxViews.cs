using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class InboxViews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_tasks_assignee_id_state",
                table: "tasks");

            migrationBuilder.CreateTable(
                name: "inbox_views",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    query = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    is_default = table.Column<bool>(type: "bit", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_inbox_views", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_tasks_assignee_id_state_completed_at_id",
                table: "tasks",
                columns: new[] { "assignee_id", "state", "completed_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_clocks_round_id_state_due_on",
                table: "clocks",
                columns: new[] { "round_id", "state", "due_on" });

            migrationBuilder.CreateIndex(
                name: "IX_inbox_views_account_id_name",
                table: "inbox_views",
                columns: new[] { "account_id", "name" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "inbox_views");

            migrationBuilder.DropIndex(
                name: "IX_tasks_assignee_id_state_completed_at_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "IX_clocks_round_id_state_due_on",
                table: "clocks");

            migrationBuilder.CreateIndex(
                name: "IX_tasks_assignee_id_state",
                table: "tasks",
                columns: new[] { "assignee_id", "state" });
        }
    }
}
