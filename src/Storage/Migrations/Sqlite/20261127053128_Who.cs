using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Who : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "stand_in_changes",
                table: "unit_tree",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "covers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    unit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    by_role = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    by_unit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    arranged_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_covers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "deputies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    principal_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    service_ids = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    arranged_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deputies", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reviewer_group_members",
                columns: table => new
                {
                    group_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reviewer_group_members", x => new { x.group_id, x.account_id });
                });

            migrationBuilder.CreateTable(
                name: "reviewer_groups",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    name_zh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    name_en = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    unit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reviewer_groups", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reviewer_turns",
                columns: table => new
                {
                    key = table.Column<string>(type: "TEXT", maxLength: 220, nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reviewer_turns", x => new { x.key, x.account_id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_covers_unit_id",
                table: "covers",
                column: "unit_id");

            migrationBuilder.CreateIndex(
                name: "IX_covers_valid_to",
                table: "covers",
                column: "valid_to");

            migrationBuilder.CreateIndex(
                name: "IX_deputies_account_id",
                table: "deputies",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_deputies_principal_id",
                table: "deputies",
                column: "principal_id");

            migrationBuilder.CreateIndex(
                name: "IX_deputies_valid_to",
                table: "deputies",
                column: "valid_to");

            migrationBuilder.CreateIndex(
                name: "IX_reviewer_groups_key",
                table: "reviewer_groups",
                column: "key",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "covers");

            migrationBuilder.DropTable(
                name: "deputies");

            migrationBuilder.DropTable(
                name: "reviewer_group_members");

            migrationBuilder.DropTable(
                name: "reviewer_groups");

            migrationBuilder.DropTable(
                name: "reviewer_turns");

            migrationBuilder.DropColumn(
                name: "stand_in_changes",
                table: "unit_tree");
        }
    }
}
