using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class StandingAsideAndArrival : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "given_at",
                table: "tasks",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "decisions_recused",
                table: "decisions",
                columns: new[] { "account_id", "case_id" },
                filter: "verdict = 'Recuse'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "decisions_recused",
                table: "decisions");

            migrationBuilder.DropColumn(
                name: "given_at",
                table: "tasks");
        }
    }
}
