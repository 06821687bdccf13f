using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class FundProposals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "fetched_at",
                table: "bank_files",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "fund_proposals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    fund = table.Column<Guid>(type: "TEXT", nullable: false),
                    opens = table.Column<bool>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    name_zh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    name_en = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    owner = table.Column<Guid>(type: "TEXT", nullable: false),
                    cents = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    proposed_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    proposed_person = table.Column<Guid>(type: "TEXT", nullable: true),
                    proposed_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    proposed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    settled_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    settled_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    settled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    note = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fund_proposals", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_fund_proposals_fund",
                table: "fund_proposals",
                column: "fund");

            migrationBuilder.CreateIndex(
                name: "IX_fund_proposals_owner_state",
                table: "fund_proposals",
                columns: new[] { "owner", "state" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "fund_proposals");

            migrationBuilder.DropColumn(
                name: "fetched_at",
                table: "bank_files");
        }
    }
}
