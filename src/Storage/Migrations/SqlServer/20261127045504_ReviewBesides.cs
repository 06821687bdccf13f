using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class ReviewBesides : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "held_at",
                table: "cases",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "held_because",
                table: "cases",
                type: "nvarchar(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "case_copies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    by_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    step = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    note = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    sent_at = table.Column<long>(type: "bigint", nullable: false),
                    read_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_copies", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "hand_signatures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    decision_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    file_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    picture_hash = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false),
                    answers_hash = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false),
                    digest = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false),
                    signed_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hand_signatures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "opinion_phrases",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    text = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false),
                    kept_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_opinion_phrases", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "urges",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    round_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    step = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    by_key = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    by_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    told_above = table.Column<bool>(type: "bit", nullable: false),
                    seen_at = table.Column<long>(type: "bigint", nullable: true),
                    seen_by_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_urges", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_case_copies_account_id_read_at_sent_at",
                table: "case_copies",
                columns: new[] { "account_id", "read_at", "sent_at" });

            migrationBuilder.CreateIndex(
                name: "IX_case_copies_case_id_account_id",
                table: "case_copies",
                columns: new[] { "case_id", "account_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_hand_signatures_case_id",
                table: "hand_signatures",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_hand_signatures_decision_id",
                table: "hand_signatures",
                column: "decision_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_hand_signatures_file_id",
                table: "hand_signatures",
                column: "file_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_opinion_phrases_account_id_kept_at",
                table: "opinion_phrases",
                columns: new[] { "account_id", "kept_at" });

            migrationBuilder.CreateIndex(
                name: "IX_urges_case_id_at",
                table: "urges",
                columns: new[] { "case_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_urges_round_id_by_key_on_number",
                table: "urges",
                columns: new[] { "round_id", "by_key", "on", "number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "case_copies");

            migrationBuilder.DropTable(
                name: "hand_signatures");

            migrationBuilder.DropTable(
                name: "opinion_phrases");

            migrationBuilder.DropTable(
                name: "urges");

            migrationBuilder.DropColumn(
                name: "held_at",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "held_because",
                table: "cases");
        }
    }
}
