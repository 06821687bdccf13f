using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class MessagesOver : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "asked_of",
                table: "reminder_lines",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "round",
                table: "reminder_lines",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "asked_of",
                table: "notifications",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_over",
                table: "notifications",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "round",
                table: "notifications",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_tasks_given_by_id",
                table: "tasks",
                column: "given_by_id",
                filter: "given_by_id IS NOT NULL");

            // What tells of tasks of cases in which nothing is open any more counts as read; it stays in the list.
            migrationBuilder.Sql("UPDATE notifications SET read_at = created_at WHERE read_at IS NULL AND account IS NOT NULL AND occasion IN ('task-assigned', 'reminder', 'overdue', 'urge.received', 'urge.told-above', 'clock.waits')"
                + " AND NOT EXISTS (SELECT 1 FROM tasks WHERE tasks.case_id = notifications.[case] AND tasks.state IN ('Assigned', 'InProgress', 'OnHold'));");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_tasks_given_by_id",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "asked_of",
                table: "reminder_lines");

            migrationBuilder.DropColumn(
                name: "round",
                table: "reminder_lines");

            migrationBuilder.DropColumn(
                name: "asked_of",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "is_over",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "round",
                table: "notifications");
        }
    }
}
