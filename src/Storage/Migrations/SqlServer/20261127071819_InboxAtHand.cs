using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class InboxAtHand : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "task_looks",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    task_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_task_looks", x => new { x.account_id, x.task_id });
                });

            migrationBuilder.CreateTable(
                name: "work_mails",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    address_sealed = table.Column<byte[]>(type: "varbinary(500)", maxLength: 500, nullable: false),
                    language = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_work_mails", x => x.account_id);
                });

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
                name: "IX_rounds_state_opened_at_id",
                table: "rounds");
        }
    }
}
