using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "accounts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    user_name = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    name_zh = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    name_en = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    person_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    phone = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    active = table.Column<bool>(type: "bit", nullable: false),
                    is_demo = table.Column<bool>(type: "bit", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_accounts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    stream = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    act = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    actor_account = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    actor_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    subject = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    facts = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    previous_hash = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    hash = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entries", x => new { x.stream, x.number });
                });

            migrationBuilder.CreateTable(
                name: "audit_heads",
                columns: table => new
                {
                    stream = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    sealed_number = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_heads", x => x.stream);
                });

            migrationBuilder.CreateTable(
                name: "audit_seals",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    heads = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    previous_hash = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    hash = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_seals", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "bank_answers",
                columns: table => new
                {
                    payment = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    sequence = table.Column<int>(type: "int", nullable: false),
                    batch = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    status = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    applied_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_answers", x => new { x.payment, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "bank_files",
                columns: table => new
                {
                    batch = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    file_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    content_type = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    bytes = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    hash = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    count = table.Column<int>(type: "int", nullable: false),
                    cents = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_files", x => x.batch);
                });

            migrationBuilder.CreateTable(
                name: "bank_keyed_answers",
                columns: table => new
                {
                    payment = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    acting_for = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    person = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    status = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    cents = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_keyed_answers", x => x.payment);
                });

            migrationBuilder.CreateTable(
                name: "bank_return_files",
                columns: table => new
                {
                    batch = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    hash = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    file_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    bytes = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    imported_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_return_files", x => new { x.batch, x.hash });
                });

            migrationBuilder.CreateTable(
                name: "bookmarks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    instance_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false),
                    stimulus = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    activity_id = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false),
                    correlation_id = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bookmarks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "calendar_years",
                columns: table => new
                {
                    year = table.Column<int>(type: "int", nullable: false),
                    off_days = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    make_up_days = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    source = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    loaded_at = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_calendar_years", x => x.year);
                });

            migrationBuilder.CreateTable(
                name: "case_documents",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    file_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    key = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    linked_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_documents", x => new { x.case_id, x.file_id });
                });

            migrationBuilder.CreateTable(
                name: "case_funding",
                columns: table => new
                {
                    fund = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    @case = table.Column<Guid>(name: "case", type: "uniqueidentifier", nullable: false),
                    reserved = table.Column<long>(type: "bigint", nullable: false),
                    committed = table.Column<long>(type: "bigint", nullable: false),
                    paid = table.Column<long>(type: "bigint", nullable: false),
                    returned = table.Column<long>(type: "bigint", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_funding", x => new { x.fund, x.@case });
                });

            migrationBuilder.CreateTable(
                name: "case_runs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    definition_version_id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    started_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "cases",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    receipt_number = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    service_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    service_version_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    unit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    applicant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    household_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    submitted_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    intake = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    answers = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    cause_index = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: true),
                    facts_index = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: true),
                    stage = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    outcome = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    proposed_cents = table.Column<long>(type: "bigint", nullable: true),
                    approved_cents = table.Column<long>(type: "bigint", nullable: true),
                    first_cents = table.Column<long>(type: "bigint", nullable: true),
                    paid_cents = table.Column<long>(type: "bigint", nullable: false),
                    fund_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    relative_of_staff = table.Column<bool>(type: "bit", nullable: false),
                    household_size = table.Column<int>(type: "int", nullable: false),
                    applied_at = table.Column<long>(type: "bigint", nullable: false),
                    applied_on = table.Column<DateOnly>(type: "date", nullable: false),
                    accepted_on = table.Column<DateOnly>(type: "date", nullable: true),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: true),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    submission_key = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cases", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "clocks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    round_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    kind = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    count = table.Column<int>(type: "int", nullable: false),
                    unit = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    roll = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    started_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_right = table.Column<bool>(type: "bit", nullable: false),
                    holder = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    provisional = table.Column<bool>(type: "bit", nullable: false),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    paused_on = table.Column<DateOnly>(type: "date", nullable: true),
                    stopped_on = table.Column<DateOnly>(type: "date", nullable: true),
                    dated_by = table.Column<long>(type: "bigint", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    Pauses = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_clocks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "counters",
                columns: table => new
                {
                    key = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    last = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_counters", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "decisions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    task_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    round_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    step = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    on_behalf_of_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    verdict = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    opinion = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    cents = table.Column<long>(type: "bigint", nullable: true),
                    detail = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decisions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "done_keys",
                columns: table => new
                {
                    key = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    answer = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_done_keys", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "external_decisions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    round_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    summary_list_number = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    document_number = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: false),
                    cents = table.Column<long>(type: "bigint", nullable: false),
                    approved = table.Column<bool>(type: "bit", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    scan_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_external_decisions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "fund_balances",
                columns: table => new
                {
                    fund = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    budget = table.Column<long>(type: "bigint", nullable: false),
                    available = table.Column<long>(type: "bigint", nullable: false),
                    reserved = table.Column<long>(type: "bigint", nullable: false),
                    committed = table.Column<long>(type: "bigint", nullable: false),
                    paid = table.Column<long>(type: "bigint", nullable: false),
                    returned = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fund_balances", x => x.fund);
                });

            migrationBuilder.CreateTable(
                name: "funds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    code = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    name_zh = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    name_en = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    year = table.Column<int>(type: "int", nullable: false),
                    source = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    owner = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    is_demo = table.Column<bool>(type: "bit", nullable: false),
                    last_batch = table.Column<int>(type: "int", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_funds", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "home_visits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    round_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    visited_on = table.Column<DateOnly>(type: "date", nullable: false),
                    method = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    first_investigator_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    second_investigator_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    findings = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    signed_hash = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    confirmed_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_home_visits", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "household_members",
                columns: table => new
                {
                    household_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    person_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    kinship = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_household_members", x => new { x.household_id, x.person_id, x.valid_from });
                });

            migrationBuilder.CreateTable(
                name: "households",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    unit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    size = table.Column<int>(type: "int", nullable: false),
                    is_synthetic = table.Column<bool>(type: "bit", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_households", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "incidents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    instance_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    activity_id = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false),
                    activity_type = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false),
                    execution_id = table.Column<int>(type: "int", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    detail = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    resolved_at = table.Column<long>(type: "bigint", nullable: true),
                    resolved_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_incidents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "instances",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    definition_id = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false),
                    definition_version_id = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false),
                    correlation_id = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    status = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    sub_status = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_instances", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "issued_documents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    number = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    body_zh = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    body_en = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    issued_at = table.Column<long>(type: "bigint", nullable: false),
                    delivered_on = table.Column<DateOnly>(type: "date", nullable: true),
                    method = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    recorded_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_issued_documents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "journal",
                columns: table => new
                {
                    instance_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    events = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journal", x => new { x.instance_id, x.revision });
                });

            migrationBuilder.CreateTable(
                name: "ledger_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    fund = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    debit = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    credit = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    cents = table.Column<long>(type: "bigint", nullable: false),
                    @case = table.Column<Guid>(name: "case", type: "uniqueidentifier", nullable: true),
                    payment = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    batch = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    actor = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    reference = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    person = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    role = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    @case = table.Column<Guid>(name: "case", type: "uniqueidentifier", nullable: true),
                    occasion = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    idempotency_key = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false),
                    texts = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    read_at = table.Column<long>(type: "bigint", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "objections",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    notice_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    words = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    raised_at = table.Column<long>(type: "bigint", nullable: false),
                    answered_at = table.Column<long>(type: "bigint", nullable: true),
                    answered_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_objections", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    channel = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    idempotency_key = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    payload = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    correlation_id = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    next_attempt_at = table.Column<long>(type: "bigint", nullable: false),
                    claimed_until = table.Column<long>(type: "bigint", nullable: true),
                    last_error = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    sent_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "payee_accounts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    person_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    holder_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    representative_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    bank_name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    bank_code = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: true),
                    number_sealed = table.Column<byte[]>(type: "varbinary(100)", maxLength: 100, nullable: false),
                    number_index = table.Column<byte[]>(type: "varbinary(64)", maxLength: 64, nullable: false),
                    unusual = table.Column<bool>(type: "bit", nullable: false),
                    closed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payee_accounts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    @case = table.Column<Guid>(name: "case", type: "uniqueidentifier", nullable: false),
                    fund = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    payee_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    payee = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    account = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    account_tail = table.Column<string>(type: "nvarchar(4)", maxLength: 4, nullable: false),
                    bank_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    bank_code = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: true),
                    cents = table.Column<long>(type: "bigint", nullable: false),
                    purpose = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    reference = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    batch = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    previous = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    correction = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    return_reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    settled_at = table.Column<long>(type: "bigint", nullable: true),
                    returned_at = table.Column<long>(type: "bigint", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "payout_batches",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    fund = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    template = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    round = table.Column<int>(type: "int", nullable: false),
                    count = table.Column<int>(type: "int", nullable: false),
                    cents = table.Column<long>(type: "bigint", nullable: false),
                    roll = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    roll_hash = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    made_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    made_for = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    sent_at = table.Column<long>(type: "bigint", nullable: true),
                    answers = table.Column<int>(type: "int", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payout_batches", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "payout_lines",
                columns: table => new
                {
                    batch = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    payment = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    cents = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payout_lines", x => new { x.batch, x.payment });
                });

            migrationBuilder.CreateTable(
                name: "payout_signatures",
                columns: table => new
                {
                    batch = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    round = table.Column<int>(type: "int", nullable: false),
                    role = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    account = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    acting_for = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    person = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payout_signatures", x => new { x.batch, x.round, x.role });
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    citizen_id_sealed = table.Column<byte[]>(type: "varbinary(100)", maxLength: 100, nullable: false),
                    citizen_id_index = table.Column<byte[]>(type: "varbinary(64)", maxLength: 64, nullable: false),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: false),
                    sex = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    phone_sealed = table.Column<byte[]>(type: "varbinary(100)", maxLength: 100, nullable: true),
                    phone_index = table.Column<byte[]>(type: "varbinary(64)", maxLength: 64, nullable: true),
                    phone_owner = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    category = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    unit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    household_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    deceased_on = table.Column<DateOnly>(type: "date", nullable: true),
                    moved_on = table.Column<DateOnly>(type: "date", nullable: true),
                    moved_to = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    is_synthetic = table.Column<bool>(type: "bit", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "public_notices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    round_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    text_zh = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    text_en = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    channels = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    from_day = table.Column<DateOnly>(type: "date", nullable: false),
                    to_day = table.Column<DateOnly>(type: "date", nullable: false),
                    days = table.Column<int>(type: "int", nullable: false),
                    day_type = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_public_notices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reminders",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    clock_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    offset = table.Column<int>(type: "int", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: true),
                    sent_at = table.Column<long>(type: "bigint", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reminders", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "representatives",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    person_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    role = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    by_person_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    proof = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    proof_file_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_representatives", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "role_assignments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    role = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    unit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_role_assignments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "rounds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    instance_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    bookmark_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    activity_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    step = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    plan = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    visit = table.Column<int>(type: "int", nullable: false),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    outcome = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    opened_at = table.Column<long>(type: "bigint", nullable: false),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    decisions = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rounds", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "rule_values",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    service_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    key = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    to = table.Column<DateOnly>(type: "date", nullable: true),
                    json = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    demo = table.Column<bool>(type: "bit", nullable: false),
                    source = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rule_values", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "service_versions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    service_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    content_hash = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    files = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    source = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    published_at = table.Column<long>(type: "bigint", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_service_versions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "stored_files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    content_hash = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    file_name = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false),
                    media_type = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    content = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    uploaded_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    uploaded_at = table.Column<long>(type: "bigint", nullable: false),
                    linked = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stored_files", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "summary_list_lines",
                columns: table => new
                {
                    list_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    round_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_summary_list_lines", x => new { x.list_id, x.case_id });
                });

            migrationBuilder.CreateTable(
                name: "summary_lists",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    service_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    made_at = table.Column<long>(type: "bigint", nullable: false),
                    made_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    count = table.Column<int>(type: "int", nullable: false),
                    cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_summary_lists", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "supplement_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    round_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    items_json = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    requested_at = table.Column<long>(type: "bigint", nullable: false),
                    supplied_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_supplement_requests", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tasks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    round_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    service_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    step = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    role = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    unit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    assignee_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    state = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    claimed_at = table.Column<long>(type: "bigint", nullable: true),
                    completed_at = table.Column<long>(type: "bigint", nullable: true),
                    cancelled_at = table.Column<long>(type: "bigint", nullable: true),
                    cancelled_because = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    previous_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tasks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "unit_ancestors",
                columns: table => new
                {
                    unit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ancestor_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    depth = table.Column<int>(type: "int", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_unit_ancestors", x => new { x.unit_id, x.ancestor_id, x.valid_from });
                });

            migrationBuilder.CreateTable(
                name: "unit_names",
                columns: table => new
                {
                    unit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    name_zh = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    name_en = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_unit_names", x => new { x.unit_id, x.valid_from });
                });

            migrationBuilder.CreateTable(
                name: "unit_tree",
                columns: table => new
                {
                    id = table.Column<int>(type: "int", nullable: false),
                    changes = table.Column<long>(type: "bigint", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_unit_tree", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "units",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    parent_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    level = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    division_code = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    name_zh = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    name_en = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    successor_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    is_demo = table.Column<bool>(type: "bit", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_units", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "veto_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    person_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    veto = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    source = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_veto_entries", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_accounts_person_id",
                table: "accounts",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "IX_accounts_user_name",
                table: "accounts",
                column: "user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_audit_entries_at",
                table: "audit_entries",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entries_subject",
                table: "audit_entries",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "IX_bank_answers_applied_at_at",
                table: "bank_answers",
                columns: new[] { "applied_at", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_bank_answers_batch",
                table: "bank_answers",
                column: "batch");

            migrationBuilder.CreateIndex(
                name: "bookmarks_due",
                table: "bookmarks",
                column: "due_at",
                filter: "due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "bookmarks_of_instance",
                table: "bookmarks",
                column: "instance_id");

            migrationBuilder.CreateIndex(
                name: "bookmarks_waiting_for",
                table: "bookmarks",
                columns: new[] { "name", "stimulus", "correlation_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_calendar_years_number",
                table: "calendar_years",
                column: "number");

            migrationBuilder.CreateIndex(
                name: "IX_case_funding_case",
                table: "case_funding",
                column: "case");

            migrationBuilder.CreateIndex(
                name: "IX_case_runs_case_id",
                table: "case_runs",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_cases_applicant_id",
                table: "cases",
                column: "applicant_id");

            migrationBuilder.CreateIndex(
                name: "IX_cases_cause_index",
                table: "cases",
                column: "cause_index");

            migrationBuilder.CreateIndex(
                name: "IX_cases_household_id",
                table: "cases",
                column: "household_id");

            migrationBuilder.CreateIndex(
                name: "IX_cases_receipt_number",
                table: "cases",
                column: "receipt_number",
                unique: true,
                filter: "[receipt_number] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_service_id_applied_on",
                table: "cases",
                columns: new[] { "service_id", "applied_on" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_submission_key",
                table: "cases",
                column: "submission_key",
                unique: true,
                filter: "[submission_key] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_cases_unit_id_stage",
                table: "cases",
                columns: new[] { "unit_id", "stage" });

            migrationBuilder.CreateIndex(
                name: "IX_clocks_case_id",
                table: "clocks",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_clocks_state_due_on",
                table: "clocks",
                columns: new[] { "state", "due_on" });

            migrationBuilder.CreateIndex(
                name: "IX_decisions_case_id_at",
                table: "decisions",
                columns: new[] { "case_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_decisions_task_id_round_id_account_id",
                table: "decisions",
                columns: new[] { "task_id", "round_id", "account_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_external_decisions_case_id",
                table: "external_decisions",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_external_decisions_round_id",
                table: "external_decisions",
                column: "round_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_funds_code",
                table: "funds",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_home_visits_case_id",
                table: "home_visits",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_home_visits_round_id",
                table: "home_visits",
                column: "round_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_household_members_person_id",
                table: "household_members",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "IX_households_unit_id",
                table: "households",
                column: "unit_id");

            migrationBuilder.CreateIndex(
                name: "incidents_of_instance",
                table: "incidents",
                column: "instance_id");

            migrationBuilder.CreateIndex(
                name: "incidents_open",
                table: "incidents",
                column: "at",
                filter: "state = 'Open'");

            migrationBuilder.CreateIndex(
                name: "instances_by_correlation",
                table: "instances",
                column: "correlation_id");

            migrationBuilder.CreateIndex(
                name: "instances_by_definition_version",
                table: "instances",
                column: "definition_version_id");

            migrationBuilder.CreateIndex(
                name: "IX_issued_documents_case_id",
                table: "issued_documents",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_issued_documents_number",
                table: "issued_documents",
                column: "number",
                unique: true,
                filter: "[number] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_entries_case",
                table: "ledger_entries",
                column: "case");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_entries_fund_at",
                table: "ledger_entries",
                columns: new[] { "fund", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_entries_reference",
                table: "ledger_entries",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_notifications_account_read_at",
                table: "notifications",
                columns: new[] { "account", "read_at" });

            migrationBuilder.CreateIndex(
                name: "IX_notifications_case",
                table: "notifications",
                column: "case");

            migrationBuilder.CreateIndex(
                name: "IX_notifications_idempotency_key",
                table: "notifications",
                column: "idempotency_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_notifications_person_read_at",
                table: "notifications",
                columns: new[] { "person", "read_at" });

            migrationBuilder.CreateIndex(
                name: "IX_objections_case_id",
                table: "objections",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_objections_notice_id",
                table: "objections",
                column: "notice_id");

            migrationBuilder.CreateIndex(
                name: "outbox_by_correlation",
                table: "outbox",
                column: "correlation_id");

            migrationBuilder.CreateIndex(
                name: "outbox_due",
                table: "outbox",
                column: "next_attempt_at",
                filter: "state = 'Pending'");

            migrationBuilder.CreateIndex(
                name: "outbox_once",
                table: "outbox",
                column: "idempotency_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "outbox_parked",
                table: "outbox",
                column: "created_at",
                filter: "state = 'Parked'");

            migrationBuilder.CreateIndex(
                name: "IX_payee_accounts_number_index",
                table: "payee_accounts",
                column: "number_index");

            migrationBuilder.CreateIndex(
                name: "IX_payee_accounts_person_id",
                table: "payee_accounts",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "IX_payments_case",
                table: "payments",
                column: "case");

            migrationBuilder.CreateIndex(
                name: "IX_payments_fund_state",
                table: "payments",
                columns: new[] { "fund", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_payments_reference",
                table: "payments",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_payout_batches_fund_state",
                table: "payout_batches",
                columns: new[] { "fund", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_payout_batches_number",
                table: "payout_batches",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_payout_lines_payment",
                table: "payout_lines",
                column: "payment",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_citizen_id_index",
                table: "people",
                column: "citizen_id_index",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_household_id",
                table: "people",
                column: "household_id");

            migrationBuilder.CreateIndex(
                name: "IX_people_name",
                table: "people",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "IX_people_phone_index",
                table: "people",
                column: "phone_index");

            migrationBuilder.CreateIndex(
                name: "IX_people_unit_id",
                table: "people",
                column: "unit_id");

            migrationBuilder.CreateIndex(
                name: "IX_public_notices_case_id",
                table: "public_notices",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_public_notices_round_id",
                table: "public_notices",
                column: "round_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_public_notices_state_to_day",
                table: "public_notices",
                columns: new[] { "state", "to_day" });

            migrationBuilder.CreateIndex(
                name: "IX_reminders_clock_id",
                table: "reminders",
                column: "clock_id");

            migrationBuilder.CreateIndex(
                name: "IX_reminders_sent_at_due_at",
                table: "reminders",
                columns: new[] { "sent_at", "due_at" });

            migrationBuilder.CreateIndex(
                name: "IX_representatives_person_id",
                table: "representatives",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "IX_role_assignments_account_id",
                table: "role_assignments",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_role_assignments_unit_id_role",
                table: "role_assignments",
                columns: new[] { "unit_id", "role" });

            migrationBuilder.CreateIndex(
                name: "IX_rounds_bookmark_id",
                table: "rounds",
                column: "bookmark_id");

            migrationBuilder.CreateIndex(
                name: "IX_rounds_case_id_state",
                table: "rounds",
                columns: new[] { "case_id", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_rule_values_service_id_key_from",
                table: "rule_values",
                columns: new[] { "service_id", "key", "from" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_service_versions_service_id_number",
                table: "service_versions",
                columns: new[] { "service_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_stored_files_content_hash",
                table: "stored_files",
                column: "content_hash");

            migrationBuilder.CreateIndex(
                name: "IX_stored_files_linked_uploaded_at",
                table: "stored_files",
                columns: new[] { "linked", "uploaded_at" });

            migrationBuilder.CreateIndex(
                name: "IX_summary_list_lines_round_id",
                table: "summary_list_lines",
                column: "round_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_summary_lists_number",
                table: "summary_lists",
                column: "number",
                unique: true,
                filter: "[number] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_supplement_requests_case_id",
                table: "supplement_requests",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_tasks_assignee_id_state",
                table: "tasks",
                columns: new[] { "assignee_id", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_tasks_case_id_state",
                table: "tasks",
                columns: new[] { "case_id", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_tasks_round_id",
                table: "tasks",
                column: "round_id");

            migrationBuilder.CreateIndex(
                name: "IX_tasks_unit_id_role_state",
                table: "tasks",
                columns: new[] { "unit_id", "role", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_unit_ancestors_ancestor_id_valid_to",
                table: "unit_ancestors",
                columns: new[] { "ancestor_id", "valid_to" });

            migrationBuilder.CreateIndex(
                name: "IX_units_division_code",
                table: "units",
                column: "division_code");

            migrationBuilder.CreateIndex(
                name: "IX_units_parent_id",
                table: "units",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "IX_veto_entries_person_id",
                table: "veto_entries",
                column: "person_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "accounts");

            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "audit_heads");

            migrationBuilder.DropTable(
                name: "audit_seals");

            migrationBuilder.DropTable(
                name: "bank_answers");

            migrationBuilder.DropTable(
                name: "bank_files");

            migrationBuilder.DropTable(
                name: "bank_keyed_answers");

            migrationBuilder.DropTable(
                name: "bank_return_files");

            migrationBuilder.DropTable(
                name: "bookmarks");

            migrationBuilder.DropTable(
                name: "calendar_years");

            migrationBuilder.DropTable(
                name: "case_documents");

            migrationBuilder.DropTable(
                name: "case_funding");

            migrationBuilder.DropTable(
                name: "case_runs");

            migrationBuilder.DropTable(
                name: "cases");

            migrationBuilder.DropTable(
                name: "clocks");

            migrationBuilder.DropTable(
                name: "counters");

            migrationBuilder.DropTable(
                name: "decisions");

            migrationBuilder.DropTable(
                name: "done_keys");

            migrationBuilder.DropTable(
                name: "external_decisions");

            migrationBuilder.DropTable(
                name: "fund_balances");

            migrationBuilder.DropTable(
                name: "funds");

            migrationBuilder.DropTable(
                name: "home_visits");

            migrationBuilder.DropTable(
                name: "household_members");

            migrationBuilder.DropTable(
                name: "households");

            migrationBuilder.DropTable(
                name: "incidents");

            migrationBuilder.DropTable(
                name: "instances");

            migrationBuilder.DropTable(
                name: "issued_documents");

            migrationBuilder.DropTable(
                name: "journal");

            migrationBuilder.DropTable(
                name: "ledger_entries");

            migrationBuilder.DropTable(
                name: "notifications");

            migrationBuilder.DropTable(
                name: "objections");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "payee_accounts");

            migrationBuilder.DropTable(
                name: "payments");

            migrationBuilder.DropTable(
                name: "payout_batches");

            migrationBuilder.DropTable(
                name: "payout_lines");

            migrationBuilder.DropTable(
                name: "payout_signatures");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "public_notices");

            migrationBuilder.DropTable(
                name: "reminders");

            migrationBuilder.DropTable(
                name: "representatives");

            migrationBuilder.DropTable(
                name: "role_assignments");

            migrationBuilder.DropTable(
                name: "rounds");

            migrationBuilder.DropTable(
                name: "rule_values");

            migrationBuilder.DropTable(
                name: "service_versions");

            migrationBuilder.DropTable(
                name: "stored_files");

            migrationBuilder.DropTable(
                name: "summary_list_lines");

            migrationBuilder.DropTable(
                name: "summary_lists");

            migrationBuilder.DropTable(
                name: "supplement_requests");

            migrationBuilder.DropTable(
                name: "tasks");

            migrationBuilder.DropTable(
                name: "unit_ancestors");

            migrationBuilder.DropTable(
                name: "unit_names");

            migrationBuilder.DropTable(
                name: "unit_tree");

            migrationBuilder.DropTable(
                name: "units");

            migrationBuilder.DropTable(
                name: "veto_entries");
        }
    }
}
