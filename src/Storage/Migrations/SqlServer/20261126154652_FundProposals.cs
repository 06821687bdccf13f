using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.SqlServer
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
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "fund_proposals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    fund = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    opens = table.Column<bool>(type: "bit", nullable: false),
                    code = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    name_zh = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    name_en = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    year = table.Column<int>(type: "int", nullable: false),
                    source = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    owner = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    cents = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    proposed_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    proposed_person = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    proposed_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    proposed_at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    settled_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    settled_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    settled_at = table.Column<long>(type: "bigint", nullable: true),
                    note = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
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
