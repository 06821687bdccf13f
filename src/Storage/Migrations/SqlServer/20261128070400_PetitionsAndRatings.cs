using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class PetitionsAndRatings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "hands",
                table: "tasks",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "event",
                table: "ratings",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Application");

            migrationBuilder.AddColumn<bool>(
                name: "is_named",
                table: "ratings",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "appointments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    matter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    with = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    when = table.Column<long>(type: "bigint", nullable: false),
                    where = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    arranged_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    arranged_at = table.Column<long>(type: "bigint", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_appointments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "confidential_notes",
                columns: table => new
                {
                    appointment_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    words = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_confidential_notes", x => new { x.appointment_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "matter_applications",
                columns: table => new
                {
                    matter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    draft_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    service_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    dropped_at = table.Column<long>(type: "bigint", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matter_applications", x => new { x.matter_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "matter_ends",
                columns: table => new
                {
                    matter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ending = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matter_ends", x => x.matter_id);
                });

            migrationBuilder.CreateTable(
                name: "matter_links",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    matter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    other_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    why = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    undone_on = table.Column<DateOnly>(type: "date", nullable: true),
                    undone_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matter_links", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "matter_recusals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    matter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    why = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matter_recusals", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "opinion_reports",
                columns: table => new
                {
                    matter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    to_whom = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_opinion_reports", x => new { x.matter_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "petition_satisfactions",
                columns: table => new
                {
                    matter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    unit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    level = table.Column<int>(type: "int", nullable: false),
                    words = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    means = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    asked_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    said_on = table.Column<DateOnly>(type: "date", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_petition_satisfactions", x => x.matter_id);
                });

            migrationBuilder.CreateTable(
                name: "petition_sendings",
                columns: table => new
                {
                    matter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    entry = table.Column<int>(type: "int", nullable: false),
                    body = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    suggested = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    rule_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    why = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_petition_sendings", x => new { x.matter_id, x.entry });
                });

            migrationBuilder.CreateTable(
                name: "rating_follow_ups",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    @event = table.Column<string>(name: "event", type: "nvarchar(32)", maxLength: 32, nullable: false),
                    unit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    rater = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    called_on = table.Column<DateOnly>(type: "date", nullable: true),
                    called_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    call_words = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    rectified_on = table.Column<DateOnly>(type: "date", nullable: true),
                    rectified_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    rectify_words = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    told_on = table.Column<DateOnly>(type: "date", nullable: true),
                    told_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    told_words = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    appeal = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    appeal_words = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    appealed_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    appealed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    is_upheld = table.Column<bool>(type: "bit", nullable: true),
                    appeal_decision = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    appeal_decided_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    appeal_decided_on = table.Column<DateOnly>(type: "date", nullable: true),
                    is_taken_back = table.Column<bool>(type: "bit", nullable: false),
                    reminded_on = table.Column<DateOnly>(type: "date", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rating_follow_ups", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "replies_given",
                columns: table => new
                {
                    duty_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    whom = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    words = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_replies_given", x => new { x.duty_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "reply_duties",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    matter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    party = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    begun = table.Column<DateOnly>(type: "date", nullable: false),
                    reply_by = table.Column<DateOnly>(type: "date", nullable: false),
                    why = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    replies = table.Column<int>(type: "int", nullable: false),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    ended_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reply_duties", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "route_rules",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    unit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    subject = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    @class = table.Column<string>(name: "class", type: "nvarchar(32)", maxLength: 32, nullable: true),
                    branch = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    place_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    body_unit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    body = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    basis = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    to = table.Column<DateOnly>(type: "date", nullable: true),
                    is_demo = table.Column<bool>(type: "bit", nullable: false),
                    entered_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    entered_at = table.Column<long>(type: "bigint", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_route_rules", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "visit_entries",
                columns: table => new
                {
                    matter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    words = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_visit_entries", x => new { x.matter_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "visit_runs",
                columns: table => new
                {
                    matter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    instance_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_visit_runs", x => x.matter_id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_appointments_matter_id_number",
                table: "appointments",
                columns: new[] { "matter_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_appointments_with_when",
                table: "appointments",
                columns: new[] { "with", "when" });

            migrationBuilder.CreateIndex(
                name: "IX_matter_applications_case_id",
                table: "matter_applications",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_matter_applications_draft_id",
                table: "matter_applications",
                column: "draft_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_matter_links_matter_id",
                table: "matter_links",
                column: "matter_id");

            migrationBuilder.CreateIndex(
                name: "IX_matter_links_other_id",
                table: "matter_links",
                column: "other_id");

            migrationBuilder.CreateIndex(
                name: "IX_matter_recusals_matter_id_account_id",
                table: "matter_recusals",
                columns: new[] { "matter_id", "account_id" });

            migrationBuilder.CreateIndex(
                name: "IX_petition_satisfactions_unit_id_said_on",
                table: "petition_satisfactions",
                columns: new[] { "unit_id", "said_on" });

            migrationBuilder.CreateIndex(
                name: "IX_rating_follow_ups_unit_id_told_on",
                table: "rating_follow_ups",
                columns: new[] { "unit_id", "told_on" });

            migrationBuilder.CreateIndex(
                name: "IX_reply_duties_ended_on_reply_by",
                table: "reply_duties",
                columns: new[] { "ended_on", "reply_by" });

            migrationBuilder.CreateIndex(
                name: "IX_reply_duties_matter_id",
                table: "reply_duties",
                column: "matter_id");

            migrationBuilder.CreateIndex(
                name: "IX_route_rules_unit_id_from",
                table: "route_rules",
                columns: new[] { "unit_id", "from" });

            migrationBuilder.CreateIndex(
                name: "IX_visit_runs_instance_id",
                table: "visit_runs",
                column: "instance_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "appointments");

            migrationBuilder.DropTable(
                name: "confidential_notes");

            migrationBuilder.DropTable(
                name: "matter_applications");

            migrationBuilder.DropTable(
                name: "matter_ends");

            migrationBuilder.DropTable(
                name: "matter_links");

            migrationBuilder.DropTable(
                name: "matter_recusals");

            migrationBuilder.DropTable(
                name: "opinion_reports");

            migrationBuilder.DropTable(
                name: "petition_satisfactions");

            migrationBuilder.DropTable(
                name: "petition_sendings");

            migrationBuilder.DropTable(
                name: "rating_follow_ups");

            migrationBuilder.DropTable(
                name: "replies_given");

            migrationBuilder.DropTable(
                name: "reply_duties");

            migrationBuilder.DropTable(
                name: "route_rules");

            migrationBuilder.DropTable(
                name: "visit_entries");

            migrationBuilder.DropTable(
                name: "visit_runs");

            migrationBuilder.DropColumn(
                name: "hands",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "event",
                table: "ratings");

            migrationBuilder.DropColumn(
                name: "is_named",
                table: "ratings");
        }
    }
}
