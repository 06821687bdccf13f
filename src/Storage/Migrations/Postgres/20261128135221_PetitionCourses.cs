using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.Postgres
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
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<string>(
                name: "contact_index",
                table: "matters",
                type: "character varying(120)",
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

            migrationBuilder.DropColumn(
                name: "is_reviewable",
                table: "petitions");

            migrationBuilder.DropColumn(
                name: "contact_index",
                table: "matters");
        }
    }
}
