using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Review : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_tasks_assignee_id_state",
                table: "tasks");

            migrationBuilder.AddColumn<long>(
                name: "stand_in_changes",
                table: "unit_tree",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<Guid>(
                name: "for_id",
                table: "tasks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "given_by_id",
                table: "tasks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "given_words",
                table: "tasks",
                type: "TEXT",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "held_at",
                table: "tasks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "named",
                table: "tasks",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "purpose",
                table: "tasks",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "Decide");

            migrationBuilder.AddColumn<string>(
                name: "seat_key",
                table: "tasks",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "taken_back_at",
                table: "tasks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "back_to",
                table: "rounds",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "back_to_person",
                table: "rounds",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "does",
                table: "reminders",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "Remind");

            migrationBuilder.AddColumn<int>(
                name: "minute",
                table: "reminders",
                type: "INTEGER",
                nullable: false,
                defaultValue: 510);

            migrationBuilder.AddColumn<string>(
                name: "to",
                table: "reminders",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "Assignee");

            migrationBuilder.AddColumn<long>(
                name: "held_at",
                table: "cases",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "held_because",
                table: "cases",
                type: "TEXT",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "somebody_stood_aside",
                table: "cases",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "submitted",
                table: "cases",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "agency_waits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    round_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    agency = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    paper = table.Column<Guid>(type: "TEXT", nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    asked_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    answer = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    answer_paper = table.Column<Guid>(type: "TEXT", nullable: true),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agency_waits", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "answer_corrections",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    task_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    step = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    field = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    words = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_answer_corrections", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_copies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    step = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    note = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: false),
                    read_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_copies", x => x.id);
                });

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
                name: "hand_signatures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    decision_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    file_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    picture_hash = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    answers_hash = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    digest = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    signed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hand_signatures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "inbox_views",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    query = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    is_default = table.Column<bool>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_inbox_views", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "listed_tasks",
                columns: table => new
                {
                    task_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    meeting_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listed_tasks", x => x.task_id);
                });

            migrationBuilder.CreateTable(
                name: "meeting_items",
                columns: table => new
                {
                    meeting_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    task_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    round_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    why = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    cents = table.Column<long>(type: "INTEGER", nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    present = table.Column<int>(type: "INTEGER", nullable: true),
                    votes_for = table.Column<int>(type: "INTEGER", nullable: true),
                    votes_against = table.Column<int>(type: "INTEGER", nullable: true),
                    withdrew = table.Column<string>(type: "TEXT", nullable: true),
                    decision_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    added_at = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_meeting_items", x => new { x.meeting_id, x.task_id });
                });

            migrationBuilder.CreateTable(
                name: "meeting_lists",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    unit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    decider = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    step = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    services = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    planned_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    cut_off_at = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    opened_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    frozen_at = table.Column<long>(type: "INTEGER", nullable: true),
                    sheet = table.Column<byte[]>(type: "BLOB", nullable: true),
                    sheet_hash = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    entry = table.Column<byte[]>(type: "BLOB", nullable: true),
                    entry_digest = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    earlier_entry = table.Column<byte[]>(type: "BLOB", nullable: true),
                    entered_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    entered_person = table.Column<Guid>(type: "TEXT", nullable: true),
                    entered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    minutes_number = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    held_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    scan = table.Column<Guid>(type: "TEXT", nullable: true),
                    checked_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    checked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    note = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_meeting_lists", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "meeting_rules",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    unit_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    attendance = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    agreement = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    set_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_meeting_rules", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "opinion_phrases",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    kept_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_opinion_phrases", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reminder_lines",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account = table.Column<Guid>(type: "TEXT", nullable: false),
                    @case = table.Column<Guid>(name: "case", type: "TEXT", nullable: true),
                    occasion = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    idempotency_key = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    texts = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reminder_lines", x => x.id);
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

            migrationBuilder.CreateTable(
                name: "urges",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    round_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    step = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    by_key = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    told_above = table.Column<bool>(type: "INTEGER", nullable: false),
                    seen_at = table.Column<long>(type: "INTEGER", nullable: true),
                    seen_by_id = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_urges", x => x.id);
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
                name: "IX_agency_waits_case_id",
                table: "agency_waits",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_answer_corrections_case_id_number",
                table: "answer_corrections",
                columns: new[] { "case_id", "number" },
                unique: true);

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
                name: "IX_inbox_views_account_id_name",
                table: "inbox_views",
                columns: new[] { "account_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_listed_tasks_meeting_id",
                table: "listed_tasks",
                column: "meeting_id");

            migrationBuilder.CreateIndex(
                name: "IX_meeting_items_case_id",
                table: "meeting_items",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_meeting_lists_number",
                table: "meeting_lists",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_meeting_lists_state_cut_off_at",
                table: "meeting_lists",
                columns: new[] { "state", "cut_off_at" });

            migrationBuilder.CreateIndex(
                name: "IX_meeting_lists_unit_id_planned_on",
                table: "meeting_lists",
                columns: new[] { "unit_id", "planned_on" });

            migrationBuilder.CreateIndex(
                name: "IX_meeting_rules_unit_id_from",
                table: "meeting_rules",
                columns: new[] { "unit_id", "from" });

            migrationBuilder.CreateIndex(
                name: "IX_opinion_phrases_account_id_kept_at",
                table: "opinion_phrases",
                columns: new[] { "account_id", "kept_at" });

            migrationBuilder.CreateIndex(
                name: "IX_reminder_lines_account",
                table: "reminder_lines",
                column: "account");

            migrationBuilder.CreateIndex(
                name: "IX_reminder_lines_idempotency_key",
                table: "reminder_lines",
                column: "idempotency_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_reviewer_groups_key",
                table: "reviewer_groups",
                column: "key",
                unique: true);

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
                name: "agency_waits");

            migrationBuilder.DropTable(
                name: "answer_corrections");

            migrationBuilder.DropTable(
                name: "case_copies");

            migrationBuilder.DropTable(
                name: "covers");

            migrationBuilder.DropTable(
                name: "deputies");

            migrationBuilder.DropTable(
                name: "hand_signatures");

            migrationBuilder.DropTable(
                name: "inbox_views");

            migrationBuilder.DropTable(
                name: "listed_tasks");

            migrationBuilder.DropTable(
                name: "meeting_items");

            migrationBuilder.DropTable(
                name: "meeting_lists");

            migrationBuilder.DropTable(
                name: "meeting_rules");

            migrationBuilder.DropTable(
                name: "opinion_phrases");

            migrationBuilder.DropTable(
                name: "reminder_lines");

            migrationBuilder.DropTable(
                name: "reviewer_group_members");

            migrationBuilder.DropTable(
                name: "reviewer_groups");

            migrationBuilder.DropTable(
                name: "reviewer_turns");

            migrationBuilder.DropTable(
                name: "urges");

            migrationBuilder.DropIndex(
                name: "IX_tasks_assignee_id_state_completed_at_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "IX_clocks_round_id_state_due_on",
                table: "clocks");

            migrationBuilder.DropColumn(
                name: "stand_in_changes",
                table: "unit_tree");

            migrationBuilder.DropColumn(
                name: "for_id",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "given_by_id",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "given_words",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "held_at",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "named",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "purpose",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "seat_key",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "taken_back_at",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "back_to",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "back_to_person",
                table: "rounds");

            migrationBuilder.DropColumn(
                name: "does",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "minute",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "to",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "held_at",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "held_because",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "somebody_stood_aside",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "submitted",
                table: "cases");

            migrationBuilder.CreateIndex(
                name: "IX_tasks_assignee_id_state",
                table: "tasks",
                columns: new[] { "assignee_id", "state" });
        }
    }
}
