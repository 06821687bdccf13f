using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Desk : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "phone",
                table: "units",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "trace_parent",
                table: "outbox",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ratings",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stars = table.Column<int>(type: "integer", nullable: false),
                    words = table.Column<byte[]>(type: "bytea", nullable: true),
                    rated_on = table.Column<DateOnly>(type: "date", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ratings", x => x.case_id);
                });

            migrationBuilder.CreateTable(
                name: "visit_papers",
                columns: table => new
                {
                    visit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_visit_papers", x => new { x.visit_id, x.file_id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_cases_submitted_by",
                table: "cases",
                column: "submitted_by");

            migrationBuilder.CreateIndex(
                name: "IX_ratings_unit_id_service_id",
                table: "ratings",
                columns: new[] { "unit_id", "service_id" });

            migrationBuilder.CreateIndex(
                name: "IX_visit_papers_file_id",
                table: "visit_papers",
                column: "file_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ratings");

            migrationBuilder.DropTable(
                name: "visit_papers");

            migrationBuilder.DropIndex(
                name: "IX_cases_submitted_by",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "phone",
                table: "units");

            migrationBuilder.DropColumn(
                name: "trace_parent",
                table: "outbox");
        }
    }
}
