using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class DueSooner : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_reminders_sent_at_due_at",
                table: "reminders");

            migrationBuilder.CreateIndex(
                name: "reminders_due",
                table: "reminders",
                column: "due_at",
                filter: "sent_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "clocks_end_right",
                table: "clocks",
                columns: new[] { "state", "due_on" },
                filter: "ends_right = 1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "reminders_due",
                table: "reminders");

            migrationBuilder.DropIndex(
                name: "clocks_end_right",
                table: "clocks");

            migrationBuilder.CreateIndex(
                name: "IX_reminders_sent_at_due_at",
                table: "reminders",
                columns: new[] { "sent_at", "due_at" });
        }
    }
}
