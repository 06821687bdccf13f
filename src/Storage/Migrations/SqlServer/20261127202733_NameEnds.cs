using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AidWorkflow.Storage.Migrations.SqlServer
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
                    text = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    person_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_name_ends", x => new { x.text, x.person_id });
                });

            // What every name already there ends with, letter by letter, as it is entered with each new person. A letter may be of two parts here, so twice as many are kept.
            migrationBuilder.Sql("""
                INSERT INTO name_ends (text, person_id) SELECT DISTINCT SUBSTRING(name, n, 32) COLLATE Latin1_General_100_BIN2, id FROM people
                JOIN (SELECT TOP 200 ROW_NUMBER() OVER (ORDER BY object_id) AS n FROM sys.all_columns) AS letters ON n <= LEN(name);
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
