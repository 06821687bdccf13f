using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class QuickLists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_tasks_unit_id_role_state",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "IX_cases_unit_id_stage",
                table: "cases");

            migrationBuilder.CreateIndex(
                name: "IX_tasks_unit_id_role_state_assignee_id_created_at_id",
                table: "tasks",
                columns: new[] { "unit_id", "role", "state", "assignee_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_unit_id_stage_applied_at_id",
                table: "cases",
                columns: new[] { "unit_id", "stage", "applied_at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_tasks_unit_id_role_state_assignee_id_created_at_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "IX_cases_unit_id_stage_applied_at_id",
                table: "cases");

            migrationBuilder.CreateIndex(
                name: "IX_tasks_unit_id_role_state",
                table: "tasks",
                columns: new[] { "unit_id", "role", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_unit_id_stage",
                table: "cases",
                columns: new[] { "unit_id", "stage" });
        }
    }
}
