using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.Sqlite
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
                type: "INTEGER",
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

            // SQLite drops a column by itself; written as an operation it would rebuild the table, and need the whole model for that.
            migrationBuilder.Sql("ALTER TABLE tasks DROP COLUMN given_at;");
        }
    }
}
