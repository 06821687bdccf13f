using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Signers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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

            migrationBuilder.AddColumn<bool>(
                name: "somebody_stood_aside",
                table: "cases",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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
                name: "somebody_stood_aside",
                table: "cases");
        }
    }
}
