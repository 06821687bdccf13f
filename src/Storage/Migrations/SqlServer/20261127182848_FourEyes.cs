using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class FourEyes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "draft_writers",
                columns: table => new
                {
                    subject = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    person_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    since = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_draft_writers", x => new { x.subject, x.name });
                });

            migrationBuilder.CreateTable(
                name: "publish_proposals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    subject = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    stamp = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    over_newer = table.Column<bool>(type: "bit", nullable: false),
                    proposed_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    proposer_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    proposer_person_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    proposed_at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    decided_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    remark = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_publish_proposals", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "instances_running",
                table: "instances",
                columns: new[] { "definition_id", "definition_version_id", "id" },
                filter: "status = 'Running'");

            migrationBuilder.CreateIndex(
                name: "publish_proposals_of",
                table: "publish_proposals",
                columns: new[] { "subject", "proposed_at" });

            migrationBuilder.CreateIndex(
                name: "publish_proposals_open",
                table: "publish_proposals",
                column: "subject",
                unique: true,
                filter: "state = 'Open'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "draft_writers");

            migrationBuilder.DropTable(
                name: "publish_proposals");

            migrationBuilder.DropIndex(
                name: "instances_running",
                table: "instances");
        }
    }
}
