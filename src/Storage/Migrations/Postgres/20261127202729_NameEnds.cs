using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.Postgres
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
                    text = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_name_ends", x => new { x.text, x.person_id });
                });

            // What every name already there ends with, letter by letter, as it is entered with each new person.
            migrationBuilder.Sql("""
                INSERT INTO name_ends (text, person_id) SELECT substr(name, n, 16) COLLATE "C", id FROM people CROSS JOIN LATERAL generate_series(1, length(name)) AS n ORDER BY 1, 2 ON CONFLICT DO NOTHING;
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
