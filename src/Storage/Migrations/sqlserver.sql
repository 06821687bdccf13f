IF OBJECT_ID(N'[__EFMigrationsHistory]') IS NULL
BEGIN
    CREATE TABLE [__EFMigrationsHistory] (
        [MigrationId] nvarchar(150) NOT NULL,
        [ProductVersion] nvarchar(32) NOT NULL,
        CONSTRAINT [PK___EFMigrationsHistory] PRIMARY KEY ([MigrationId])
    );
END;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [accounts] (
        [id] uniqueidentifier NOT NULL,
        [user_name] nvarchar(64) NOT NULL,
        [name_zh] nvarchar(100) NOT NULL,
        [name_en] nvarchar(200) NOT NULL,
        [person_id] uniqueidentifier NULL,
        [phone] nvarchar(32) NULL,
        [active] bit NOT NULL,
        [is_demo] bit NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_accounts] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [audit_entries] (
        [stream] nvarchar(100) NOT NULL,
        [number] bigint NOT NULL,
        [at] bigint NOT NULL,
        [act] nvarchar(64) NOT NULL,
        [actor_account] uniqueidentifier NULL,
        [actor_name] nvarchar(100) NOT NULL,
        [subject] nvarchar(100) NULL,
        [facts] nvarchar(max) NOT NULL,
        [previous_hash] nvarchar(100) NOT NULL,
        [hash] nvarchar(100) NOT NULL,
        CONSTRAINT [PK_audit_entries] PRIMARY KEY ([stream], [number])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [audit_heads] (
        [stream] nvarchar(100) NOT NULL,
        [number] bigint NOT NULL,
        [sealed_number] bigint NOT NULL,
        CONSTRAINT [PK_audit_heads] PRIMARY KEY ([stream])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [audit_seals] (
        [number] bigint NOT NULL,
        [at] bigint NOT NULL,
        [heads] nvarchar(max) NOT NULL,
        [previous_hash] nvarchar(100) NOT NULL,
        [hash] nvarchar(100) NOT NULL,
        CONSTRAINT [PK_audit_seals] PRIMARY KEY ([number])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [bank_answers] (
        [payment] uniqueidentifier NOT NULL,
        [sequence] int NOT NULL,
        [batch] uniqueidentifier NOT NULL,
        [status] nvarchar(32) NOT NULL,
        [reason] nvarchar(500) NOT NULL,
        [at] bigint NOT NULL,
        [applied_at] bigint NULL,
        CONSTRAINT [PK_bank_answers] PRIMARY KEY ([payment], [sequence])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [bank_files] (
        [batch] uniqueidentifier NOT NULL,
        [file_name] nvarchar(200) NOT NULL,
        [content_type] nvarchar(100) NOT NULL,
        [bytes] varbinary(max) NOT NULL,
        [hash] nvarchar(100) NOT NULL,
        [count] int NOT NULL,
        [cents] bigint NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_bank_files] PRIMARY KEY ([batch])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [bank_keyed_answers] (
        [payment] uniqueidentifier NOT NULL,
        [account] uniqueidentifier NOT NULL,
        [acting_for] uniqueidentifier NULL,
        [person] uniqueidentifier NULL,
        [status] nvarchar(32) NOT NULL,
        [cents] bigint NOT NULL,
        [reason] nvarchar(500) NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_bank_keyed_answers] PRIMARY KEY ([payment])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [bank_return_files] (
        [batch] uniqueidentifier NOT NULL,
        [hash] nvarchar(100) NOT NULL,
        [file_name] nvarchar(200) NOT NULL,
        [bytes] varbinary(max) NOT NULL,
        [imported_by] uniqueidentifier NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_bank_return_files] PRIMARY KEY ([batch], [hash])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [bookmarks] (
        [id] uniqueidentifier NOT NULL,
        [instance_id] uniqueidentifier NOT NULL,
        [name] nvarchar(128) NOT NULL,
        [stimulus] nvarchar(400) NOT NULL,
        [activity_id] nvarchar(128) NOT NULL,
        [correlation_id] nvarchar(128) NULL,
        [created_at] bigint NOT NULL,
        [due_at] bigint NULL,
        CONSTRAINT [PK_bookmarks] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [calendar_years] (
        [year] int NOT NULL,
        [off_days] nvarchar(2000) NOT NULL,
        [make_up_days] nvarchar(500) NOT NULL,
        [source] nvarchar(500) NOT NULL,
        [loaded_at] bigint NOT NULL,
        [number] bigint NOT NULL,
        CONSTRAINT [PK_calendar_years] PRIMARY KEY ([year])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [case_documents] (
        [case_id] uniqueidentifier NOT NULL,
        [file_id] uniqueidentifier NOT NULL,
        [key] nvarchar(100) NOT NULL,
        [linked_at] bigint NOT NULL,
        CONSTRAINT [PK_case_documents] PRIMARY KEY ([case_id], [file_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [case_funding] (
        [fund] uniqueidentifier NOT NULL,
        [case] uniqueidentifier NOT NULL,
        [reserved] bigint NOT NULL,
        [committed] bigint NOT NULL,
        [paid] bigint NOT NULL,
        [returned] bigint NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_case_funding] PRIMARY KEY ([fund], [case])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [case_runs] (
        [id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [kind] nvarchar(32) NOT NULL,
        [definition_version_id] nvarchar(200) NOT NULL,
        [started_at] bigint NOT NULL,
        [ended_at] bigint NULL,
        CONSTRAINT [PK_case_runs] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [cases] (
        [id] uniqueidentifier NOT NULL,
        [receipt_number] nvarchar(40) NULL,
        [service_id] nvarchar(100) NOT NULL,
        [service_version_id] uniqueidentifier NOT NULL,
        [unit_id] uniqueidentifier NOT NULL,
        [applicant_id] uniqueidentifier NOT NULL,
        [household_id] uniqueidentifier NULL,
        [submitted_by] uniqueidentifier NULL,
        [intake] nvarchar(32) NOT NULL,
        [answers] varbinary(max) NOT NULL,
        [cause_index] nvarchar(120) NULL,
        [facts_index] nvarchar(120) NULL,
        [stage] nvarchar(32) NOT NULL,
        [outcome] nvarchar(32) NULL,
        [proposed_cents] bigint NULL,
        [approved_cents] bigint NULL,
        [first_cents] bigint NULL,
        [paid_cents] bigint NOT NULL,
        [fund_id] uniqueidentifier NULL,
        [relative_of_staff] bit NOT NULL,
        [household_size] int NOT NULL,
        [applied_at] bigint NOT NULL,
        [applied_on] date NOT NULL,
        [accepted_on] date NULL,
        [decided_on] date NULL,
        [closed_at] bigint NULL,
        [submission_key] nvarchar(120) NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_cases] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [clocks] (
        [id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [round_id] uniqueidentifier NULL,
        [kind] nvarchar(64) NOT NULL,
        [count] int NOT NULL,
        [unit] nvarchar(32) NOT NULL,
        [roll] nvarchar(32) NOT NULL,
        [started_on] date NOT NULL,
        [ends_right] bit NOT NULL,
        [holder] nvarchar(32) NOT NULL,
        [due_on] date NOT NULL,
        [provisional] bit NOT NULL,
        [state] nvarchar(32) NOT NULL,
        [paused_on] date NULL,
        [stopped_on] date NULL,
        [dated_by] bigint NOT NULL,
        [revision] bigint NOT NULL,
        [Pauses] nvarchar(4000) NOT NULL,
        CONSTRAINT [PK_clocks] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [counters] (
        [key] nvarchar(120) NOT NULL,
        [last] bigint NOT NULL,
        CONSTRAINT [PK_counters] PRIMARY KEY ([key])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [decisions] (
        [id] uniqueidentifier NOT NULL,
        [task_id] uniqueidentifier NOT NULL,
        [round_id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [step] nvarchar(100) NOT NULL,
        [account_id] uniqueidentifier NOT NULL,
        [on_behalf_of_id] uniqueidentifier NULL,
        [verdict] nvarchar(32) NOT NULL,
        [opinion] nvarchar(2000) NULL,
        [cents] bigint NULL,
        [detail] nvarchar(max) NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_decisions] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [done_keys] (
        [key] nvarchar(200) NOT NULL,
        [at] bigint NOT NULL,
        [answer] nvarchar(400) NULL,
        CONSTRAINT [PK_done_keys] PRIMARY KEY ([key])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [external_decisions] (
        [id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [round_id] uniqueidentifier NOT NULL,
        [summary_list_number] nvarchar(60) NULL,
        [document_number] nvarchar(100) NOT NULL,
        [decided_on] date NOT NULL,
        [cents] bigint NOT NULL,
        [approved] bit NOT NULL,
        [reason] nvarchar(2000) NULL,
        [scan_id] uniqueidentifier NULL,
        [recorded_at] bigint NOT NULL,
        [recorded_by] uniqueidentifier NOT NULL,
        CONSTRAINT [PK_external_decisions] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [fund_balances] (
        [fund] uniqueidentifier NOT NULL,
        [budget] bigint NOT NULL,
        [available] bigint NOT NULL,
        [reserved] bigint NOT NULL,
        [committed] bigint NOT NULL,
        [paid] bigint NOT NULL,
        [returned] bigint NOT NULL,
        CONSTRAINT [PK_fund_balances] PRIMARY KEY ([fund])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [funds] (
        [id] uniqueidentifier NOT NULL,
        [code] nvarchar(40) NOT NULL,
        [name_zh] nvarchar(100) NOT NULL,
        [name_en] nvarchar(200) NOT NULL,
        [year] int NOT NULL,
        [source] nvarchar(32) NOT NULL,
        [owner] uniqueidentifier NOT NULL,
        [is_demo] bit NOT NULL,
        [last_batch] int NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_funds] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [home_visits] (
        [id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [round_id] uniqueidentifier NOT NULL,
        [visited_on] date NOT NULL,
        [method] nvarchar(32) NOT NULL,
        [first_investigator_id] uniqueidentifier NOT NULL,
        [second_investigator_id] uniqueidentifier NULL,
        [findings] varbinary(max) NOT NULL,
        [signed_hash] nvarchar(100) NOT NULL,
        [recorded_at] bigint NOT NULL,
        [confirmed_at] bigint NULL,
        CONSTRAINT [PK_home_visits] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [household_members] (
        [household_id] uniqueidentifier NOT NULL,
        [person_id] uniqueidentifier NOT NULL,
        [valid_from] date NOT NULL,
        [kinship] nvarchar(32) NOT NULL,
        [valid_to] date NULL,
        CONSTRAINT [PK_household_members] PRIMARY KEY ([household_id], [person_id], [valid_from])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [households] (
        [id] uniqueidentifier NOT NULL,
        [unit_id] uniqueidentifier NOT NULL,
        [size] int NOT NULL,
        [is_synthetic] bit NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_households] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [incidents] (
        [id] uniqueidentifier NOT NULL,
        [instance_id] uniqueidentifier NOT NULL,
        [activity_id] nvarchar(128) NOT NULL,
        [activity_type] nvarchar(128) NOT NULL,
        [execution_id] int NOT NULL,
        [reason] nvarchar(max) NOT NULL,
        [detail] nvarchar(max) NULL,
        [at] bigint NOT NULL,
        [state] nvarchar(32) NOT NULL,
        [resolved_at] bigint NULL,
        [resolved_by] nvarchar(200) NULL,
        CONSTRAINT [PK_incidents] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [instances] (
        [id] uniqueidentifier NOT NULL,
        [definition_id] nvarchar(128) NOT NULL,
        [definition_version_id] nvarchar(128) NOT NULL,
        [correlation_id] nvarchar(128) NULL,
        [name] nvarchar(200) NULL,
        [status] nvarchar(32) NOT NULL,
        [sub_status] nvarchar(32) NOT NULL,
        [revision] bigint NOT NULL,
        [state] varbinary(max) NOT NULL,
        [created_at] bigint NOT NULL,
        [updated_at] bigint NOT NULL,
        CONSTRAINT [PK_instances] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [issued_documents] (
        [id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [kind] nvarchar(32) NOT NULL,
        [number] nvarchar(60) NULL,
        [body_zh] varbinary(max) NOT NULL,
        [body_en] varbinary(max) NOT NULL,
        [issued_at] bigint NOT NULL,
        [delivered_on] date NULL,
        [method] nvarchar(32) NULL,
        [recorded_by] uniqueidentifier NULL,
        CONSTRAINT [PK_issued_documents] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [journal] (
        [instance_id] uniqueidentifier NOT NULL,
        [revision] bigint NOT NULL,
        [at] bigint NOT NULL,
        [events] varbinary(max) NOT NULL,
        CONSTRAINT [PK_journal] PRIMARY KEY ([instance_id], [revision])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [ledger_entries] (
        [id] uniqueidentifier NOT NULL,
        [fund] uniqueidentifier NOT NULL,
        [at] bigint NOT NULL,
        [kind] nvarchar(32) NOT NULL,
        [debit] nvarchar(32) NOT NULL,
        [credit] nvarchar(32) NOT NULL,
        [cents] bigint NOT NULL,
        [case] uniqueidentifier NULL,
        [payment] uniqueidentifier NULL,
        [batch] uniqueidentifier NULL,
        [actor] uniqueidentifier NULL,
        [reference] nvarchar(200) NOT NULL,
        CONSTRAINT [PK_ledger_entries] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [notifications] (
        [id] uniqueidentifier NOT NULL,
        [account] uniqueidentifier NULL,
        [person] uniqueidentifier NULL,
        [role] nvarchar(64) NULL,
        [case] uniqueidentifier NULL,
        [occasion] nvarchar(64) NOT NULL,
        [idempotency_key] nvarchar(300) NOT NULL,
        [texts] nvarchar(max) NOT NULL,
        [created_at] bigint NOT NULL,
        [read_at] bigint NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_notifications] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [objections] (
        [id] uniqueidentifier NOT NULL,
        [notice_id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [words] varbinary(max) NOT NULL,
        [raised_at] bigint NOT NULL,
        [answered_at] bigint NULL,
        [answered_by] uniqueidentifier NULL,
        CONSTRAINT [PK_objections] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [outbox] (
        [id] uniqueidentifier NOT NULL,
        [channel] nvarchar(64) NOT NULL,
        [idempotency_key] nvarchar(200) NOT NULL,
        [payload] nvarchar(max) NOT NULL,
        [correlation_id] nvarchar(128) NULL,
        [created_at] bigint NOT NULL,
        [state] nvarchar(32) NOT NULL,
        [attempts] int NOT NULL,
        [next_attempt_at] bigint NOT NULL,
        [claimed_until] bigint NULL,
        [last_error] nvarchar(max) NULL,
        [sent_at] bigint NULL,
        CONSTRAINT [PK_outbox] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [payee_accounts] (
        [id] uniqueidentifier NOT NULL,
        [person_id] uniqueidentifier NOT NULL,
        [holder_name] nvarchar(200) NOT NULL,
        [representative_id] uniqueidentifier NULL,
        [bank_name] nvarchar(200) NOT NULL,
        [bank_code] nvarchar(20) NULL,
        [number_sealed] varbinary(100) NOT NULL,
        [number_index] varbinary(64) NOT NULL,
        [unusual] bit NOT NULL,
        [closed_on] date NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_payee_accounts] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [payments] (
        [id] uniqueidentifier NOT NULL,
        [case] uniqueidentifier NOT NULL,
        [fund] uniqueidentifier NOT NULL,
        [payee_name] nvarchar(100) NOT NULL,
        [payee] uniqueidentifier NULL,
        [account] varbinary(max) NOT NULL,
        [account_tail] nvarchar(4) NOT NULL,
        [bank_name] nvarchar(100) NOT NULL,
        [bank_code] nvarchar(20) NULL,
        [cents] bigint NOT NULL,
        [purpose] nvarchar(100) NOT NULL,
        [reference] nvarchar(200) NOT NULL,
        [state] nvarchar(32) NOT NULL,
        [batch] uniqueidentifier NULL,
        [previous] uniqueidentifier NULL,
        [correction] nvarchar(500) NULL,
        [return_reason] nvarchar(500) NULL,
        [created_at] bigint NOT NULL,
        [settled_at] bigint NULL,
        [returned_at] bigint NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_payments] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [payout_batches] (
        [id] uniqueidentifier NOT NULL,
        [number] nvarchar(60) NOT NULL,
        [fund] uniqueidentifier NOT NULL,
        [template] nvarchar(60) NOT NULL,
        [state] nvarchar(32) NOT NULL,
        [round] int NOT NULL,
        [count] int NOT NULL,
        [cents] bigint NOT NULL,
        [roll] varbinary(max) NULL,
        [roll_hash] nvarchar(100) NULL,
        [created_at] bigint NOT NULL,
        [made_by] uniqueidentifier NOT NULL,
        [made_for] uniqueidentifier NULL,
        [sent_at] bigint NULL,
        [answers] int NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_payout_batches] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [payout_lines] (
        [batch] uniqueidentifier NOT NULL,
        [payment] uniqueidentifier NOT NULL,
        [number] int NOT NULL,
        [cents] bigint NOT NULL,
        [state] nvarchar(32) NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_payout_lines] PRIMARY KEY ([batch], [payment])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [payout_signatures] (
        [batch] uniqueidentifier NOT NULL,
        [round] int NOT NULL,
        [role] nvarchar(32) NOT NULL,
        [account] uniqueidentifier NOT NULL,
        [acting_for] uniqueidentifier NULL,
        [person] uniqueidentifier NULL,
        [name] nvarchar(100) NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_payout_signatures] PRIMARY KEY ([batch], [round], [role])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [people] (
        [id] uniqueidentifier NOT NULL,
        [name] nvarchar(200) NOT NULL,
        [citizen_id_sealed] varbinary(100) NOT NULL,
        [citizen_id_index] varbinary(64) NOT NULL,
        [birth_date] date NOT NULL,
        [sex] nvarchar(32) NOT NULL,
        [phone_sealed] varbinary(100) NULL,
        [phone_index] varbinary(64) NULL,
        [phone_owner] nvarchar(32) NULL,
        [category] nvarchar(32) NOT NULL,
        [unit_id] uniqueidentifier NOT NULL,
        [household_id] uniqueidentifier NULL,
        [deceased_on] date NULL,
        [moved_on] date NULL,
        [moved_to] nvarchar(200) NULL,
        [is_synthetic] bit NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_people] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [public_notices] (
        [id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [round_id] uniqueidentifier NOT NULL,
        [text_zh] nvarchar(max) NOT NULL,
        [text_en] nvarchar(max) NOT NULL,
        [channels] nvarchar(40) NOT NULL,
        [from_day] date NOT NULL,
        [to_day] date NOT NULL,
        [days] int NOT NULL,
        [day_type] nvarchar(32) NOT NULL,
        [state] nvarchar(32) NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_public_notices] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [reminders] (
        [id] uniqueidentifier NOT NULL,
        [clock_id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [kind] nvarchar(32) NOT NULL,
        [offset] int NOT NULL,
        [due_at] bigint NULL,
        [sent_at] bigint NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_reminders] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [representatives] (
        [id] uniqueidentifier NOT NULL,
        [person_id] uniqueidentifier NOT NULL,
        [role] nvarchar(32) NOT NULL,
        [by_person_id] uniqueidentifier NOT NULL,
        [proof] nvarchar(500) NOT NULL,
        [proof_file_id] uniqueidentifier NULL,
        [valid_from] date NOT NULL,
        [valid_to] date NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_representatives] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [role_assignments] (
        [id] uniqueidentifier NOT NULL,
        [account_id] uniqueidentifier NOT NULL,
        [role] nvarchar(32) NOT NULL,
        [unit_id] uniqueidentifier NOT NULL,
        [valid_from] date NOT NULL,
        [valid_to] date NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_role_assignments] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [rounds] (
        [id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [instance_id] uniqueidentifier NOT NULL,
        [bookmark_id] uniqueidentifier NOT NULL,
        [activity_id] nvarchar(100) NOT NULL,
        [step] nvarchar(100) NOT NULL,
        [kind] nvarchar(32) NOT NULL,
        [plan] nvarchar(max) NOT NULL,
        [visit] int NOT NULL,
        [state] nvarchar(32) NOT NULL,
        [outcome] nvarchar(100) NULL,
        [opened_at] bigint NOT NULL,
        [closed_at] bigint NULL,
        [revision] bigint NOT NULL,
        [decisions] int NOT NULL,
        CONSTRAINT [PK_rounds] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [rule_values] (
        [id] uniqueidentifier NOT NULL,
        [service_id] nvarchar(100) NOT NULL,
        [key] nvarchar(100) NOT NULL,
        [from] date NOT NULL,
        [to] date NULL,
        [json] nvarchar(max) NOT NULL,
        [demo] bit NOT NULL,
        [source] nvarchar(500) NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_rule_values] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [service_versions] (
        [id] uniqueidentifier NOT NULL,
        [service_id] nvarchar(100) NOT NULL,
        [number] int NOT NULL,
        [content_hash] nvarchar(100) NOT NULL,
        [files] nvarchar(max) NOT NULL,
        [source] nvarchar(32) NOT NULL,
        [state] nvarchar(32) NOT NULL,
        [created_at] bigint NOT NULL,
        [published_at] bigint NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_service_versions] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [stored_files] (
        [id] uniqueidentifier NOT NULL,
        [content_hash] nvarchar(100) NOT NULL,
        [file_name] nvarchar(255) NOT NULL,
        [media_type] nvarchar(100) NOT NULL,
        [bytes] bigint NOT NULL,
        [content] varbinary(max) NOT NULL,
        [uploaded_by] uniqueidentifier NULL,
        [uploaded_at] bigint NOT NULL,
        [linked] bit NOT NULL,
        CONSTRAINT [PK_stored_files] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [summary_list_lines] (
        [list_id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [round_id] uniqueidentifier NOT NULL,
        [cents] bigint NOT NULL,
        CONSTRAINT [PK_summary_list_lines] PRIMARY KEY ([list_id], [case_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [summary_lists] (
        [id] uniqueidentifier NOT NULL,
        [number] nvarchar(60) NULL,
        [service_id] nvarchar(100) NOT NULL,
        [made_at] bigint NOT NULL,
        [made_by] uniqueidentifier NOT NULL,
        [count] int NOT NULL,
        [cents] bigint NOT NULL,
        CONSTRAINT [PK_summary_lists] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [supplement_requests] (
        [id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [round_id] uniqueidentifier NOT NULL,
        [items_json] nvarchar(max) NOT NULL,
        [requested_at] bigint NOT NULL,
        [supplied_at] bigint NULL,
        CONSTRAINT [PK_supplement_requests] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [tasks] (
        [id] uniqueidentifier NOT NULL,
        [round_id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [service_id] nvarchar(100) NOT NULL,
        [step] nvarchar(100) NOT NULL,
        [kind] nvarchar(32) NOT NULL,
        [role] nvarchar(32) NOT NULL,
        [unit_id] uniqueidentifier NOT NULL,
        [assignee_id] uniqueidentifier NULL,
        [state] nvarchar(32) NOT NULL,
        [created_at] bigint NOT NULL,
        [claimed_at] bigint NULL,
        [completed_at] bigint NULL,
        [cancelled_at] bigint NULL,
        [cancelled_because] nvarchar(100) NULL,
        [previous_id] uniqueidentifier NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_tasks] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [unit_ancestors] (
        [unit_id] uniqueidentifier NOT NULL,
        [ancestor_id] uniqueidentifier NOT NULL,
        [valid_from] date NOT NULL,
        [depth] int NOT NULL,
        [valid_to] date NULL,
        CONSTRAINT [PK_unit_ancestors] PRIMARY KEY ([unit_id], [ancestor_id], [valid_from])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [unit_names] (
        [unit_id] uniqueidentifier NOT NULL,
        [valid_from] date NOT NULL,
        [valid_to] date NULL,
        [name_zh] nvarchar(100) NOT NULL,
        [name_en] nvarchar(200) NOT NULL,
        CONSTRAINT [PK_unit_names] PRIMARY KEY ([unit_id], [valid_from])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [unit_tree] (
        [id] int NOT NULL,
        [changes] bigint NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_unit_tree] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [units] (
        [id] uniqueidentifier NOT NULL,
        [parent_id] uniqueidentifier NULL,
        [level] nvarchar(32) NOT NULL,
        [kind] nvarchar(40) NOT NULL,
        [division_code] nvarchar(20) NOT NULL,
        [name_zh] nvarchar(100) NOT NULL,
        [name_en] nvarchar(200) NOT NULL,
        [valid_from] date NOT NULL,
        [valid_to] date NULL,
        [successor_id] uniqueidentifier NULL,
        [is_demo] bit NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_units] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE TABLE [veto_entries] (
        [id] uniqueidentifier NOT NULL,
        [person_id] uniqueidentifier NOT NULL,
        [veto] nvarchar(100) NOT NULL,
        [on] date NOT NULL,
        [source] nvarchar(500) NOT NULL,
        CONSTRAINT [PK_veto_entries] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_accounts_person_id] ON [accounts] ([person_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_accounts_user_name] ON [accounts] ([user_name]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_audit_entries_at] ON [audit_entries] ([at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_audit_entries_subject] ON [audit_entries] ([subject]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_bank_answers_applied_at_at] ON [bank_answers] ([applied_at], [at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_bank_answers_batch] ON [bank_answers] ([batch]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [bookmarks_due] ON [bookmarks] ([due_at]) WHERE due_at IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [bookmarks_of_instance] ON [bookmarks] ([instance_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [bookmarks_waiting_for] ON [bookmarks] ([name], [stimulus], [correlation_id], [created_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_calendar_years_number] ON [calendar_years] ([number]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_case_funding_case] ON [case_funding] ([case]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_case_runs_case_id] ON [case_runs] ([case_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_cases_applicant_id] ON [cases] ([applicant_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_cases_cause_index] ON [cases] ([cause_index]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_cases_household_id] ON [cases] ([household_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [IX_cases_receipt_number] ON [cases] ([receipt_number]) WHERE [receipt_number] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_cases_service_id_applied_on] ON [cases] ([service_id], [applied_on]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [IX_cases_submission_key] ON [cases] ([submission_key]) WHERE [submission_key] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_cases_unit_id_stage] ON [cases] ([unit_id], [stage]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_clocks_case_id] ON [clocks] ([case_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_clocks_state_due_on] ON [clocks] ([state], [due_on]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_decisions_case_id_at] ON [decisions] ([case_id], [at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_decisions_task_id_round_id_account_id] ON [decisions] ([task_id], [round_id], [account_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_external_decisions_case_id] ON [external_decisions] ([case_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_external_decisions_round_id] ON [external_decisions] ([round_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_funds_code] ON [funds] ([code]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_home_visits_case_id] ON [home_visits] ([case_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_home_visits_round_id] ON [home_visits] ([round_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_household_members_person_id] ON [household_members] ([person_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_households_unit_id] ON [households] ([unit_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [incidents_of_instance] ON [incidents] ([instance_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [incidents_open] ON [incidents] ([at]) WHERE state = ''Open''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [instances_by_correlation] ON [instances] ([correlation_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [instances_by_definition_version] ON [instances] ([definition_version_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_issued_documents_case_id] ON [issued_documents] ([case_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [IX_issued_documents_number] ON [issued_documents] ([number]) WHERE [number] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_ledger_entries_case] ON [ledger_entries] ([case]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_ledger_entries_fund_at] ON [ledger_entries] ([fund], [at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_ledger_entries_reference] ON [ledger_entries] ([reference]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_notifications_account_read_at] ON [notifications] ([account], [read_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_notifications_case] ON [notifications] ([case]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_notifications_idempotency_key] ON [notifications] ([idempotency_key]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_notifications_person_read_at] ON [notifications] ([person], [read_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_objections_case_id] ON [objections] ([case_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_objections_notice_id] ON [objections] ([notice_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [outbox_by_correlation] ON [outbox] ([correlation_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [outbox_due] ON [outbox] ([next_attempt_at]) WHERE state = ''Pending''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [outbox_once] ON [outbox] ([idempotency_key]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    EXEC(N'CREATE INDEX [outbox_parked] ON [outbox] ([created_at]) WHERE state = ''Parked''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_payee_accounts_number_index] ON [payee_accounts] ([number_index]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_payee_accounts_person_id] ON [payee_accounts] ([person_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_payments_case] ON [payments] ([case]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_payments_fund_state] ON [payments] ([fund], [state]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_payments_reference] ON [payments] ([reference]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_payout_batches_fund_state] ON [payout_batches] ([fund], [state]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_payout_batches_number] ON [payout_batches] ([number]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_payout_lines_payment] ON [payout_lines] ([payment]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_people_citizen_id_index] ON [people] ([citizen_id_index]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_people_household_id] ON [people] ([household_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_people_name] ON [people] ([name]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_people_phone_index] ON [people] ([phone_index]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_people_unit_id] ON [people] ([unit_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_public_notices_case_id] ON [public_notices] ([case_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_public_notices_round_id] ON [public_notices] ([round_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_public_notices_state_to_day] ON [public_notices] ([state], [to_day]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_reminders_clock_id] ON [reminders] ([clock_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_reminders_sent_at_due_at] ON [reminders] ([sent_at], [due_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_representatives_person_id] ON [representatives] ([person_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_role_assignments_account_id] ON [role_assignments] ([account_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_role_assignments_unit_id_role] ON [role_assignments] ([unit_id], [role]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_rounds_bookmark_id] ON [rounds] ([bookmark_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_rounds_case_id_state] ON [rounds] ([case_id], [state]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_rule_values_service_id_key_from] ON [rule_values] ([service_id], [key], [from]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_service_versions_service_id_number] ON [service_versions] ([service_id], [number]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_stored_files_content_hash] ON [stored_files] ([content_hash]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_stored_files_linked_uploaded_at] ON [stored_files] ([linked], [uploaded_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE UNIQUE INDEX [IX_summary_list_lines_round_id] ON [summary_list_lines] ([round_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [IX_summary_lists_number] ON [summary_lists] ([number]) WHERE [number] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_supplement_requests_case_id] ON [supplement_requests] ([case_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_tasks_assignee_id_state] ON [tasks] ([assignee_id], [state]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_tasks_case_id_state] ON [tasks] ([case_id], [state]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_tasks_round_id] ON [tasks] ([round_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_tasks_unit_id_role_state] ON [tasks] ([unit_id], [role], [state]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_unit_ancestors_ancestor_id_valid_to] ON [unit_ancestors] ([ancestor_id], [valid_to]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_units_division_code] ON [units] ([division_code]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_units_parent_id] ON [units] ([parent_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    CREATE INDEX [IX_veto_entries_person_id] ON [veto_entries] ([person_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261123012646_Initial'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261123012646_Initial', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261125231318_Pages'
)
BEGIN
    CREATE TABLE [credentials] (
        [account_id] uniqueidentifier NOT NULL,
        [password_hash] nvarchar(400) NULL,
        [security_stamp] nvarchar(100) NOT NULL,
        [failures] int NOT NULL,
        [locked_until] bigint NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_credentials] PRIMARY KEY ([account_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261125231318_Pages'
)
BEGIN
    CREATE TABLE [drafts] (
        [id] uniqueidentifier NOT NULL,
        [owner] uniqueidentifier NOT NULL,
        [service_id] nvarchar(100) NOT NULL,
        [service_version_id] uniqueidentifier NOT NULL,
        [intake] nvarchar(32) NOT NULL,
        [unit_id] uniqueidentifier NULL,
        [answers] varbinary(max) NOT NULL,
        [sections_done] nvarchar(1000) NOT NULL,
        [files_json] nvarchar(max) NOT NULL,
        [changed_at] bigint NOT NULL,
        [submitted_as] uniqueidentifier NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_drafts] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261125231318_Pages'
)
BEGIN
    CREATE TABLE [session_keys] (
        [name] nvarchar(200) NOT NULL,
        [sealed] varbinary(max) NOT NULL,
        [made_at] bigint NOT NULL,
        CONSTRAINT [PK_session_keys] PRIMARY KEY ([name])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261125231318_Pages'
)
BEGIN
    CREATE INDEX [IX_drafts_owner_submitted_as] ON [drafts] ([owner], [submitted_as]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261125231318_Pages'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261125231318_Pages', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126025640_PayeeOfCase'
)
BEGIN
    ALTER TABLE [cases] ADD [payee_account_id] uniqueidentifier NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126025640_PayeeOfCase'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261126025640_PayeeOfCase', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126085622_Integrating'
)
BEGIN
    CREATE TABLE [api_tokens] (
        [id] uniqueidentifier NOT NULL,
        [name] nvarchar(35) NOT NULL,
        [acts_as] uniqueidentifier NOT NULL,
        [secret_hash] nvarchar(100) NOT NULL,
        [issued_at] bigint NOT NULL,
        [issued_by] uniqueidentifier NULL,
        [last_day] date NOT NULL,
        [last_used_at] bigint NULL,
        [revoked_at] bigint NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_api_tokens] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126085622_Integrating'
)
BEGIN
    CREATE TABLE [kept_answers] (
        [account] uniqueidentifier NOT NULL,
        [key] nvarchar(200) NOT NULL,
        [request_hash] nvarchar(100) NOT NULL,
        [answer] nvarchar(max) NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_kept_answers] PRIMARY KEY ([account], [key])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126085622_Integrating'
)
BEGIN
    CREATE INDEX [IX_kept_answers_at] ON [kept_answers] ([at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126085622_Integrating'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261126085622_Integrating', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126091605_Desk'
)
BEGIN
    ALTER TABLE [units] ADD [phone] nvarchar(32) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126091605_Desk'
)
BEGIN
    ALTER TABLE [outbox] ADD [trace_parent] nvarchar(64) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126091605_Desk'
)
BEGIN
    CREATE TABLE [ratings] (
        [case_id] uniqueidentifier NOT NULL,
        [service_id] nvarchar(100) NOT NULL,
        [unit_id] uniqueidentifier NOT NULL,
        [stars] int NOT NULL,
        [words] varbinary(max) NULL,
        [rated_on] date NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_ratings] PRIMARY KEY ([case_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126091605_Desk'
)
BEGIN
    CREATE TABLE [visit_papers] (
        [visit_id] uniqueidentifier NOT NULL,
        [file_id] uniqueidentifier NOT NULL,
        [kind] nvarchar(32) NOT NULL,
        [number] int NOT NULL,
        CONSTRAINT [PK_visit_papers] PRIMARY KEY ([visit_id], [file_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126091605_Desk'
)
BEGIN
    CREATE INDEX [IX_cases_submitted_by] ON [cases] ([submitted_by]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126091605_Desk'
)
BEGIN
    CREATE INDEX [IX_ratings_unit_id_service_id] ON [ratings] ([unit_id], [service_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126091605_Desk'
)
BEGIN
    CREATE UNIQUE INDEX [IX_visit_papers_file_id] ON [visit_papers] ([file_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126091605_Desk'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261126091605_Desk', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126101340_SignIn'
)
BEGIN
    DECLARE @var nvarchar(max);
    SELECT @var = QUOTENAME([d].[name])
    FROM [sys].[default_constraints] [d]
    INNER JOIN [sys].[columns] [c] ON [d].[parent_column_id] = [c].[column_id] AND [d].[parent_object_id] = [c].[object_id]
    WHERE ([d].[parent_object_id] = OBJECT_ID(N'[accounts]') AND [c].[name] = N'phone');
    IF @var IS NOT NULL EXEC(N'ALTER TABLE [accounts] DROP CONSTRAINT ' + @var + ';');
    ALTER TABLE [accounts] DROP COLUMN [phone];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126101340_SignIn'
)
BEGIN
    ALTER TABLE [credentials] ADD [authenticator_key] varbinary(200) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126101340_SignIn'
)
BEGIN
    ALTER TABLE [credentials] ADD [initial_until] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126101340_SignIn'
)
BEGIN
    ALTER TABLE [credentials] ADD [last_code_step] bigint NOT NULL DEFAULT CAST(0 AS bigint);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126101340_SignIn'
)
BEGIN
    ALTER TABLE [credentials] ADD [recovery_codes] nvarchar(1000) NOT NULL DEFAULT N'';
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126101340_SignIn'
)
BEGIN
    ALTER TABLE [credentials] ADD [second_factor_since] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126101340_SignIn'
)
BEGIN
    ALTER TABLE [accounts] ADD [phone_index] varbinary(64) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126101340_SignIn'
)
BEGIN
    ALTER TABLE [accounts] ADD [phone_sealed] varbinary(100) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126101340_SignIn'
)
BEGIN
    CREATE TABLE [passkeys] (
        [key] nvarchar(64) NOT NULL,
        [account_id] uniqueidentifier NOT NULL,
        [credential_id] varbinary(1023) NOT NULL,
        [public_key] varbinary(2000) NOT NULL,
        [name] nvarchar(100) NOT NULL,
        [created_at] bigint NOT NULL,
        [used_at] bigint NULL,
        [sign_count] bigint NOT NULL,
        [transports] nvarchar(100) NOT NULL,
        [is_user_verified] bit NOT NULL,
        [is_backup_eligible] bit NOT NULL,
        [is_backed_up] bit NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_passkeys] PRIMARY KEY ([key])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126101340_SignIn'
)
BEGIN
    CREATE TABLE [sign_in_codes] (
        [phone] nvarchar(100) NOT NULL,
        [digest] nvarchar(100) NOT NULL,
        [sent_at] bigint NOT NULL,
        [valid_until] bigint NULL,
        [failures] int NOT NULL,
        [day] date NOT NULL,
        [sent_that_day] int NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_sign_in_codes] PRIMARY KEY ([phone])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126101340_SignIn'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [IX_accounts_phone_index] ON [accounts] ([phone_index]) WHERE [phone_index] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126101340_SignIn'
)
BEGIN
    CREATE INDEX [IX_passkeys_account_id] ON [passkeys] ([account_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126101340_SignIn'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261126101340_SignIn', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126154652_FundProposals'
)
BEGIN
    ALTER TABLE [bank_files] ADD [fetched_at] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126154652_FundProposals'
)
BEGIN
    CREATE TABLE [fund_proposals] (
        [id] uniqueidentifier NOT NULL,
        [fund] uniqueidentifier NOT NULL,
        [opens] bit NOT NULL,
        [code] nvarchar(40) NOT NULL,
        [name_zh] nvarchar(100) NOT NULL,
        [name_en] nvarchar(200) NOT NULL,
        [year] int NOT NULL,
        [source] nvarchar(32) NOT NULL,
        [owner] uniqueidentifier NOT NULL,
        [cents] bigint NOT NULL,
        [reason] nvarchar(500) NOT NULL,
        [proposed_by] uniqueidentifier NULL,
        [proposed_person] uniqueidentifier NULL,
        [proposed_name] nvarchar(200) NOT NULL,
        [proposed_at] bigint NOT NULL,
        [state] nvarchar(32) NOT NULL,
        [settled_by] uniqueidentifier NULL,
        [settled_name] nvarchar(200) NULL,
        [settled_at] bigint NULL,
        [note] nvarchar(500) NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_fund_proposals] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126154652_FundProposals'
)
BEGIN
    CREATE INDEX [IX_fund_proposals_fund] ON [fund_proposals] ([fund]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126154652_FundProposals'
)
BEGIN
    CREATE INDEX [IX_fund_proposals_owner_state] ON [fund_proposals] ([owner], [state]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126154652_FundProposals'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261126154652_FundProposals', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126164534_Kin'
)
BEGIN
    CREATE TABLE [case_marks] (
        [case_id] uniqueidentifier NOT NULL,
        [kind] nvarchar(32) NOT NULL,
        [index] nvarchar(120) NOT NULL,
        CONSTRAINT [PK_case_marks] PRIMARY KEY ([case_id], [kind], [index])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126164534_Kin'
)
BEGIN
    CREATE INDEX [IX_case_marks_index_kind] ON [case_marks] ([index], [kind]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126164534_Kin'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261126164534_Kin', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126183204_QuickLists'
)
BEGIN
    DROP INDEX [IX_tasks_unit_id_role_state] ON [tasks];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126183204_QuickLists'
)
BEGIN
    DROP INDEX [IX_cases_unit_id_stage] ON [cases];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126183204_QuickLists'
)
BEGIN
    CREATE INDEX [IX_tasks_unit_id_role_state_assignee_id_created_at_id] ON [tasks] ([unit_id], [role], [state], [assignee_id], [created_at], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126183204_QuickLists'
)
BEGIN
    CREATE INDEX [IX_cases_unit_id_stage_applied_at_id] ON [cases] ([unit_id], [stage], [applied_at], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126183204_QuickLists'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261126183204_QuickLists', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126222132_OwnReadMarks'
)
BEGIN
    CREATE TABLE [role_message_reads] (
        [message] uniqueidentifier NOT NULL,
        [account] uniqueidentifier NOT NULL,
        [read_at] bigint NOT NULL,
        CONSTRAINT [PK_role_message_reads] PRIMARY KEY ([account], [message])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126222132_OwnReadMarks'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261126222132_OwnReadMarks', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126230624_Reasons'
)
BEGIN
    ALTER TABLE [case_runs] ADD [reasons] varbinary(max) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261126230624_Reasons'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261126230624_Reasons', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127005952_Definitions'
)
BEGIN
    CREATE TABLE [definition_uses] (
        [version_id] nvarchar(128) NOT NULL,
        [used_version_id] nvarchar(128) NOT NULL,
        [used_definition_id] nvarchar(128) NOT NULL,
        CONSTRAINT [PK_definition_uses] PRIMARY KEY ([version_id], [used_version_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127005952_Definitions'
)
BEGIN
    CREATE TABLE [definition_versions] (
        [id] nvarchar(128) NOT NULL,
        [definition_id] nvarchar(128) NOT NULL,
        [version] int NOT NULL,
        [name] nvarchar(200) NOT NULL,
        [activity_type] nvarchar(200) NULL,
        [json] nvarchar(max) NOT NULL,
        [state] nvarchar(32) NOT NULL,
        [created_at] bigint NOT NULL,
        [changed_at] bigint NOT NULL,
        [changed_by] nvarchar(200) NOT NULL,
        [published_at] bigint NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_definition_versions] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127005952_Definitions'
)
BEGIN
    CREATE TABLE [workflow_triggers] (
        [id] uniqueidentifier NOT NULL,
        [definition_id] nvarchar(128) NOT NULL,
        [version_id] nvarchar(128) NOT NULL,
        [activity_id] nvarchar(128) NOT NULL,
        [type] nvarchar(128) NOT NULL,
        [stimulus] nvarchar(400) NOT NULL,
        [due_at] bigint NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_workflow_triggers] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127005952_Definitions'
)
BEGIN
    CREATE INDEX [definition_uses_of] ON [definition_uses] ([used_definition_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127005952_Definitions'
)
BEGIN
    CREATE INDEX [definitions_by_activity_type] ON [definition_versions] ([activity_type]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127005952_Definitions'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [definitions_one_published] ON [definition_versions] ([definition_id]) WHERE state = ''Published''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127005952_Definitions'
)
BEGIN
    CREATE UNIQUE INDEX [IX_definition_versions_definition_id_version] ON [definition_versions] ([definition_id], [version]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127005952_Definitions'
)
BEGIN
    EXEC(N'CREATE INDEX [triggers_due] ON [workflow_triggers] ([due_at]) WHERE due_at IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127005952_Definitions'
)
BEGIN
    CREATE INDEX [triggers_of_definition] ON [workflow_triggers] ([definition_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127005952_Definitions'
)
BEGIN
    CREATE INDEX [triggers_started_by] ON [workflow_triggers] ([type], [stimulus]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127005952_Definitions'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261127005952_Definitions', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    DROP INDEX [IX_tasks_assignee_id_state] ON [tasks];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    ALTER TABLE [unit_tree] ADD [stand_in_changes] bigint NOT NULL DEFAULT CAST(0 AS bigint);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    ALTER TABLE [tasks] ADD [for_id] uniqueidentifier NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    ALTER TABLE [tasks] ADD [given_by_id] uniqueidentifier NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    ALTER TABLE [tasks] ADD [given_words] nvarchar(500) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    ALTER TABLE [tasks] ADD [held_at] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    ALTER TABLE [tasks] ADD [named] bit NOT NULL DEFAULT CAST(0 AS bit);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    ALTER TABLE [tasks] ADD [purpose] nvarchar(32) NOT NULL DEFAULT N'Decide';
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    ALTER TABLE [tasks] ADD [seat_key] nvarchar(40) NOT NULL DEFAULT N'';
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    ALTER TABLE [tasks] ADD [taken_back_at] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    ALTER TABLE [rounds] ADD [back_to] nvarchar(100) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    ALTER TABLE [rounds] ADD [back_to_person] uniqueidentifier NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    ALTER TABLE [reminders] ADD [does] nvarchar(32) NOT NULL DEFAULT N'Remind';
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    ALTER TABLE [reminders] ADD [minute] int NOT NULL DEFAULT 510;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    ALTER TABLE [reminders] ADD [to] nvarchar(32) NOT NULL DEFAULT N'Assignee';
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    ALTER TABLE [cases] ADD [held_at] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    ALTER TABLE [cases] ADD [held_because] nvarchar(500) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    ALTER TABLE [cases] ADD [somebody_stood_aside] bit NOT NULL DEFAULT CAST(0 AS bit);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    ALTER TABLE [cases] ADD [submitted] varbinary(max) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE TABLE [agency_waits] (
        [id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [round_id] uniqueidentifier NOT NULL,
        [agency] nvarchar(100) NOT NULL,
        [reason] nvarchar(1000) NOT NULL,
        [paper] uniqueidentifier NOT NULL,
        [asked_at] bigint NOT NULL,
        [asked_by_id] uniqueidentifier NOT NULL,
        [ended_at] bigint NULL,
        [ended_by_id] uniqueidentifier NULL,
        [answer] nvarchar(1000) NULL,
        [answer_paper] uniqueidentifier NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_agency_waits] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE TABLE [answer_corrections] (
        [id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [number] int NOT NULL,
        [task_id] uniqueidentifier NOT NULL,
        [step] nvarchar(100) NOT NULL,
        [field] nvarchar(100) NOT NULL,
        [words] varbinary(max) NOT NULL,
        [account_id] uniqueidentifier NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_answer_corrections] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE TABLE [case_copies] (
        [id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [account_id] uniqueidentifier NOT NULL,
        [by_id] uniqueidentifier NULL,
        [step] nvarchar(100) NOT NULL,
        [note] nvarchar(200) NULL,
        [sent_at] bigint NOT NULL,
        [read_at] bigint NULL,
        CONSTRAINT [PK_case_copies] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE TABLE [covers] (
        [id] uniqueidentifier NOT NULL,
        [role] nvarchar(32) NOT NULL,
        [unit_id] uniqueidentifier NOT NULL,
        [by_role] nvarchar(32) NOT NULL,
        [by_unit_id] uniqueidentifier NOT NULL,
        [valid_from] date NOT NULL,
        [valid_to] date NOT NULL,
        [reason] nvarchar(200) NOT NULL,
        [arranged_by] uniqueidentifier NULL,
        [created_at] bigint NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_covers] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE TABLE [deputies] (
        [id] uniqueidentifier NOT NULL,
        [principal_id] uniqueidentifier NOT NULL,
        [account_id] uniqueidentifier NOT NULL,
        [valid_from] date NOT NULL,
        [valid_to] date NOT NULL,
        [service_ids] nvarchar(1000) NOT NULL,
        [reason] nvarchar(200) NOT NULL,
        [arranged_by] uniqueidentifier NULL,
        [created_at] bigint NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_deputies] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE TABLE [hand_signatures] (
        [id] uniqueidentifier NOT NULL,
        [decision_id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [account_id] uniqueidentifier NOT NULL,
        [file_id] uniqueidentifier NOT NULL,
        [picture_hash] nvarchar(80) NOT NULL,
        [answers_hash] nvarchar(80) NOT NULL,
        [digest] nvarchar(80) NOT NULL,
        [signed_at] bigint NOT NULL,
        CONSTRAINT [PK_hand_signatures] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE TABLE [inbox_views] (
        [id] uniqueidentifier NOT NULL,
        [account_id] uniqueidentifier NOT NULL,
        [name] nvarchar(40) NOT NULL,
        [query] nvarchar(500) NOT NULL,
        [is_default] bit NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_inbox_views] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE TABLE [listed_tasks] (
        [task_id] uniqueidentifier NOT NULL,
        [meeting_id] uniqueidentifier NOT NULL,
        CONSTRAINT [PK_listed_tasks] PRIMARY KEY ([task_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE TABLE [meeting_items] (
        [meeting_id] uniqueidentifier NOT NULL,
        [task_id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [round_id] uniqueidentifier NOT NULL,
        [number] int NOT NULL,
        [state] nvarchar(32) NOT NULL,
        [why] nvarchar(1000) NULL,
        [outcome] nvarchar(32) NULL,
        [cents] bigint NULL,
        [reason] nvarchar(1000) NULL,
        [present] int NULL,
        [votes_for] int NULL,
        [votes_against] int NULL,
        [withdrew] nvarchar(max) NULL,
        [decision_id] uniqueidentifier NULL,
        [added_at] bigint NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_meeting_items] PRIMARY KEY ([meeting_id], [task_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE TABLE [meeting_lists] (
        [id] uniqueidentifier NOT NULL,
        [number] nvarchar(60) NULL,
        [unit_id] uniqueidentifier NOT NULL,
        [decider] nvarchar(32) NOT NULL,
        [step] nvarchar(100) NOT NULL,
        [services] nvarchar(1000) NOT NULL,
        [planned_on] date NOT NULL,
        [cut_off_at] bigint NOT NULL,
        [state] nvarchar(32) NOT NULL,
        [round] int NOT NULL,
        [opened_by] uniqueidentifier NOT NULL,
        [opened_at] bigint NOT NULL,
        [frozen_at] bigint NULL,
        [sheet] varbinary(max) NULL,
        [sheet_hash] nvarchar(100) NULL,
        [entry] varbinary(max) NULL,
        [entry_digest] nvarchar(100) NULL,
        [earlier_entry] varbinary(max) NULL,
        [entered_by] uniqueidentifier NULL,
        [entered_person] uniqueidentifier NULL,
        [entered_at] bigint NULL,
        [minutes_number] nvarchar(100) NULL,
        [held_on] date NULL,
        [scan] uniqueidentifier NULL,
        [checked_by] uniqueidentifier NULL,
        [checked_at] bigint NULL,
        [note] nvarchar(500) NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_meeting_lists] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE TABLE [meeting_rules] (
        [id] uniqueidentifier NOT NULL,
        [unit_id] uniqueidentifier NULL,
        [from] date NOT NULL,
        [attendance] nvarchar(10) NOT NULL,
        [agreement] nvarchar(10) NOT NULL,
        [source] nvarchar(500) NOT NULL,
        [set_at] bigint NOT NULL,
        CONSTRAINT [PK_meeting_rules] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE TABLE [opinion_phrases] (
        [id] uniqueidentifier NOT NULL,
        [account_id] uniqueidentifier NOT NULL,
        [text] nvarchar(300) NOT NULL,
        [kept_at] bigint NOT NULL,
        CONSTRAINT [PK_opinion_phrases] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE TABLE [reminder_lines] (
        [id] uniqueidentifier NOT NULL,
        [account] uniqueidentifier NOT NULL,
        [case] uniqueidentifier NULL,
        [occasion] nvarchar(64) NOT NULL,
        [idempotency_key] nvarchar(300) NOT NULL,
        [texts] nvarchar(max) NOT NULL,
        [created_at] bigint NOT NULL,
        CONSTRAINT [PK_reminder_lines] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE TABLE [reviewer_group_members] (
        [group_id] uniqueidentifier NOT NULL,
        [account_id] uniqueidentifier NOT NULL,
        CONSTRAINT [PK_reviewer_group_members] PRIMARY KEY ([group_id], [account_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE TABLE [reviewer_groups] (
        [id] uniqueidentifier NOT NULL,
        [key] nvarchar(40) NOT NULL,
        [name_zh] nvarchar(100) NOT NULL,
        [name_en] nvarchar(200) NOT NULL,
        [unit_id] uniqueidentifier NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_reviewer_groups] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE TABLE [reviewer_turns] (
        [key] nvarchar(220) NOT NULL,
        [account_id] uniqueidentifier NOT NULL,
        [number] bigint NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_reviewer_turns] PRIMARY KEY ([key], [account_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE TABLE [urges] (
        [id] uniqueidentifier NOT NULL,
        [case_id] uniqueidentifier NOT NULL,
        [round_id] uniqueidentifier NOT NULL,
        [step] nvarchar(100) NOT NULL,
        [by_key] nvarchar(40) NOT NULL,
        [by_id] uniqueidentifier NULL,
        [on] date NOT NULL,
        [number] int NOT NULL,
        [at] bigint NOT NULL,
        [told_above] bit NOT NULL,
        [seen_at] bigint NULL,
        [seen_by_id] uniqueidentifier NULL,
        CONSTRAINT [PK_urges] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE INDEX [IX_tasks_assignee_id_state_completed_at_id] ON [tasks] ([assignee_id], [state], [completed_at], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE INDEX [IX_clocks_round_id_state_due_on] ON [clocks] ([round_id], [state], [due_on]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE INDEX [IX_agency_waits_case_id] ON [agency_waits] ([case_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE UNIQUE INDEX [IX_answer_corrections_case_id_number] ON [answer_corrections] ([case_id], [number]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE INDEX [IX_case_copies_account_id_read_at_sent_at] ON [case_copies] ([account_id], [read_at], [sent_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE UNIQUE INDEX [IX_case_copies_case_id_account_id] ON [case_copies] ([case_id], [account_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE INDEX [IX_covers_unit_id] ON [covers] ([unit_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE INDEX [IX_covers_valid_to] ON [covers] ([valid_to]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE INDEX [IX_deputies_account_id] ON [deputies] ([account_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE INDEX [IX_deputies_principal_id] ON [deputies] ([principal_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE INDEX [IX_deputies_valid_to] ON [deputies] ([valid_to]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE INDEX [IX_hand_signatures_case_id] ON [hand_signatures] ([case_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE UNIQUE INDEX [IX_hand_signatures_decision_id] ON [hand_signatures] ([decision_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE UNIQUE INDEX [IX_hand_signatures_file_id] ON [hand_signatures] ([file_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE UNIQUE INDEX [IX_inbox_views_account_id_name] ON [inbox_views] ([account_id], [name]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE INDEX [IX_listed_tasks_meeting_id] ON [listed_tasks] ([meeting_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE INDEX [IX_meeting_items_case_id] ON [meeting_items] ([case_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [IX_meeting_lists_number] ON [meeting_lists] ([number]) WHERE [number] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE INDEX [IX_meeting_lists_state_cut_off_at] ON [meeting_lists] ([state], [cut_off_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE INDEX [IX_meeting_lists_unit_id_planned_on] ON [meeting_lists] ([unit_id], [planned_on]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE INDEX [IX_meeting_rules_unit_id_from] ON [meeting_rules] ([unit_id], [from]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE INDEX [IX_opinion_phrases_account_id_kept_at] ON [opinion_phrases] ([account_id], [kept_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE INDEX [IX_reminder_lines_account] ON [reminder_lines] ([account]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE UNIQUE INDEX [IX_reminder_lines_idempotency_key] ON [reminder_lines] ([idempotency_key]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE UNIQUE INDEX [IX_reviewer_groups_key] ON [reviewer_groups] ([key]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE INDEX [IX_urges_case_id_at] ON [urges] ([case_id], [at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    CREATE UNIQUE INDEX [IX_urges_round_id_by_key_on_number] ON [urges] ([round_id], [by_key], [on], [number]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127055221_Review'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261127055221_Review', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127082755_ReviewDesk'
)
BEGIN
    DROP INDEX [IX_tasks_unit_id_role_state_assignee_id_created_at_id] ON [tasks];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127082755_ReviewDesk'
)
BEGIN
    ALTER TABLE [tasks] ADD [of_several] bit NOT NULL DEFAULT CAST(0 AS bit);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127082755_ReviewDesk'
)
BEGIN
    ALTER TABLE [supplement_requests] ADD [answers] varbinary(max) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127082755_ReviewDesk'
)
BEGIN
    ALTER TABLE [agency_waits] ADD [cause] nvarchar(32) NOT NULL DEFAULT N'Agency';
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127082755_ReviewDesk'
)
BEGIN
    ALTER TABLE [agency_waits] ADD [held_on] date NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127082755_ReviewDesk'
)
BEGIN
    ALTER TABLE [agency_waits] ADD [place] nvarchar(200) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127082755_ReviewDesk'
)
BEGIN
    CREATE TABLE [task_looks] (
        [account_id] uniqueidentifier NOT NULL,
        [task_id] uniqueidentifier NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_task_looks] PRIMARY KEY ([account_id], [task_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127082755_ReviewDesk'
)
BEGIN
    CREATE TABLE [work_mails] (
        [account_id] uniqueidentifier NOT NULL,
        [address_sealed] varbinary(500) NOT NULL,
        [language] nvarchar(10) NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_work_mails] PRIMARY KEY ([account_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127082755_ReviewDesk'
)
BEGIN
    CREATE INDEX [IX_tasks_inbox] ON [tasks] ([unit_id], [role], [state], [assignee_id], [created_at], [id], [of_several]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127082755_ReviewDesk'
)
BEGIN
    CREATE INDEX [IX_rounds_state_opened_at_id] ON [rounds] ([state], [opened_at], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127082755_ReviewDesk'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261127082755_ReviewDesk', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127083832_ServiceDrafts'
)
BEGIN
    ALTER TABLE [service_versions] ADD [published_by] nvarchar(200) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127083832_ServiceDrafts'
)
BEGIN
    ALTER TABLE [service_versions] ADD [reason] nvarchar(1000) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127083832_ServiceDrafts'
)
BEGIN
    CREATE TABLE [overwritten_drafts] (
        [id] uniqueidentifier NOT NULL,
        [subject] nvarchar(200) NOT NULL,
        [content] nvarchar(max) NOT NULL,
        [written_by] nvarchar(200) NOT NULL,
        [written_at] bigint NOT NULL,
        [overwritten_by] nvarchar(200) NOT NULL,
        [overwritten_at] bigint NOT NULL,
        [left] nvarchar(100) NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_overwritten_drafts] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127083832_ServiceDrafts'
)
BEGIN
    CREATE TABLE [service_drafts] (
        [service_id] nvarchar(100) NOT NULL,
        [files] nvarchar(max) NOT NULL,
        [based_on] int NOT NULL,
        [stamp] nvarchar(100) NOT NULL,
        [changed_by] nvarchar(200) NOT NULL,
        [changed_at] bigint NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_service_drafts] PRIMARY KEY ([service_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127083832_ServiceDrafts'
)
BEGIN
    CREATE INDEX [overwritten_drafts_of] ON [overwritten_drafts] ([subject], [overwritten_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127083832_ServiceDrafts'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261127083832_ServiceDrafts', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127174427_DueSooner'
)
BEGIN
    DROP INDEX [IX_reminders_sent_at_due_at] ON [reminders];
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127174427_DueSooner'
)
BEGIN
    EXEC(N'CREATE INDEX [reminders_due] ON [reminders] ([due_at]) WHERE sent_at IS NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127174427_DueSooner'
)
BEGIN
    EXEC(N'CREATE INDEX [clocks_end_right] ON [clocks] ([state], [due_on]) WHERE ends_right = 1');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127174427_DueSooner'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261127174427_DueSooner', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127182848_FourEyes'
)
BEGIN
    CREATE TABLE [draft_writers] (
        [subject] nvarchar(200) NOT NULL,
        [name] nvarchar(200) NOT NULL,
        [account_id] uniqueidentifier NULL,
        [person_id] uniqueidentifier NULL,
        [since] bigint NOT NULL,
        CONSTRAINT [PK_draft_writers] PRIMARY KEY ([subject], [name])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127182848_FourEyes'
)
BEGIN
    CREATE TABLE [publish_proposals] (
        [id] uniqueidentifier NOT NULL,
        [subject] nvarchar(200) NOT NULL,
        [number] int NOT NULL,
        [stamp] nvarchar(100) NOT NULL,
        [reason] nvarchar(1000) NOT NULL,
        [over_newer] bit NOT NULL,
        [proposed_by] nvarchar(200) NOT NULL,
        [proposer_id] uniqueidentifier NULL,
        [proposer_person_id] uniqueidentifier NULL,
        [proposed_at] bigint NOT NULL,
        [state] nvarchar(32) NOT NULL,
        [decided_by] nvarchar(200) NULL,
        [decided_at] bigint NULL,
        [remark] nvarchar(1000) NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_publish_proposals] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127182848_FourEyes'
)
BEGIN
    EXEC(N'CREATE INDEX [instances_running] ON [instances] ([definition_id], [definition_version_id], [id]) WHERE status = ''Running''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127182848_FourEyes'
)
BEGIN
    CREATE INDEX [publish_proposals_of] ON [publish_proposals] ([subject], [proposed_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127182848_FourEyes'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [publish_proposals_open] ON [publish_proposals] ([subject]) WHERE state = ''Open''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127182848_FourEyes'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261127182848_FourEyes', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127202733_NameEnds'
)
BEGIN
    CREATE TABLE [name_ends] (
        [text] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [person_id] uniqueidentifier NOT NULL,
        CONSTRAINT [PK_name_ends] PRIMARY KEY ([text], [person_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127202733_NameEnds'
)
BEGIN
    INSERT INTO name_ends (text, person_id) SELECT DISTINCT SUBSTRING(name, n, 32) COLLATE Latin1_General_100_BIN2, id FROM people
    JOIN (SELECT TOP 200 ROW_NUMBER() OVER (ORDER BY object_id) AS n FROM sys.all_columns) AS letters ON n <= LEN(name);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261127202733_NameEnds'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261127202733_NameEnds', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    ALTER TABLE [tasks] ADD [given_at] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    ALTER TABLE [meeting_items] ADD [proposed_cents] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE TABLE [duty_periods] (
        [id] uniqueidentifier NOT NULL,
        [unit_id] uniqueidentifier NOT NULL,
        [from] date NOT NULL,
        [to] date NOT NULL,
        [name_zh] nvarchar(60) NOT NULL,
        [name_en] nvarchar(60) NOT NULL,
        CONSTRAINT [PK_duty_periods] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE TABLE [duty_turns] (
        [unit_id] uniqueidentifier NOT NULL,
        [day] date NOT NULL,
        [account_id] uniqueidentifier NOT NULL,
        CONSTRAINT [PK_duty_turns] PRIMARY KEY ([unit_id], [day], [account_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE TABLE [matter_accused] (
        [matter_id] uniqueidentifier NOT NULL,
        [account_id] uniqueidentifier NOT NULL,
        CONSTRAINT [PK_matter_accused] PRIMARY KEY ([matter_id], [account_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE TABLE [matters] (
        [id] uniqueidentifier NOT NULL,
        [number] nvarchar(40) NULL,
        [unit_id] uniqueidentifier NOT NULL,
        [visit_id] uniqueidentifier NOT NULL,
        [kind] nvarchar(32) NOT NULL,
        [channel] nvarchar(32) NOT NULL,
        [received_on] date NOT NULL,
        [entered_at] bigint NOT NULL,
        [first_contact] uniqueidentifier NOT NULL,
        [person_id] uniqueidentifier NULL,
        [is_anonymous] bit NOT NULL,
        [people] int NOT NULL,
        [subject] nvarchar(60) NOT NULL,
        [is_urgent] bit NOT NULL,
        [words] varbinary(max) NOT NULL,
        [petitioner_index] nvarchar(120) NULL,
        [repeat_of] uniqueidentifier NULL,
        [closed_on] date NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_matters] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE TABLE [petition_documents] (
        [id] uniqueidentifier NOT NULL,
        [matter_id] uniqueidentifier NOT NULL,
        [ordinal] int NOT NULL,
        [kind] nvarchar(32) NOT NULL,
        [entry] int NOT NULL,
        [number] nvarchar(200) NULL,
        [unit_id] uniqueidentifier NOT NULL,
        [issued_on] date NOT NULL,
        [entered_at] bigint NOT NULL,
        [entered_by] uniqueidentifier NOT NULL,
        [fields] varbinary(max) NOT NULL,
        [body_zh] varbinary(max) NULL,
        [body_en] varbinary(max) NULL,
        [hash] nvarchar(80) NULL,
        [template_version] nvarchar(20) NULL,
        [scan_id] uniqueidentifier NULL,
        [is_replaced] bit NOT NULL,
        [delivered_on] date NULL,
        [method] nvarchar(32) NULL,
        [delivered_to] varbinary(max) NULL,
        [delivered_by] uniqueidentifier NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_petition_documents] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE TABLE [petition_entries] (
        [matter_id] uniqueidentifier NOT NULL,
        [number] int NOT NULL,
        [kind] nvarchar(32) NOT NULL,
        [on] date NOT NULL,
        [days] int NOT NULL,
        [words] varbinary(max) NULL,
        [by] uniqueidentifier NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_petition_entries] PRIMARY KEY ([matter_id], [number])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE TABLE [petitions] (
        [id] uniqueidentifier NOT NULL,
        [law_key] nvarchar(60) NOT NULL,
        [class] nvarchar(32) NOT NULL,
        [branch] nvarchar(32) NULL,
        [status] nvarchar(32) NOT NULL,
        [next_limit] nvarchar(32) NULL,
        [next_due_on] date NULL,
        [next_is_provisional] bit NOT NULL,
        [dated_by] bigint NOT NULL,
        [instance_id] uniqueidentifier NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_petitions] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE TABLE [policy_answers] (
        [id] uniqueidentifier NOT NULL,
        [unit_id] uniqueidentifier NOT NULL,
        [subject] nvarchar(60) NOT NULL,
        [title_zh] nvarchar(100) NOT NULL,
        [title_en] nvarchar(100) NOT NULL,
        [text_zh] nvarchar(4000) NOT NULL,
        [text_en] nvarchar(4000) NOT NULL,
        [source] nvarchar(200) NOT NULL,
        [from] date NOT NULL,
        [to] date NULL,
        [entered_by] uniqueidentifier NOT NULL,
        [entered_at] bigint NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_policy_answers] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE TABLE [register_days] (
        [id] uniqueidentifier NOT NULL,
        [unit_id] uniqueidentifier NOT NULL,
        [day] date NOT NULL,
        [matters] int NOT NULL,
        [petitions] int NOT NULL,
        [people] int NOT NULL,
        [urgent] int NOT NULL,
        [note] nvarchar(1000) NULL,
        [closed_by] uniqueidentifier NOT NULL,
        [closed_at] bigint NOT NULL,
        [head_by] uniqueidentifier NULL,
        [head_at] bigint NULL,
        [leader_by] uniqueidentifier NULL,
        [leader_at] bigint NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_register_days] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE TABLE [register_tellings] (
        [kind] nvarchar(32) NOT NULL,
        [whom] uniqueidentifier NOT NULL,
        [day] date NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_register_tellings] PRIMARY KEY ([kind], [whom], [day])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    EXEC(N'CREATE INDEX [decisions_recused] ON [decisions] ([account_id], [case_id]) WHERE verdict = ''Recuse''');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE INDEX [IX_duty_periods_to] ON [duty_periods] ([to]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    EXEC(N'CREATE UNIQUE INDEX [IX_matters_number] ON [matters] ([number]) WHERE [number] IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE INDEX [IX_matters_petitioner_index_subject] ON [matters] ([petitioner_index], [subject]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE INDEX [IX_matters_unit_id_received_on] ON [matters] ([unit_id], [received_on]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE INDEX [IX_matters_visit_id] ON [matters] ([visit_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE UNIQUE INDEX [IX_petition_documents_matter_id_ordinal] ON [petition_documents] ([matter_id], [ordinal]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE INDEX [IX_petition_documents_number] ON [petition_documents] ([number]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE INDEX [IX_petitions_instance_id] ON [petitions] ([instance_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE INDEX [IX_petitions_next_due_on_id] ON [petitions] ([next_due_on], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE INDEX [IX_policy_answers_unit_id_from] ON [policy_answers] ([unit_id], [from]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    CREATE UNIQUE INDEX [IX_register_days_unit_id_day] ON [register_days] ([unit_id], [day]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128011710_Petitions'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261128011710_Petitions', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    ALTER TABLE [tasks] ADD [hands] nvarchar(max) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    ALTER TABLE [ratings] ADD [event] nvarchar(32) NOT NULL DEFAULT N'Application';
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    ALTER TABLE [ratings] ADD [is_named] bit NOT NULL DEFAULT CAST(0 AS bit);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE TABLE [appointments] (
        [id] uniqueidentifier NOT NULL,
        [matter_id] uniqueidentifier NOT NULL,
        [number] int NOT NULL,
        [with] uniqueidentifier NOT NULL,
        [when] bigint NOT NULL,
        [where] varbinary(max) NOT NULL,
        [state] nvarchar(32) NOT NULL,
        [arranged_by] uniqueidentifier NOT NULL,
        [arranged_at] bigint NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_appointments] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE TABLE [confidential_notes] (
        [appointment_id] uniqueidentifier NOT NULL,
        [number] int NOT NULL,
        [words] varbinary(max) NOT NULL,
        [by] uniqueidentifier NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_confidential_notes] PRIMARY KEY ([appointment_id], [number])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE TABLE [matter_applications] (
        [matter_id] uniqueidentifier NOT NULL,
        [number] int NOT NULL,
        [draft_id] uniqueidentifier NOT NULL,
        [service_id] nvarchar(100) NOT NULL,
        [by] uniqueidentifier NOT NULL,
        [at] bigint NOT NULL,
        [case_id] uniqueidentifier NULL,
        [dropped_at] bigint NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_matter_applications] PRIMARY KEY ([matter_id], [number])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE TABLE [matter_ends] (
        [matter_id] uniqueidentifier NOT NULL,
        [ending] nvarchar(32) NOT NULL,
        [case_id] uniqueidentifier NULL,
        [by] uniqueidentifier NULL,
        [on] date NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_matter_ends] PRIMARY KEY ([matter_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE TABLE [matter_links] (
        [id] uniqueidentifier NOT NULL,
        [matter_id] uniqueidentifier NOT NULL,
        [other_id] uniqueidentifier NOT NULL,
        [kind] nvarchar(32) NOT NULL,
        [on] date NOT NULL,
        [why] varbinary(max) NOT NULL,
        [by] uniqueidentifier NOT NULL,
        [at] bigint NOT NULL,
        [undone_on] date NULL,
        [undone_by] uniqueidentifier NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_matter_links] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE TABLE [matter_recusals] (
        [id] uniqueidentifier NOT NULL,
        [matter_id] uniqueidentifier NOT NULL,
        [account_id] uniqueidentifier NOT NULL,
        [why] varbinary(max) NOT NULL,
        [by] uniqueidentifier NOT NULL,
        [at] bigint NOT NULL,
        [ended_at] bigint NULL,
        [ended_by] uniqueidentifier NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_matter_recusals] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE TABLE [opinion_reports] (
        [matter_id] uniqueidentifier NOT NULL,
        [number] int NOT NULL,
        [on] date NOT NULL,
        [to_whom] varbinary(max) NOT NULL,
        [by] uniqueidentifier NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_opinion_reports] PRIMARY KEY ([matter_id], [number])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE TABLE [petition_satisfactions] (
        [matter_id] uniqueidentifier NOT NULL,
        [unit_id] uniqueidentifier NOT NULL,
        [level] int NOT NULL,
        [words] varbinary(max) NULL,
        [means] nvarchar(32) NOT NULL,
        [asked_by] uniqueidentifier NULL,
        [said_on] date NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_petition_satisfactions] PRIMARY KEY ([matter_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE TABLE [petition_sendings] (
        [matter_id] uniqueidentifier NOT NULL,
        [entry] int NOT NULL,
        [body] nvarchar(60) NOT NULL,
        [suggested] nvarchar(60) NULL,
        [rule_id] uniqueidentifier NULL,
        [why] varbinary(max) NULL,
        CONSTRAINT [PK_petition_sendings] PRIMARY KEY ([matter_id], [entry])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE TABLE [rating_follow_ups] (
        [id] uniqueidentifier NOT NULL,
        [event] nvarchar(32) NOT NULL,
        [unit_id] uniqueidentifier NOT NULL,
        [since] date NOT NULL,
        [rater] varbinary(max) NOT NULL,
        [called_on] date NULL,
        [called_by] uniqueidentifier NULL,
        [call_words] varbinary(max) NULL,
        [rectified_on] date NULL,
        [rectified_by] uniqueidentifier NULL,
        [rectify_words] varbinary(max) NULL,
        [told_on] date NULL,
        [told_by] uniqueidentifier NULL,
        [told_words] varbinary(max) NULL,
        [appeal] nvarchar(32) NULL,
        [appeal_words] varbinary(max) NULL,
        [appealed_by] uniqueidentifier NULL,
        [appealed_on] date NULL,
        [is_upheld] bit NULL,
        [appeal_decision] varbinary(max) NULL,
        [appeal_decided_by] uniqueidentifier NULL,
        [appeal_decided_on] date NULL,
        [is_taken_back] bit NOT NULL,
        [reminded_on] date NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_rating_follow_ups] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE TABLE [replies_given] (
        [duty_id] uniqueidentifier NOT NULL,
        [number] int NOT NULL,
        [on] date NOT NULL,
        [whom] nvarchar(60) NOT NULL,
        [words] varbinary(max) NOT NULL,
        [by] uniqueidentifier NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_replies_given] PRIMARY KEY ([duty_id], [number])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE TABLE [reply_duties] (
        [id] uniqueidentifier NOT NULL,
        [matter_id] uniqueidentifier NOT NULL,
        [kind] nvarchar(32) NOT NULL,
        [party] nvarchar(60) NOT NULL,
        [begun] date NOT NULL,
        [reply_by] date NOT NULL,
        [why] varbinary(max) NULL,
        [by] uniqueidentifier NOT NULL,
        [at] bigint NOT NULL,
        [replies] int NOT NULL,
        [ended_on] date NULL,
        [ended_by] uniqueidentifier NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_reply_duties] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE TABLE [route_rules] (
        [id] uniqueidentifier NOT NULL,
        [unit_id] uniqueidentifier NOT NULL,
        [subject] nvarchar(60) NULL,
        [class] nvarchar(32) NULL,
        [branch] nvarchar(32) NULL,
        [place_id] uniqueidentifier NULL,
        [body_unit_id] uniqueidentifier NULL,
        [body] nvarchar(60) NOT NULL,
        [basis] nvarchar(200) NOT NULL,
        [from] date NOT NULL,
        [to] date NULL,
        [is_demo] bit NOT NULL,
        [entered_by] uniqueidentifier NULL,
        [entered_at] bigint NOT NULL,
        [revision] bigint NOT NULL,
        CONSTRAINT [PK_route_rules] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE TABLE [visit_entries] (
        [matter_id] uniqueidentifier NOT NULL,
        [number] int NOT NULL,
        [kind] nvarchar(32) NOT NULL,
        [on] date NOT NULL,
        [words] varbinary(max) NOT NULL,
        [by] uniqueidentifier NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_visit_entries] PRIMARY KEY ([matter_id], [number])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE TABLE [visit_runs] (
        [matter_id] uniqueidentifier NOT NULL,
        [instance_id] uniqueidentifier NOT NULL,
        CONSTRAINT [PK_visit_runs] PRIMARY KEY ([matter_id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE UNIQUE INDEX [IX_appointments_matter_id_number] ON [appointments] ([matter_id], [number]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE INDEX [IX_appointments_with_when] ON [appointments] ([with], [when]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE INDEX [IX_matter_applications_case_id] ON [matter_applications] ([case_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE UNIQUE INDEX [IX_matter_applications_draft_id] ON [matter_applications] ([draft_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE INDEX [IX_matter_links_matter_id] ON [matter_links] ([matter_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE INDEX [IX_matter_links_other_id] ON [matter_links] ([other_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE INDEX [IX_matter_recusals_matter_id_account_id] ON [matter_recusals] ([matter_id], [account_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE INDEX [IX_petition_satisfactions_unit_id_said_on] ON [petition_satisfactions] ([unit_id], [said_on]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE INDEX [IX_rating_follow_ups_unit_id_told_on] ON [rating_follow_ups] ([unit_id], [told_on]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE INDEX [IX_reply_duties_ended_on_reply_by] ON [reply_duties] ([ended_on], [reply_by]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE INDEX [IX_reply_duties_matter_id] ON [reply_duties] ([matter_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE INDEX [IX_route_rules_unit_id_from] ON [route_rules] ([unit_id], [from]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    CREATE UNIQUE INDEX [IX_visit_runs_instance_id] ON [visit_runs] ([instance_id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128070400_PetitionsAndRatings'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261128070400_PetitionsAndRatings', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128090402_MessagesOver'
)
BEGIN
    ALTER TABLE [reminder_lines] ADD [asked_of] nvarchar(32) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128090402_MessagesOver'
)
BEGIN
    ALTER TABLE [reminder_lines] ADD [round] uniqueidentifier NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128090402_MessagesOver'
)
BEGIN
    ALTER TABLE [notifications] ADD [asked_of] nvarchar(32) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128090402_MessagesOver'
)
BEGIN
    ALTER TABLE [notifications] ADD [is_over] bit NOT NULL DEFAULT CAST(0 AS bit);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128090402_MessagesOver'
)
BEGIN
    ALTER TABLE [notifications] ADD [round] uniqueidentifier NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128090402_MessagesOver'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_tasks_given_by_id] ON [tasks] ([given_by_id]) WHERE given_by_id IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128090402_MessagesOver'
)
BEGIN
    UPDATE notifications SET read_at = created_at WHERE read_at IS NULL AND account IS NOT NULL AND occasion IN ('task-assigned', 'reminder', 'overdue', 'urge.received', 'urge.told-above', 'clock.waits') AND NOT EXISTS (SELECT 1 FROM tasks WHERE tasks.case_id = notifications.[case] AND tasks.state IN ('Assigned', 'InProgress', 'OnHold'));
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128090402_MessagesOver'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261128090402_MessagesOver', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128135231_PetitionCourses'
)
BEGIN
    ALTER TABLE [petitions] ADD [is_reviewable] bit NOT NULL DEFAULT CAST(1 AS bit);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128135231_PetitionCourses'
)
BEGIN
    ALTER TABLE [matters] ADD [contact_index] nvarchar(120) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128135231_PetitionCourses'
)
BEGIN
    CREATE INDEX [IX_matters_contact_index_subject] ON [matters] ([contact_index], [subject]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128135231_PetitionCourses'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261128135231_PetitionCourses', N'10.0.14');
END;

COMMIT;
GO

