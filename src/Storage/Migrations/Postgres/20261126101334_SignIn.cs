using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SignIn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "phone",
                table: "accounts");

            migrationBuilder.AddColumn<byte[]>(
                name: "authenticator_key",
                table: "credentials",
                type: "bytea",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "initial_until",
                table: "credentials",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "last_code_step",
                table: "credentials",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "recovery_codes",
                table: "credentials",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "second_factor_since",
                table: "credentials",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "phone_index",
                table: "accounts",
                type: "bytea",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "phone_sealed",
                table: "accounts",
                type: "bytea",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "passkeys",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    credential_id = table.Column<byte[]>(type: "bytea", maxLength: 1023, nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", maxLength: 2000, nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    used_at = table.Column<long>(type: "bigint", nullable: true),
                    sign_count = table.Column<long>(type: "bigint", nullable: false),
                    transports = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    is_user_verified = table.Column<bool>(type: "boolean", nullable: false),
                    is_backup_eligible = table.Column<bool>(type: "boolean", nullable: false),
                    is_backed_up = table.Column<bool>(type: "boolean", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_passkeys", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "sign_in_codes",
                columns: table => new
                {
                    phone = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    digest = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    sent_at = table.Column<long>(type: "bigint", nullable: false),
                    valid_until = table.Column<long>(type: "bigint", nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    sent_that_day = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sign_in_codes", x => x.phone);
                });

            migrationBuilder.CreateIndex(
                name: "IX_accounts_phone_index",
                table: "accounts",
                column: "phone_index",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_passkeys_account_id",
                table: "passkeys",
                column: "account_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "passkeys");

            migrationBuilder.DropTable(
                name: "sign_in_codes");

            migrationBuilder.DropIndex(
                name: "IX_accounts_phone_index",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "authenticator_key",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "initial_until",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "last_code_step",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "recovery_codes",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "second_factor_since",
                table: "credentials");

            migrationBuilder.DropColumn(
                name: "phone_index",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "phone_sealed",
                table: "accounts");

            migrationBuilder.AddColumn<string>(
                name: "phone",
                table: "accounts",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);
        }
    }
}
