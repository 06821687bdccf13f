using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class ServiceDrafts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "published_by",
                table: "service_versions",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "service_versions",
                type: "nvarchar(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "overwritten_drafts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    subject = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    content = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    written_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    written_at = table.Column<long>(type: "bigint", nullable: false),
                    overwritten_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    overwritten_at = table.Column<long>(type: "bigint", nullable: false),
                    left = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_overwritten_drafts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "service_drafts",
                columns: table => new
                {
                    service_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    files = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    based_on = table.Column<int>(type: "int", nullable: false),
                    stamp = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    changed_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    changed_at = table.Column<long>(type: "bigint", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_service_drafts", x => x.service_id);
                });

            migrationBuilder.CreateIndex(
                name: "overwritten_drafts_of",
                table: "overwritten_drafts",
                columns: new[] { "subject", "overwritten_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "overwritten_drafts");

            migrationBuilder.DropTable(
                name: "service_drafts");

            migrationBuilder.DropColumn(
                name: "published_by",
                table: "service_versions");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "service_versions");
        }
    }
}
