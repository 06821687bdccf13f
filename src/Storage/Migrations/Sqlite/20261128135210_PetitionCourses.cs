using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PetitionCourses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Whatever was received before keeps the limits and the review that it was registered with.
            migrationBuilder.AddColumn<bool>(
                name: "is_reviewable",
                table: "petitions",
                type: "INTEGER",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<string>(
                name: "contact_index",
                table: "matters",
                type: "TEXT",
                maxLength: 120,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_matters_contact_index_subject",
                table: "matters",
                columns: new[] { "contact_index", "subject" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_matters_contact_index_subject",
                table: "matters");

            // SQLite drops a column by itself; written as an operation it would rebuild the table, and need the whole model for that.
            migrationBuilder.Sql("ALTER TABLE petitions DROP COLUMN is_reviewable;");

            migrationBuilder.Sql("ALTER TABLE matters DROP COLUMN contact_index;");
        }
    }
}
