using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class NameEnds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "name_ends",
                columns: table => new
                {
                    text = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_name_ends", x => new { x.text, x.person_id });
                });

            // What every name already there ends with, letter by letter, as it is entered with each new person.
            migrationBuilder.Sql("""
                WITH RECURSIVE letters(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM letters WHERE n < 200)
                INSERT OR IGNORE INTO name_ends (text, person_id) SELECT substr(name, n, 16), id FROM people JOIN letters ON n <= length(name) ORDER BY 1, 2;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "name_ends");
        }
    }
}
